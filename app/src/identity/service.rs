use crate::{clock::Clock, database::Database};

/// Who is who: accounts, roles, sessions; clone it freely.
#[derive(Clone)]
pub struct Identity {
    pub(super) database: Database,
    pub(super) clock: Clock,
}

impl Identity {
    /// On a database.
    pub fn new(database: Database, clock: Clock) -> Self {
        Self { database, clock }
    }
}
