use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel as _, QueryFilter, QuerySelect,
    sea_query::{Expr, ExprTrait as _},
};

use super::super::{
    contact::{Contact, ContactKind},
    entity::one_time_code,
};
use foundation::{
    database::Fault,
    ids::{AccountId, CodeId},
};

/// A code that was sent, as it is kept.
pub(crate) struct Kept {
    pub(crate) id: CodeId,
    pub(crate) purpose: String,
    pub(crate) contact: Contact,
    pub(crate) account: Option<AccountId>,
    pub(crate) browser_hash: String,
    pub(crate) code_hash: String,
    pub(crate) ends_at: DateTime<Utc>,
    pub(crate) tries: i32,
    pub(crate) redeemed: bool,
    pub(crate) proven_at: Option<DateTime<Utc>>,
}

/// Adds a code.
pub(crate) async fn add(connection: &impl ConnectionTrait, kept: &Kept, now: DateTime<Utc>) -> Result<(), Fault> {
    let row = one_time_code::Model {
        id: kept.id.uuid(),
        purpose: kept.purpose.clone(),
        kind: kept.contact.kind().code().to_owned(),
        address: kept.contact.address().to_owned(),
        account_id: kept.account.map(AccountId::uuid),
        browser_hash: kept.browser_hash.clone(),
        code_hash: kept.code_hash.clone(),
        created_at: now,
        ends_at: kept.ends_at,
        tries: kept.tries,
        redeemed_at: None,
        proven_at: kept.proven_at,
    };
    one_time_code::Entity::insert(row.into_active_model()).exec_without_returning(connection).await?;
    Ok(())
}

/// A code, held until the transaction ends: who tries it next waits.
pub(crate) async fn hold(connection: &impl ConnectionTrait, id: CodeId) -> Result<Option<Kept>, Fault> {
    let row = one_time_code::Entity::find_by_id(id.uuid()).lock_exclusive().one(connection).await?;
    Ok(row.and_then(read))
}

/// A code as it stands.
pub(crate) async fn by_id(connection: &impl ConnectionTrait, id: CodeId) -> Result<Option<Kept>, Fault> {
    Ok(one_time_code::Entity::find_by_id(id.uuid()).one(connection).await?.and_then(read))
}

fn read(row: one_time_code::Model) -> Option<Kept> {
    Some(Kept {
        id: CodeId::from_uuid(row.id),
        purpose: row.purpose,
        contact: Contact::stored(ContactKind::parse(&row.kind)?, row.address),
        account: row.account_id.map(AccountId::from_uuid),
        browser_hash: row.browser_hash,
        code_hash: row.code_hash,
        ends_at: row.ends_at,
        tries: row.tries,
        redeemed: row.redeemed_at.is_some(),
        proven_at: row.proven_at,
    })
}

/// Counts a try that was wrong.
pub(crate) async fn count_try(connection: &impl ConnectionTrait, id: CodeId) -> Result<(), Fault> {
    one_time_code::Entity::update_many()
        .col_expr(one_time_code::Column::Tries, Expr::col(one_time_code::Column::Tries).add(1))
        .filter(one_time_code::Column::Id.eq(id.uuid()))
        .exec(connection)
        .await?;
    Ok(())
}

/// Marks a code as used; tells whether it still could be.
pub(crate) async fn redeem(connection: &impl ConnectionTrait, id: CodeId, now: DateTime<Utc>) -> Result<bool, Fault> {
    let done = one_time_code::Entity::update_many()
        .col_expr(one_time_code::Column::RedeemedAt, Expr::value(Some(now)))
        .filter(one_time_code::Column::Id.eq(id.uuid()))
        .filter(one_time_code::Column::RedeemedAt.is_null())
        .exec(connection)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Writes down that a code was right, and is still to be used.
pub(crate) async fn prove(connection: &impl ConnectionTrait, id: CodeId, now: DateTime<Utc>) -> Result<(), Fault> {
    one_time_code::Entity::update_many()
        .col_expr(one_time_code::Column::ProvenAt, Expr::value(Some(now)))
        .filter(one_time_code::Column::Id.eq(id.uuid()))
        .exec(connection)
        .await?;
    Ok(())
}

/// Removes codes whose time is long over.
pub(crate) async fn sweep(connection: &impl ConnectionTrait, until: DateTime<Utc>) -> Result<(), Fault> {
    one_time_code::Entity::delete_many().filter(one_time_code::Column::EndsAt.lte(until)).exec(connection).await?;
    Ok(())
}
