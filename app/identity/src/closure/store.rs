use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait as _, QueryFilter, QueryOrder, QuerySelect,
    sea_query::Expr,
};
use uuid::Uuid;

use crate::entity::{account, account_contact, one_time_code, role_grant, session};
use foundation::{database::Fault, ids::AccountId, text::Language};

/// Whether an account has roles at the desks.
pub(super) async fn has_roles(connection: &impl ConnectionTrait, account: AccountId) -> Result<bool, Fault> {
    let of = role_grant::Entity::find().filter(role_grant::Column::AccountId.eq(account.uuid()));
    Ok(of.count(connection).await? > 0)
}

/// Sets the day an account closes, where none is set.
pub(super) async fn set_closing(
    connection: &impl ConnectionTrait,
    account: AccountId,
    closes_at: DateTime<Utc>,
) -> Result<bool, Fault> {
    let done = account::Entity::update_many()
        .col_expr(account::Column::ClosesAt, Expr::value(Some(closes_at)))
        .filter(account::Column::Id.eq(account.uuid()))
        .filter(account::Column::ClosesAt.is_null())
        .exec(connection)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Takes that day away, where the account is not closed yet.
pub(super) async fn keep(connection: &impl ConnectionTrait, account: AccountId) -> Result<bool, Fault> {
    let done = account::Entity::update_many()
        .col_expr(account::Column::ClosesAt, Expr::value(None::<DateTime<Utc>>))
        .filter(account::Column::Id.eq(account.uuid()))
        .filter(account::Column::ClosesAt.is_not_null())
        .filter(account::Column::ClosedAt.is_null())
        .exec(connection)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Accounts whose day has come, the longest due first.
pub(super) async fn due(
    connection: &impl ConnectionTrait,
    now: DateTime<Utc>,
    limit: u64,
) -> Result<Vec<AccountId>, Fault> {
    let ids: Vec<Uuid> = account::Entity::find()
        .select_only()
        .column(account::Column::Id)
        .filter(account::Column::ClosesAt.lte(now))
        .filter(account::Column::ClosedAt.is_null())
        .order_by_asc(account::Column::ClosesAt)
        .limit(limit)
        .into_tuple()
        .all(connection)
        .await?;
    Ok(ids.into_iter().map(AccountId::from_uuid).collect())
}

/// Closes an account whose day has come; gives its number. Of many processes one closes it.
pub(super) async fn close(
    connection: &impl ConnectionTrait,
    account: AccountId,
    now: DateTime<Utc>,
) -> Result<Option<String>, Fault> {
    let done = account::Entity::update_many()
        .col_expr(account::Column::ClosedAt, Expr::value(Some(now)))
        .filter(account::Column::Id.eq(account.uuid()))
        .filter(account::Column::ClosesAt.lte(now))
        .filter(account::Column::ClosedAt.is_null())
        .exec(connection)
        .await?;
    if done.rows_affected == 0 {
        return Ok(None);
    }
    let row = account::Entity::find_by_id(account.uuid()).one(connection).await?;
    Ok(row.map(|row| row.name))
}

/// Forgets what the tables of accounts themselves say about somebody.
pub(super) async fn forget(connection: &impl ConnectionTrait, account: AccountId) -> Result<(), Fault> {
    let id = account.uuid();
    session::Entity::delete_many().filter(session::Column::AccountId.eq(id)).exec(connection).await?;
    one_time_code::Entity::delete_many().filter(one_time_code::Column::AccountId.eq(id)).exec(connection).await?;
    account_contact::Entity::delete_many().filter(account_contact::Column::AccountId.eq(id)).exec(connection).await?;
    role_grant::Entity::delete_many().filter(role_grant::Column::AccountId.eq(id)).exec(connection).await?;
    account::Entity::update_many()
        .col_expr(account::Column::DisplayName, Expr::value(Language::FIRST.texts().account_closed_name()))
        .col_expr(account::Column::PasswordHash, Expr::value(None::<String>))
        .col_expr(account::Column::Level, Expr::value(1i16))
        .col_expr(account::Column::SecondFactor, Expr::value(false))
        .col_expr(account::Column::Language, Expr::value(""))
        .col_expr(account::Column::Display, Expr::value(""))
        .filter(account::Column::Id.eq(id))
        .exec(connection)
        .await?;
    Ok(())
}
