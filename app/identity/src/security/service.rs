use chrono::{DateTime, Utc};
use sea_orm::DatabaseTransaction;
use serde_json::json;

use super::store;
use crate::{
    Identity, IdentityError, Token,
    accounts::department_of,
    factors::{self, Proof},
    holder::Holder,
    method::Methods,
    password::Password,
    sessions::rotate,
    store::{accounts, sessions},
};
use foundation::{
    audit::{self, Audit, Entry, Filter, Recorded, Who},
    context::Client,
    ids::AccountId,
    text::Texts,
};

/// What a holder is shown with a device and with the question whether it was them.
pub(crate) const EVENT_ACTS: [&str; 3] = ["session.begin", "session.second_factor", "session.refused"];

/// Something that happened to an account, as its holder is shown it.
#[derive(Debug, Clone)]
pub(crate) struct SecurityEvent {
    pub(crate) number: i64,
    pub(crate) at: DateTime<Utc>,
    pub(crate) act: String,
    /// The network address it came from.
    pub(crate) network: String,
    /// What the browser called itself.
    pub(crate) device: String,
    /// By what was proven who it is.
    pub(crate) by: Methods,
    /// Whether somebody else did it: the people who run accounts.
    pub(crate) by_others: bool,
}

impl SecurityEvent {
    fn of(holder: &Holder, recorded: Recorded) -> Self {
        let text = |key: &str| recorded.after.get(key).and_then(|value| value.as_str()).unwrap_or_default().to_owned();
        Self {
            number: recorded.number,
            at: recorded.at,
            network: recorded.origin.clone(),
            device: text("device"),
            by: Methods::parse(&text("by")),
            by_others: recorded.account_name != holder.name,
            act: recorded.act,
        }
    }
}

impl Identity {
    /// What happened to an account, the newest first, before a number; and before which number there is more.
    pub(crate) async fn security_events(
        &self,
        holder: &Holder,
        before: Option<i64>,
    ) -> Result<(Vec<SecurityEvent>, Option<i64>), IdentityError> {
        let filter = Filter { subject: holder.name.clone(), ..Filter::default() };
        let found = Audit::new(self.database.clone()).search(&filter, before).await?;
        let full = u64::try_from(found.len()).is_ok_and(|length| length == audit::PAGE);
        let more = found.last().map(|last| last.number).filter(|_| full);
        let own = found.into_iter().filter(|recorded| recorded.subject_kind == "account");
        Ok((own.map(|recorded| SecurityEvent::of(holder, recorded)).collect(), more))
    }

    /// Changes one's own password: with the old one, or without where the holder proved lately to be there. Every other session
    /// ends; this one gets another token.
    pub async fn change_password(
        &self,
        holder: &Holder,
        old: Option<&str>,
        new: Password,
        client: &Client,
    ) -> Result<Token, IdentityError> {
        let checked = match old {
            Some(old) => Some(self.check_old_password(holder, old, client).await?),
            None if holder.is_fresh(self.clock.now()) => None,
            None => return Err(IdentityError::NotFresh),
        };
        let given = (self, holder, checked, new.hash().await?, self.clock.now());
        self.database
            .write(&given, |transaction, (identity, holder, checked, new, now)| {
                Box::pin(async move {
                    if let Some(checked) = checked {
                        identity.spend(transaction, holder, checked).await?;
                    }
                    accounts::set_password(transaction, holder.account, new).await?;
                    let ended = sessions::end_others(transaction, holder.account, holder.session).await?;
                    let token = rotate(transaction, holder, *now).await?;
                    let words = |texts: &'static Texts| {
                        (texts.password_message_subject().to_owned(), texts.password_message_body().to_owned())
                    };
                    identity.tell_everywhere(transaction, holder.account, "password", &words, *now).await?;
                    let entry = holder
                        .did("account.password")
                        .department(department_of(&holder.grants))
                        .after(json!({ "sessions_ended": ended }));
                    audit::append(transaction, &entry, *now).await?;
                    Ok::<_, IdentityError>(token)
                })
            })
            .await
    }

    async fn check_old_password(
        &self,
        holder: &Holder,
        old: &str,
        client: &Client,
    ) -> Result<factors::Checked, IdentityError> {
        let browser = Token::new()?;
        let proof = Proof::Password(old.to_owned());
        self.check_proof(holder, crate::Purpose::StepUp, &proof, &browser, client).await
    }

    /// Says that something was not the holder: ends every other session and voids the password. `event` is the number of what
    /// it was, if it is one of the account's.
    pub(crate) async fn not_me(&self, holder: &Holder, event: Option<i64>) -> Result<Token, IdentityError> {
        let now = self.clock.now();
        self.database
            .write(&(holder, event, now), |transaction, (holder, event, now)| {
                Box::pin(async move {
                    let ended = sessions::end_others(transaction, holder.account, holder.session).await?;
                    close_doors(transaction, holder.account, *now).await?;
                    let token = rotate(transaction, holder, *now).await?;
                    let entry = holder.did("account.not_me").after(json!({ "event": event, "sessions_ended": ended }));
                    audit::append(transaction, &entry, *now).await?;
                    Ok::<_, IdentityError>(token)
                })
            })
            .await
    }

    /// Whether a link of a message still works.
    pub(crate) async fn is_not_me_link(&self, link: &Token) -> Result<bool, IdentityError> {
        Ok(store::link(self.database.reader(), &link.hash(), self.clock.now()).await?.is_some())
    }

    /// As [`Identity::not_me`], by the link of a message: every session ends. The link works once.
    pub(crate) async fn not_me_by_link(&self, link: &Token, client: &Client) -> Result<(), IdentityError> {
        let given = (link.hash(), client.origin(), self.clock.now());
        self.database
            .write(&given, |transaction, (hash, origin, now)| {
                Box::pin(async move {
                    let account = store::link(transaction, hash, *now).await?.ok_or(IdentityError::Unknown)?;
                    let held = accounts::hold(transaction, account).await?.ok_or(IdentityError::Unknown)?;
                    if !store::use_link(transaction, hash, *now).await? {
                        return Err(IdentityError::Unknown);
                    }
                    let ended = sessions::end_all(transaction, account).await?;
                    close_doors(transaction, account, *now).await?;
                    let who = Who { account: Some(account), name: held.name.clone(), origin: origin.clone() };
                    let entry = Entry::new(who, "account.not_me", "account", held.name)
                        .after(json!({ "by": "link", "sessions_ended": ended }));
                    audit::append(transaction, &entry, *now).await?;
                    Ok(())
                })
            })
            .await
    }
}

/// Whoever got in does not get in again the same way, and is told of as new if they try.
async fn close_doors(
    transaction: &DatabaseTransaction,
    account: AccountId,
    now: DateTime<Utc>,
) -> Result<(), IdentityError> {
    accounts::void_password(transaction, account).await?;
    store::forget_devices(transaction, account, now).await?;
    Ok(())
}
