use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::DatabaseTransaction;

use super::{
    contact::Contact,
    method::Method,
    titles::{PageTitles, Untitled},
    upstream::Providers,
};
use foundation::{
    clock::Clock,
    database::{Database, Fault, Work},
    ids::AccountId,
    keyring::Keyring,
    text::Language,
};
use notifications::{Channel, Message};

/// How long an account waits before it closes, unless the city says otherwise.
const CLOSING: TimeDelta = TimeDelta::days(15);

/// What a room that identity does not know forgets of an account that closes, in the transaction that closes it.
pub type Forgets = for<'t> fn(&'t DatabaseTransaction, AccountId, DateTime<Utc>) -> Work<'t, (), Fault>;

/// What a room that identity does not know adds to what somebody takes along: a member of the document, and what stands there.
pub type Gathers = (&'static str, for<'d> fn(&'d Database, AccountId) -> Work<'d, serde_json::Value, Fault>);

/// Who is who: accounts, roles, sessions; clone it freely.
#[derive(Clone)]
pub struct Identity {
    pub(super) database: Database,
    pub(super) clock: Clock,
    pub(super) keyring: Keyring,
    /// How long an account waits before it closes.
    pub(super) closing: TimeDelta,
    /// The providers one may sign in with.
    pub(super) providers: Providers,
    /// Scheme and host that links in messages begin with.
    pub(super) origin: Arc<str>,
    /// What pages of other rooms are called.
    pub(super) titles: Arc<dyn PageTitles>,
    /// What other rooms forget of an account that closes.
    pub(super) forgets: Vec<Forgets>,
    /// What other rooms add to what somebody takes along.
    pub(super) gathers: Vec<Gathers>,
}

impl Identity {
    /// On a database.
    pub fn new(database: Database, clock: Clock, keyring: Keyring) -> Self {
        Self {
            database,
            clock,
            keyring,
            closing: CLOSING,
            origin: Arc::default(),
            providers: Providers::default(),
            titles: Untitled::shared(),
            forgets: Vec::new(),
            gathers: Vec::new(),
        }
    }

    /// With links in messages that lead to this site: scheme and host.
    #[must_use]
    pub fn reached_at(self, origin: &str) -> Self {
        Self { origin: origin.into(), ..self }
    }

    /// With what another room adds to what somebody takes along.
    #[must_use]
    pub fn gathering(mut self, gathers: Gathers) -> Self {
        self.gathers.push(gathers);
        self
    }

    /// With what another room forgets of an account that closes.
    #[must_use]
    pub fn forgetting(mut self, forgets: Forgets) -> Self {
        self.forgets.push(forgets);
        self
    }

    /// With providers one may sign in with.
    #[must_use]
    pub fn with_providers(self, providers: Providers) -> Self {
        Self { providers, ..self }
    }

    /// With what pages of other rooms are called.
    #[must_use]
    pub fn with_titles(self, titles: Arc<dyn PageTitles>) -> Self {
        Self { titles, ..self }
    }

    /// The providers one may sign in with.
    pub(super) fn providers(&self) -> &Providers {
        &self.providers
    }

    /// With another time between asking for an account to be closed and its being closed.
    #[must_use]
    pub fn closing_after(self, closing: TimeDelta) -> Self {
        Self { closing, ..self }
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
