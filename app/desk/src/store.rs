//! The table of saved filters.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::OnConflict,
};

use super::{entity::saved_filter, service::SavedFilter};
use foundation::{database::Fault, ids::AccountId};

/// The filters of an account, by name.
pub(super) async fn filters(
    connection: &impl ConnectionTrait,
    account: AccountId,
    limit: u64,
) -> Result<Vec<SavedFilter>, Fault> {
    let rows = saved_filter::Entity::find()
        .filter(saved_filter::Column::AccountId.eq(account.uuid()))
        .order_by_asc(saved_filter::Column::Name)
        .limit(limit)
        .all(connection)
        .await?;
    Ok(rows.into_iter().map(|row| SavedFilter { name: row.name, query: row.query }).collect())
}

/// How many filters an account keeps under other names.
pub(super) async fn count_others(
    connection: &impl ConnectionTrait,
    account: AccountId,
    name: &str,
) -> Result<u64, Fault> {
    Ok(saved_filter::Entity::find()
        .filter(saved_filter::Column::AccountId.eq(account.uuid()))
        .filter(saved_filter::Column::Name.ne(name))
        .count(connection)
        .await?)
}

/// Keeps a filter; one of that name is replaced.
pub(super) async fn save(
    connection: &impl ConnectionTrait,
    account: AccountId,
    filter: &SavedFilter,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    let row = saved_filter::ActiveModel {
        account_id: Set(account.uuid()),
        name: Set(filter.name.clone()),
        query: Set(filter.query.clone()),
        saved_at: Set(now),
    };
    let replace = OnConflict::columns([saved_filter::Column::AccountId, saved_filter::Column::Name])
        .update_columns([saved_filter::Column::Query, saved_filter::Column::SavedAt])
        .to_owned();
    saved_filter::Entity::insert(row).on_conflict(replace).exec_without_returning(connection).await?;
    Ok(())
}

/// Forgets a filter.
pub(super) async fn remove(connection: &impl ConnectionTrait, account: AccountId, name: &str) -> Result<(), Fault> {
    saved_filter::Entity::delete_many()
        .filter(saved_filter::Column::AccountId.eq(account.uuid()))
        .filter(saved_filter::Column::Name.eq(name))
        .exec(connection)
        .await?;
    Ok(())
}
