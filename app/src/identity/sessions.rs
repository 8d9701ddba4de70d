use chrono::TimeDelta;
use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::{
    Identity,
    accounts::department_of,
    actor::Actor,
    error::IdentityError,
    model::{OpenSession, StaffName},
    password::{DECOY, Password},
    store::{accounts, sessions, throttle as tries},
    throttle,
};
use crate::{
    audit::{self, Entry, Who},
    context::Client,
    database::Fault,
    ids::SessionId,
};

/// A session that is not used for so long has ended.
const IDLE: TimeDelta = TimeDelta::minutes(60);
/// However much it is used, a session ends after so long.
const LONGEST: TimeDelta = TimeDelta::hours(12);
/// Use is written down this often: a read a request is enough.
const TOUCH: TimeDelta = TimeDelta::minutes(1);

/// What a browser shows to prove who it is: 256 random bits. The database knows its hash only.
#[derive(Clone)]
pub struct Token(String);

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(…)")
    }
}

impl Token {
    fn new() -> Result<Self, IdentityError> {
        let mut bytes = [0u8; 32];
        getrandom::fill(&mut bytes).map_err(|_| IdentityError::Unhashed)?;
        Ok(Self(BASE64URL_NOPAD.encode(&bytes)))
    }

    /// Reads a token as a browser sends it.
    pub fn parse(text: &str) -> Option<Self> {
        let well_formed = BASE64URL_NOPAD.decode(text.as_bytes()).is_ok_and(|bytes| bytes.len() == 32);
        well_formed.then(|| Self(text.to_owned()))
    }

    /// What the cookie holds.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn hash(&self) -> String {
        HEXLOWER.encode(&Sha256::digest(self.0.as_bytes()))
    }
}

impl Identity {
    /// Signs somebody in: ends what the browser had before, begins a session under a new token.
    ///
    /// An unknown name takes as long as a known one, counts as much, and gets the same answer.
    pub async fn sign_in(
        &self,
        name: &str,
        password: &str,
        client: &Client,
        old: Option<&Token>,
    ) -> Result<Token, IdentityError> {
        // What cannot be a name is counted under one that cannot be taken.
        let name = StaffName::parse(name);
        let counted_as = name.as_ref().map_or("-", StaffName::as_str);
        let counted = self.begin_try(counted_as, &client.network()).await?;
        let account = match &name {
            Some(name) => accounts::password_hash(self.database.reader(), name.as_str()).await?,
            None => None,
        };
        let hash = account.as_ref().map_or(DECOY, |(_, hash)| hash).to_owned();
        let matches = Password::as_typed(password).matches(hash.clone()).await;
        let (Some((account, _)), Some(name), true) = (account.as_ref(), &name, matches) else {
            self.refused(name.as_ref().filter(|_| account.is_some()), client).await?;
            return Err(IdentityError::Wrong);
        };
        let opened = self.opening(client);
        let token = Token::new()?;
        let given = (*account, name, hash, &opened, &token, old, &counted);
        let still_right = self
            .database
            .write(&given, |transaction, (account, name, hash, opened, token, old, counted)| {
                Box::pin(async move {
                    // It may have been ended, or given another password, while this one was compared.
                    if !accounts::hold_hash(transaction, *account, hash).await? {
                        return Ok(false);
                    }
                    if let Some(old) = old {
                        sessions::end_by_token(transaction, &old.hash()).await?;
                    }
                    let now = opened.created_at;
                    sessions::add(transaction, *account, &token.hash(), opened, now + LONGEST).await?;
                    throttle::forget(transaction, counted).await?;
                    let who = Who { account: Some(*account), name: name.to_string(), origin: opened.network.clone() };
                    let entry = Entry::new(who, "session.begin", "account", name.as_str())
                        .after(json!({ "device": opened.device }));
                    audit::append(transaction, &entry, now).await?;
                    Ok::<_, IdentityError>(true)
                })
            })
            .await?;
        if still_right { Ok(token) } else { Err(IdentityError::Wrong) }
    }

    fn opening(&self, client: &Client) -> OpenSession {
        let now = self.clock.now();
        OpenSession {
            id: SessionId::new(),
            created_at: now,
            seen_at: now,
            network: client.origin(),
            device: client.device.clone(),
        }
    }

    /// Enters a refused try. A name nobody has is not written down: people type passwords into the wrong field.
    async fn refused(&self, name: Option<&StaffName>, client: &Client) -> Result<(), IdentityError> {
        let name = name.map_or("-", StaffName::as_str);
        let who = Who { account: None, name: name.to_owned(), origin: client.origin() };
        let entry =
            Entry::new(who, "session.refused", "account", name).after(json!({ "device": client.device.clone() }));
        self.database
            .write(&(entry, self.clock.now()), |transaction, (entry, now)| {
                Box::pin(async move { audit::append(transaction, entry, *now).await.map_err(IdentityError::from) })
            })
            .await
    }

    /// Who shows a token, with the roles of this moment; none where it is unknown, too old, or the account was ended.
    pub async fn actor(&self, token: &Token, client: &Client) -> Result<Option<Actor>, Fault> {
        Ok(self.seen(token, client).await?.map(|(_, actor)| actor))
    }

    /// As [`Identity::actor`], with the session.
    pub async fn seen(&self, token: &Token, client: &Client) -> Result<Option<(SessionId, Actor)>, Fault> {
        let now = self.clock.now();
        let reader = self.database.reader();
        let Some(seen) = sessions::holder(reader, &token.hash(), now - IDLE, now, &client.origin()).await? else {
            return Ok(None);
        };
        if seen.last < now - TOUCH {
            // Whoever reads is answered even where nothing can be written.
            if let Err(fault) = sessions::touch(self.database.writer(), seen.session, now).await {
                tracing::warn!(%fault, "use of a session not written down");
            }
        }
        Ok(Some((seen.session, seen.actor)))
    }

    /// Ends the session of a token.
    pub async fn sign_out(&self, actor: &Actor, token: &Token) -> Result<(), IdentityError> {
        self.database
            .write(&(actor, token, self.clock.now()), |transaction, (actor, token, now)| {
                Box::pin(async move {
                    if sessions::end_by_token(transaction, &token.hash()).await? {
                        audit::append(transaction, &actor.did("session.end", "account", &actor.name), *now).await?;
                    }
                    Ok::<_, IdentityError>(())
                })
            })
            .await
    }

    /// The browsers somebody is signed in with, the newest first.
    pub async fn sessions(&self, actor: &Actor) -> Result<Vec<OpenSession>, Fault> {
        let now = self.clock.now();
        sessions::list(self.database.reader(), actor.account, now - IDLE, now).await
    }

    /// Ends one of somebody's own sessions.
    pub async fn end_session(&self, actor: &Actor, session: SessionId) -> Result<(), IdentityError> {
        self.database
            .write(&(actor, session, self.clock.now()), |transaction, (actor, session, now)| {
                Box::pin(async move {
                    if !sessions::end_one(transaction, actor.account, *session).await? {
                        return Err(IdentityError::Unknown);
                    }
                    audit::append(transaction, &actor.did("session.end", "account", &actor.name), *now).await?;
                    Ok(())
                })
            })
            .await
    }

    /// Changes one's own password: needs the old one, ends every session and begins a new one for this browser.
    pub async fn change_password(
        &self,
        actor: &Actor,
        old: &str,
        new: Password,
        client: &Client,
    ) -> Result<Token, IdentityError> {
        // Whoever found a browser open must not guess faster than whoever found none.
        let counted = self.begin_try(&actor.name, &client.network()).await?;
        let known = accounts::password_hash(self.database.reader(), &actor.name).await?;
        let (_, hash) = known.ok_or(IdentityError::Unknown)?;
        if !Password::as_typed(old).matches(hash.clone()).await {
            return Err(IdentityError::Wrong);
        }
        let (new, opened, token) = (new.hash().await?, self.opening(client), Token::new()?);
        let given = (actor, hash, new, &opened, &token, &counted);
        self.database
            .write(&given, |transaction, (actor, hash, new, opened, token, counted)| {
                Box::pin(async move {
                    if !accounts::hold_hash(transaction, actor.account, hash).await? {
                        return Err(IdentityError::Wrong);
                    }
                    accounts::set_password(transaction, actor.account, new).await?;
                    let ended = sessions::end_all(transaction, actor.account).await?;
                    let now = opened.created_at;
                    sessions::add(transaction, actor.account, &token.hash(), opened, now + LONGEST).await?;
                    throttle::forget(transaction, counted).await?;
                    let entry = actor
                        .did("account.password", "account", &actor.name)
                        .department(department_of(&actor.grants))
                        .after(json!({ "sessions_ended": ended }));
                    audit::append(transaction, &entry, now).await?;
                    Ok(())
                })
            })
            .await?;
        Ok(token)
    }

    /// Removes sessions that ended by themselves and tries that no longer count; says how many sessions.
    pub async fn sweep(&self) -> Result<u64, Fault> {
        let now = self.clock.now();
        let writer = self.database.writer();
        tries::sweep(writer, throttle::forgotten_before(now)).await?;
        sessions::sweep(writer, now).await
    }

    /// Sweeps until the process ends.
    pub async fn keep_swept(self) {
        loop {
            tokio::time::sleep(std::time::Duration::from_mins(5)).await;
            if let Err(fault) = self.sweep().await {
                tracing::warn!(%fault, "ended sessions not removed");
            }
        }
    }
}
