//! Numbers: every change of a state is an update that says from which state.

use appointments::model::Slug;
use chrono::{DateTime, NaiveDate, Utc};
use foundation::{
    database::Fault,
    ids::{AppointmentId, CounterGroupId, CounterId, KioskId, StayId, TicketId},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel as _, Order, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait as _},
};

use crate::{
    entity::queue_ticket::{self, Column},
    model::{Line, Place, Priority, Ticket, TicketState},
    service::Seat,
};

/// A number that is being given.
pub(crate) struct NewTicket<'a> {
    pub(crate) ticket: &'a Ticket,
    pub(crate) token_hash: &'a str,
    /// The device, and what makes its request the same one when it comes again.
    pub(crate) request: Option<(KioskId, &'a str)>,
}

pub(crate) fn read(row: queue_ticket::Model) -> Result<Ticket, Fault> {
    let unread = |what: &str| Fault::Other(sea_orm::DbErr::Custom(format!("ticket {}: {what}", row.id)));
    Ok(Ticket {
        id: TicketId::from_uuid(row.id),
        stay: StayId::from_uuid(row.stay_id),
        step: row.step,
        office: Slug::parse(&row.office_code).ok_or_else(|| unread("office"))?,
        day: row.day,
        number: row.number,
        group: CounterGroupId::from_uuid(row.group_id),
        matter: Slug::parse(&row.matter_code).ok_or_else(|| unread("matter"))?,
        appointment: row.appointment_id.map(AppointmentId::from_uuid),
        is_booked: row.is_booked,
        priority: Priority::parse(&row.priority).ok_or_else(|| unread("priority"))?,
        place: Place {
            line: Line::from_index(row.line).ok_or_else(|| unread("line"))?,
            order_at: row.order_at,
            ready_at: row.ready_at,
        },
        state: TicketState::parse(&row.state).ok_or_else(|| unread("state"))?,
        counter: row.counter_id.map(CounterId::from_uuid),
        issued_at: row.issued_at,
        called_at: row.called_at,
        calls: row.calls,
        served_at: row.served_at,
        ended_at: row.ended_at,
        letter: row.letter,
        counter_label: row.counter_label,
    })
}

/// The next number of a letter on a day. Asked for while the hall is held; the key refuses what would be given twice all the same.
pub(crate) async fn next_number(
    connection: &impl ConnectionTrait,
    office: &Slug,
    day: NaiveDate,
    letter: &str,
) -> Result<i32, Fault> {
    let last: Option<i32> = queue_ticket::Entity::find()
        .select_only()
        .column(Column::Number)
        .filter(Column::OfficeCode.eq(office.as_str()))
        .filter(Column::Day.eq(day))
        .filter(Column::Letter.eq(letter))
        .order_by_desc(Column::Number)
        .limit(1)
        .into_tuple()
        .one(connection)
        .await?;
    Ok(last.unwrap_or(0) + 1)
}

/// Puts a number in the line.
pub(crate) async fn add(connection: &impl ConnectionTrait, new: &NewTicket<'_>) -> Result<(), Fault> {
    let ticket = new.ticket;
    let row = queue_ticket::Model {
        id: ticket.id.uuid(),
        stay_id: ticket.stay.uuid(),
        step: ticket.step,
        office_code: ticket.office.to_string(),
        day: ticket.day,
        letter: ticket.letter.clone(),
        number: ticket.number,
        group_id: ticket.group.uuid(),
        matter_code: ticket.matter.to_string(),
        appointment_id: ticket.appointment.map(AppointmentId::uuid),
        is_booked: ticket.is_booked,
        priority: ticket.priority.code().to_owned(),
        line: ticket.place.line.index(),
        ready_at: ticket.place.ready_at,
        order_at: ticket.place.order_at,
        state: ticket.state.code().to_owned(),
        counter_id: None,
        counter_label: None,
        token_hash: new.token_hash.to_owned(),
        kiosk_id: new.request.map(|(kiosk, _)| kiosk.uuid()),
        request_key: new.request.map(|(_, key)| key.to_owned()),
        issued_at: ticket.issued_at,
        first_called_at: None,
        called_at: None,
        calls: 0,
        served_at: None,
        ended_at: None,
    };
    queue_ticket::Entity::insert(row.into_active_model()).exec_without_returning(connection).await?;
    Ok(())
}

async fn one(
    connection: &impl ConnectionTrait,
    found: sea_orm::Select<queue_ticket::Entity>,
) -> Result<Option<Ticket>, Fault> {
    found.one(connection).await?.map(read).transpose()
}

/// What a device was given for a request.
pub(crate) async fn by_request(
    connection: &impl ConnectionTrait,
    kiosk: KioskId,
    key: &str,
) -> Result<Option<Ticket>, Fault> {
    let of_request = Column::KioskId.eq(kiosk.uuid()).and(Column::RequestKey.eq(key));
    one(connection, queue_ticket::Entity::find().filter(of_request)).await
}

/// The number of a booked visit.
pub(crate) async fn of_visit(connection: &impl ConnectionTrait, visit: AppointmentId) -> Result<Option<Ticket>, Fault> {
    one(connection, queue_ticket::Entity::find().filter(Column::AppointmentId.eq(visit.uuid()))).await
}

/// Which visits of a day have a number.
pub(crate) async fn visits_of_day(
    connection: &impl ConnectionTrait,
    office: &Slug,
    day: NaiveDate,
) -> Result<Vec<Ticket>, Fault> {
    let rows = queue_ticket::Entity::find()
        .filter(Column::OfficeCode.eq(office.as_str()))
        .filter(Column::Day.eq(day))
        .filter(Column::AppointmentId.is_not_null())
        .all(connection)
        .await?;
    rows.into_iter().map(read).collect()
}

/// The stay of a token, as far as it went.
pub(crate) async fn by_token(connection: &impl ConnectionTrait, token_hash: &str) -> Result<Option<Ticket>, Fault> {
    let of_token = queue_ticket::Entity::find().filter(Column::TokenHash.eq(token_hash));
    one(connection, of_token.order_by_desc(Column::Step).limit(1)).await
}

/// A number of an office and day.
pub(crate) async fn of_day(
    connection: &impl ConnectionTrait,
    (office, day): (&Slug, NaiveDate),
    id: TicketId,
) -> Result<Option<(Ticket, String)>, Fault> {
    let found = queue_ticket::Entity::find_by_id(id.uuid())
        .filter(Column::OfficeCode.eq(office.as_str()))
        .filter(Column::Day.eq(day))
        .one(connection)
        .await?;
    let Some(row) = found else { return Ok(None) };
    let token_hash = row.token_hash.clone();
    Ok(Some((read(row)?, token_hash)))
}

/// Who is at a counter.
pub(crate) async fn at_counter(connection: &impl ConnectionTrait, counter: CounterId) -> Result<Option<Ticket>, Fault> {
    one(connection, queue_ticket::Entity::find().filter(Column::CounterId.eq(counter.uuid()))).await
}

fn in_order(found: sea_orm::Select<queue_ticket::Entity>) -> sea_orm::Select<queue_ticket::Entity> {
    found
        .order_by_asc(Column::Line)
        .order_by_asc(Column::OrderAt)
        .order_by(Column::Priority.eq(Priority::None.code()), Order::Asc)
        .order_by_asc(Column::IssuedAt)
        .order_by_asc(Column::Id)
}

fn open_in(office: &Slug, day: NaiveDate) -> sea_orm::Select<queue_ticket::Entity> {
    queue_ticket::Entity::find()
        .filter(Column::OfficeCode.eq(office.as_str()))
        .filter(Column::Day.eq(day))
        .filter(Column::EndedAt.is_null())
}

/// Who is called next at some counters.
pub(crate) async fn first(
    connection: &impl ConnectionTrait,
    (office, day): (&Slug, NaiveDate),
    group: CounterGroupId,
    now: DateTime<Utc>,
) -> Result<Option<Ticket>, Fault> {
    let waiting = open_in(office, day)
        .filter(Column::State.eq(TicketState::Waiting.code()))
        .filter(Column::GroupId.eq(group.uuid()))
        .filter(Column::ReadyAt.lte(now));
    one(connection, in_order(waiting).limit(1)).await
}

/// Who waits or is set aside, in the order of the line.
pub(crate) async fn waiting(
    connection: &impl ConnectionTrait,
    office: &Slug,
    day: NaiveDate,
) -> Result<Vec<Ticket>, Fault> {
    let waiting = open_in(office, day)
        .filter(Column::State.is_in([TicketState::Waiting, TicketState::Parked].map(TicketState::code)));
    in_order(waiting).all(connection).await?.into_iter().map(read).collect()
}

/// Calls somebody to a counter, from one of some states; tells whether they were in one.
pub(crate) async fn call(
    connection: &impl ConnectionTrait,
    id: TicketId,
    from: &[TicketState],
    seat: &Seat,
    now: DateTime<Utc>,
) -> Result<bool, Fault> {
    let done = queue_ticket::Entity::update_many()
        .col_expr(Column::State, Expr::value(TicketState::Called.code()))
        .col_expr(Column::CounterId, Expr::value(seat.id.uuid()))
        .col_expr(Column::CounterLabel, Expr::value(seat.label.as_str()))
        .col_expr(Column::FirstCalledAt, Expr::col(Column::FirstCalledAt).if_null(now))
        .col_expr(Column::CalledAt, Expr::value(now))
        .col_expr(Column::Calls, Expr::col(Column::Calls).add(1))
        .filter(Column::Id.eq(id.uuid()))
        .filter(Column::State.is_in(from.iter().map(|state| state.code())))
        .exec(connection)
        .await?;
    Ok(done.rows_affected == 1)
}

/// How somebody at a counter goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Onward {
    /// They came to the counter.
    Serve,
    /// They are set aside.
    Park,
    /// It is over, in this state.
    End(TicketState),
}

/// Lets somebody at a counter go on, from one of some states; tells whether they were there in one.
pub(crate) async fn go_on(
    connection: &impl ConnectionTrait,
    (id, counter): (TicketId, CounterId),
    from: &[TicketState],
    onward: Onward,
    now: DateTime<Utc>,
) -> Result<bool, Fault> {
    let mut row = queue_ticket::ActiveModel { ..Default::default() };
    let mut leaves = |state: TicketState| {
        row.counter_id = Set(None);
        row.state = Set(state.code().to_owned());
    };
    match onward {
        Onward::Serve => {
            row.state = Set(TicketState::Serving.code().to_owned());
            row.served_at = Set(Some(now));
        }
        Onward::Park => leaves(TicketState::Parked),
        Onward::End(state) => {
            leaves(state);
            row.ended_at = Set(Some(now));
        }
    }
    if onward == Onward::End(TicketState::Redirected) {
        // The visit goes on with the next row.
        row.appointment_id = Set(None);
    }
    let mut update = queue_ticket::Entity::update_many()
        .set(row)
        .filter(Column::Id.eq(id.uuid()))
        .filter(Column::CounterId.eq(counter.uuid()))
        .filter(Column::State.is_in(from.iter().map(|state| state.code())));
    if onward == Onward::End(TicketState::Finished) {
        // Who was never said to have come to the counter was there since they were called.
        let since = Expr::col(Column::ServedAt).if_null(Expr::col(Column::CalledAt));
        update = update.col_expr(Column::ServedAt, since);
    }
    Ok(update.exec(connection).await?.rows_affected == 1)
}

/// Puts somebody who was set aside back to where they stood; tells whether they were set aside.
pub(crate) async fn put_back(connection: &impl ConnectionTrait, id: TicketId) -> Result<bool, Fault> {
    let done = queue_ticket::Entity::update_many()
        .col_expr(Column::State, Expr::value(TicketState::Waiting.code()))
        .filter(Column::Id.eq(id.uuid()))
        .filter(Column::State.eq(TicketState::Parked.code()))
        .exec(connection)
        .await?;
    Ok(done.rows_affected == 1)
}

/// How many wait at some counters.
pub(crate) async fn lengths(
    connection: &impl ConnectionTrait,
    office: &Slug,
    day: NaiveDate,
) -> Result<Vec<(CounterGroupId, i64)>, Fault> {
    let rows: Vec<(uuid::Uuid, i64)> = open_in(office, day)
        .select_only()
        .column(Column::GroupId)
        .column_as(Expr::col(Column::Id).count(), "waiting")
        .filter(Column::State.eq(TicketState::Waiting.code()))
        .group_by(Column::GroupId)
        .into_tuple()
        .all(connection)
        .await?;
    Ok(rows.into_iter().map(|(group, waiting)| (CounterGroupId::from_uuid(group), waiting)).collect())
}

/// Ends what earlier days left open.
pub(crate) async fn close_before(
    connection: &impl ConnectionTrait,
    day: NaiveDate,
    now: DateTime<Utc>,
) -> Result<u64, Fault> {
    let done = queue_ticket::Entity::update_many()
        .col_expr(Column::State, Expr::value(TicketState::Closed.code()))
        .col_expr(Column::CounterId, Expr::value(Option::<uuid::Uuid>::None))
        .col_expr(Column::EndedAt, Expr::value(now))
        .filter(Column::EndedAt.is_null())
        .filter(Column::Day.lt(day))
        .exec(connection)
        .await?;
    Ok(done.rows_affected)
}
