use std::time::Duration;

use chrono::{DateTime, Utc};
use serde_json::json;

use super::{Hindrance, forget, hindrance, store};
use crate::{
    Identity, addresses,
    error::IdentityError,
    holder::Holder,
    service::{tell, to},
    store::{accounts, contacts, sessions},
};
use foundation::{
    audit::{self, Entry, Who},
    database::Fault,
    text::Language,
};

/// Accounts closed in one go.
const AT_ONCE: u64 = 100;
/// How often it is looked for accounts whose day has come: a day that is a minute longer is no harm.
const EVERY: Duration = Duration::from_mins(1);

impl Identity {
    /// What has to be settled before the account can be closed.
    pub async fn hindrance(&self, holder: &Holder) -> Result<Option<Hindrance>, Fault> {
        hindrance(self.database.reader(), holder.account).await
    }

    /// For how many days an account waits before it closes.
    pub fn closing_days(&self) -> i64 {
        self.closing.num_days()
    }

    /// When an account asked to be closed now would be.
    pub fn would_close_at(&self) -> DateTime<Utc> {
        self.clock.now() + self.closing
    }

    /// Asks for the account to be closed: every session ends at once, the account waits until the day that is answered. Asked
    /// again, the day stays.
    pub async fn close(&self, holder: &Holder) -> Result<DateTime<Utc>, IdentityError> {
        let now = self.clock.now();
        self.database
            .write(&(self, holder, now), |transaction, (identity, holder, now)| {
                Box::pin(async move {
                    accounts::hold(transaction, holder.account).await?.ok_or(IdentityError::Unknown)?;
                    // Said before asking for proof: who cannot close learns nothing by proving anything.
                    if let Some(hindrance) = hindrance(transaction, holder.account).await? {
                        return Err(IdentityError::Hindered(hindrance));
                    }
                    if !holder.is_fresh(*now) {
                        return Err(IdentityError::NotFresh);
                    }
                    let closes_at = *now + identity.closing;
                    let settings =
                        accounts::settings(transaction, holder.account).await?.ok_or(IdentityError::Unknown)?;
                    if !store::set_closing(transaction, holder.account, closes_at).await? {
                        return Ok(settings.closes_at.unwrap_or(closes_at));
                    }
                    let ended = sessions::end_all(transaction, holder.account).await?;
                    let language = Language::parse(&settings.language).unwrap_or(Language::FIRST);
                    let texts = language.texts();
                    for contact in contacts::of(transaction, holder.account).await? {
                        let body = texts.close_news_body(identity.closing.num_days());
                        let subject = texts.close_news_subject().to_owned();
                        let message = to(&contact, Some(holder.account), "account-closing", language, subject, body);
                        tell(transaction, &identity.keyring, &message, *now).await?;
                    }
                    let entry = holder
                        .did("account.close_ask")
                        .after(json!({ "closes_at": closes_at.to_rfc3339(), "sessions_ended": ended }));
                    audit::append(transaction, &entry, *now).await?;
                    Ok(closes_at)
                })
            })
            .await
    }

    /// Keeps an account that waits to be closed; one that does not stays as it is.
    pub async fn keep(&self, holder: &Holder) -> Result<(), IdentityError> {
        self.database
            .write(&(holder, self.clock.now()), |transaction, (holder, now)| {
                Box::pin(async move {
                    if store::keep(transaction, holder.account).await? {
                        audit::append(transaction, &holder.did("account.close_keep"), *now).await?;
                    }
                    Ok::<_, IdentityError>(())
                })
            })
            .await
    }

    /// Closes the accounts whose day has come; says how many. Any number of processes may do so at once.
    pub async fn close_due(&self) -> Result<u64, IdentityError> {
        let now = self.clock.now();
        let mut closed = 0;
        for account in store::due(self.database.reader(), now, AT_ONCE).await? {
            // Each in a transaction of its own: one that fails holds up no other.
            let done = self
                .database
                .write(&(self, account, now), |transaction, (identity, account, now)| {
                    Box::pin(async move {
                        let Some(name) = store::close(transaction, *account, *now).await? else { return Ok(false) };
                        // Those who are left are told while it is still known who they are bound to.
                        identity.end_acting(transaction, *account, &Who::worker(), *now).await?;
                        forget(transaction, *account).await?;
                        for forgets in &identity.forgets {
                            forgets(transaction, *account, *now).await?;
                        }
                        let entry = Entry::new(Who::worker(), "account.close", "account", name);
                        audit::append(transaction, &entry, *now).await?;
                        Ok::<_, IdentityError>(true)
                    })
                })
                .await?;
            closed += u64::from(done);
        }
        Ok(closed)
    }

    /// Closes what is due until the process ends, and forgets addresses that can no longer be put back.
    pub async fn keep_closed(self) {
        loop {
            if let Err(error) = self.close_due().await {
                tracing::warn!(%error, "accounts due not closed");
            }
            if let Err(fault) = addresses::store::sweep(self.database.writer(), self.clock.now()).await {
                tracing::warn!(%fault, "former addresses not removed");
            }
            tokio::time::sleep(EVERY).await;
        }
    }
}
