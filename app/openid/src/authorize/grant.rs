use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::DatabaseTransaction;
use serde_json::json;

use super::{Waiting, proof::amr};
use crate::{
    OpenId,
    authorize::Asked,
    model::{Client, Scope},
    store::{
        connections, consents,
        grants::{self, NewCode, NewGrant},
        logins, logouts, requests,
    },
};
use foundation::{
    audit::{self, Entry},
    database::{Fault, TransientFault, Work},
    ids::{AccountId, GrantId},
};
use identity::{Holder, IdentityError, Token};

/// How long a code waits to be redeemed (RFC 6749 §4.1.2 asks for ten minutes at most).
const CODE_LASTS: TimeDelta = TimeDelta::seconds(60);
/// How long a grant lasts at most that ends with the session.
const LASTS: TimeDelta = TimeDelta::hours(12);
/// How long a grant lasts that works without the person.
const LASTS_OFFLINE: TimeDelta = TimeDelta::days(90);
/// How often what is over is removed.
const SWEEP_EVERY: Duration = Duration::from_mins(5);
/// How long a request that is over is kept, so that whoever comes late is told so.
const REQUEST_KEPT: TimeDelta = TimeDelta::days(1);

/// Why nothing was granted.
#[derive(Debug)]
pub(crate) enum NotGranted {
    /// It was answered already, or is over; or the session ended meanwhile.
    Over,
    /// What the person agreed to was taken back meanwhile: they are asked again.
    Unagreed,
    /// The machine has no randomness.
    Identity(IdentityError),
    /// The database.
    Fault(Fault),
}

impl From<Fault> for NotGranted {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl TransientFault for NotGranted {
    fn is_transient(&self) -> bool {
        matches!(self, Self::Fault(fault) if fault.is_transient())
    }
}

/// What is granted, to whom.
struct Granting<'g> {
    /// What waited; none where nothing had to be asked.
    id_hash: Option<&'g str>,
    client: &'g Client,
    asked: &'g Asked,
    holder: &'g Holder,
    id: GrantId,
    subject: String,
    code_hash: String,
    sid: String,
    now: DateTime<Utc>,
}

impl OpenId {
    /// Writes down that somebody agrees to what is passed on.
    pub(crate) async fn agree(&self, waiting: &Waiting, holder: &Holder) -> Result<(), Fault> {
        let given = (waiting, holder, self.clock.now());
        self.database
            .write(&given, |transaction, (waiting, holder, now)| {
                Box::pin(async move {
                    let Waiting { client, asked, .. } = waiting;
                    let scopes = asked.passed_on();
                    consents::agree(transaction, holder.account, client.id, &scopes, &asked.claims, *now).await?;
                    let entry = Entry::new(holder.who(), "application.agree", "application", client.client_id.clone())
                        .department(client.department.clone())
                        .after(json!({ "scopes": scopes.joined() }));
                    audit::append(transaction, &entry, *now).await
                })
            })
            .await
    }

    /// Grants what was asked, all of which the person agreed to; gives the way back with the code. What waited is answered by
    /// that: of two who come at once, one is told that it is over.
    pub(crate) async fn grant(
        &self,
        id_hash: Option<&str>,
        client: &Client,
        asked: &Asked,
        holder: &Holder,
    ) -> Result<String, NotGranted> {
        let (code, sid) = (Token::new().map_err(NotGranted::Identity)?, Token::new().map_err(NotGranted::Identity)?);
        let granting = Granting {
            id_hash,
            client,
            asked,
            holder,
            id: GrantId::new(),
            subject: self.subject(client, holder.account),
            code_hash: code.hash(),
            sid: sid.as_str().to_owned(),
            now: self.clock.now(),
        };
        self.database
            .write(&(self, granting), |transaction, (openid, granting)| {
                Box::pin(async move {
                    let Granting { id_hash, client, holder, subject, now, .. } = granting;
                    // Whoever signs out now waits for this, and so finds what to sign out of.
                    if !openid.identity.hold_session(transaction, holder.account, holder.session).await? {
                        return Err(NotGranted::Over);
                    }
                    if let Some(id_hash) = id_hash
                        && !requests::finish(transaction, id_hash, *now).await?
                    {
                        return Err(NotGranted::Over);
                    }
                    // Holds the consent until the grant is there: whoever takes it back finds the grant and ends it.
                    if !consents::used(transaction, holder.account, client.id, *now).await? {
                        return Err(NotGranted::Unagreed);
                    }
                    let login = logins::Login {
                        sid: &granting.sid,
                        session: holder.session,
                        client: client.id,
                        account: holder.account,
                        subject,
                    };
                    let sid = logins::sid(transaction, &login, *now).await?;
                    grants::add(transaction, granting.id, &new_grant(granting, sid), *now).await?;
                    Ok(())
                })
            })
            .await?;
        Ok(self.back_with_code(&asked.way, code.as_str()))
    }

    /// Removes what was asked and granted and is over; says how many grants.
    pub async fn sweep_grants(&self) -> Result<u64, Fault> {
        let now = self.clock.now();
        requests::sweep(self.database.writer(), now - REQUEST_KEPT).await?;
        self.forget_logins().await?;
        connections::sweep(self.database.writer(), now).await
    }

    /// Removes what is over until the process ends.
    pub async fn keep_grants_swept(self) {
        loop {
            tokio::time::sleep(SWEEP_EVERY).await;
            if let Err(fault) = self.sweep_grants().await {
                tracing::warn!(%fault, "grants that are over not removed");
            }
        }
    }

    /// An application of somebody loses everything: what was agreed to, and all tokens. False where it had nothing.
    pub(crate) async fn withdraw(&self, holder: &Holder, client: &Client) -> Result<bool, Fault> {
        let given = (holder, client, self.clock.now());
        self.database
            .write(&given, |transaction, (holder, client, now)| {
                Box::pin(async move {
                    let account: AccountId = holder.account;
                    if !consents::remove(transaction, account, client.id).await? {
                        return Ok(false);
                    }
                    let ended = connections::end(transaction, account, client.id, *now).await?;
                    let logins = logouts::end_at_application(transaction, account, client.id, *now).await?;
                    if client.definition.backchannel_logout_uri.is_some() {
                        logouts::add(transaction, &logins, *now).await?;
                    }
                    let entry =
                        Entry::new(holder.who(), "application.withdraw", "application", client.client_id.clone())
                            .department(client.department.clone())
                            .after(json!({ "grants_ended": ended }));
                    audit::append(transaction, &entry, *now).await?;
                    Ok(true)
                })
            })
            .await
    }
}

/// Everything an account agreed to ends with it: what applications still have works no more.
pub fn forget(transaction: &DatabaseTransaction, account: AccountId, now: DateTime<Utc>) -> Work<'_, (), Fault> {
    Box::pin(async move { connections::forget(transaction, account, now).await })
}

fn new_grant(granting: &Granting<'_>, sid: String) -> NewGrant {
    let Granting { client, asked, holder, now, .. } = granting;
    let lasts = if asked.scopes.contain(Scope::OfflineAccess) { LASTS_OFFLINE } else { LASTS };
    NewGrant {
        client: client.id,
        account: Some(holder.account),
        session: Some(holder.session),
        sid: Some(sid),
        subject: granting.subject.clone(),
        scopes: asked.scopes.clone(),
        claims: asked.claims.clone(),
        nonce: asked.nonce.clone(),
        acr: holder.level,
        amr: amr(&holder.methods),
        auth_time: holder.proven_at,
        ends_at: *now + lasts,
        code: Some(NewCode {
            hash: granting.code_hash.clone(),
            redirect_uri: asked.way.redirect_uri().as_str().to_owned(),
            challenge: asked.challenge.clone(),
            ends_at: *now + CODE_LASTS,
        }),
    }
}
