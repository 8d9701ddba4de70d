use chrono::TimeDelta;
use sea_orm::DatabaseTransaction;
use serde_json::json;

use super::{
    Identity, Token,
    accounts::department_of,
    actor::Actor,
    contact::Contact,
    error::IdentityError,
    holder::Holder,
    method::{Method, Methods},
    model::{OpenSession, StaffName},
    password::{DECOY, Password},
    store::{
        accounts::{self, Whose},
        codes, sessions, throttle as tries,
    },
    throttle::{self, PASSWORD},
    upstream,
};
use crate::{
    audit::{self, Entry, Who},
    context::Client,
    database::Fault,
    ids::{AccountId, SessionId},
};

/// A session that is not used for so long has ended.
const IDLE: TimeDelta = TimeDelta::minutes(60);
/// However much it is used, a session ends after so long.
const LONGEST: TimeDelta = TimeDelta::hours(12);
/// Use is written down this often: a read a request is enough.
const TOUCH: TimeDelta = TimeDelta::minutes(1);

/// Browsers an account may be signed in with at once; the one that was used least lately makes room.
const AT_ONCE: u64 = 10;

/// What is missing before a session is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Awaits {
    /// Nothing.
    Nothing,
    /// A second factor the account has.
    SecondFactor,
    /// A second factor the account must have, and has not.
    Enrolment,
}

impl Awaits {
    /// The name as stored.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Nothing => "",
            Self::SecondFactor => "second_factor",
            Self::Enrolment => "enrolment",
        }
    }

    /// Reads a name as stored; what is none lets nobody in.
    pub(super) fn parse(text: &str) -> Self {
        match text {
            "" => Self::Nothing,
            "enrolment" => Self::Enrolment,
            _ => Self::SecondFactor,
        }
    }
}

/// A session that is about to begin.
pub(super) struct Opening {
    pub(super) account: AccountId,
    pub(super) methods: Methods,
    /// Whether the person asked to stay signed in on this device.
    pub(super) stays: bool,
    pub(super) opened: OpenSession,
    pub(super) token: Token,
    /// What the browser showed before: it ends.
    pub(super) old: Option<Token>,
}

/// A session that began.
#[derive(Debug, Clone)]
pub struct Begun {
    /// What the browser is given.
    pub token: Token,
    /// What is missing before it is of use.
    pub awaits: Awaits,
}

/// Begins a session, in the transaction of what proved who it is: every way of signing in ends here.
pub(super) async fn begin(transaction: &DatabaseTransaction, opening: &Opening) -> Result<Awaits, IdentityError> {
    let now = opening.opened.created_at;
    let Some(account) = accounts::hold(transaction, opening.account).await? else { return Err(IdentityError::Wrong) };
    if let Some(old) = &opening.old {
        sessions::end_by_token(transaction, &old.hash()).await?;
    }
    let awaits = awaited(&account, &opening.methods);
    sessions::add(transaction, opening, awaits, now + LONGEST).await?;
    sessions::keep_latest(transaction, opening.account, AT_ONCE).await?;
    let who = Who { account: Some(account.id), name: account.name.clone(), origin: opening.opened.network.clone() };
    let entry = Entry::new(who, "session.begin", "account", account.name)
        .after(json!({ "device": opening.opened.device, "by": opening.methods.stored() }));
    audit::append(transaction, &entry, now).await?;
    Ok(awaits)
}

/// What an account asks for beside what was shown.
fn awaited(account: &accounts::Held, methods: &Methods) -> Awaits {
    if methods.are_two_factors() || !account.second_factor { Awaits::Nothing } else { Awaits::SecondFactor }
}

impl Identity {
    /// Signs somebody in by their name (staff) or address (everybody) and password: ends what the browser had before, begins a
    /// session under a new token.
    ///
    /// An unknown name takes as long as a known one, counts as much, and gets the same answer.
    pub async fn sign_in(
        &self,
        name: &str,
        password: &str,
        client: &Client,
        old: Option<&Token>,
    ) -> Result<Token, IdentityError> {
        let (staff, contact) = (StaffName::parse(name), Contact::parse(name));
        let whose = match (&staff, &contact) {
            // Digits alone could be both; no name of staff is a telephone number by chance.
            (_, Some(contact)) => Some(Whose::ReachedAt(contact)),
            (Some(name), None) => Some(Whose::Named(name.as_str())),
            (None, None) => None,
        };
        // What can be nobody's is counted under a name that cannot be taken.
        let counted_as = match whose {
            Some(Whose::ReachedAt(contact)) => contact.counted_as(),
            Some(Whose::Named(name)) => name.to_owned(),
            None => "-".to_owned(),
        };
        let counted = self.begin_try(PASSWORD, &counted_as, &client.network()).await?;
        let account = match whose {
            Some(whose) => accounts::password_hash(self.database.reader(), whose).await?,
            None => None,
        };
        let hash = account.as_ref().map_or(DECOY, |(_, _, hash)| hash).to_owned();
        let matches = Password::as_typed(password).matches(hash.clone()).await;
        let (Some((account, ..)), true) = (account.as_ref(), matches) else {
            self.refused(account.as_ref().map(|(_, name, _)| name.as_str()), client).await?;
            return Err(IdentityError::Wrong);
        };
        let opening = Opening {
            account: *account,
            methods: Methods::one(Method::Password),
            stays: false,
            opened: self.opening(client),
            token: Token::new()?,
            old: old.cloned(),
        };
        self.database
            .write(&(&opening, hash, &counted), |transaction, (opening, hash, counted)| {
                Box::pin(async move {
                    // It may have been ended, or given another password, while this one was compared.
                    if !accounts::hold_hash(transaction, opening.account, hash).await? {
                        return Err(IdentityError::Wrong);
                    }
                    throttle::forget(transaction, counted).await?;
                    begin(transaction, opening).await
                })
            })
            .await?;
        Ok(opening.token)
    }

    pub(super) fn opening(&self, client: &Client) -> OpenSession {
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
    async fn refused(&self, name: Option<&str>, client: &Client) -> Result<(), IdentityError> {
        let name = name.unwrap_or("-");
        let who = Who { account: None, name: name.to_owned(), origin: client.origin() };
        let entry =
            Entry::new(who, "session.refused", "account", name).after(json!({ "device": client.device.clone() }));
        self.database
            .write(&(entry, self.clock.now()), |transaction, (entry, now)| {
                Box::pin(async move { audit::append(transaction, entry, *now).await.map_err(IdentityError::from) })
            })
            .await
    }

    /// Who shows a token, with the roles of this moment; none where it is unknown, too old, waits for a second factor, or the
    /// account was ended.
    pub async fn actor(&self, token: &Token, client: &Client) -> Result<Option<Actor>, Fault> {
        let seen = self.seen(token, client).await?;
        Ok(seen.filter(|(_, awaits)| *awaits == Awaits::Nothing).map(|(holder, _)| holder.actor()))
    }

    /// Whose session a token is, and what it waits for; none where it is unknown, too old, or the account was ended.
    pub async fn seen(&self, token: &Token, client: &Client) -> Result<Option<(Holder, Awaits)>, Fault> {
        let now = self.clock.now();
        let reader = self.database.reader();
        let Some(seen) = sessions::holder(reader, &token.hash(), now - IDLE, now, &client.origin()).await? else {
            return Ok(None);
        };
        if seen.last < now - TOUCH {
            // Whoever reads is answered even where nothing can be written.
            if let Err(fault) = sessions::touch(self.database.writer(), seen.holder.session, now).await {
                tracing::warn!(%fault, "use of a session not written down");
            }
        }
        Ok(Some((seen.holder, seen.awaits)))
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
        let counted = self.begin_try(PASSWORD, &actor.name, &client.network()).await?;
        let known = accounts::password_hash(self.database.reader(), Whose::Named(&actor.name)).await?;
        let (.., hash) = known.ok_or(IdentityError::Unknown)?;
        if !Password::as_typed(old).matches(hash.clone()).await {
            return Err(IdentityError::Wrong);
        }
        let opening = Opening {
            account: actor.account,
            methods: Methods::one(Method::Password),
            stays: false,
            opened: self.opening(client),
            token: Token::new()?,
            old: None,
        };
        let given = (actor, hash, new.hash().await?, &opening, &counted);
        self.database
            .write(&given, |transaction, (actor, hash, new, opening, counted)| {
                Box::pin(async move {
                    if !accounts::hold_hash(transaction, actor.account, hash).await? {
                        return Err(IdentityError::Wrong);
                    }
                    accounts::set_password(transaction, actor.account, new).await?;
                    let ended = sessions::end_all(transaction, actor.account).await?;
                    let now = opening.opened.created_at;
                    begin(transaction, opening).await?;
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
        Ok(opening.token)
    }

    /// Removes sessions that ended by themselves and tries that no longer count; says how many sessions.
    pub async fn sweep(&self) -> Result<u64, Fault> {
        let now = self.clock.now();
        let writer = self.database.writer();
        tries::sweep(writer, throttle::forgotten_before(now)).await?;
        codes::sweep(writer, throttle::forgotten_before(now)).await?;
        upstream::sweep(writer, throttle::forgotten_before(now)).await?;
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
