use std::sync::Arc;

use super::{contact::Contact, method::Method};
use crate::{
    clock::Clock,
    database::Database,
    ids::AccountId,
    keyring::Keyring,
    notifications::{self, Channel, Message},
    text::Language,
};

/// Who is who: accounts, roles, sessions; clone it freely.
#[derive(Clone)]
pub struct Identity {
    pub(super) database: Database,
    pub(super) clock: Clock,
    pub(super) keyring: Keyring,
    /// Scheme and host that links in messages begin with.
    pub(super) origin: Arc<str>,
}

impl Identity {
    /// On a database.
    pub fn new(database: Database, clock: Clock, keyring: Keyring) -> Self {
        Self { database, clock, keyring, origin: Arc::default() }
    }

    /// With links in messages that lead to this site: scheme and host.
    #[must_use]
    pub fn reached_at(self, origin: &str) -> Self {
        Self { origin: origin.into(), ..self }
    }
}

/// How a message about an account is sent to one of its addresses.
pub(super) fn to(
    contact: &Contact,
    account: Option<AccountId>,
    reason: &'static str,
    language: Language,
    subject: String,
    body: String,
) -> Message {
    let address = contact.address().to_owned();
    let channel = match contact.kind() {
        super::ContactKind::Phone => Channel::Phone(address),
        super::ContactKind::Email => Channel::Email(address),
    };
    Message { account, channel, reason, language, subject, body, secret: false }
}

impl Contact {
    /// The way a code sent here proves somebody by.
    pub(super) fn method(&self) -> Method {
        match self.kind() {
            super::ContactKind::Phone => Method::PhoneCode,
            super::ContactKind::Email => Method::EmailCode,
        }
    }
}

pub(super) use notifications::tell;
