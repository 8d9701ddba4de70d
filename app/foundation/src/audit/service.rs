use crate::database::Database;

/// What auditors ask; clone it freely.
#[derive(Clone)]
pub struct Audit {
    pub(super) database: Database,
}

impl Audit {
    /// On a database.
    pub fn new(database: Database) -> Self {
        Self { database }
    }
}
