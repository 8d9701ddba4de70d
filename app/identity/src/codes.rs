use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::DatabaseTransaction;

use super::{
    Identity, Token,
    contact::Contact,
    error::IdentityError,
    service::{tell, to},
    store::codes::{self, Kept},
    throttle::{self, CODE_SENT, CODE_TYPED, Try},
};
use foundation::{
    context::Client,
    ids::{AccountId, CodeId},
    text::Language,
};

/// How long a code is good.
pub const CODE_LASTS: TimeDelta = TimeDelta::minutes(10);
/// Wrong tries after which a code is spent.
const TRIES: i32 = 5;

/// What a code is sent for: one sent for one thing does nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To sign in, or to sign up where the address is nobody's.
    SignIn,
    /// To set another password where the old one is lost.
    Recover,
    /// As second factor.
    SecondFactor,
    /// To prove again to be there.
    StepUp,
    /// To make an address one's own.
    NewContact,
    /// To agree to what somebody else asks for.
    Consent,
}

impl Purpose {
    /// The name as stored, and part of message keys (`code-for-…`).
    pub fn code(self) -> &'static str {
        match self {
            Self::SignIn => "sign-in",
            Self::Recover => "recover",
            Self::SecondFactor => "second-factor",
            Self::StepUp => "step-up",
            Self::NewContact => "new-contact",
            Self::Consent => "consent",
        }
    }
}

/// A code that somebody has to be sent.
pub(super) struct CodeFor<'a> {
    pub(super) purpose: Purpose,
    pub(super) contact: &'a Contact,
    /// The account it belongs to, where that is known already.
    pub(super) account: Option<AccountId>,
    /// The secret of the browser that asks (its cookie): only this browser may redeem the code.
    pub(super) browser: &'a Token,
    pub(super) client: &'a Client,
    pub(super) language: Language,
}

/// A code that was right.
pub(super) struct Redeemed {
    pub(super) contact: Contact,
    pub(super) account: Option<AccountId>,
}

/// A code that was sent, as the browser that asked for it may know it.
pub(super) struct SentCode {
    pub(super) contact: Contact,
    pub(super) sent_at: DateTime<Utc>,
    /// How often it may still be typed wrong; the same whether or not the address is somebody's.
    pub(super) tries_left: i64,
}

impl Identity {
    /// Sends six digits to an address. Whether the address is somebody's makes no difference to whoever asks.
    pub(super) async fn send_code(&self, code_for: CodeFor<'_>) -> Result<CodeId, IdentityError> {
        self.send_code_saying(code_for, |digits, language, purpose| {
            let texts = language.texts();
            let what = texts.by_key(&format!("code-for-{}", purpose.code())).unwrap_or_default();
            let body = texts.code_message_body(digits, CODE_LASTS.num_minutes(), what);
            (texts.code_message_subject().to_owned(), body)
        })
        .await
    }

    /// As [`send_code`](Self::send_code), with a subject and a text of its own: one that leaves the digits out takes as long,
    /// writes as much and answers alike, and lets nobody in.
    pub(super) async fn send_code_saying(
        &self,
        code_for: CodeFor<'_>,
        says: impl FnOnce(String, Language, Purpose) -> (String, String),
    ) -> Result<CodeId, IdentityError> {
        let CodeFor { purpose, contact, account, browser, client, language } = code_for;
        self.begin_try(CODE_SENT, &contact.counted_as(), &client.network()).await?;
        let digits = six_digits()?;
        let now = self.clock.now();
        let id = CodeId::new();
        let kept = Kept {
            id,
            purpose: purpose.code().to_owned(),
            contact: contact.clone(),
            account,
            browser_hash: browser.hash(),
            code_hash: self.code_hash(id, &digits),
            ends_at: now + CODE_LASTS,
            tries: 0,
            redeemed: false,
            proven_at: None,
        };
        let (subject, body) = says(digits, language, purpose);
        let mut message = to(contact, account, "code", language, subject, body);
        message.secret = true;
        self.database
            .write(&(self, kept, message, now), |transaction, (identity, kept, message, now)| {
                Box::pin(async move {
                    codes::add(transaction, kept, *now).await?;
                    tell(transaction, &identity.keyring, message, *now).await?;
                    Ok::<_, IdentityError>(())
                })
            })
            .await?;
        Ok(id)
    }

    /// Counts a code that is about to be typed: by the address it was sent to and by network. Give the try back with
    /// [`super::throttle::forget`] in the transaction in which the code proved right.
    pub(super) async fn begin_code(&self, id: CodeId, client: &Client) -> Result<Try, IdentityError> {
        let kept = codes::by_id(self.database.reader(), id).await?;
        let counted_as = kept.map_or_else(|| "-".to_owned(), |kept| kept.contact.counted_as());
        self.begin_try(CODE_TYPED, &counted_as, &client.network()).await
    }

    /// Whether a code is right, in a transaction of its own that remembers a wrong try: [`IdentityError::Wrong`] for a wrong
    /// one, one of another browser or purpose, one used already or too old. A right one stays good until
    /// [`redeem`](Self::redeem).
    pub(super) async fn check_code(
        &self,
        id: CodeId,
        purpose: Purpose,
        browser: &Token,
        typed: &str,
    ) -> Result<Redeemed, IdentityError> {
        let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
        let (hash, browser) = (self.code_hash(id, &digits), browser.hash());
        let now = self.clock.now();
        let found = self
            .database
            .write(&(id, hash, browser), |transaction, (id, hash, browser)| {
                Box::pin(async move {
                    let Some(kept) = codes::hold(transaction, *id).await? else { return Ok(None) };
                    let good = kept.purpose == purpose.code()
                        && !kept.redeemed
                        && kept.ends_at > now
                        && kept.tries < TRIES
                        && alike(&kept.browser_hash, browser)
                        && alike(&kept.code_hash, hash);
                    if !good {
                        codes::count_try(transaction, *id).await?;
                    }
                    Ok::<_, IdentityError>(good.then_some(Redeemed { contact: kept.contact, account: kept.account }))
                })
            })
            .await?;
        found.ok_or(IdentityError::Wrong)
    }

    /// Uses a code up, in the transaction of what it was sent for; of many at once one succeeds.
    pub(super) async fn redeem(&self, transaction: &DatabaseTransaction, id: CodeId) -> Result<(), IdentityError> {
        let kept = codes::by_id(transaction, id).await?.ok_or(IdentityError::Wrong)?;
        if !codes::redeem(transaction, id, self.clock.now()).await? {
            return Err(IdentityError::Wrong);
        }
        // It was sent to who asked for it: no try at somebody else's phone.
        let sent_at = kept.ends_at - CODE_LASTS;
        throttle::forget_on(transaction, CODE_SENT, &kept.contact.counted_as(), sent_at).await
    }

    /// Remembers that a code was right, where something is asked before it is used: nobody types it twice.
    pub(super) async fn prove(&self, transaction: &DatabaseTransaction, id: CodeId) -> Result<(), IdentityError> {
        Ok(codes::prove(transaction, id, self.clock.now()).await?)
    }

    /// A code this browser proved right lately and did not use yet; it stays good until [`redeem`](Self::redeem).
    pub(super) async fn proven_code(
        &self,
        id: CodeId,
        purpose: Purpose,
        browser: &Token,
    ) -> Result<Redeemed, IdentityError> {
        let now = self.clock.now();
        let kept = codes::by_id(self.database.reader(), id).await?.filter(|kept| {
            kept.purpose == purpose.code()
                && !kept.redeemed
                && kept.proven_at.is_some_and(|at| at + CODE_LASTS > now)
                && alike(&kept.browser_hash, &browser.hash())
        });
        let kept = kept.ok_or(IdentityError::Wrong)?;
        Ok(Redeemed { contact: kept.contact, account: kept.account })
    }

    /// To which address a code was sent, and when, as the browser that asked may see it; none where it is of no use any more.
    pub(super) async fn sent_code(
        &self,
        id: CodeId,
        purpose: Purpose,
        browser: &Token,
    ) -> Result<Option<SentCode>, IdentityError> {
        let now = self.clock.now();
        let kept = codes::by_id(self.database.reader(), id).await?.filter(|kept| {
            kept.purpose == purpose.code()
                && !kept.redeemed
                && kept.ends_at > now
                && alike(&kept.browser_hash, &browser.hash())
        });
        Ok(kept.map(|kept| SentCode {
            contact: kept.contact,
            sent_at: kept.ends_at - CODE_LASTS,
            tries_left: (TRIES - kept.tries).max(0).into(),
        }))
    }

    fn code_hash(&self, id: CodeId, digits: &str) -> String {
        self.keyring.index("one-time code", &format!("{id} {digits}"))
    }
}

fn alike(a: &str, b: &str) -> bool {
    use subtle::ConstantTimeEq as _;
    a.as_bytes().ct_eq(b.as_bytes()).into()
}

fn six_digits() -> Result<String, IdentityError> {
    // The largest multiple of a million below 2^32: above it some codes would come more often.
    const EVEN: u32 = 4_294_000_000;
    loop {
        let mut bytes = [0u8; 4];
        getrandom::fill(&mut bytes).map_err(|_| IdentityError::Unhashed)?;
        let number = u32::from_le_bytes(bytes);
        if number < EVEN {
            return Ok(format!("{:06}", number % 1_000_000));
        }
    }
}
