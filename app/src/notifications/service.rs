use crate::{clock::Clock, database::Database, keyring::Keyring};

/// How messages leave the house.
#[derive(Debug, Clone, Default)]
pub struct Settings {}

/// What people are told; clone it freely.
#[derive(Clone)]
pub struct Notifications {
    pub(super) database: Database,
    pub(super) clock: Clock,
    pub(super) keyring: Keyring,
}

impl Notifications {
    /// On a database.
    pub fn new(database: Database, clock: Clock, keyring: Keyring, _settings: Settings) -> Self {
        Self { database, clock, keyring }
    }
}
