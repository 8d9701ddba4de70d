//! What a test reads in place of whoever gets a message.

#![expect(clippy::missing_panics_doc, clippy::unwrap_used, reason = "for tests: a panic is the report")]

use super::store::messages;
use foundation::{database::Database, keyring::Keyring};

/// What the latest message to an address says; none where none was sent.
pub async fn last_to(database: &Database, keyring: &Keyring, address: &str) -> Option<String> {
    let (id, body) = messages::last_to(database.reader(), address).await.unwrap()?;
    Some(keyring.open_text(&messages::place(id), &body?).unwrap())
}
