//! Places at times: taken and given back by statements that decide by themselves.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use foundation::{clock::city_day, database::Fault, ids::CounterGroupId};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, EntityTrait, PaginatorTrait as _, QueryFilter,
    QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait as _, SimpleExpr},
};

use crate::entity::{
    slot::{self, Column},
    slot_day,
};

/// Slots one after the other at some counters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) group: CounterGroupId,
    pub(crate) day: NaiveDate,
    pub(crate) starts_at: DateTime<Utc>,
    pub(crate) slots: u16,
    pub(crate) slot_minutes: u16,
}

impl Span {
    /// When each slot begins and ends.
    pub(super) fn each(&self) -> impl Iterator<Item = (DateTime<Utc>, DateTime<Utc>)> + '_ {
        let each = TimeDelta::minutes(i64::from(self.slot_minutes));
        (0..i32::from(self.slots))
            .map(move |index| (self.starts_at + each * index, self.starts_at + each * (index + 1)))
    }

    /// When the last one ends.
    pub(crate) fn ends_at(&self) -> DateTime<Utc> {
        self.starts_at + TimeDelta::minutes(i64::from(self.slot_minutes) * i64::from(self.slots))
    }
}

/// No slot is longer: one that reaches into a span begins this much before it at most.
pub(super) const LONGEST: TimeDelta = TimeDelta::hours(2);

/// Gives places back and takes those of one span, the first of some that can be had whole; answers which. Where none can, nothing
/// is taken, and what was given back stays so: whoever wants both or neither ends the transaction.
///
/// Two transactions never wait for each other in a circle: each holds the rows of its visits first, then slots in one order, then
/// days in one order, and writes its visits last. A row that is written before would keep others waiting at the keys that limits
/// are, and those have what this one is about to ask for.
pub(crate) async fn change(
    transaction: &DatabaseTransaction,
    given_back: &[Span],
    wanted: &[Span],
) -> Result<Option<Span>, Fault> {
    // One statement decides about one slot; several have to be held, or some would be taken of a span that cannot be had whole.
    if !given_back.is_empty() || wanted.iter().map(|span| usize::from(span.slots)).sum::<usize>() > 1 {
        hold(transaction, given_back, wanted).await?;
    }
    let mut free = BTreeMap::new();
    for span in given_back {
        give_back(transaction, span, &mut free).await?;
    }
    let mut taken = None;
    for span in wanted {
        if take(transaction, span, &mut free).await? {
            taken = Some(*span);
            break;
        }
    }
    write_days(transaction, free).await?;
    Ok(taken)
}

/// By how much what is free on a day of some counters changes.
type Free = BTreeMap<(uuid::Uuid, NaiveDate), i32>;

/// The slots of a span, as long as it counts on.
fn of(span: &Span) -> SimpleExpr {
    let (starts, ends): (Vec<_>, Vec<_>) = span.each().unzip();
    Column::GroupId.eq(span.group.uuid()).and(Column::StartsAt.is_in(starts)).and(Column::EndsAt.is_in(ends))
}

/// The slots that have a minute in common with a span: those it was taken from, or what was made of them since.
fn under(span: &Span) -> SimpleExpr {
    Column::GroupId
        .eq(span.group.uuid())
        .and(Column::StartsAt.gt(span.starts_at - LONGEST))
        .and(Column::StartsAt.lt(span.ends_at()))
        .and(Column::EndsAt.gt(span.starts_at))
}

async fn hold(transaction: &DatabaseTransaction, given_back: &[Span], wanted: &[Span]) -> Result<(), Fault> {
    let of_spans = given_back.iter().map(under).chain(wanted.iter().map(of)).fold(Condition::any(), Condition::add);
    slot::Entity::find()
        .select_only()
        .column(Column::StartsAt)
        .filter(of_spans)
        .order_by_asc(Column::GroupId)
        .order_by_asc(Column::StartsAt)
        .lock_exclusive()
        .into_tuple::<DateTime<Utc>>()
        .all(transaction)
        .await?;
    Ok(())
}

async fn take(transaction: &DatabaseTransaction, span: &Span, free: &mut Free) -> Result<bool, Fault> {
    let is_free = || of(span).and(Expr::col(Column::Taken).lt(Expr::col(Column::Bookable)));
    if span.slots > 1 && slot::Entity::find().filter(is_free()).count(transaction).await? != u64::from(span.slots) {
        return Ok(false);
    }
    let taken = slot::Entity::update_many()
        .col_expr(Column::Taken, Expr::col(Column::Taken).add(1))
        .filter(is_free())
        .exec_with_returning(transaction)
        .await?;
    // Places that were made anew since they were held may be somebody else's by now.
    if !taken.is_empty() && taken.len() != usize::from(span.slots) {
        return Err(Fault::Retry("a span was made anew while it was taken".to_owned()));
    }
    for slot in &taken {
        *free.entry((slot.group_id, slot.day)).or_default() -= 1;
    }
    Ok(!taken.is_empty())
}

async fn give_back(transaction: &DatabaseTransaction, span: &Span, free: &mut Free) -> Result<(), Fault> {
    let left = slot::Entity::update_many()
        .col_expr(Column::Taken, Expr::col(Column::Taken).sub(1))
        .filter(under(span))
        .exec_with_returning(transaction)
        .await?;
    // Where hours were cut, more are taken than can be booked: nothing becomes free there yet.
    for slot in left.iter().filter(|slot| slot.taken < slot.bookable) {
        *free.entry((slot.group_id, slot.day)).or_default() += 1;
    }
    Ok(())
}

async fn write_days(transaction: &DatabaseTransaction, free: Free) -> Result<(), Fault> {
    for ((group, day), by) in free.into_iter().filter(|(_, by)| *by != 0) {
        slot_day::Entity::update_many()
            .col_expr(slot_day::Column::Free, Expr::col(slot_day::Column::Free).add(by))
            .filter(slot_day::Column::GroupId.eq(group))
            .filter(slot_day::Column::Day.eq(day))
            .exec(transaction)
            .await?;
    }
    Ok(())
}

/// The slots of some counters on some days, in their order.
pub(crate) async fn on_days(
    connection: &impl ConnectionTrait,
    groups: &[CounterGroupId],
    from: NaiveDate,
    until: NaiveDate,
) -> Result<Vec<slot::Model>, Fault> {
    let slots = slot::Entity::find()
        .filter(Column::GroupId.is_in(groups.iter().map(|group| group.uuid())))
        .filter(Column::Day.between(from, until))
        .order_by_asc(Column::StartsAt)
        .all(connection)
        .await?;
    Ok(slots)
}

/// How many places of a slot are left; where hours were cut, more may be taken than can be booked.
fn left() -> SimpleExpr {
    let is_free = Expr::col(Column::Taken).lt(Expr::col(Column::Bookable));
    Expr::case(is_free, Expr::col(Column::Bookable).sub(Expr::col(Column::Taken))).finally(0).into()
}

/// How many places are free at each time of some days, over some counters; the full ones as well. Added up by the database: an
/// office with many counters is read as fast as one with few.
pub(crate) async fn free_by_time(
    connection: &impl ConnectionTrait,
    groups: &[CounterGroupId],
    from: NaiveDate,
    until: NaiveDate,
) -> Result<Vec<(DateTime<Utc>, i64)>, Fault> {
    let times = slot::Entity::find()
        .select_only()
        .column(Column::StartsAt)
        .column_as(left().sum(), "free")
        .filter(Column::GroupId.is_in(groups.iter().map(|group| group.uuid())))
        .filter(Column::Day.between(from, until))
        .filter(Column::Bookable.gt(0))
        .group_by(Column::StartsAt)
        .order_by_asc(Column::StartsAt)
        .into_tuple()
        .all(connection)
        .await?;
    Ok(times)
}

/// How many places are free on each day of a span of days that has places at all, over some counters.
pub(crate) async fn free_days(
    connection: &impl ConnectionTrait,
    groups: &[CounterGroupId],
    from: NaiveDate,
    until: NaiveDate,
) -> Result<Vec<(NaiveDate, i64)>, Fault> {
    let days = slot_day::Entity::find()
        .select_only()
        .column(slot_day::Column::Day)
        .column_as(slot_day::Column::Free.sum(), "free")
        .filter(slot_day::Column::GroupId.is_in(groups.iter().map(|group| group.uuid())))
        .filter(slot_day::Column::Day.between(from, until))
        .group_by(slot_day::Column::Day)
        .order_by_asc(slot_day::Column::Day)
        .into_tuple()
        .all(connection)
        .await?;
    Ok(days)
}

/// The first day from a day on with a free place, of each of some counters that has one.
pub(crate) async fn first_free_days(
    connection: &impl ConnectionTrait,
    groups: &[CounterGroupId],
    from: NaiveDate,
) -> Result<Vec<(CounterGroupId, NaiveDate)>, Fault> {
    let days: Vec<(uuid::Uuid, NaiveDate)> = slot_day::Entity::find()
        .select_only()
        .column(slot_day::Column::GroupId)
        .column_as(slot_day::Column::Day.min(), "day")
        .filter(slot_day::Column::GroupId.is_in(groups.iter().map(|group| group.uuid())))
        .filter(slot_day::Column::Day.gte(from))
        // Written out, as the index has it.
        .filter(Expr::cust("free > 0"))
        .group_by(slot_day::Column::GroupId)
        .into_tuple()
        .all(connection)
        .await?;
    Ok(days.into_iter().map(|(group, day)| (CounterGroupId::from_uuid(group), day)).collect())
}

/// How many places of some counters are free at a time.
pub(crate) async fn free_at(
    connection: &impl ConnectionTrait,
    groups: &[CounterGroupId],
    starts_at: DateTime<Utc>,
) -> Result<HashMap<CounterGroupId, i32>, Fault> {
    let slots = slot::Entity::find()
        .filter(Column::GroupId.is_in(groups.iter().map(|group| group.uuid())))
        .filter(Column::StartsAt.eq(starts_at))
        .all(connection)
        .await?;
    Ok(slots.into_iter().map(|slot| (CounterGroupId::from_uuid(slot.group_id), slot.bookable - slot.taken)).collect())
}

/// How many places of some counters are still free after a moment, on its day.
pub(crate) async fn free_after(
    connection: &impl ConnectionTrait,
    groups: &[CounterGroupId],
    moment: DateTime<Utc>,
) -> Result<HashMap<CounterGroupId, i64>, Fault> {
    let free: Vec<(uuid::Uuid, i64)> = slot::Entity::find()
        .select_only()
        .column(Column::GroupId)
        .column_as(left().sum(), "free")
        .filter(Column::GroupId.is_in(groups.iter().map(|group| group.uuid())))
        .filter(Column::Day.eq(city_day(moment)))
        .filter(Column::StartsAt.gt(moment))
        .filter(Expr::col(Column::Taken).lt(Expr::col(Column::Bookable)))
        .group_by(Column::GroupId)
        .into_tuple()
        .all(connection)
        .await?;
    Ok(free.into_iter().map(|(group, free)| (CounterGroupId::from_uuid(group), free)).collect())
}
