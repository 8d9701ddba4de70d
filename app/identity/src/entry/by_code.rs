use std::time::Duration;

use super::super::{
    Identity, Token,
    codes::{CodeFor, Purpose, Redeemed, SentCode},
    contact::Contact,
    error::IdentityError,
    method::Methods,
    residents::{self, NewResident},
    sessions::{Begun, Opening, begin},
    store::contacts,
    throttle::{self, SIGN_UP, Try},
};
use foundation::{
    context::Client,
    ids::{AccountId, CodeId},
    text::Language,
};

/// A code is not sent again sooner.
const AGAIN_AFTER: Duration = Duration::from_mins(1);

/// Somebody on the way in, with a code that was sent to them.
pub(crate) struct Entering<'a> {
    pub(crate) code: CodeId,
    pub(crate) browser: &'a Token,
    pub(crate) client: &'a Client,
    pub(crate) language: Language,
    /// Whether the person agreed to the terms: without that no account is made.
    pub(crate) agreed: bool,
    pub(crate) stays: bool,
    /// What the browser showed before: it ends.
    pub(crate) old: Option<&'a Token>,
}

/// Where somebody came to.
#[derive(Debug)]
pub(crate) enum Entered {
    /// Into their account.
    In(Begun),
    /// Into the account that was made for them.
    SignedUp(Begun),
    /// The address is nobody's, and the person is asked first whether an account is to be made.
    Asked,
}

impl Identity {
    /// Sends a code to get in with, whether or not the address is somebody's.
    pub(crate) async fn send_entry_code(
        &self,
        contact: &Contact,
        browser: &Token,
        client: &Client,
        language: Language,
    ) -> Result<CodeId, IdentityError> {
        self.send_code(CodeFor { purpose: Purpose::SignIn, contact, account: None, browser, client, language }).await
    }

    /// The address of a code that may be sent anew: to this browser, and not too soon after the first.
    pub(crate) async fn sent_before(
        &self,
        code: CodeId,
        purpose: Purpose,
        browser: &Token,
    ) -> Result<Contact, IdentityError> {
        let sent = self.sent_code(code, purpose, browser).await?;
        let SentCode { contact, sent_at, .. } = sent.ok_or(IdentityError::Wrong)?;
        let age = (self.clock.now() - sent_at).to_std().unwrap_or_default();
        match AGAIN_AFTER.checked_sub(age) {
            Some(again_in) if !again_in.is_zero() => Err(IdentityError::TooMany { again_in }),
            _ => Ok(contact),
        }
    }

    /// Lets somebody in who types a code. [`IdentityError::Wrong`] for a code that is not right; [`IdentityError::Unknown`]
    /// where the account cannot be used any more.
    pub(crate) async fn enter_by_code(&self, typed: &str, entering: &Entering<'_>) -> Result<Entered, IdentityError> {
        let counted = self.begin_code(entering.code, entering.client).await?;
        let redeemed = self.check_code(entering.code, Purpose::SignIn, entering.browser, typed).await?;
        self.admit(&redeemed, entering, Some(&counted)).await
    }

    /// Lets somebody in who proved a code and was asked whether to make an account.
    pub(crate) async fn enter_agreed(&self, entering: &Entering<'_>) -> Result<Entered, IdentityError> {
        let redeemed = self.proven_code(entering.code, Purpose::SignIn, entering.browser).await?;
        self.admit(&redeemed, entering, None).await
    }

    async fn admit(
        &self,
        redeemed: &Redeemed,
        entering: &Entering<'_>,
        counted: Option<&Try>,
    ) -> Result<Entered, IdentityError> {
        let contact = &redeemed.contact;
        let known = contacts::owner(self.database.reader(), contact).await?;
        if known.is_none() {
            if !entering.agreed {
                return self.ask_first(entering.code, counted).await;
            }
            self.begin_try(SIGN_UP, &contact.counted_as(), &entering.client.network()).await?;
        }
        match self.let_in(contact, entering, counted).await {
            // Somebody with a code of their own made the account of this address at the same moment: it is theirs by now.
            Err(IdentityError::Conflict) => self.let_in(contact, entering, counted).await,
            outcome => outcome,
        }
    }

    async fn ask_first(&self, code: CodeId, counted: Option<&Try>) -> Result<Entered, IdentityError> {
        self.database
            .write(&(self, code, counted), |transaction, (identity, code, counted)| {
                Box::pin(async move {
                    identity.prove(transaction, *code).await?;
                    if let Some(counted) = counted {
                        throttle::forget(transaction, counted).await?;
                    }
                    Ok::<_, IdentityError>(Entered::Asked)
                })
            })
            .await
    }

    /// Uses the code, makes the account where there is none, and begins the session: all of it or nothing.
    async fn let_in(
        &self,
        contact: &Contact,
        entering: &Entering<'_>,
        counted: Option<&Try>,
    ) -> Result<Entered, IdentityError> {
        let (token, opened) = (Token::new()?, self.opening(entering.client));
        let given = (self, contact, entering, counted, &token, &opened);
        let (begun, made) = self
            .database
            .write(&given, |transaction, (identity, contact, entering, counted, token, opened)| {
                Box::pin(async move {
                    identity.redeem(transaction, entering.code).await?;
                    if let Some(counted) = counted {
                        throttle::forget(transaction, counted).await?;
                    }
                    let owner = contacts::owner(transaction, contact).await?;
                    let account: AccountId = match owner {
                        Some(account) => account,
                        None if entering.agreed => {
                            let new = NewResident {
                                contact,
                                display_name: None,
                                password_hash: None,
                                language: entering.language,
                                origin: &opened.network,
                            };
                            residents::add(transaction, &new, opened.created_at).await?
                        }
                        // It was somebody's a moment ago.
                        None => return Err(IdentityError::Wrong),
                    };
                    let opening = Opening {
                        account,
                        methods: Methods::one(contact.method()),
                        stays: entering.stays,
                        opened: (*opened).clone(),
                        token: (*token).clone(),
                        old: entering.old.cloned(),
                        device: identity.device(Some(entering.browser)),
                    };
                    let begun = begin(transaction, &opening).await.map_err(usable)?;
                    Ok::<_, IdentityError>((begun, owner.is_none()))
                })
            })
            .await?;
        Ok(if made { Entered::SignedUp(begun) } else { Entered::In(begun) })
    }
}

/// Who proved an address may know that its account was ended; that is no wrong code.
pub(super) fn usable(error: IdentityError) -> IdentityError {
    if matches!(error, IdentityError::Wrong) { IdentityError::Unknown } else { error }
}
