use axum::{
    body::Bytes,
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    response::Response,
};
use foundation::{
    error::AppError,
    ids::AppointmentId,
    page::{IfMatch, json_body},
};
use openid::http::{ApiHolder, AppointmentsRead, AppointmentsWrite};

use super::{
    answers::{VisitAnswer, VisitsAnswer, own, visit_answer},
    asked::{BookingAsked, HoldAsked, MoveAsked, moment},
};
use crate::{
    model::{Appointment, State as Stage},
    service::{Appointments, Ticket},
};

/// Keeps a place for ten minutes. The same request again, by its `Idempotency-Key`, gets the same place.
#[utoipa::path(
    post, path = "/api/v1/holds", tag = "appointments", request_body = HoldAsked,
    params(("Idempotency-Key" = String, Header, description = "8 to 100 visible ASCII characters, new for every wish")),
    security(("session" = []), ("city" = ["appointments:write"])),
    responses(
        (status = 201, description = "The place is kept until hold_ends_at", body = VisitAnswer),
        (status = 400, description = "A field cannot be (RFC 9457 problem details)"),
        (status = 401, description = "Nobody is signed in, or the token opens nothing"),
        (status = 403, description = "The token was not granted the scope"),
        (status = 404, description = "There is no such office or matter, or nobody one may book for"),
        (status = 409, description = "Problem type slot-taken, limit-reached, too-late, paused, hold-expired or key-reused"),
    )
)]
pub async fn hold(
    State(booking): State<Appointments>,
    ApiHolder(holder, _): ApiHolder<AppointmentsWrite>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, AppError> {
    let asked: HoldAsked = json_body(&headers, &body)?;
    let visit = booking.hold(&holder, &asked.wish(&headers)?).await?;
    Ok(visit_answer(StatusCode::CREATED, &visit))
}

/// Gives a held place back.
#[utoipa::path(
    delete, path = "/api/v1/holds/{id}", tag = "appointments",
    params(("id" = String, Path, description = "The hold's number")),
    security(("session" = []), ("city" = ["appointments:write"])),
    responses(
        (status = 204, description = "The place is free again"),
        (status = 401, description = "Nobody is signed in, or the token opens nothing"),
        (status = 403, description = "The token was not granted the scope"),
        (status = 404, description = "No such hold, or somebody else's"),
        (status = 409, description = "Problem type state: it was booked, or is over"),
    )
)]
pub async fn release(
    State(booking): State<Appointments>,
    ApiHolder(holder, _): ApiHolder<AppointmentsWrite>,
    Path(id): Path<String>,
) -> Result<StatusCode, AppError> {
    let id = parse_id(&id)?;
    booking.release(&holder, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Says yes to a held place. The same yes again gets the same appointment.
#[utoipa::path(
    post, path = "/api/v1/appointments", tag = "appointments", request_body = BookingAsked,
    security(("session" = []), ("city" = ["appointments:write"])),
    responses(
        (status = 201, description = "The place is booked", body = VisitAnswer),
        (status = 400, description = "A field cannot be (RFC 9457 problem details)"),
        (status = 401, description = "Nobody is signed in, or the token opens nothing"),
        (status = 403, description = "The token was not granted the scope"),
        (status = 404, description = "No such hold, or somebody else's"),
        (status = 409, description = "Problem type hold-expired or state"),
    )
)]
pub async fn book(
    State(booking): State<Appointments>,
    ApiHolder(holder, _): ApiHolder<AppointmentsWrite>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, AppError> {
    let asked: BookingAsked = json_body(&headers, &body)?;
    let hold = AppointmentId::parse(&asked.hold).ok_or(AppError::NotFound)?;
    let visit = booking.confirm(&holder, hold).await?;
    Ok(visit_answer(StatusCode::CREATED, &visit))
}

/// One's visits.
#[utoipa::path(
    get, path = "/api/v1/appointments", tag = "appointments",
    security(("session" = []), ("city" = ["appointments:read"])),
    responses(
        (status = 200, description = "At most 50 to come and 50 that are over", body = VisitsAnswer),
        (status = 401, description = "Nobody is signed in, or the token opens nothing"),
        (status = 403, description = "The token was not granted the scope"),
    )
)]
pub async fn appointments(
    State(booking): State<Appointments>,
    ApiHolder(holder, _): ApiHolder<AppointmentsRead>,
) -> Result<Response, AppError> {
    let (to_come, past) = booking.own(&holder).await?;
    let answers = |tickets: &[Ticket]| tickets.iter().map(|ticket| VisitAnswer::from(&ticket.visit)).collect();
    Ok(own(StatusCode::OK, &VisitsAnswer { to_come: answers(&to_come), past: answers(&past) }))
}

/// One of one's visits.
#[utoipa::path(
    get, path = "/api/v1/appointments/{id}", tag = "appointments",
    params(("id" = String, Path, description = "The visit's number")),
    security(("session" = []), ("city" = ["appointments:read"])),
    responses(
        (status = 200, description = "The visit, with its ETag", body = VisitAnswer),
        (status = 401, description = "Nobody is signed in, or the token opens nothing"),
        (status = 403, description = "The token was not granted the scope"),
        (status = 404, description = "No such visit, or somebody else's"),
    )
)]
pub async fn appointment(
    State(booking): State<Appointments>,
    ApiHolder(holder, _): ApiHolder<AppointmentsRead>,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    let ticket = booking.ticket(&holder, parse_id(&id)?).await?;
    Ok(visit_answer(StatusCode::OK, &ticket.visit))
}

/// Moves a visit to another time in the same office: the new place is taken and the old one given back, or neither.
#[utoipa::path(
    patch, path = "/api/v1/appointments/{id}", tag = "appointments", request_body = MoveAsked,
    params(
        ("id" = String, Path, description = "The visit's number"),
        ("If-Match" = String, Header, description = "The visit's ETag"),
    ),
    security(("session" = []), ("city" = ["appointments:write"])),
    responses(
        (status = 200, description = "The visit at its new time, with a new ETag", body = VisitAnswer),
        (status = 400, description = "A field cannot be (RFC 9457 problem details)"),
        (status = 401, description = "Nobody is signed in, or the token opens nothing"),
        (status = 403, description = "The token was not granted the scope"),
        (status = 404, description = "No such visit, or somebody else's"),
        (status = 409, description = "Problem type slot-taken, limit-reached, too-late or state"),
        (status = 412, description = "The visit is not as If-Match names it"),
        (status = 428, description = "If-Match is missing"),
    )
)]
pub async fn reschedule(
    State(booking): State<Appointments>,
    ApiHolder(holder, _): ApiHolder<AppointmentsWrite>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, AppError> {
    let id = parse_id(&id)?;
    let asked: MoveAsked = json_body(&headers, &body)?;
    let starts_at = moment("starts_at", &asked.starts_at)?;
    let seen = IfMatch::read(&headers)?;
    let Ticket { visit, .. } = booking.ticket(&holder, id).await?;
    if let Some(moved) = moved_already(&seen, &visit, starts_at) {
        return Ok(visit_answer(StatusCode::OK, moved));
    }
    seen.holds(visit.sequence.into())?;
    let moved = booking.move_to(&holder, id, visit.sequence, starts_at).await?;
    Ok(visit_answer(StatusCode::OK, &moved))
}

/// The same move again has been done: whoever lost its answer is told so.
fn moved_already<'v>(
    seen: &IfMatch,
    visit: &'v Appointment,
    starts_at: chrono::DateTime<chrono::Utc>,
) -> Option<&'v Appointment> {
    let before = i64::from(visit.sequence) - 1;
    let is_next = matches!(seen, IfMatch::Revisions(revisions) if revisions.contains(&before));
    (is_next && visit.starts_at == starts_at && visit.state == Stage::Confirmed).then_some(visit)
}

/// Calls a visit off.
#[utoipa::path(
    delete, path = "/api/v1/appointments/{id}", tag = "appointments",
    params(("id" = String, Path, description = "The visit's number")),
    security(("session" = []), ("city" = ["appointments:write"])),
    responses(
        (status = 204, description = "The place is free again"),
        (status = 401, description = "Nobody is signed in, or the token opens nothing"),
        (status = 403, description = "The token was not granted the scope"),
        (status = 404, description = "No such visit, or somebody else's"),
        (status = 409, description = "Problem type too-late or state"),
    )
)]
pub async fn cancel(
    State(booking): State<Appointments>,
    ApiHolder(holder, _): ApiHolder<AppointmentsWrite>,
    Path(id): Path<String>,
) -> Result<StatusCode, AppError> {
    booking.cancel(&holder, parse_id(&id)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn parse_id(text: &str) -> Result<AppointmentId, AppError> {
    AppointmentId::parse(text).ok_or(AppError::NotFound)
}
