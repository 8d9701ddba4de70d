//! Visits: every change of a state is an update that says from which state.

use chrono::{DateTime, NaiveDate, Utc};
use foundation::{
    clock::city_moment,
    database::Fault,
    ids::{AccountId, AppointmentId, CounterGroupId, WaitingId},
};
use identity::acting::Acting;
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel as _, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait as _},
};

use super::{places::Span, reminders, waiting};
use crate::{
    entity::appointment::{self, Column},
    model::{Appointment, Code, Outcome, Slug, State},
};

const MINUTES_OF_DAY: u16 = 24 * 60;

/// What subjects begin with that have an account.
const ACCOUNT: &str = "account:";

/// What keys of places begin with that were offered to somebody in line; no key of a request holds a space.
const OFFERED: &str = "waiting ";

/// The key under which a place is offered to one in line: once.
pub(crate) fn offer_key(entry: WaitingId) -> String {
    format!("{OFFERED}{entry}")
}

/// A place that is being held for somebody.
pub(crate) struct NewHold<'a> {
    pub(crate) visit: &'a Appointment,
    pub(crate) seat: i16,
    pub(crate) request_key: &'a str,
    pub(crate) now: DateTime<Utc>,
}

impl Appointment {
    /// The slots it takes.
    pub(crate) fn span(&self) -> Span {
        Span {
            group: self.group,
            day: self.day,
            starts_at: self.starts_at,
            slots: self.slots,
            slot_minutes: self.slot_minutes,
        }
    }
}

pub(super) fn read(row: appointment::Model) -> Result<Appointment, Fault> {
    let unread = |what: &str| Fault::Other(sea_orm::DbErr::Custom(format!("appointment {}: {what}", row.id)));
    Ok(Appointment {
        id: AppointmentId::from_uuid(row.id),
        code: Code::parse(&row.code).ok_or_else(|| unread("code"))?,
        office: Slug::parse(&row.office_code).ok_or_else(|| unread("office"))?,
        group: CounterGroupId::from_uuid(row.group_id),
        matter: Slug::parse(&row.matter_code).ok_or_else(|| unread("matter"))?,
        account: AccountId::from_uuid(row.account_id),
        day: row.day,
        starts_at: row.starts_at,
        ends_at: row.ends_at,
        slots: u16::try_from(row.slots).map_err(|_| unread("slots"))?,
        slot_minutes: u16::try_from(row.slot_minutes).map_err(|_| unread("minutes"))?,
        persons: u16::try_from(row.persons).map_err(|_| unread("persons"))?,
        state: State::parse(&row.state).ok_or_else(|| unread("state"))?,
        hold_ends_at: row.hold_ends_at,
        sequence: row.sequence,
        changed_at: row.changed_at,
        offered: row.request_key.starts_with(OFFERED),
        acting: acting_of(row.account_id, &row.subject).ok_or_else(|| unread("subject"))?,
        item: row.item_code,
        shown_name: row.shown_name,
    })
}

/// For whom a visit is, whoever books it: limits count there.
pub(crate) fn subject_of(account: AccountId, acting: &Acting) -> String {
    match acting {
        Acting::Myself => format!("{ACCOUNT}{account}"),
        Acting::Relative(account) => format!("{ACCOUNT}{account}"),
        Acting::Dependant(_) | Acting::Company(_) => acting.value(),
    }
}

/// For whom an account acts, by the subject it acts for.
pub(super) fn acting_of(account: uuid::Uuid, subject: &str) -> Option<Acting> {
    match subject.strip_prefix(ACCOUNT) {
        Some(other) => {
            let other = AccountId::parse(other)?;
            Some(if other.uuid() == account { Acting::Myself } else { Acting::Relative(other) })
        }
        None => Acting::parse(subject),
    }
}

pub(super) fn all(rows: Vec<appointment::Model>) -> Result<Vec<Appointment>, Fault> {
    rows.into_iter().map(read).collect()
}

/// Adds a held place. Who has one that day for the matter already, or took the seat, is a conflict.
pub(crate) async fn add(connection: &impl ConnectionTrait, new: &NewHold<'_>) -> Result<(), Fault> {
    let visit = new.visit;
    let row = appointment::Model {
        id: visit.id.uuid(),
        code: visit.code.to_string(),
        office_code: visit.office.to_string(),
        group_id: visit.group.uuid(),
        matter_code: visit.matter.to_string(),
        item_code: visit.item.clone(),
        account_id: visit.account.uuid(),
        subject: subject_of(visit.account, &visit.acting),
        shown_name: visit.shown_name.clone(),
        day: visit.day,
        starts_at: visit.starts_at,
        ends_at: visit.ends_at,
        slots: visit.slots.into(),
        slot_minutes: visit.slot_minutes.into(),
        persons: visit.persons.into(),
        state: visit.state.code().to_owned(),
        seat: Some(new.seat),
        hold_ends_at: visit.hold_ends_at,
        sequence: visit.sequence,
        request_key: new.request_key.to_owned(),
        wished_at: Some(visit.starts_at),
        created_at: new.now,
        changed_at: new.now,
    };
    appointment::Entity::insert(row.into_active_model()).exec_without_returning(connection).await?;
    Ok(())
}

/// What became of a request that was made under a key, and which time it was made for, as far as that is known.
pub(crate) async fn by_request(
    connection: &impl ConnectionTrait,
    account: AccountId,
    key: &str,
) -> Result<Option<(Appointment, Option<DateTime<Utc>>)>, Fault> {
    let found = appointment::Entity::find()
        .filter(Column::AccountId.eq(account.uuid()))
        .filter(Column::RequestKey.eq(key))
        .one(connection)
        .await?;
    found
        .map(|row| {
            let wished = row.wished_at;
            read(row).map(|visit| (visit, wished))
        })
        .transpose()
}

/// A visit, whoever asks: for those who know it by something else than their account.
pub(crate) async fn by_id(connection: &impl ConnectionTrait, id: AppointmentId) -> Result<Option<Appointment>, Fault> {
    appointment::Entity::find_by_id(id.uuid()).one(connection).await?.map(read).transpose()
}

/// The visits that stand at some counters on some days.
pub(crate) async fn standing_at(
    connection: &impl ConnectionTrait,
    group: CounterGroupId,
    (from, until): (NaiveDate, NaiveDate),
) -> Result<Vec<Appointment>, Fault> {
    let rows = appointment::Entity::find()
        .filter(Column::Seat.is_not_null())
        .filter(Column::GroupId.eq(group.uuid()))
        .filter(Column::StartsAt.gte(city_moment(from, 0)))
        .filter(Column::StartsAt.lt(city_moment(until, MINUTES_OF_DAY)))
        .all(connection)
        .await?;
    all(rows)
}

/// A visit of an account.
pub(crate) async fn of_account(
    connection: &impl ConnectionTrait,
    account: AccountId,
    id: AppointmentId,
) -> Result<Option<Appointment>, Fault> {
    let found =
        appointment::Entity::find_by_id(id.uuid()).filter(Column::AccountId.eq(account.uuid())).one(connection).await?;
    found.map(read).transpose()
}

/// A visit of an account, held until the transaction ends; and with it, where it is open, every other open visit for whom it is.
pub(crate) async fn hold_row(
    connection: &impl ConnectionTrait,
    account: AccountId,
    id: AppointmentId,
) -> Result<Option<Appointment>, Fault> {
    let Some(seen) = of_account(connection, account, id).await? else { return Ok(None) };
    let subject = subject_of(account, &seen.acting);
    let rows = appointment::Entity::find()
        .filter(Column::Subject.eq(subject).and(Column::Seat.is_not_null()).or(Column::Id.eq(id.uuid())))
        .order_by_asc(Column::Id)
        .lock_exclusive()
        .all(connection)
        .await?;
    rows.into_iter().find(|row| row.id == id.uuid()).map(read).transpose()
}

/// A place that is still held, itself held until the transaction ends; tells whether it is.
pub(crate) async fn hold_held(connection: &impl ConnectionTrait, id: AppointmentId) -> Result<bool, Fault> {
    let held = appointment::Entity::find_by_id(id.uuid())
        .filter(Column::HoldEndsAt.is_not_null())
        .lock_exclusive()
        .one(connection)
        .await?;
    Ok(held.is_some())
}

/// What stands when somebody wants a place, held until the transaction ends.
pub(crate) struct Standing {
    /// What the account holds and has not said yes to, which is given up for the new place.
    pub(crate) held: Vec<Appointment>,
    /// The seats of the others whom the new visit counts among.
    pub(crate) seats: Vec<i16>,
    /// The seats of those that are given up, if they are.
    pub(crate) kept: Vec<i16>,
}

/// Holds what an account has not said yes to, and every open visit for whom a place is wanted: of two who want one for the same
/// person, one is first. What is offered from a line stays, unless it is for the same matter and day as what is `wanted`.
pub(crate) async fn hold_standing(
    connection: &impl ConnectionTrait,
    account: AccountId,
    subject: &str,
    wanted: Option<(&Slug, NaiveDate)>,
) -> Result<Standing, Fault> {
    let held = Column::AccountId.eq(account.uuid()).and(Column::HoldEndsAt.is_not_null());
    let open = Column::Subject.eq(subject).and(Column::Seat.is_not_null());
    let rows = appointment::Entity::find()
        .filter(held.or(open))
        .order_by_asc(Column::Id)
        .lock_exclusive()
        .all(connection)
        .await?;
    let is_same = |row: &appointment::Model| {
        wanted
            .is_some_and(|(matter, day)| (&*row.subject, &*row.matter_code, row.day) == (subject, matter.as_str(), day))
    };
    let is_given_up = |row: &appointment::Model| {
        let is_offered = row.request_key.starts_with(OFFERED);
        row.account_id == account.uuid() && row.hold_ends_at.is_some() && (!is_offered || is_same(row))
    };
    let (held, others): (Vec<_>, Vec<_>) = rows.into_iter().partition(is_given_up);
    let of_subject = |row: &appointment::Model| row.seat.filter(|_| row.subject == subject);
    let (kept, seats) = (held.iter().filter_map(of_subject).collect(), others.iter().filter_map(of_subject).collect());
    Ok(Standing { held: all(held)?, seats, kept })
}

/// Says yes to a held place before its time is over; tells whether that was so.
pub(crate) async fn confirm(
    connection: &impl ConnectionTrait,
    account: AccountId,
    id: AppointmentId,
    now: DateTime<Utc>,
) -> Result<bool, Fault> {
    let done = appointment::Entity::update_many()
        .col_expr(Column::State, Expr::value(State::Confirmed.code()))
        .col_expr(Column::HoldEndsAt, Expr::value(Option::<DateTime<Utc>>::None))
        .col_expr(Column::ChangedAt, Expr::value(now))
        .filter(Column::Id.eq(id.uuid()))
        .filter(Column::AccountId.eq(account.uuid()))
        .filter(Column::State.eq(State::Held.code()))
        .filter(Column::HoldEndsAt.gt(now))
        .exec(connection)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Ends a visit that is in one state by another; tells whether it was in it. The seat becomes free, nothing is told of it
/// before, and who was offered the place has their answer.
pub(crate) async fn end(
    connection: &impl ConnectionTrait,
    id: AppointmentId,
    from: State,
    to: State,
    now: DateTime<Utc>,
) -> Result<bool, Fault> {
    let done = appointment::Entity::update_many()
        .col_expr(Column::State, Expr::value(to.code()))
        .col_expr(Column::HoldEndsAt, Expr::value(Option::<DateTime<Utc>>::None))
        .col_expr(Column::Seat, Expr::value(Option::<i16>::None))
        .col_expr(Column::Sequence, Expr::col(Column::Sequence).add(1))
        .col_expr(Column::ChangedAt, Expr::value(now))
        .filter(Column::Id.eq(id.uuid()))
        .filter(Column::State.eq(from.code()))
        .exec(connection)
        .await?;
    let is_ended = done.rows_affected == 1;
    if is_ended && from == State::Held {
        let outcome = if to == State::Expired { Outcome::Missed } else { Outcome::Declined };
        waiting::settle(connection, id, outcome, now).await?;
    }
    if is_ended && from == State::Confirmed {
        reminders::take_back(connection, id).await?;
    }
    Ok(is_ended)
}

/// Puts a confirmed visit at another time, as it was seen, with what is told before it; tells whether it still was so.
pub(crate) async fn put_at(
    connection: &impl ConnectionTrait,
    visit: &Appointment,
    span: &Span,
    now: DateTime<Utc>,
) -> Result<bool, Fault> {
    let row = appointment::ActiveModel {
        group_id: Set(span.group.uuid()),
        day: Set(span.day),
        starts_at: Set(span.starts_at),
        ends_at: Set(span.ends_at()),
        slots: Set(span.slots.into()),
        slot_minutes: Set(span.slot_minutes.into()),
        sequence: Set(visit.sequence + 1),
        changed_at: Set(now),
        ..Default::default()
    };
    let done = appointment::Entity::update_many()
        .set(row)
        .filter(Column::Id.eq(visit.id.uuid()))
        .filter(Column::State.eq(State::Confirmed.code()))
        .filter(Column::Sequence.eq(visit.sequence))
        .exec(connection)
        .await?;
    let is_put = done.rows_affected == 1;
    if is_put {
        reminders::put(connection, visit.id, span.starts_at, now).await?;
    }
    Ok(is_put)
}

/// Every open visit of an account, held until the transaction ends.
pub(crate) async fn hold_all_of(
    connection: &impl ConnectionTrait,
    account: AccountId,
) -> Result<Vec<Appointment>, Fault> {
    let rows = appointment::Entity::find()
        .filter(Column::AccountId.eq(account.uuid()))
        .filter(Column::Seat.is_not_null())
        .order_by_asc(Column::Id)
        .lock_exclusive()
        .all(connection)
        .await?;
    all(rows)
}

/// Takes names off the visits of an account.
pub(crate) async fn take_names_off(connection: &impl ConnectionTrait, account: AccountId) -> Result<(), Fault> {
    appointment::Entity::update_many()
        .col_expr(Column::ShownName, Expr::value(""))
        .filter(Column::AccountId.eq(account.uuid()))
        .exec(connection)
        .await?;
    Ok(())
}

/// Ends visits that were over by a moment and that nobody marked: they count as served, for nobody is to miss a visit by
/// somebody's silence. How many.
pub(crate) async fn finish_unmarked(
    connection: &impl ConnectionTrait,
    over_by: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<u64, Fault> {
    let done = appointment::Entity::update_many()
        .col_expr(Column::State, Expr::value(State::Finished.code()))
        .col_expr(Column::Seat, Expr::value(Option::<i16>::None))
        .col_expr(Column::ChangedAt, Expr::value(now))
        .filter(Column::Seat.is_not_null())
        .filter(Column::State.eq(State::Confirmed.code()))
        .filter(Column::EndsAt.lte(over_by))
        .exec(connection)
        .await?;
    Ok(done.rows_affected)
}

/// Places whose hold is over, the longest first.
pub(crate) async fn over(
    connection: &impl ConnectionTrait,
    now: DateTime<Utc>,
    limit: u64,
) -> Result<Vec<Appointment>, Fault> {
    let rows = appointment::Entity::find()
        .filter(Column::HoldEndsAt.lte(now))
        .order_by_asc(Column::HoldEndsAt)
        .limit(limit)
        .all(connection)
        .await?;
    all(rows)
}
