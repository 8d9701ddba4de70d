use axum::{
    Form,
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use foundation::{
    context::Cx,
    error::AppError,
    page::{Page, Tab},
    ui::{ActionBar, Breadcrumbs, Crumb, Notice, PageHead, SubmitButton, Tone},
};
use identity::InAccount;
use leptos::prelude::*;
use serde::Deserialize;

use super::{
    confirm::ticket_path,
    parts::{
        asked::{Asked, Choice, visit},
        month::month,
        refusal::Refusal,
        schedule::Schedule,
        times::{TIME, times},
        words,
    },
};
use crate::{Appointments, BookingError, Ticket, model::State as VisitState};

/// The form: another time, for the visit as it stood when the form was drawn.
#[derive(Debug, Default, Deserialize)]
pub struct Moved {
    #[serde(default)]
    sequence: String,
    #[serde(flatten)]
    asked: Asked,
}

/// `GET /me/appointments/{id}/move`: the same month and times as when it was booked.
pub async fn ask_move(
    cx: Cx,
    InAccount(holder): InAccount,
    State(booking): State<Appointments>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, AppError> {
    let ticket = booking.ticket(&holder, visit(&id)?).await?;
    if ticket.visit.state != VisitState::Confirmed {
        return Ok(Redirect::to(&cx.href(&ticket_path(&ticket.visit))).into_response());
    }
    Ok(page(&cx, &booking, ticket, asked.choice(), None).await?.into_response())
}

/// `POST /me/appointments/{id}/move`: the new place is taken and the old one given back, or neither.
pub async fn move_visit(
    cx: Cx,
    InAccount(holder): InAccount,
    State(booking): State<Appointments>,
    Path(id): Path<String>,
    Form(moved): Form<Moved>,
) -> Result<Response, AppError> {
    let id = visit(&id)?;
    let mut choice = moved.asked.choice();
    let refusal = match (choice.time, moved.sequence.parse::<i32>()) {
        (None, _) => Refusal::no_time(&cx),
        (Some(_), Err(_)) => return Err(AppError::Conflict("state".to_owned())),
        (Some(starts_at), Ok(sequence)) => match booking.move_to(&holder, id, sequence, starts_at).await {
            Ok(visit) => {
                // Moved to where it is, it is as it was.
                let done = if visit.sequence == sequence { "" } else { "?done=moved" };
                return Ok(Redirect::to(&cx.href(&format!("{}{done}", ticket_path(&visit)))).into_response());
            }
            Err(BookingError::State) => {
                let text = cx.texts.move_state().to_owned();
                Refusal { text, field: None, way: None, lost: false }
            }
            Err(error) => {
                let when = words::day_and_time(cx.texts, starts_at);
                Refusal::of(&cx, error, booking.rules(), when)?
            }
        },
    };
    let ticket = booking.ticket(&holder, id).await?;
    if ticket.visit.state != VisitState::Confirmed {
        return Ok(Redirect::to(&cx.href(&ticket_path(&ticket.visit))).into_response());
    }
    let status = if refusal.field.is_some() { StatusCode::BAD_REQUEST } else { StatusCode::CONFLICT };
    if refusal.lost {
        choice.day = choice.time.map(foundation::clock::city_day);
        choice.time = None;
    }
    Ok(page(&cx, &booking, ticket, choice, Some(refusal)).await?.status(status).into_response())
}

async fn page(
    cx: &Cx,
    booking: &Appointments,
    ticket: Ticket,
    choice: Choice,
    refusal: Option<Refusal>,
) -> Result<Page, AppError> {
    let visit = &ticket.visit;
    // Where nothing else was asked for, the days around the visit are what one looks at first.
    let choice = Choice { day: choice.day.or_else(|| choice.month.is_none().then_some(visit.day)), ..choice };
    let schedule = Schedule::load(booking, &visit.office, &ticket.matter, &choice, visit.persons).await?;
    let title = Refusal::before(refusal.as_ref(), cx.texts.move_title());
    let drawn = cx.clone();
    let page = Page::new(cx, title, move || draw(&drawn, &ticket, &choice, &schedule, refusal.as_ref()));
    Ok(page.tab(Tab::Me).task().unlisted().uncached())
}

fn draw(cx: &Cx, ticket: &Ticket, choice: &Choice, schedule: &Schedule, refusal: Option<&Refusal>) -> AnyView {
    let texts = cx.texts;
    let path = ticket_path(&ticket.visit);
    let above = vec![Crumb { href: cx.href(&path), label: texts.ticket_title().to_owned() }];
    let name = ticket.matter.content.name.get(cx.language()).to_owned();
    let now = format!("{} {}", words::day(texts, ticket.visit.day), words::span(&ticket.visit));
    let head = view! {
        <Breadcrumbs label=texts.breadcrumbs() items=above />
        <PageHead title=texts.move_title() kicker=name><p class="lead">{texts.move_now(now)}</p></PageHead>
    };
    if !ticket.may_change {
        let said = texts.move_too_late(ticket.office.content.phone.clone());
        return view! {
            <div class="stack column">
                {head}
                <div role="alert"><Notice tone=Tone::Warn><p>{said}</p></Notice></div>
            </div>
        }
        .into_any();
    }
    let address = cx.href(&format!("{path}/move"));
    let base = Choice { item: None, acting: String::new(), persons: None, ..choice.clone() };
    let at = |choice: &Choice, part: &str| format!("{address}{}{part}", choice.query());
    let alert = refusal.map(|refusal| {
        let link = |time| at(&Choice { time: Some(time), ..Choice::default() }, "#times");
        refusal.alert(cx, texts.booking_alert(), &schedule.proposed(texts, link))
    });
    let calendar = month(
        texts,
        schedule.month,
        &schedule.days,
        schedule.day,
        schedule.beside(|first| at(&base.in_month(first), "#month")),
        |day| at(&base.on(day), "#times"),
    );
    let error = refusal.filter(|refusal| refusal.field == Some(TIME)).map(|refusal| refusal.text.clone());
    let is_free = schedule.times.iter().any(|time| time.free > 0);
    let form = schedule.day.map(|day| {
        let faces = times(texts, day, &schedule.times, choice.time, error);
        let send = is_free.then(|| {
            view! {
                <ActionBar note=texts.move_title() sum=words::day(texts, day)>
                    <SubmitButton label=texts.move_do() />
                </ActionBar>
            }
        });
        view! {
            <form method="post" action=address.clone() class="stack">
                <input type="hidden" name="sequence" value=ticket.visit.sequence.to_string() />
                <input type="hidden" name="day" value=day.to_string() />
                {faces}
                {send}
            </form>
        }
    });
    view! {
        <div class="stack column">
            {head}
            {alert}
            {calendar}
            {form}
        </div>
    }
    .into_any()
}
