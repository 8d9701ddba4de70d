//! Whose a subject is: a new account's, or one that exists and whose holder says so.

use chrono::{DateTime, Utc};
use sea_orm::DatabaseTransaction;
use serde_json::json;

use super::{
    Assertion, Upstream, UpstreamError,
    service::{asserted_place, kept_place},
    store,
};
use crate::{
    Begun, DisplayName, Holder, IdentityError, Token, passkeys,
    realname::RealNameLevel,
    residents, sessions,
    store::{
        accounts::{self, Whose},
        contacts,
    },
};
use foundation::{
    audit::{self, Entry, Who},
    context::Client,
    database::Fault,
    ids::{AccountId, AttemptId},
    text::{Language, Texts},
};

/// What a provider said, waiting for its owner to say whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// The name, where the provider told it.
    pub name: Option<String>,
    /// How surely the provider knows the person.
    pub level: RealNameLevel,
    /// Where the person was going.
    pub return_to: String,
}

/// A provider that knows an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Linked {
    /// Its id.
    pub provider: String,
    /// Since when.
    pub linked_at: DateTime<Utc>,
    /// When it was last used.
    pub used_at: DateTime<Utc>,
    /// How surely it knows the person.
    pub level: RealNameLevel,
}

/// What waits, opened, on its way into an account.
struct Taken<'a> {
    provider: &'a str,
    attempt: AttemptId,
    browser_hash: String,
    assertion: Assertion,
    subject_hash: String,
}

impl Upstream {
    /// What waits in this browser.
    pub async fn waiting(&self, provider: &str, attempt: AttemptId, browser: &Token) -> Result<Waiting, UpstreamError> {
        let (taken, return_to) = self.open(provider, attempt, browser).await?;
        let Assertion { name, level, .. } = taken.assertion;
        Ok(Waiting { name, level: RealNameLevel::of(level), return_to })
    }

    /// Makes a new account for whom the provider named, and signs it in.
    pub async fn make_account(
        &self,
        provider: &str,
        attempt: AttemptId,
        browser: &Token,
        client: &Client,
        language: Language,
        old: Option<&Token>,
    ) -> Result<(Begun, String), UpstreamError> {
        let (taken, return_to) = self.open(provider, attempt, browser).await?;
        let known = self.provider(provider)?;
        let name = taken.assertion.name.as_deref().and_then(DisplayName::parse);
        let name = name.or_else(|| DisplayName::parse(known.name(language)));
        let name = name.ok_or(UpstreamError::Unbelievable)?;
        let opening = self.opening(AccountId::new(), browser, client, old)?;
        let given = (self, &taken, &name, &opening, language);
        let begun = self
            .identity
            .database
            .write(&given, |transaction, (this, taken, name, opening, language)| {
                Box::pin(async move {
                    let (id, now, number) = (opening.account, opening.opened.created_at, residents::number()?);
                    let row = accounts::NewRow {
                        id,
                        name: &number,
                        display_name: name.as_str(),
                        password_hash: None,
                        language: language.tag(),
                        now,
                    };
                    accounts::add(transaction, &row).await?;
                    let who = Who { account: Some(id), name: number.clone(), origin: opening.opened.network.clone() };
                    let entry = Entry::new(who, "account.sign_up", "account", number)
                        .after(json!({ "by": "provider", "provider": taken.provider }));
                    audit::append(transaction, &entry, now).await?;
                    this.give(transaction, taken, id, now).await?;
                    Ok::<_, UpstreamError>(sessions::begin(transaction, opening).await?)
                })
            })
            .await?;
        Ok((begun, return_to))
    }

    /// Links what waits to the account of whoever just proved to be its holder.
    pub async fn link(
        &self,
        holder: &Holder,
        provider: &str,
        attempt: AttemptId,
        browser: &Token,
        language: Language,
    ) -> Result<String, UpstreamError> {
        let now = self.identity.clock.now();
        if !holder.is_fresh(now) {
            return Err(IdentityError::NotFresh.into());
        }
        let (taken, return_to) = self.open(provider, attempt, browser).await?;
        let name = self.provider(provider)?.name(language).to_owned();
        let given = (self, &taken, holder, name, now);
        self.identity
            .database
            .write(&given, |transaction, (this, taken, holder, name, now)| {
                Box::pin(async move {
                    // Whoever closes the account meanwhile waits, or was faster.
                    accounts::hold(transaction, holder.account).await?.ok_or(IdentityError::Unknown)?;
                    this.give(transaction, taken, holder.account, *now).await?;
                    let entry = holder.did("provider.link").after(json!({ "provider": taken.provider }));
                    audit::append(transaction, &entry, *now).await?;
                    let name = name.clone();
                    let words = move |texts: &'static Texts| {
                        (texts.provider_linked_subject().to_owned(), texts.provider_linked_body(name.clone()))
                    };
                    let identity = &this.identity;
                    identity.tell_everywhere(transaction, holder.account, "provider-linked", &words, *now).await?;
                    Ok::<_, UpstreamError>(())
                })
            })
            .await?;
        Ok(return_to)
    }

    /// The providers that know an account.
    pub async fn linked(&self, holder: &Holder) -> Result<Vec<Linked>, Fault> {
        let known = store::of(self.identity.database.reader(), holder.account).await?;
        Ok(known
            .into_iter()
            .map(|known| Linked {
                level: RealNameLevel::of(known.level),
                provider: known.provider,
                linked_at: known.linked_at,
                used_at: known.used_at,
            })
            .collect())
    }

    /// Takes a provider from an account, where another way in remains: a passkey, an address that codes are sent to, a password of
    /// staff, another provider. Else [`IdentityError::Own`].
    pub async fn unlink(&self, holder: &Holder, provider: &str, language: Language) -> Result<(), UpstreamError> {
        let now = self.identity.clock.now();
        if !holder.is_fresh(now) {
            return Err(IdentityError::NotFresh.into());
        }
        let name =
            self.providers.get(provider).map_or_else(|| provider.to_owned(), |known| known.name(language).to_owned());
        let given = (self, holder, provider.to_owned(), name, now);
        self.identity
            .database
            .write(&given, |transaction, (this, holder, provider, name, now)| {
                Box::pin(async move {
                    // Two that are unlinked at once wait for each other here: one of them stays.
                    accounts::hold(transaction, holder.account).await?.ok_or(IdentityError::Unknown)?;
                    let others = store::of(transaction, holder.account).await?;
                    if !others.iter().any(|known| known.provider == *provider) {
                        return Err(IdentityError::Unknown.into());
                    }
                    let another_way = others.len() > 1
                        || !contacts::of(transaction, holder.account).await?.is_empty()
                        || passkeys::count(transaction, holder.account).await? > 0
                        // Residents need an address to sign in with a password; staff have a name.
                        || !holder.grants.is_empty()
                            && accounts::password_hash(transaction, Whose::Named(&holder.name)).await?.is_some();
                    if !another_way {
                        return Err(IdentityError::Own.into());
                    }
                    store::unlink(transaction, provider, holder.account).await?;
                    let entry = holder.did("provider.unlink").before(json!({ "provider": provider }));
                    audit::append(transaction, &entry, *now).await?;
                    let name = name.clone();
                    let words = move |texts: &'static Texts| {
                        (texts.provider_unlinked_subject().to_owned(), texts.provider_unlinked_body(name.clone()))
                    };
                    let identity = &this.identity;
                    identity.tell_everywhere(transaction, holder.account, "provider-unlinked", &words, *now).await?;
                    Ok::<_, UpstreamError>(())
                })
            })
            .await
    }

    async fn open<'p>(
        &self,
        provider: &'p str,
        attempt: AttemptId,
        browser: &Token,
    ) -> Result<(Taken<'p>, String), UpstreamError> {
        self.provider(provider)?;
        let (browser_hash, now) = (browser.hash(), self.identity.clock.now());
        let reader = self.identity.database.reader();
        let pending = store::pending(reader, provider, attempt, &browser_hash, now).await?;
        let pending = pending.ok_or(UpstreamError::Over)?;
        let opened = self.identity.keyring.open(&asserted_place(attempt), &pending.asserted);
        let assertion: Option<Assertion> = opened.ok().and_then(|text| serde_json::from_slice(&text).ok());
        let assertion = assertion.ok_or(UpstreamError::Over)?;
        let subject_hash = self.subject_hash(provider, &assertion.subject);
        Ok((Taken { provider, attempt, browser_hash, assertion, subject_hash }, pending.return_to))
    }

    /// Gives what waits to an account, once.
    async fn give(
        &self,
        transaction: &DatabaseTransaction,
        taken: &Taken<'_>,
        account: AccountId,
        now: DateTime<Utc>,
    ) -> Result<(), UpstreamError> {
        let Taken { provider, attempt, browser_hash, assertion, subject_hash } = taken;
        if !store::settle(transaction, provider, *attempt, browser_hash, now).await? {
            return Err(UpstreamError::Over);
        }
        store::link(transaction, provider, subject_hash, account, now).await?;
        let kept = self.seal(&kept_place(account, provider), assertion)?;
        store::assert(transaction, account, provider, assertion.level, kept, now).await?;
        (self.raise)(transaction, &self.identity.keyring, account, assertion, now).await?;
        Ok(())
    }
}
