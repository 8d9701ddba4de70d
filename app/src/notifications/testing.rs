//! What a test reads in place of whoever gets a message.

#![expect(clippy::missing_panics_doc, clippy::unwrap_used, reason = "for tests: a panic is the report")]

use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _};

use super::{entity::message, store::messages::place};
use crate::{database::Database, ids::MessageId, keyring::Keyring};

/// What the latest message to an address says; none where none was sent.
pub async fn last_to(database: &Database, keyring: &Keyring, address: &str) -> Option<String> {
    let row = message::Entity::find()
        .filter(message::Column::Address.eq(address))
        .order_by_desc(message::Column::Id)
        .one(database.reader())
        .await
        .unwrap()?;
    Some(keyring.open_text(&place(MessageId::from_uuid(row.id)), &row.body?).unwrap())
}
