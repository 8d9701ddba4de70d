//! Places as the rules have them, put into the database: what is missing is added, what is too much is taken away, what visits
//! have of it is counted anew.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use foundation::{database::Fault, ids::CounterGroupId};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel as _, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, LockType, OnConflict},
};

use super::{appointments, places::LONGEST};
use crate::{
    entity::{
        counter_group,
        slot::{self, Column},
        slot_day,
    },
    model::Appointment,
};

/// Rows of one statement: SQLite takes so many variables that this is far from any limit.
const ROWS: usize = 500;

/// Places at a time, as they are to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Wanted {
    pub(crate) places: i32,
    pub(crate) bookable: i32,
}

/// Makes the places of some counters on some days what they are to be, with slots of so many minutes. What visits that stand
/// have of them is counted anew, by overlap: slots may have been longer or shorter when they were booked. Where visits stand and
/// there is to be no place, one is left that nobody can book.
pub(crate) async fn make(
    transaction: &DatabaseTransaction,
    group: CounterGroupId,
    days: (NaiveDate, NaiveDate),
    wanted: &BTreeMap<DateTime<Utc>, (NaiveDate, Wanted)>,
    slot_minutes: u16,
) -> Result<(), Fault> {
    let there = slot::Entity::find()
        .filter(Column::GroupId.eq(group.uuid()))
        .filter(Column::Day.between(days.0, days.1))
        .order_by_asc(Column::StartsAt)
        .lock_exclusive()
        .all(transaction)
        .await?;
    // Asked for while the slots are held: whoever takes or leaves one at the same time was seen, or waits and sees what is made.
    let standing = appointments::standing_at(transaction, group, days).await?;
    let mut to_be = to_be(group, wanted, slot_minutes, &standing);
    // Days on which nothing can be booked have no row.
    let mut free: BTreeMap<NaiveDate, i32> = BTreeMap::new();
    for slot in to_be.values().filter(|slot| slot.bookable > 0) {
        *free.entry(slot.day).or_default() += (slot.bookable - slot.taken).max(0);
    }
    let mut unwanted = Vec::new();
    for slot in there {
        match to_be.remove(&slot.starts_at) {
            None => unwanted.push(slot.starts_at),
            Some(same) if same == slot => {}
            Some(changed) => {
                let row = slot::ActiveModel {
                    ends_at: Set(changed.ends_at),
                    places: Set(changed.places),
                    bookable: Set(changed.bookable),
                    taken: Set(changed.taken),
                    ..Default::default()
                };
                slot::Entity::update_many()
                    .set(row)
                    .filter(Column::GroupId.eq(group.uuid()))
                    .filter(Column::StartsAt.eq(slot.starts_at))
                    .exec(transaction)
                    .await?;
            }
        }
    }
    for some in unwanted.chunks(ROWS) {
        slot::Entity::delete_many()
            .filter(Column::GroupId.eq(group.uuid()))
            .filter(Column::StartsAt.is_in(some.iter().copied()))
            .exec(transaction)
            .await?;
    }
    let missing: Vec<slot::ActiveModel> = to_be.into_values().map(slot::Model::into_active_model).collect();
    for some in missing.chunks(ROWS) {
        slot::Entity::insert_many(some.iter().cloned()).exec_without_returning(transaction).await?;
    }
    write_days(transaction, group, days, free).await
}

/// The slots as they are to be, by when they begin.
fn to_be(
    group: CounterGroupId,
    wanted: &BTreeMap<DateTime<Utc>, (NaiveDate, Wanted)>,
    slot_minutes: u16,
    standing: &[Appointment],
) -> BTreeMap<DateTime<Utc>, slot::Model> {
    let each = TimeDelta::minutes(i64::from(slot_minutes));
    let slot = |starts_at, ends_at, day, Wanted { places, bookable }| slot::Model {
        group_id: group.uuid(),
        starts_at,
        ends_at,
        day,
        places,
        bookable,
        taken: 0,
    };
    let planned = wanted.iter().map(|(starts, (day, wanted))| (*starts, slot(*starts, *starts + each, *day, *wanted)));
    let mut slots: BTreeMap<_, _> = planned.collect();
    let none = Wanted { places: 0, bookable: 0 };
    let mut left: BTreeMap<DateTime<Utc>, slot::Model> = BTreeMap::new();
    for visit in standing {
        for (starts_at, ends_at) in visit.span().each() {
            if under(&mut slots, starts_at, ends_at).next().is_none() {
                let kept = left.entry(starts_at).or_insert_with(|| slot(starts_at, ends_at, visit.day, none));
                kept.ends_at = kept.ends_at.max(ends_at);
            }
        }
    }
    slots.extend(left);
    for visit in standing {
        under(&mut slots, visit.starts_at, visit.ends_at).for_each(|slot| slot.taken += 1);
    }
    slots
}

/// The slots that have a minute in common with a stretch of time.
fn under(
    slots: &mut BTreeMap<DateTime<Utc>, slot::Model>,
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
) -> impl Iterator<Item = &mut slot::Model> {
    slots.range_mut(starts_at - LONGEST..ends_at).map(|(_, slot)| slot).filter(move |slot| slot.ends_at > starts_at)
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
