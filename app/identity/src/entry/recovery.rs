use serde_json::json;

use super::{
    super::{
        Identity, Token,
        codes::{CodeFor, Purpose},
        contact::Contact,
        error::IdentityError,
        method::Methods,
        service::{tell, to},
        sessions::{Begun, Opening, begin},
        store::{accounts, contacts, sessions},
        throttle,
    },
    by_code::{Entering, usable},
    store,
};
use foundation::{
    audit::{self, Entry, Who},
    context::Client,
    ids::CodeId,
    text::Language,
};
use notifications::{Channel, Message};

impl Identity {
    /// Sends a code to set another password with. An address nobody has is told so by the message itself, so that neither the
    /// answer nor its time tells whoever asks.
    pub(crate) async fn send_recovery_code(
        &self,
        contact: &Contact,
        browser: &Token,
        client: &Client,
        language: Language,
    ) -> Result<CodeId, IdentityError> {
        let account = contacts::owner(self.database.reader(), contact).await?;
        let code_for = CodeFor { purpose: Purpose::Recover, contact, account, browser, client, language };
        match account {
            Some(_) => self.send_code(code_for).await,
            None => {
                self.send_code_saying(code_for, |_, language, _| {
                    let texts = language.texts();
                    (texts.recover_nobody_subject().to_owned(), texts.recover_nobody_body().to_owned())
                })
                .await
            }
        }
    }

    /// Takes the code somebody typed to set another password; it is used once the password is set.
    pub(crate) async fn prove_recovery(
        &self,
        code: CodeId,
        typed: &str,
        browser: &Token,
        client: &Client,
    ) -> Result<(), IdentityError> {
        let counted = self.begin_code(code, client).await?;
        self.check_code(code, Purpose::Recover, browser, typed).await?;
        self.database
            .write(&(self, code, &counted), |transaction, (identity, code, counted)| {
                Box::pin(async move {
                    identity.prove(transaction, *code).await?;
                    throttle::forget(transaction, counted).await
                })
            })
            .await
    }

    /// Sets another password after a code was proven: ends every session, tells the person wherever they are reached, and
    /// begins a session, which asks for the second factor where the account has one.
    pub(crate) async fn recover(&self, password: &str, entering: &Entering<'_>) -> Result<Begun, IdentityError> {
        let redeemed = self.proven_code(entering.code, Purpose::Recover, entering.browser).await?;
        let account = redeemed.account.ok_or(IdentityError::Wrong)?;
        let hash = self.chosen_password(account, password).await?.hash().await?;
        let opening = Opening {
            account,
            methods: Methods::one(redeemed.contact.method()),
            stays: entering.stays,
            opened: self.opening(entering.client),
            token: Token::new()?,
            old: entering.old.cloned(),
            device: self.device(Some(entering.browser)),
        };
        let given = (self, entering, hash, &opening);
        self.database
            .write(&given, |transaction, (identity, entering, hash, opening)| {
                Box::pin(async move {
                    let now = opening.opened.created_at;
                    identity.redeem(transaction, entering.code).await?;
                    let held = accounts::hold(transaction, opening.account).await?.ok_or(IdentityError::Unknown)?;
                    accounts::set_password(transaction, held.id, hash).await?;
                    let ended = sessions::end_all(transaction, held.id).await?;
                    let who =
                        Who { account: Some(held.id), name: held.name.clone(), origin: opening.opened.network.clone() };
                    let entry = Entry::new(who, "account.recover", "account", held.name)
                        .after(json!({ "by": opening.methods.stored(), "sessions_ended": ended }));
                    audit::append(transaction, &entry, now).await?;
                    for message in messages(transaction, opening, entering.language).await? {
                        tell(transaction, &identity.keyring, &message, now).await?;
                    }
                    begin(transaction, opening).await.map_err(usable)
                })
            })
            .await
    }
}

/// What is said to every address of the account and in its inbox, in the account's language where it has one.
async fn messages(
    transaction: &sea_orm::DatabaseTransaction,
    opening: &Opening,
    language: Language,
) -> Result<Vec<Message>, IdentityError> {
    const REASON: &str = "password-reset";
    let account = opening.account;
    let language = store::language(transaction, account).await?.unwrap_or(language);
    let texts = language.texts();
    let (subject, body) = (texts.recover_done_subject().to_owned(), texts.recover_done_body().to_owned());
    let addresses = contacts::of(transaction, account).await?;
    let mut told: Vec<Message> = addresses
        .iter()
        .map(|contact| to(contact, Some(account), REASON, language, subject.clone(), body.clone()))
        .collect();
    told.push(Message {
        account: Some(account),
        channel: Channel::Inbox,
        reason: REASON,
        language,
        subject,
        body,
        secret: false,
    });
    Ok(told)
}
