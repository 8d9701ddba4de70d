//! What applications that a person agreed to are told, and in whose name they act.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DatabaseTransaction};

use super::{
    Actor, ContactKind, FieldName, Identity, IdentityError,
    profile::{changed_at, told, unread},
    realname::{Person, RealNameLevel, person_of},
    store::{bearers, contacts},
    throttle::APPLICATION,
};
use foundation::{
    database::Fault,
    ids::{AccountId, SessionId},
    text::Language,
};

/// Somebody in whose name an application acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bearer {
    /// The person, with the roles of this moment.
    pub actor: Actor,
    /// How surely the city knows who the person is.
    pub level: RealNameLevel,
}

/// Which facts are asked for: what is not needed is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Wanted {
    /// Phone and mail address.
    pub contacts: bool,
    /// What was told in the profile.
    pub profile: bool,
    /// Name and ID number.
    pub person: bool,
}

/// What is known about somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// What the person is called on pages.
    pub display_name: String,
    /// The language messages are written in, where the person said.
    pub language: Option<Language>,
    /// How surely the city knows who the person is.
    pub level: RealNameLevel,
    /// The phone number (E.164).
    pub phone: Option<String>,
    /// The mail address.
    pub email: Option<String>,
    /// The postal address and the code of its district, where they were told.
    pub address: Option<(String, String)>,
    /// When the profile was changed last.
    pub changed_at: Option<DateTime<Utc>>,
    /// Name and ID number.
    pub person: Option<Person>,
}

impl Identity {
    /// Somebody in whose name an application acts; none where the account ended or waits to be closed, or the session, where one
    /// is named, does not hold any more.
    pub async fn bearer(
        &self,
        account: AccountId,
        session: Option<SessionId>,
        origin: &str,
    ) -> Result<Option<Bearer>, Fault> {
        let reader = self.database.reader();
        let Some(alive) = bearers::alive(reader, account).await? else { return Ok(None) };
        if let Some(session) = session {
            let is_staff = !alive.grants.is_empty();
            if !bearers::session_holds(reader, session, account, is_staff, self.clock.now()).await? {
                return Ok(None);
            }
        }
        let actor = Actor {
            account,
            name: alive.name,
            display_name: alive.display_name,
            grants: alive.grants,
            origin: origin.to_owned(),
        };
        Ok(Some(Bearer { actor, level: alive.level }))
    }

    /// Whether an account may be used, and the session, where one is named, still holds.
    pub async fn holds(
        &self,
        connection: &impl ConnectionTrait,
        account: AccountId,
        session: Option<SessionId>,
    ) -> Result<bool, Fault> {
        let Some(alive) = bearers::alive(connection, account).await? else { return Ok(false) };
        let Some(session) = session else { return Ok(true) };
        let is_staff = !alive.grants.is_empty();
        bearers::session_holds(connection, session, account, is_staff, self.clock.now()).await
    }

    /// Whether an account may be used and its session holds, and goes on to until the transaction ends: whoever ends it then
    /// finds what was built on it.
    pub async fn hold_session(
        &self,
        transaction: &DatabaseTransaction,
        account: AccountId,
        session: SessionId,
    ) -> Result<bool, Fault> {
        Ok(bearers::hold_session(transaction, session).await?
            && self.holds(transaction, account, Some(session)).await?)
    }

    /// What is known about somebody; none where the account ended or waits to be closed.
    pub async fn facts(&self, account: AccountId, wanted: Wanted) -> Result<Option<Facts>, IdentityError> {
        let reader = self.database.reader();
        let Some(alive) = bearers::alive(reader, account).await? else { return Ok(None) };
        let mut facts = Facts {
            display_name: alive.display_name,
            language: Language::parse(&alive.language),
            level: alive.level,
            phone: None,
            email: None,
            address: None,
            changed_at: None,
            person: None,
        };
        if wanted.contacts {
            for contact in contacts::of(reader, account).await? {
                let address = Some(contact.address().to_owned());
                match contact.kind() {
                    ContactKind::Phone => facts.phone = address,
                    ContactKind::Email => facts.email = address,
                }
            }
        }
        if wanted.profile {
            facts.changed_at = changed_at(reader, account).await?;
            let values = told(reader, &self.keyring, account).await?;
            let value = |field: FieldName| values.get(field.code()).cloned().unwrap_or_default();
            let address = value(FieldName::Address);
            facts.address = (!address.is_empty()).then(|| (address, value(FieldName::District)));
        }
        if wanted.person {
            facts.person = person_of(reader, &self.keyring, account).await.map_err(unread)?;
        }
        Ok(Some(facts))
    }

    /// Counts that an application was not believed; refuses where there were too many.
    pub async fn count_refused_application(&self, counted_as: &str, network: &str) -> Result<(), IdentityError> {
        self.begin_try(APPLICATION, counted_as, network).await.map(drop)
    }
}
