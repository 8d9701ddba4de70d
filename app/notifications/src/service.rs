use std::{
    fmt,
    sync::{Arc, OnceLock},
};

use super::gateway::{MessageGateway, Outbox};
use foundation::{clock::Clock, database::Database, keyring::Keyring};

/// How messages leave the house: the outbox, unless told.
#[derive(Clone)]
pub struct Settings {
    /// By what short messages go.
    pub phone: Arc<dyn MessageGateway>,
    /// By what mails go.
    pub email: Arc<dyn MessageGateway>,
}

impl Default for Settings {
    fn default() -> Self {
        static OUTBOX: OnceLock<Arc<Outbox>> = OnceLock::new();
        let outbox = OUTBOX.get_or_init(Arc::default).clone();
        Self { phone: outbox.clone(), email: outbox }
    }
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings").field("phone", &self.phone.name()).field("email", &self.email.name()).finish()
    }
}

/// What people are told; clone it freely.
#[derive(Clone)]
pub struct Notifications {
    pub(super) database: Database,
    pub(super) clock: Clock,
    pub(super) keyring: Keyring,
    pub(super) gateways: Settings,
}

impl Notifications {
    /// On a database.
    pub fn new(database: Database, clock: Clock, keyring: Keyring, settings: Settings) -> Self {
        Self { database, clock, keyring, gateways: settings }
    }
}
