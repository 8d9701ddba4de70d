use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect,
    sea_query::{Expr, OnConflict},
};

use super::entity::{known_device, not_me_link};
use foundation::{database::Fault, ids::AccountId};

/// Whether an account was ever used on a device that keeps a secret.
pub(super) async fn has_device(connection: &impl ConnectionTrait, account: AccountId) -> Result<bool, Fault> {
    let row = known_device::Entity::find()
        .filter(known_device::Column::AccountId.eq(account.uuid()))
        .limit(1)
        .one(connection)
        .await?;
    Ok(row.is_some())
}

/// Writes down that an account is used on a device again; tells whether it was before.
pub(super) async fn touch_device(
    connection: &impl ConnectionTrait,
    account: AccountId,
    browser_hash: &str,
    now: DateTime<Utc>,
) -> Result<bool, Fault> {
    let done = known_device::Entity::update_many()
        .col_expr(known_device::Column::LastAt, Expr::value(now))
        .filter(known_device::Column::AccountId.eq(account.uuid()))
        .filter(known_device::Column::BrowserHash.eq(browser_hash))
        .filter(known_device::Column::ForgottenAt.is_null())
        .exec(connection)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Writes down that an account is used on a device.
pub(super) async fn add_device(
    connection: &impl ConnectionTrait,
    account: AccountId,
    browser_hash: &str,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    let row = known_device::ActiveModel {
        account_id: Set(account.uuid()),
        browser_hash: Set(browser_hash.to_owned()),
        first_at: Set(now),
        last_at: Set(now),
        forgotten_at: Set(None),
    };
    let again = OnConflict::columns([known_device::Column::AccountId, known_device::Column::BrowserHash])
        .update_columns([known_device::Column::LastAt, known_device::Column::ForgottenAt])
        .to_owned();
    known_device::Entity::insert(row).on_conflict(again).exec_without_returning(connection).await?;
    Ok(())
}

/// Forgets the devices an account was used on: each is a new one again.
pub(super) async fn forget_devices(
    connection: &impl ConnectionTrait,
    account: AccountId,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    known_device::Entity::update_many()
        .col_expr(known_device::Column::ForgottenAt, Expr::value(Some(now)))
        .filter(known_device::Column::AccountId.eq(account.uuid()))
        .exec(connection)
        .await?;
    Ok(())
}

/// Adds a link by which somebody says that it was not them.
pub(super) async fn add_link(
    connection: &impl ConnectionTrait,
    account: AccountId,
    token_hash: &str,
    ends_at: DateTime<Utc>,
) -> Result<(), Fault> {
    let row = not_me_link::ActiveModel {
        token_hash: Set(token_hash.to_owned()),
        account_id: Set(account.uuid()),
        ends_at: Set(ends_at),
        used_at: Set(None),
    };
    not_me_link::Entity::insert(row).exec_without_returning(connection).await?;
    Ok(())
}

/// Whose link it is, if it still works.
pub(super) async fn link(
    connection: &impl ConnectionTrait,
    token_hash: &str,
    now: DateTime<Utc>,
) -> Result<Option<AccountId>, Fault> {
    let row = not_me_link::Entity::find_by_id(token_hash).one(connection).await?;
    let row = row.filter(|row| row.used_at.is_none() && row.ends_at > now);
    Ok(row.map(|row| AccountId::from_uuid(row.account_id)))
}

/// Uses a link; tells whether it still worked.
pub(super) async fn use_link(
    connection: &impl ConnectionTrait,
    token_hash: &str,
    now: DateTime<Utc>,
) -> Result<bool, Fault> {
    let done = not_me_link::Entity::update_many()
        .col_expr(not_me_link::Column::UsedAt, Expr::value(Some(now)))
        .filter(not_me_link::Column::TokenHash.eq(token_hash))
        .filter(not_me_link::Column::UsedAt.is_null())
        .filter(not_me_link::Column::EndsAt.gt(now))
        .exec(connection)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Removes links whose time is over.
pub(crate) async fn sweep(connection: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<(), Fault> {
    not_me_link::Entity::delete_many().filter(not_me_link::Column::EndsAt.lte(now)).exec(connection).await?;
    Ok(())
}

/// Forgets the links an account was sent.
pub(crate) async fn forget(connection: &impl ConnectionTrait, account: AccountId) -> Result<(), Fault> {
    not_me_link::Entity::delete_many()
        .filter(not_me_link::Column::AccountId.eq(account.uuid()))
        .exec(connection)
        .await?;
    known_device::Entity::delete_many()
        .filter(known_device::Column::AccountId.eq(account.uuid()))
        .exec(connection)
        .await?;
    Ok(())
}
