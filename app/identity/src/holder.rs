use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use super::{
    actor::{Actor, Grant},
    facts::Bearer,
    method::Methods,
    realname::RealNameLevel,
};
use foundation::{
    audit::{Entry, Who},
    ids::{AccountId, SessionId},
};

/// How long a proof that the holder is there is enough for what is delicate.
pub const FRESH: TimeDelta = TimeDelta::minutes(15);

/// Who an account belongs to, asking for something of their own: the account and the session it is shown by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// The account.
    pub account: AccountId,
    /// By which session.
    pub session: SessionId,
    /// The account's name: what staff sign in with, the account number (`r-…`) of a resident. No personal data: the audit
    /// keeps it.
    pub name: String,
    /// What the person is called on pages.
    pub display_name: String,
    /// How surely the city knows who the person is.
    pub level: RealNameLevel,
    /// By what the session proved itself.
    pub methods: Methods,
    /// When the holder last proved to be there.
    pub proven_at: DateTime<Utc>,
    /// When the account closes, where its holder asked for that.
    pub closes_at: Option<DateTime<Utc>>,
    /// The roles at the desks; none for most.
    pub grants: Vec<Grant>,
    /// Whether the person asked to stay signed in on this device.
    pub stays: bool,
    /// Until when the session holds if it is not used again.
    pub until: DateTime<Utc>,
    /// The network address.
    pub origin: String,
}

impl Holder {
    /// The person in whose name an application asks. There is no session behind it and no proof that the person is there, so
    /// whatever is delicate is refused.
    pub fn of_bearer(bearer: Bearer) -> Self {
        let Bearer { actor, level } = bearer;
        Self {
            account: actor.account,
            session: SessionId::from_uuid(Uuid::nil()),
            name: actor.name,
            display_name: actor.display_name,
            level,
            methods: Methods::default(),
            proven_at: DateTime::UNIX_EPOCH,
            closes_at: None,
            grants: actor.grants,
            stays: false,
            until: DateTime::UNIX_EPOCH,
            origin: actor.origin,
        }
    }

    /// Whether the person proved so lately to be there that something delicate may be done without asking again.
    pub fn is_fresh(&self, now: DateTime<Utc>) -> bool {
        now - self.proven_at < FRESH
    }

    /// The same person at the desks.
    pub fn actor(&self) -> Actor {
        Actor {
            account: self.account,
            name: self.name.clone(),
            display_name: self.display_name.clone(),
            grants: self.grants.clone(),
            origin: self.origin.clone(),
        }
    }

    /// As the audit names the person.
    pub fn who(&self) -> Who {
        Who { account: Some(self.account), name: self.name.clone(), origin: self.origin.clone() }
    }

    /// An entry of the audit: this person did something to their account.
    pub fn did(&self, act: &'static str) -> Entry {
        Entry::new(self.who(), act, "account", self.name.clone())
    }
}
