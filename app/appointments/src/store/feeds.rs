//! Calendars that read somebody's visits along: one address an account, known by its hash.

use chrono::{DateTime, Utc};
use foundation::{database::Fault, ids::AccountId};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel as _, QueryFilter, sea_query::OnConflict};

use crate::entity::calendar_feed::{self, Column};

/// Keeps the address of an account's calendar; the one before it ends.
pub(crate) async fn put(
    connection: &impl ConnectionTrait,
    account: AccountId,
    token_hash: String,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    let row = calendar_feed::Model { account_id: account.uuid(), token_hash, created_at: now };
    let there = OnConflict::column(Column::AccountId).update_columns([Column::TokenHash, Column::CreatedAt]).to_owned();
    calendar_feed::Entity::insert(row.into_active_model())
        .on_conflict(there)
        .exec_without_returning(connection)
        .await?;
    Ok(())
}

/// Ends the address of an account's calendar.
pub(crate) async fn remove(connection: &impl ConnectionTrait, account: AccountId) -> Result<(), Fault> {
    calendar_feed::Entity::delete_by_id(account.uuid()).exec(connection).await?;
    Ok(())
}

/// Since when an account's calendar has an address.
pub(crate) async fn since(
    connection: &impl ConnectionTrait,
    account: AccountId,
) -> Result<Option<DateTime<Utc>>, Fault> {
    let row = calendar_feed::Entity::find_by_id(account.uuid()).one(connection).await?;
    Ok(row.map(|row| row.created_at))
}

/// Whose calendar an address is.
pub(crate) async fn whose(connection: &impl ConnectionTrait, token_hash: &str) -> Result<Option<AccountId>, Fault> {
    let row = calendar_feed::Entity::find().filter(Column::TokenHash.eq(token_hash)).one(connection).await?;
    Ok(row.map(|row| AccountId::from_uuid(row.account_id)))
}
