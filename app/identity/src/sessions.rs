use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::DatabaseTransaction;
use serde_json::json;

use super::{
    Identity, Token,
    actor::Actor,
    contact::Contact,
    error::IdentityError,
    factors::{self, Factors},
    holder::Holder,
    method::{Method, Methods},
    model::{ListedSession, OpenSession, StaffName},
    passkeys,
    password::{DECOY, Password},
    security::{self, Device},
    store::{
        accounts::{self, Whose},
        codes,
        sessions::{self, Proven},
        throttle as tries,
    },
    throttle::{self, PASSWORD, PASSWORD_OF_ACCOUNT},
    upstream,
};
use foundation::{
    audit::{self, Entry, Who},
    context::Client,
    database::Fault,
    ids::{AccountId, SessionId},
};

/// A session that is not used for so long has ended.
const IDLE: TimeDelta = TimeDelta::minutes(60);
/// However much it is used, a session ends after so long.
const LONGEST: TimeDelta = TimeDelta::hours(12);
/// As [`IDLE`], where somebody without a role asked to stay signed in.
const IDLE_STAY: TimeDelta = TimeDelta::days(14);
/// As [`LONGEST`], where somebody without a role asked to stay signed in.
pub(super) const LONGEST_STAY: TimeDelta = TimeDelta::days(60);
/// How long a session waits for a second factor.
const WAITS: TimeDelta = TimeDelta::minutes(15);
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

/// What somebody typed to sign in with a password.
pub struct TypedPassword<'a> {
    /// Name, phone or mail address.
    pub name: &'a str,
    /// The password.
    pub password: &'a str,
    /// Whether the person asked to stay signed in on this device.
    pub stays: bool,
    /// The secret the browser is known by, where it is a browser.
    pub browser: Option<&'a Token>,
}

/// How long a session holds.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lasts {
    pub(super) created_at: DateTime<Utc>,
    pub(super) seen_at: DateTime<Utc>,
    pub(super) ends_at: DateTime<Utc>,
    pub(super) stays: bool,
}

impl Lasts {
    /// The end, if it is not used again.
    pub(super) fn until(self) -> DateTime<Utc> {
        let (idle, longest) = if self.stays { (IDLE_STAY, LONGEST_STAY) } else { (IDLE, LONGEST) };
        (self.seen_at + idle).min(self.created_at + longest).min(self.ends_at)
    }
}

/// The end of a session that began at a moment, however much it is used.
fn end_of(now: DateTime<Utc>, awaits: Awaits, stays: bool) -> DateTime<Utc> {
    match (awaits, stays) {
        (Awaits::Nothing, true) => now + LONGEST_STAY,
        (Awaits::Nothing, false) => now + LONGEST,
        _ => now + WAITS,
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
    /// The device, from [`Identity::device`].
    pub(super) device: Device,
}

/// A session that began.
#[derive(Debug, Clone)]
pub struct Begun {
    /// What the browser is given.
    pub token: Token,
    /// What is missing before it is of use.
    pub awaits: Awaits,
    /// Whether it outlives the browser's window: the person asked for it, and has no role.
    pub stays: bool,
}

/// Begins a session, in the transaction of what proved who it is: every way of signing in ends here.
pub(super) async fn begin(transaction: &DatabaseTransaction, opening: &Opening) -> Result<Begun, IdentityError> {
    let now = opening.opened.created_at;
    let Some(account) = accounts::hold(transaction, opening.account).await? else { return Err(IdentityError::Wrong) };
    if let Some(old) = &opening.old {
        sessions::end_by_token(transaction, &old.hash()).await?;
    }
    let factors = factors::of(transaction, account.id).await?;
    let awaits = awaited(&account, &factors, &opening.methods);
    let stays = opening.stays && !account.staff;
    sessions::add(transaction, opening, awaits, stays, end_of(now, awaits, stays)).await?;
    sessions::keep_latest(transaction, opening.account, awaits != Awaits::Nothing, AT_ONCE).await?;
    if awaits == Awaits::Nothing {
        opening.device.seen(transaction, &account, &opening.opened).await?;
    }
    let who = Who { account: Some(account.id), name: account.name.clone(), origin: opening.opened.network.clone() };
    let entry = Entry::new(who, "session.begin", "account", account.name)
        .after(json!({ "device": opening.opened.device, "by": opening.methods.stored() }));
    audit::append(transaction, &entry, now).await?;
    Ok(Begun { token: opening.token.clone(), awaits, stays })
}

/// What an account asks for beside what was shown: whoever has a role, and whoever chose so, shows two factors.
fn awaited(account: &accounts::Held, factors: &Factors, methods: &Methods) -> Awaits {
    if methods.are_two_factors() || !(account.staff || account.second_factor) {
        return Awaits::Nothing;
    }
    match (factors.is_any_left(methods, account.has_password), account.staff) {
        (true, _) => Awaits::SecondFactor,
        (false, true) => Awaits::Enrolment,
        (false, false) => Awaits::Nothing,
    }
}

/// Makes a session that waited for more whole, in the transaction of what proved it: it gets another token, and the browser is
/// one the account is known on from now on.
pub(super) async fn complete(
    transaction: &DatabaseTransaction,
    holder: &Holder,
    method: Method,
    device: &Device,
    client: &Client,
    now: DateTime<Utc>,
) -> Result<Token, IdentityError> {
    let Some(account) = accounts::hold(transaction, holder.account).await? else { return Err(IdentityError::Wrong) };
    let methods = holder.methods.clone().and(method);
    if !methods.are_two_factors() {
        return Err(IdentityError::Wrong);
    }
    let stays = holder.stays && !account.staff;
    let token = Token::new()?;
    let proven = Proven {
        session: holder.session,
        token_hash: &token.hash(),
        methods: &methods,
        at: now,
        now,
        ends_at: Some(end_of(now, Awaits::Nothing, stays)),
    };
    if !sessions::prove(transaction, &proven).await? {
        return Err(IdentityError::Wrong);
    }
    sessions::keep_latest(transaction, holder.account, false, AT_ONCE).await?;
    let opened = OpenSession {
        id: holder.session,
        created_at: now,
        seen_at: now,
        network: holder.origin.clone(),
        device: client.device.clone(),
    };
    device.seen(transaction, &account, &opened).await?;
    let entry = holder.did("session.second_factor").after(json!({ "device": opened.device, "by": methods.stored() }));
    audit::append(transaction, &entry, now).await?;
    Ok(token)
}

/// Gives a session another token, in the transaction of something after which the old one must not be of use.
pub(super) async fn rotate(
    transaction: &DatabaseTransaction,
    holder: &Holder,
    now: DateTime<Utc>,
) -> Result<Token, IdentityError> {
    let token = Token::new()?;
    let proven = Proven {
        session: holder.session,
        token_hash: &token.hash(),
        methods: &holder.methods,
        at: holder.proven_at,
        now,
        ends_at: None,
    };
    if sessions::prove(transaction, &proven).await? { Ok(token) } else { Err(IdentityError::Wrong) }
}

impl Identity {
    /// Writes down, in the transaction of what proved it, that the holder of a session proved again to be there. The session
    /// gets another token: put it into the cookie of the answer ([`super::session_cookie_for`]).
    pub(super) async fn prove_again(
        &self,
        transaction: &DatabaseTransaction,
        holder: &Holder,
        method: Method,
    ) -> Result<Token, IdentityError> {
        let (token, now) = (Token::new()?, self.clock.now());
        let methods = holder.methods.clone().and(method);
        let proven = Proven {
            session: holder.session,
            token_hash: &token.hash(),
            methods: &methods,
            at: now,
            now,
            ends_at: None,
        };
        if !sessions::prove(transaction, &proven).await? {
            return Err(IdentityError::Wrong);
        }
        audit::append(transaction, &holder.did("session.prove").after(json!({ "by": method.code() })), now).await?;
        Ok(token)
    }

    /// Signs somebody in by their name (staff) or address (everybody) and password; see [`enter`](Self::enter).
    pub async fn sign_in(
        &self,
        name: &str,
        password: &str,
        client: &Client,
        old: Option<&Token>,
    ) -> Result<Token, IdentityError> {
        let typed = TypedPassword { name, password, stays: false, browser: None };
        Ok(self.enter(&typed, client, old).await?.token)
    }

    /// Signs somebody in with a password: ends what the browser had before, begins a session under a new token.
    ///
    /// An unknown name takes as long as a known one, counts as much, and gets the same answer.
    pub async fn enter(
        &self,
        typed: &TypedPassword<'_>,
        client: &Client,
        old: Option<&Token>,
    ) -> Result<Begun, IdentityError> {
        let (staff, contact) = (StaffName::parse(typed.name), Contact::parse(typed.name));
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
        let account = match whose {
            Some(whose) => accounts::password_hash(self.database.reader(), whose).await?,
            None => None,
        };
        // What nobody has is counted twice as well: as many rows are written, and the answer is as slow.
        let account_counted_as = account.as_ref().map_or(counted_as.as_str(), |(_, name, _)| name);
        let limits = [(PASSWORD, counted_as.as_str()), (PASSWORD_OF_ACCOUNT, account_counted_as)];
        let counted = self.begin_tries(&limits, &client.network()).await?;
        let hash = account.as_ref().map_or(DECOY, |(_, _, hash)| hash).to_owned();
        let matches = Password::as_typed(typed.password).matches(hash.clone()).await;
        let (Some((account, ..)), true) = (account.as_ref(), matches) else {
            self.refused(account.as_ref().map(|(_, name, _)| name.as_str()), client).await?;
            return Err(IdentityError::Wrong);
        };
        let opening = Opening {
            account: *account,
            methods: Methods::one(Method::Password),
            stays: typed.stays,
            opened: self.opening(client),
            token: Token::new()?,
            old: old.cloned(),
            device: self.device(typed.browser),
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
            .await
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
        let Some(seen) = sessions::holder(reader, &token.hash(), now, &client.origin()).await? else {
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

    /// Until when the session of a token holds if it is not used again. Asking is no use of it.
    pub(super) async fn left(&self, token: &Token, client: &Client) -> Result<Option<DateTime<Utc>>, Fault> {
        let now = self.clock.now();
        let seen = sessions::holder(self.database.reader(), &token.hash(), now, &client.origin()).await?;
        Ok(seen.filter(|seen| seen.awaits == Awaits::Nothing).map(|seen| seen.until))
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
    pub async fn sessions(&self, actor: &Actor) -> Result<Vec<ListedSession>, Fault> {
        let staff = !actor.grants.is_empty();
        sessions::list(self.database.reader(), actor.account, staff, self.clock.now()).await
    }

    /// Ends every session of somebody but the one that asks; says how many.
    pub(super) async fn end_other_sessions(&self, holder: &Holder) -> Result<u64, IdentityError> {
        self.database
            .write(&(holder, self.clock.now()), |transaction, (holder, now)| {
                Box::pin(async move {
                    let ended = sessions::end_others(transaction, holder.account, holder.session).await?;
                    let entry = holder.did("session.end").after(json!({ "sessions_ended": ended }));
                    audit::append(transaction, &entry, *now).await?;
                    Ok::<_, IdentityError>(ended)
                })
            })
            .await
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

    /// Removes sessions that ended by themselves and tries that no longer count; says how many sessions.
    pub async fn sweep(&self) -> Result<u64, Fault> {
        let now = self.clock.now();
        let writer = self.database.writer();
        tries::sweep(writer, throttle::forgotten_before(now)).await?;
        codes::sweep(writer, throttle::forgotten_before(now)).await?;
        passkeys::sweep(writer, now).await?;
        security::sweep(writer, now).await?;
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
