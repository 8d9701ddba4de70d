use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel as _, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, OnConflict},
};

use super::super::{
    super::entity::account,
    entity::{real_name, real_name_event},
    level::RealNameLevel,
    paper::{Paper, PaperKind},
};
use foundation::{
    database::Fault,
    ids::{AccountId, RealNameEventId},
};

/// What is known of an account's holder, as kept: name and number sealed.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::realname) struct Kept {
    pub(in crate::realname) account: AccountId,
    pub(in crate::realname) level: RealNameLevel,
    pub(in crate::realname) name: Vec<u8>,
    pub(in crate::realname) id_number: Vec<u8>,
    pub(in crate::realname) id_index: String,
    pub(in crate::realname) changed_at: DateTime<Utc>,
    pub(in crate::realname) paper: Option<Paper>,
}

/// A step from one level to another.
pub(in crate::realname) struct Step<'a> {
    pub(in crate::realname) account: AccountId,
    pub(in crate::realname) from: RealNameLevel,
    pub(in crate::realname) to: RealNameLevel,
    pub(in crate::realname) how: &'static str,
    /// Who did it: the account itself, or the clerk.
    pub(in crate::realname) by: &'a str,
    pub(in crate::realname) paper: Option<Paper>,
}

/// An account that may be used, as a counter needs to know it.
pub(in crate::realname) struct Found {
    pub(in crate::realname) id: AccountId,
    pub(in crate::realname) name: String,
    pub(in crate::realname) language: String,
}

fn read(row: real_name::Model) -> Kept {
    Kept {
        account: AccountId::from_uuid(row.account_id),
        level: RealNameLevel::of(row.level),
        name: row.name,
        id_number: row.id_number,
        id_index: row.id_index,
        changed_at: row.changed_at,
        paper: PaperKind::parse(&row.paper).map(|kind| Paper { kind, until: row.paper_until }),
    }
}

fn columns(paper: Option<Paper>) -> (String, Option<NaiveDate>) {
    paper.map_or_else(|| (String::new(), None), |paper| (paper.kind.code().to_owned(), paper.until))
}

/// What is known of an account's holder.
pub(in crate::realname) async fn of(
    connection: &impl ConnectionTrait,
    account: AccountId,
) -> Result<Option<Kept>, Fault> {
    Ok(real_name::Entity::find_by_id(account.uuid()).one(connection).await?.map(read))
}

/// The accounts that name a number, the verified one first.
pub(in crate::realname) async fn by_number(
    connection: &impl ConnectionTrait,
    id_index: &str,
    limit: u64,
) -> Result<Vec<Kept>, Fault> {
    let rows = real_name::Entity::find()
        .filter(real_name::Column::IdIndex.eq(id_index))
        .order_by_desc(real_name::Column::Level)
        .limit(limit)
        .all(connection)
        .await?;
    Ok(rows.into_iter().map(read).collect())
}

/// Keeps what is known of an account's holder, in place of what was known before, and sets the account's level. Where the number
/// is verified and another verified account has it, that is a conflict. The caller holds the account.
pub(in crate::realname) async fn put(connection: &impl ConnectionTrait, kept: &Kept) -> Result<(), Fault> {
    let (paper, paper_until) = columns(kept.paper);
    let row = real_name::Model {
        account_id: kept.account.uuid(),
        level: kept.level.number(),
        name: kept.name.clone(),
        id_number: kept.id_number.clone(),
        id_index: kept.id_index.clone(),
        changed_at: kept.changed_at,
        paper,
        paper_until,
    };
    let replaced = OnConflict::column(real_name::Column::AccountId)
        .update_columns([
            real_name::Column::Level,
            real_name::Column::Name,
            real_name::Column::IdNumber,
            real_name::Column::IdIndex,
            real_name::Column::ChangedAt,
            real_name::Column::Paper,
            real_name::Column::PaperUntil,
        ])
        .to_owned();
    real_name::Entity::insert(row.into_active_model()).on_conflict(replaced).exec_without_returning(connection).await?;
    set_level(connection, kept.account, kept.level).await
}

/// Raises what is known from one level to the next, where it is still what was checked; tells whether it was.
pub(in crate::realname) async fn raise(
    connection: &impl ConnectionTrait,
    checked: &Kept,
    to: RealNameLevel,
    now: DateTime<Utc>,
) -> Result<bool, Fault> {
    let done = real_name::Entity::update_many()
        .col_expr(real_name::Column::Level, Expr::value(to.number()))
        .col_expr(real_name::Column::ChangedAt, Expr::value(now))
        .filter(real_name::Column::AccountId.eq(checked.account.uuid()))
        .filter(real_name::Column::Level.eq(checked.level.number()))
        .filter(real_name::Column::Name.eq(checked.name.clone()))
        .filter(real_name::Column::IdIndex.eq(&checked.id_index))
        .exec(connection)
        .await?;
    if done.rows_affected == 1 {
        set_level(connection, checked.account, to).await?;
    }
    Ok(done.rows_affected == 1)
}

/// Forgets who an account's holder is.
pub(in crate::realname) async fn forget(connection: &impl ConnectionTrait, account: AccountId) -> Result<(), Fault> {
    real_name::Entity::delete_by_id(account.uuid()).exec(connection).await?;
    set_level(connection, account, RealNameLevel::Registered).await
}

async fn set_level(connection: &impl ConnectionTrait, account: AccountId, level: RealNameLevel) -> Result<(), Fault> {
    account::Entity::update_many()
        .col_expr(account::Column::Level, Expr::value(level.number()))
        .filter(account::Column::Id.eq(account.uuid()))
        .exec(connection)
        .await?;
    Ok(())
}

/// Writes a step down.
pub(in crate::realname) async fn note(
    connection: &impl ConnectionTrait,
    step: &Step<'_>,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    let (paper, paper_until) = columns(step.paper);
    let row = real_name_event::ActiveModel {
        id: Set(RealNameEventId::new().uuid()),
        account_id: Set(step.account.uuid()),
        at: Set(now),
        from_level: Set(step.from.number()),
        to_level: Set(step.to.number()),
        how: Set(step.how.to_owned()),
        by_name: Set(step.by.to_owned()),
        paper: Set(paper),
        paper_until: Set(paper_until),
    };
    real_name_event::Entity::insert(row).exec_without_returning(connection).await?;
    Ok(())
}

/// The steps of an account, the latest first.
pub(in crate::realname) async fn steps(
    connection: &impl ConnectionTrait,
    account: AccountId,
    limit: u64,
) -> Result<Vec<(DateTime<Utc>, RealNameLevel, String)>, Fault> {
    let rows = real_name_event::Entity::find()
        .filter(real_name_event::Column::AccountId.eq(account.uuid()))
        .order_by_desc(real_name_event::Column::Id)
        .limit(limit)
        .all(connection)
        .await?;
    Ok(rows.into_iter().map(|row| (row.at, RealNameLevel::of(row.to_level), row.how)).collect())
}

/// A resident's account that may be used, by its number; held until the transaction ends where `held`.
pub(in crate::realname) async fn resident(
    connection: &impl ConnectionTrait,
    whose: Resident<'_>,
    held: bool,
) -> Result<Option<Found>, Fault> {
    let mut query = match whose {
        Resident::Named(name) => account::Entity::find().filter(account::Column::Name.eq(name)),
        Resident::Of(id) => account::Entity::find_by_id(id.uuid()),
    }
    .filter(account::Column::DisabledAt.is_null())
    .filter(account::Column::ClosedAt.is_null());
    if held {
        query = query.lock_exclusive();
    }
    let row = query.one(connection).await?;
    Ok(row.map(|row| Found { id: AccountId::from_uuid(row.id), name: row.name, language: row.language }))
}

/// By what an account is found.
#[derive(Clone, Copy)]
pub(in crate::realname) enum Resident<'a> {
    Named(&'a str),
    Of(AccountId),
}
