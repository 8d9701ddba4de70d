use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use catalogue::islands::Countdown;
use chrono::{DateTime, Utc};
use foundation::{
    clock::city_day,
    context::Cx,
    error::AppError,
    page::{Page, Tab},
    ui::{ActionBar, ButtonKind, Card, PageHead, SubmitButton, SummaryList, SummaryRow},
};
use identity::{Holder, InAccount};
use leptos::prelude::*;

use super::{
    ended::ended,
    parts::{
        asked::{Choice, visit},
        stages::{Stage, stages},
        words,
    },
};
use crate::{
    Appointments, BookingError, Ticket,
    model::{Appointment, State as VisitState},
};

/// Where the ticket of a visit is.
pub(super) fn ticket_path(visit: &Appointment) -> String {
    format!("/me/appointments/{}", visit.id)
}

/// Where another time for the same is chosen.
pub(super) fn again_path(visit: &Appointment) -> String {
    let choice = Choice {
        item: visit.item.clone(),
        persons: Some(visit.persons),
        day: Some(visit.day),
        acting: visit.acting.value(),
        ..Choice::default()
    };
    format!("/book/{}/{}{}", visit.matter, visit.office, choice.query())
}

/// `GET /me/appointments/{id}/confirm`: what is kept for somebody, looked over once more.
pub async fn check(
    cx: Cx,
    InAccount(holder): InAccount,
    State(booking): State<Appointments>,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    let ticket = booking.ticket(&holder, visit(&id)?).await?;
    let now = cx.site.clock.now();
    match (ticket.visit.state, ticket.visit.hold_ends_at) {
        (VisitState::Held, Some(until)) if until > now => Ok(page(&cx, ticket, until, now).into_response()),
        (VisitState::Held | VisitState::Expired | VisitState::Released, _) => {
            Ok(ended(&cx, &booking, ticket).await?.into_response())
        }
        _ => Ok(Redirect::to(&cx.href(&ticket_path(&ticket.visit))).into_response()),
    }
}

/// `POST /me/appointments/{id}/confirm`: says yes. Pressed twice, it is said once.
pub async fn confirm(
    cx: Cx,
    InAccount(holder): InAccount,
    State(booking): State<Appointments>,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    let id = visit(&id)?;
    match booking.confirm(&holder, id).await {
        Ok(visit) => Ok(Redirect::to(&cx.href(&format!("{}?done=confirmed", ticket_path(&visit)))).into_response()),
        Err(BookingError::HoldExpired) => too_late(&cx, &booking, &holder, id).await,
        Err(BookingError::State) => Ok(Redirect::to(&cx.href(&format!("/me/appointments/{id}"))).into_response()),
        Err(error) => Err(error.into()),
    }
}

async fn too_late(
    cx: &Cx,
    booking: &Appointments,
    holder: &Holder,
    id: foundation::ids::AppointmentId,
) -> Result<Response, AppError> {
    let ticket = booking.ticket(holder, id).await?;
    Ok(ended(cx, booking, ticket).await?.status(StatusCode::CONFLICT).into_response())
}

fn page(cx: &Cx, ticket: Ticket, until: DateTime<Utc>, now: DateTime<Utc>) -> Page {
    let (title, drawn) = (cx.texts.booking_confirm_title(), cx.clone());
    Page::new(cx, title, move || draw(&drawn, &ticket, until, now)).tab(Tab::Services).task().unlisted().uncached()
}

fn draw(cx: &Cx, ticket: &Ticket, until: DateTime<Utc>, now: DateTime<Utc>) -> AnyView {
    let texts = cx.texts;
    let visit = &ticket.visit;
    let language = cx.language();
    let (name, office) = (ticket.matter.content.name.get(language).to_owned(), &ticket.office.content);
    let place = view! {
        {office.name.get(language).to_owned()}
        <span class="meta">{office.address.get(language).to_owned()}</span>
    };
    let day = words::day(texts, visit.day);
    let mut rows = vec![
        SummaryRow::new(texts.booking_what(), name.clone()),
        SummaryRow::new(texts.booking_where(), place),
        SummaryRow::new(texts.booking_when(), format!("{day} {}", words::span(visit))),
        SummaryRow::new(texts.booking_whom(), visit.shown_name.clone()),
    ];
    if visit.persons > 1 {
        let persons = texts.booking_persons_count(i64::from(visit.persons));
        rows.push(SummaryRow::new(texts.booking_how_many(), persons));
    }
    let until_change = words::day_and_time(texts, ticket.changes_until());
    let again = cx.href(&again_path(visit));
    let path = ticket_path(visit);
    let (confirm, give_up) = (cx.href(&format!("{path}/confirm")), cx.href(&format!("{path}/cancel")));
    let changes = (ticket.changes_until() > now).then(|| texts.booking_confirm_note(until_change));
    view! {
        <div class="stack column">
            <PageHead title=texts.booking_confirm_title() kicker=name back_href=again.clone() back_label=texts.booking_again() />
            {stages(texts, Stage::Check)}
            {held(cx, until, now, again)}
            <Card><SummaryList items=rows /></Card>
            {changes.map(|note| view! { <p class="meta">{note}</p> })}
            <form method="post" action=confirm>
                <ActionBar note=day sum=words::span(visit)>
                    <SubmitButton label=texts.booking_confirm() />
                </ActionBar>
            </form>
            <form method="post" action=give_up>
                <input type="hidden" name="held" value="yes" />
                <SubmitButton label=texts.booking_give_up() kind=ButtonKind::Quiet full=true />
            </form>
        </div>
    }
    .into_any()
}

/// Until when the place is kept, in words; and what is left of it, counted down where scripts run. Whether it still is, the
/// server decides.
fn held(cx: &Cx, until: DateTime<Utc>, now: DateTime<Utc>, again: String) -> AnyView {
    let texts = cx.texts;
    let is_today = city_day(until) == city_day(now);
    let time = if is_today { words::time(until) } else { words::day_and_time(texts, until) };
    let left = (until - now).num_seconds();
    view! {
        <div class="notice tone-info held">
            <foundation::ui::Icon name=foundation::ui::IconName::Clock />
            <div>
                <p>{texts.booking_hold_until(time)}</p>
                <Countdown>
                    <p class="countdown" role="timer" data-left=left hidden=true>{texts.booking_hold_left()} " "<b></b></p>
                    <p class="vh" role="status" data-soon=texts.booking_hold_soon()></p>
                    <p role="alert" data-over hidden=true>{texts.booking_hold_over()} " "<a href=again>{texts.booking_again()}</a></p>
                </Countdown>
            </div>
        </div>
    }
    .into_any()
}
