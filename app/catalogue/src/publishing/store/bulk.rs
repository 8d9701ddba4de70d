//! Many items in few statements: what imports and acts on a selection write.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel as _,
    Iterable as _, QueryFilter, QuerySelect, sea_query::OnConflict,
};

use super::{DraftRow, RecordRow, drafts::Change};
use crate::{
    publishing::{
        entity::{item_draft, item_draft_change, item_record},
        model::Live,
    },
    store::write::{CHUNK, document},
};
use foundation::database::Fault;
use identity::Actor;

/// Adds records; a code that is taken is a conflict.
pub(in crate::publishing) async fn insert_records(
    transaction: &DatabaseTransaction,
    rows: &[RecordRow],
) -> Result<(), Fault> {
    for chunk in rows.chunks(CHUNK) {
        let rows = chunk.iter().cloned().map(sea_orm::IntoActiveModel::into_active_model);
        item_record::Entity::insert_many(rows).exec_without_returning(transaction).await?;
    }
    Ok(())
}

/// Stores records that were taken hold of.
pub(in crate::publishing) async fn store_records(
    transaction: &DatabaseTransaction,
    rows: &[RecordRow],
) -> Result<(), Fault> {
    let others = item_record::Column::iter().filter(|column| !matches!(column, item_record::Column::Code));
    let again = OnConflict::column(item_record::Column::Code).update_columns(others).to_owned();
    for chunk in rows.chunks(CHUNK) {
        let rows = chunk.iter().cloned().map(sea_orm::IntoActiveModel::into_active_model);
        item_record::Entity::insert_many(rows).on_conflict(again.clone()).exec_without_returning(transaction).await?;
    }
    Ok(())
}

/// Adds drafts; one that is there already is a conflict.
pub(in crate::publishing) async fn insert_drafts(
    transaction: &DatabaseTransaction,
    rows: &[DraftRow],
) -> Result<(), Fault> {
    for chunk in rows.chunks(CHUNK) {
        let rows = chunk.iter().cloned().map(sea_orm::IntoActiveModel::into_active_model);
        item_draft::Entity::insert_many(rows).exec_without_returning(transaction).await?;
    }
    Ok(())
}

/// Stores drafts of items that were taken hold of.
pub(in crate::publishing) async fn store_drafts(
    transaction: &DatabaseTransaction,
    rows: &[DraftRow],
) -> Result<(), Fault> {
    let others = item_draft::Column::iter().filter(|column| !matches!(column, item_draft::Column::Code));
    let again = OnConflict::column(item_draft::Column::Code).update_columns(others).to_owned();
    for chunk in rows.chunks(CHUNK) {
        let rows = chunk.iter().cloned().map(sea_orm::IntoActiveModel::into_active_model);
        item_draft::Entity::insert_many(rows).on_conflict(again.clone()).exec_without_returning(transaction).await?;
    }
    Ok(())
}

/// Keeps what was changed in drafts, each given by its code, its new revision and the change.
pub(in crate::publishing) async fn keep_changes(
    transaction: &DatabaseTransaction,
    changes: &[(&str, i64, &Change)],
    actor: &Actor,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    for chunk in changes.chunks(CHUNK) {
        let rows = chunk
            .iter()
            .map(|(code, revision, change)| {
                Ok(item_draft_change::Model {
                    code: (*code).to_owned(),
                    revision: *revision,
                    account_id: actor.account.uuid(),
                    at: now,
                    fields: document(change)?,
                }
                .into_active_model())
            })
            .collect::<Result<Vec<_>, Fault>>()?;
        item_draft_change::Entity::insert_many(rows).exec_without_returning(transaction).await?;
    }
    Ok(())
}

/// Which of these items residents had and have no longer.
pub(in crate::publishing) async fn gone(
    connection: &impl ConnectionTrait,
    codes: &[String],
) -> Result<HashSet<String>, Fault> {
    use item_record::Column as C;
    let mut gone = HashSet::new();
    for chunk in codes.chunks(CHUNK) {
        let found: Vec<String> = item_record::Entity::find()
            .select_only()
            .column(C::Code)
            .filter(C::Code.is_in(chunk.iter().map(String::as_str)))
            .filter(C::Live.is_in([Live::Withdrawn.code(), Live::Expired.code()]))
            .into_tuple()
            .all(connection)
            .await?;
        gone.extend(found);
    }
    Ok(gone)
}

/// Takes items from residents: their records say so.
pub(in crate::publishing) async fn withdraw(
    transaction: &DatabaseTransaction,
    codes: &[String],
    by: &str,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    for chunk in codes.chunks(CHUNK) {
        let withdrawn = item_record::ActiveModel {
            live: Set(Live::Withdrawn.code().to_owned()),
            expire_at: Set(None),
            changed_at: Set(now),
            changed_by: Set(by.to_owned()),
            ..Default::default()
        };
        item_record::Entity::update_many()
            .set(withdrawn)
            .filter(item_record::Column::Code.is_in(chunk.iter().map(String::as_str)))
            .exec(transaction)
            .await?;
    }
    Ok(())
}
