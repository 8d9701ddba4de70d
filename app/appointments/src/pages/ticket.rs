use axum::{
    extract::{Path, Query, State},
    http::{HeaderName, HeaderValue},
    response::{IntoResponse as _, Redirect, Response},
};
use catalogue::{Catalogue, PublishedItem};
use chrono::{SecondsFormat, TimeDelta};
use foundation::{
    context::Cx,
    error::AppError,
    page::{Page, Tab},
};
use identity::InAccount;

use super::{
    confirm::ticket_path,
    parts::asked::{Asked, visit},
    ticket_view::draw,
};
use crate::{
    Appointments, Ticket,
    model::{Appointment, State as VisitState},
};

/// Tells the service worker until when it may keep a page that is kept nowhere else.
static KEEP_UNTIL: HeaderName = HeaderName::from_static("x-keep-until");
/// How long a ticket is of use after its visit.
const KEPT_AFTER: TimeDelta = TimeDelta::days(1);

/// `GET /me/appointments/{id}`: the ticket: what, where, when, by which code; what to bring; how to change it.
pub async fn ticket(
    cx: Cx,
    InAccount(holder): InAccount,
    State(booking): State<Appointments>,
    State(catalogue): State<Catalogue>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, AppError> {
    let ticket = booking.ticket(&holder, visit(&id)?).await?;
    if matches!(ticket.visit.state, VisitState::Held | VisitState::Released | VisitState::Expired) {
        let check = format!("{}/confirm", ticket_path(&ticket.visit));
        return Ok(Redirect::to(&cx.href(&check)).into_response());
    }
    let item = item_of(&catalogue, &ticket).await?;
    let kept = kept_until(&ticket.visit);
    let (title, drawn, rules, done) = (cx.texts.ticket_title(), cx.clone(), booking.rules(), asked.done().to_owned());
    let page = Page::new(&cx, title, move || draw(&drawn, &ticket, item.as_ref(), rules, &done));
    let mut response = page.tab(Tab::Me).unlisted().uncached().into_response();
    if let Some(until) = kept {
        response.headers_mut().insert(KEEP_UNTIL.clone(), until);
    }
    Ok(response)
}

/// The item it was booked from, as it is now; it may have been withdrawn since.
async fn item_of(catalogue: &Catalogue, ticket: &Ticket) -> Result<Option<PublishedItem>, AppError> {
    let Some(code) = &ticket.visit.item else { return Ok(None) };
    match catalogue.item(code).await {
        Ok(item) => Ok(Some(item)),
        Err(AppError::NotFound | AppError::Gone) => Ok(None),
        Err(error) => Err(error),
    }
}

fn kept_until(visit: &Appointment) -> Option<HeaderValue> {
    let until = (visit.ends_at + KEPT_AFTER).to_rfc3339_opts(SecondsFormat::Secs, true);
    (visit.state == VisitState::Confirmed).then(|| HeaderValue::from_str(&until).ok()).flatten()
}
