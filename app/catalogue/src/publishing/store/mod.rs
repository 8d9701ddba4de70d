//! The desk's tables; nothing outside this folder reads or writes them.

pub(super) mod bulk;
pub(super) mod departments;
pub(super) mod drafts;
pub(super) mod list;
pub(super) mod news;
pub(super) mod notes;
pub(super) mod public;
pub(super) mod records;
pub(super) mod versions;

pub(super) use super::entity::{
    item_draft::Model as DraftRow, item_draft_conflict::Model as ConflictRow, item_record::Model as RecordRow,
    item_version::Model as VersionRow, publication_event::Model as EventRow,
};

use sea_orm::DbErr;

use crate::store::write::unreadable;
use foundation::database::Fault;

/// A name in a column whose CHECK admits no other.
fn known<T>(value: Option<T>, table: &str, column: &str) -> Result<T, Fault> {
    value.ok_or_else(|| Fault::Other(DbErr::Type(format!("{table}: a value of {column} is not known"))))
}

fn decode<T: serde::de::DeserializeOwned>(text: &str, table: &str, key: &str) -> Result<T, Fault> {
    serde_json::from_str(text).map_err(|error| unreadable(table, key, &error))
}
