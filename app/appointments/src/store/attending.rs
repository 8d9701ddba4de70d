//! Visits as the office that expects them sees them.

use chrono::{DateTime, NaiveDate, Utc};
use foundation::{
    database::Fault,
    ids::{AppointmentId, CounterGroupId},
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr};

use super::{appointments::read, reminders};
use crate::{
    entity::{
        appointment::{self, Column},
        slot,
    },
    model::{Appointment, Code, Slug, State},
};

/// What an office expects on a day, and what of it is over: by time.
pub(crate) async fn of_day(
    connection: &impl ConnectionTrait,
    office: &Slug,
    day: NaiveDate,
) -> Result<Vec<Appointment>, Fault> {
    let rows = appointment::Entity::find()
        .filter(Column::OfficeCode.eq(office.as_str()))
        .filter(Column::Day.eq(day))
        .filter(Column::State.is_in([State::Confirmed, State::Missed, State::Finished].map(State::code)))
        .order_by_asc(Column::StartsAt)
        .order_by_asc(Column::Id)
        .all(connection)
        .await?;
    rows.into_iter().map(read).collect()
}

/// A confirmed visit to an office on a day, by its code.
pub(crate) async fn by_code(
    connection: &impl ConnectionTrait,
    office: &Slug,
    day: NaiveDate,
    code: &Code,
) -> Result<Option<Appointment>, Fault> {
    let found = appointment::Entity::find()
        .filter(Column::Code.eq(code.as_str()))
        .filter(Column::OfficeCode.eq(office.as_str()))
        .filter(Column::Day.eq(day))
        .filter(Column::State.eq(State::Confirmed.code()))
        .one(connection)
        .await?;
    found.map(read).transpose()
}

/// A visit, held until the transaction ends.
pub(crate) async fn hold(connection: &impl ConnectionTrait, id: AppointmentId) -> Result<Option<Appointment>, Fault> {
    let found = appointment::Entity::find_by_id(id.uuid()).lock_exclusive().one(connection).await?;
    found.map(read).transpose()
}

/// Writes down what became of a confirmed visit; tells whether it was one.
pub(crate) async fn mark(
    connection: &impl ConnectionTrait,
    id: AppointmentId,
    to: State,
    now: DateTime<Utc>,
) -> Result<bool, Fault> {
    let done = appointment::Entity::update_many()
        .col_expr(Column::State, Expr::value(to.code()))
        .col_expr(Column::Seat, Expr::value(Option::<i16>::None))
        .col_expr(Column::ChangedAt, Expr::value(now))
        .filter(Column::Id.eq(id.uuid()))
        .filter(Column::State.eq(State::Confirmed.code()))
        .exec(connection)
        .await?;
    let is_marked = done.rows_affected == 1;
    if is_marked {
        // Whoever was served early is reminded of nothing any more.
        reminders::take_back(connection, id).await?;
    }
    Ok(is_marked)
}

/// Matter, beginning and state of the visits of an office over days, as far as somebody was to come.
pub(crate) async fn came(
    connection: &impl ConnectionTrait,
    office: &Slug,
    (from, until): (NaiveDate, NaiveDate),
) -> Result<Vec<(String, DateTime<Utc>, String)>, Fault> {
    let rows = appointment::Entity::find()
        .select_only()
        .columns([Column::MatterCode, Column::StartsAt, Column::State])
        .filter(Column::OfficeCode.eq(office.as_str()))
        .filter(Column::Day.between(from, until))
        .filter(Column::State.is_in([State::Confirmed, State::Missed, State::Finished].map(State::code)))
        .into_tuple()
        .all(connection)
        .await?;
    Ok(rows)
}

/// How many places could be booked, and how many were, at each time of some days, over some counters.
pub(crate) async fn places(
    connection: &impl ConnectionTrait,
    groups: &[CounterGroupId],
    (from, until): (NaiveDate, NaiveDate),
) -> Result<Vec<(DateTime<Utc>, i64, i64)>, Fault> {
    let rows = slot::Entity::find()
        .select_only()
        .column(slot::Column::StartsAt)
        .column_as(slot::Column::Bookable.sum(), "bookable")
        .column_as(slot::Column::Taken.sum(), "taken")
        .filter(slot::Column::GroupId.is_in(groups.iter().map(|group| group.uuid())))
        .filter(slot::Column::Day.between(from, until))
        .group_by(slot::Column::StartsAt)
        .order_by_asc(slot::Column::StartsAt)
        .into_tuple()
        .all(connection)
        .await?;
    Ok(rows)
}
