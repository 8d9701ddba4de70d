use std::sync::Arc;

use data_encoding::BASE64URL_NOPAD;
use sea_orm::DatabaseTransaction;
use serde_json::{Value, json};
use webauthn_rs::{
    Webauthn,
    prelude::{CredentialID, Passkey},
};

use super::{
    error::PasskeyError,
    model::{CEREMONY_LASTS, Ceremony, KeptPasskey, PasskeyName},
    offered, store,
};
use crate::{
    Holder, Identity, IdentityError, Token,
    accounts::department_of,
    residents::NUMBER_PREFIX,
    store::{accounts, contacts},
    throttle::PASSKEY_BEGUN,
};
use foundation::{
    audit,
    context::{Client, Site},
    database::Fault,
    ids::{AccountId, CeremonyId, PasskeyId},
    text::Texts,
};

/// Keys that people's devices keep for them: made, shown, renamed, removed. Clone it freely.
#[derive(Clone)]
pub struct Passkeys {
    pub(super) identity: Identity,
    judge: Option<Arc<Webauthn>>,
}

/// What a browser is asked, and where the answer belongs.
#[derive(Debug)]
pub(super) struct Challenge {
    pub(super) ceremony: CeremonyId,
    /// `publicKey` of the Web Authentication call, in its JSON form.
    pub(super) options: Value,
}

impl Passkeys {
    /// For a site; where it can have none, everything is refused.
    pub fn new(identity: Identity, site: &Site) -> Self {
        Self { identity, judge: offered::judge(site).map(Arc::new) }
    }

    pub(super) fn judge(&self) -> Result<&Webauthn, PasskeyError> {
        self.judge.as_deref().ok_or(PasskeyError::NotOffered)
    }

    /// Remembers what an answer will be judged by.
    pub(super) async fn begin(
        &self,
        purpose: Ceremony,
        account: Option<AccountId>,
        browser: &Token,
        client: &Client,
        state: &impl serde::Serialize,
    ) -> Result<CeremonyId, PasskeyError> {
        let browser_hash = browser.hash();
        self.identity.begin_try(PASSKEY_BEGUN, &browser_hash, &client.network()).await?;
        let state = serde_json::to_string(state).map_err(|_| IdentityError::Unhashed)?;
        let ends_at = self.identity.clock.now() + CEREMONY_LASTS;
        let new = store::NewCeremony { id: CeremonyId::new(), purpose, account, browser_hash, state: &state, ends_at };
        let id = new.id;
        self.identity
            .database
            .write(&new, |transaction, new| {
                Box::pin(async move { store::begin(transaction, new).await.map_err(PasskeyError::from) })
            })
            .await?;
        Ok(id)
    }

    /// What was remembered of a ceremony, once: it is used up in a transaction of its own, whatever the answer is worth.
    pub(super) async fn finish<S: serde::de::DeserializeOwned>(
        &self,
        id: CeremonyId,
        purpose: Ceremony,
        account: Option<AccountId>,
        browser: &Token,
    ) -> Result<S, PasskeyError> {
        let given = (id, purpose, account, browser.hash(), self.identity.clock.now());
        let state = self
            .identity
            .database
            .write(&given, |transaction, (id, purpose, account, browser, now)| {
                Box::pin(async move {
                    let state = store::finish(transaction, *id, *purpose, *account, browser, *now).await?;
                    Ok::<_, PasskeyError>(state)
                })
            })
            .await?;
        let state = state.and_then(|state| serde_json::from_str(&state).ok());
        Ok(state.ok_or(IdentityError::Wrong)?)
    }

    /// As a passkey is kept: sealed for its account and its row.
    pub(super) fn seal(&self, account: AccountId, id: PasskeyId, passkey: &Passkey) -> Result<Vec<u8>, PasskeyError> {
        let text = serde_json::to_vec(passkey).map_err(|_| IdentityError::Unhashed)?;
        Ok(self.identity.keyring.seal(&place(account, id), &text))
    }

    /// A kept passkey. One that cannot be opened was put there by somebody else, and opens nothing.
    pub(super) fn open(&self, kept: &store::Kept) -> Option<Passkey> {
        let text = self.identity.keyring.open(&place(kept.account, kept.id), &kept.credential);
        let text =
            text.inspect_err(|error| tracing::error!(%error, passkey = %kept.id, "a passkey does not open")).ok()?;
        serde_json::from_slice(&text).ok()
    }

    /// Whether an account has a passkey: only then it can be asked for one.
    pub async fn any(&self, account: AccountId) -> Result<bool, Fault> {
        Ok(self.judge.is_some() && store::count(self.identity.database.reader(), account).await? > 0)
    }

    /// The passkeys of one's own, the oldest first.
    pub async fn list(&self, holder: &Holder) -> Result<Vec<KeptPasskey>, Fault> {
        store::list(self.identity.database.reader(), holder.account).await
    }

    /// Calls one of one's own passkeys something else.
    pub async fn rename(&self, holder: &Holder, id: PasskeyId, name: &PasskeyName) -> Result<(), PasskeyError> {
        self.identity
            .database
            .write(&(holder, id, name, self.identity.clock.now()), |transaction, (holder, id, name, now)| {
                Box::pin(async move {
                    let before = store::rename(transaction, holder.account, *id, name).await?;
                    let before = before.ok_or(IdentityError::Unknown)?;
                    let entry = holder
                        .did("passkey.rename")
                        .department(department_of(&holder.grants))
                        .before(json!({ "name": before }))
                        .after(json!({ "name": name.as_str() }));
                    audit::append(transaction, &entry, *now).await?;
                    Ok::<_, PasskeyError>(())
                })
            })
            .await
    }

    /// Removes one of one's own passkeys, unless nobody could sign in any more; the person is told by message.
    pub async fn remove(&self, holder: &Holder, id: PasskeyId) -> Result<(), PasskeyError> {
        let now = self.identity.clock.now();
        if !holder.is_fresh(now) {
            return Err(IdentityError::NotFresh.into());
        }
        self.identity
            .database
            .write(&(self, holder, id, now), |transaction, (passkeys, holder, id, now)| {
                Box::pin(async move {
                    // Held, so that two ways in do not go at the same time.
                    let held = accounts::hold(transaction, holder.account).await?;
                    held.ok_or(IdentityError::Unknown)?;
                    let name = store::remove(transaction, holder.account, *id).await?.ok_or(IdentityError::Unknown)?;
                    if !has_a_way_in(transaction, holder).await? {
                        return Err(PasskeyError::LastWay);
                    }
                    let entry = holder
                        .did("passkey.remove")
                        .department(department_of(&holder.grants))
                        .before(json!({ "passkey": id.to_string(), "name": name.clone() }));
                    audit::append(transaction, &entry, *now).await?;
                    passkeys.tell_holder(transaction, holder, &Told::Removed(name)).await
                })
            })
            .await
    }

    /// Tells the holder, by every way they are reached, what happened to their passkeys: it may not have been them.
    pub(super) async fn tell_holder(
        &self,
        transaction: &DatabaseTransaction,
        holder: &Holder,
        told: &Told,
    ) -> Result<(), PasskeyError> {
        let now = self.identity.clock.now();
        let (reason, words): (_, Sayer) = match told.clone() {
            Told::Added(name) => (
                "passkey-added",
                Box::new(move |texts| {
                    (texts.passkey_added_subject().to_owned(), texts.passkey_added_body(name.clone()))
                }),
            ),
            Told::Removed(name) => (
                "passkey-removed",
                Box::new(move |texts| {
                    (texts.passkey_removed_subject().to_owned(), texts.passkey_removed_body(name.clone()))
                }),
            ),
        };
        self.identity.tell_everywhere(transaction, holder.account, reason, &words, now).await?;
        Ok(())
    }
}

/// Says it in a language: a line, and all of it.
type Sayer = Box<dyn Fn(&'static Texts) -> (String, String) + Send + Sync>;

/// What a holder is told about a passkey of that name.
#[derive(Clone)]
pub(super) enum Told {
    Added(String),
    Removed(String),
}

fn place(account: AccountId, id: PasskeyId) -> String {
    format!("passkey {id} of account {account}")
}

/// As the database finds a credential again.
pub(super) fn stored_id(credential: &[u8]) -> String {
    BASE64URL_NOPAD.encode(credential)
}

/// The credential ids of an account's passkeys.
pub(super) async fn credential_ids(passkeys: &Passkeys, account: AccountId) -> Result<Vec<CredentialID>, Fault> {
    let ids = store::credential_ids(passkeys.identity.database.reader(), account).await?;
    Ok(ids.iter().filter_map(|id| BASE64URL_NOPAD.decode(id.as_bytes()).ok()).collect())
}

/// Whether an account can still be signed in to: by another passkey, an address codes are sent to, or the name and password
/// that staff have.
async fn has_a_way_in(transaction: &DatabaseTransaction, holder: &Holder) -> Result<bool, Fault> {
    if store::count(transaction, holder.account).await? > 0 {
        return Ok(true);
    }
    if !contacts::of(transaction, holder.account).await?.is_empty() {
        return Ok(true);
    }
    let by_name = accounts::password_hash(transaction, accounts::Whose::Named(&holder.name)).await?;
    Ok(by_name.is_some() && !holder.name.starts_with(NUMBER_PREFIX))
}
