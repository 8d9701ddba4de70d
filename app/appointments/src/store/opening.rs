//! Places as the rules have them, put into the database: what is missing is added, what is too much is taken away where nobody
//! has it.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use foundation::{database::Fault, ids::CounterGroupId};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel as _, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, LockType, OnConflict},
};

use crate::entity::{
    counter_group,
    slot::{self, Column},
    slot_day,
};

/// Rows of one statement: SQLite takes so many variables that this is far from any limit.
const ROWS: usize = 500;

/// Places at a time, as they are to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Wanted {
    pub(crate) places: i32,
    pub(crate) bookable: i32,
}

/// Makes the places of some counters on some days what they are to be. Places that somebody has stay as they are, and can be
/// booked no more.
pub(crate) async fn make(
    transaction: &DatabaseTransaction,
    group: CounterGroupId,
    days: (NaiveDate, NaiveDate),
    wanted: &BTreeMap<DateTime<Utc>, (NaiveDate, Wanted)>,
) -> Result<(), Fault> {
    let there = slot::Entity::find()
        .filter(Column::GroupId.eq(group.uuid()))
        .filter(Column::Day.between(days.0, days.1))
        .order_by_asc(Column::StartsAt)
        .lock_exclusive()
        .all(transaction)
        .await?;
    let mut missing = wanted.clone();
    // Days on which nothing can be booked have no row.
    let mut free: BTreeMap<NaiveDate, i32> = BTreeMap::new();
    let mut unwanted = Vec::new();
    for slot in there {
        let is_to_be = missing.remove(&slot.starts_at).map(|(_, wanted)| wanted);
        let is_empty = slot.taken == 0;
        let is_to_be = match is_to_be {
            None if is_empty => {
                unwanted.push(slot.starts_at);
                continue;
            }
            None => Wanted { places: 0, bookable: 0 },
            Some(wanted) => wanted,
        };
        if is_to_be.bookable > 0 {
            *free.entry(slot.day).or_default() += (is_to_be.bookable - slot.taken).max(0);
        }
        if (slot.places, slot.bookable) != (is_to_be.places, is_to_be.bookable) {
            slot::Entity::update_many()
                .col_expr(Column::Places, Expr::value(is_to_be.places))
                .col_expr(Column::Bookable, Expr::value(is_to_be.bookable))
                .filter(Column::GroupId.eq(group.uuid()))
                .filter(Column::StartsAt.eq(slot.starts_at))
                .exec(transaction)
                .await?;
        }
    }
    for some in unwanted.chunks(ROWS) {
        slot::Entity::delete_many()
            .filter(Column::GroupId.eq(group.uuid()))
            .filter(Column::StartsAt.is_in(some.iter().copied()))
            .exec(transaction)
            .await?;
    }
    let rows: Vec<slot::ActiveModel> = missing
        .into_iter()
        .map(|(starts_at, (day, wanted))| {
            if wanted.bookable > 0 {
                *free.entry(day).or_default() += wanted.bookable;
            }
            slot::Model {
                group_id: group.uuid(),
                starts_at,
                day,
                places: wanted.places,
                bookable: wanted.bookable,
                taken: 0,
            }
            .into_active_model()
        })
        .collect();
    for some in rows.chunks(ROWS) {
        slot::Entity::insert_many(some.iter().cloned()).exec_without_returning(transaction).await?;
    }
    write_days(transaction, group, days, free).await
}

async fn write_days(
    transaction: &DatabaseTransaction,
    group: CounterGroupId,
    days: (NaiveDate, NaiveDate),
    free: BTreeMap<NaiveDate, i32>,
) -> Result<(), Fault> {
    slot_day::Entity::delete_many()
        .filter(slot_day::Column::GroupId.eq(group.uuid()))
        .filter(slot_day::Column::Day.between(days.0, days.1))
        .filter(slot_day::Column::Day.is_not_in(free.keys().copied()))
        .exec(transaction)
        .await?;
    let rows: Vec<slot_day::ActiveModel> = free
        .into_iter()
        .map(|(day, free)| slot_day::ActiveModel { group_id: Set(group.uuid()), day: Set(day), free: Set(free) })
        .collect();
    for some in rows.chunks(ROWS) {
        let there = OnConflict::columns([slot_day::Column::GroupId, slot_day::Column::Day])
            .update_column(slot_day::Column::Free)
            .to_owned();
        slot_day::Entity::insert_many(some.iter().cloned())
            .on_conflict(there)
            .exec_without_returning(transaction)
            .await?;
    }
    Ok(())
}

/// Holds counters until the transaction ends: their places are made by one at a time. Visits point at them and are still booked
/// meanwhile, as far as their slots are not held.
pub(crate) async fn hold_group(
    transaction: &DatabaseTransaction,
    group: CounterGroupId,
) -> Result<Option<counter_group::Model>, Fault> {
    Ok(counter_group::Entity::find_by_id(group.uuid()).lock(LockType::NoKeyUpdate).one(transaction).await?)
}

/// Writes down until when the places of some counters are opened.
pub(crate) async fn opened_until(
    transaction: &DatabaseTransaction,
    group: CounterGroupId,
    day: NaiveDate,
) -> Result<(), Fault> {
    counter_group::Entity::update_many()
        .col_expr(counter_group::Column::OpenedUntil, Expr::value(day))
        .filter(counter_group::Column::Id.eq(group.uuid()))
        .exec(transaction)
        .await?;
    Ok(())
}
