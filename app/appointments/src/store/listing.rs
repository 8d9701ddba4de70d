//! Visits in lists: of an account, for calendars, and what limits count.

use chrono::{DateTime, NaiveDate, Utc};
use foundation::{database::Fault, ids::AccountId};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait as _, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait as _, sea_query::ExprTrait as _,
};

use super::appointments::all;
use crate::{
    entity::{
        appointment::{self, Column},
        appointment_excuse,
    },
    model::{Appointment, State},
};

/// Visits of an account that are confirmed, from a moment on, the next first; at most `limit`.
pub(crate) async fn to_come(
    connection: &impl ConnectionTrait,
    account: AccountId,
    from: DateTime<Utc>,
    limit: u64,
) -> Result<Vec<Appointment>, Fault> {
    let rows = appointment::Entity::find()
        .filter(Column::AccountId.eq(account.uuid()))
        .filter(Column::State.eq(State::Confirmed.code()))
        .filter(Column::EndsAt.gt(from))
        .order_by_asc(Column::StartsAt)
        .limit(limit)
        .all(connection)
        .await?;
    all(rows)
}

/// Visits of an account that are booked or took place, from a moment on, the first one first; at most `limit`.
pub(crate) async fn in_calendar(
    connection: &impl ConnectionTrait,
    account: AccountId,
    from: DateTime<Utc>,
    limit: u64,
) -> Result<Vec<Appointment>, Fault> {
    let rows = appointment::Entity::find()
        .filter(Column::AccountId.eq(account.uuid()))
        .filter(Column::State.is_in([State::Confirmed, State::Finished, State::Missed].map(State::code)))
        .filter(Column::StartsAt.gte(from))
        .order_by_asc(Column::StartsAt)
        .limit(limit)
        .all(connection)
        .await?;
    all(rows)
}

/// Visits of an account that are over, by time or by what became of them, the newest first.
pub(crate) async fn past(
    connection: &impl ConnectionTrait,
    account: AccountId,
    now: DateTime<Utc>,
    limit: u64,
) -> Result<Vec<Appointment>, Fault> {
    let over = [State::Cancelled, State::Missed, State::Finished].map(State::code);
    let is_past = Column::State.eq(State::Confirmed.code()).and(Column::EndsAt.lte(now));
    let rows = appointment::Entity::find()
        .filter(Column::AccountId.eq(account.uuid()))
        .filter(Column::State.is_in(over).or(is_past))
        .order_by_desc(Column::StartsAt)
        .limit(limit)
        .all(connection)
        .await?;
    all(rows)
}

/// Every visit an account booked, the first one first.
pub(crate) async fn all_of(connection: &impl ConnectionTrait, account: AccountId) -> Result<Vec<Appointment>, Fault> {
    let rows = appointment::Entity::find()
        .filter(Column::AccountId.eq(account.uuid()))
        .filter(Column::State.is_not_in([State::Held, State::Released, State::Expired].map(State::code)))
        .order_by_asc(Column::StartsAt)
        .all(connection)
        .await?;
    all(rows)
}

/// The days on which somebody has an open visit, each with what for.
pub(crate) async fn open_days(
    connection: &impl ConnectionTrait,
    subject: &str,
) -> Result<Vec<(NaiveDate, String)>, Fault> {
    let days = appointment::Entity::find()
        .select_only()
        .columns([Column::Day, Column::MatterCode])
        .filter(Column::Subject.eq(subject))
        .filter(Column::Seat.is_not_null())
        .into_tuple()
        .all(connection)
        .await?;
    Ok(days)
}

/// How many visits somebody missed since a day, those not counted that staff excused.
pub(crate) async fn missed_since(
    connection: &impl ConnectionTrait,
    subject: &str,
    since: NaiveDate,
) -> Result<u64, Fault> {
    let excused = appointment_excuse::Entity::find().select_only().column(appointment_excuse::Column::AppointmentId);
    let missed = appointment::Entity::find()
        .filter(Column::Subject.eq(subject))
        .filter(Column::State.eq(State::Missed.code()))
        .filter(Column::Day.gte(since))
        .filter(Column::Id.not_in_subquery(excused.into_query()));
    Ok(missed.count(connection).await?)
}
