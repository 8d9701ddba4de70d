use axum::{
    Form,
    extract::{Path, Query, State},
    http::StatusCode,
    response::{Redirect, Response},
};
use foundation::{
    clock::city_day,
    context::Cx,
    error::AppError,
    page::{Page, Tab},
    ui::{ActionBar, PageHead, SubmitButton},
};
use leptos::prelude::*;
use serde::Deserialize;

use super::{
    linked::{path, unsaid},
    parts::{
        asked::{Asked, Choice},
        month::month,
        refusal::Refusal,
        schedule::Schedule,
        times::{TIME, times},
        words,
    },
};
use crate::{Appointments, BookingError, LinkedVisit};

/// The form: another time, for the visit as it stood when the form was drawn.
#[derive(Debug, Default, Deserialize)]
pub struct MovedByLink {
    #[serde(default)]
    sequence: String,
    #[serde(flatten)]
    asked: Asked,
}

/// `GET /visits/{token}/move`: the month and times, as for whoever is signed in.
pub async fn ask_move_linked(
    cx: Cx,
    State(booking): State<Appointments>,
    Path(token): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, AppError> {
    let visit = booking.linked(&token).await?;
    if !visit.may_change {
        return Ok(unsaid(Redirect::to(&cx.href(&path(&token)))));
    }
    Ok(unsaid(page(&cx, &booking, &token, visit, asked.choice(), None).await?))
}

/// `POST /visits/{token}/move`: the new place is taken and the old one given back, or neither.
pub async fn move_linked(
    cx: Cx,
    State(booking): State<Appointments>,
    Path(token): Path<String>,
    Form(moved): Form<MovedByLink>,
) -> Result<Response, AppError> {
    let mut choice = moved.asked.choice();
    let refusal = match (choice.time, moved.sequence.parse::<i32>()) {
        (None, _) => Refusal::no_time(&cx),
        (Some(_), Err(_)) => return Err(AppError::Conflict("state".to_owned())),
        (Some(starts_at), Ok(sequence)) => match booking.move_linked(&token, sequence, starts_at).await {
            Ok(()) => return Ok(unsaid(Redirect::to(&cx.href(&path(&token))))),
            Err(BookingError::State) => {
                Refusal { text: cx.texts.move_state().to_owned(), field: None, way: None, lost: false }
            }
            Err(error) => Refusal::of(&cx, error, booking.rules(), words::day_and_time(cx.texts, starts_at))?,
        },
    };
    let visit = booking.linked(&token).await?;
    if !visit.may_change {
        return Ok(unsaid(Redirect::to(&cx.href(&path(&token)))));
    }
    let status = if refusal.field.is_some() { StatusCode::BAD_REQUEST } else { StatusCode::CONFLICT };
    if refusal.lost {
        choice.day = choice.time.take().map(city_day);
    }
    // The way to one's own visits is for whoever is signed in.
    let refusal = Refusal { way: None, ..refusal };
    Ok(unsaid(page(&cx, &booking, &token, visit, choice, Some(refusal)).await?.status(status)))
}

async fn page(
    cx: &Cx,
    booking: &Appointments,
    token: &str,
    visit: LinkedVisit,
    choice: Choice,
    refusal: Option<Refusal>,
) -> Result<Page, AppError> {
    // Where nothing else was asked for, the days around the visit are what one looks at first.
    let day = choice.day.or_else(|| choice.month.is_none().then(|| city_day(visit.starts_at)));
    let choice = Choice { day, item: None, acting: String::new(), persons: None, ..choice };
    let schedule = Schedule::load(booking, &visit.office.code, &visit.matter, &choice, visit.persons).await?;
    let (title, drawn) = (Refusal::before(refusal.as_ref(), cx.texts.move_title()), cx.clone());
    let path = path(token);
    let page = Page::new(cx, title, move || draw(&drawn, &path, &visit, (&choice, &schedule), refusal.as_ref()));
    Ok(page.tab(Tab::None).task().unlisted().uncached())
}

fn draw(
    cx: &Cx,
    path: &str,
    visit: &LinkedVisit,
    (choice, schedule): (&Choice, &Schedule),
    refusal: Option<&Refusal>,
) -> AnyView {
    let texts = cx.texts;
    let address = cx.href(&format!("{path}/move"));
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
        schedule.beside(|first| at(&choice.in_month(first), "#month")),
        |day| at(&choice.on(day), "#times"),
    );
    let error = refusal.filter(|refusal| refusal.field == Some(TIME)).map(|refusal| refusal.text.clone());
    let is_free = schedule.times.iter().any(|time| time.free > 0);
    let form = schedule.day.map(|day| {
        let send = is_free.then(|| {
            view! {
                <ActionBar note=texts.move_title() sum=words::day(texts, day)>
                    <SubmitButton label=texts.move_do() />
                </ActionBar>
            }
        });
        view! {
            <form method="post" action=address.clone() class="stack">
                <input type="hidden" name="sequence" value=visit.sequence.to_string() />
                <input type="hidden" name="day" value=day.to_string() />
                {times(texts, day, &schedule.times, choice.time, error)}
                {send}
            </form>
        }
    });
    let matter = visit.matter.content.name.get(cx.language()).to_owned();
    let now = texts.move_now(words::day_and_time(texts, visit.starts_at));
    let back = cx.href(path);
    view! {
        <div class="stack column">
            <PageHead title=texts.move_title() kicker=matter back_href=back back_label=texts.linked_title()>
                <p class="lead">{now}</p>
            </PageHead>
            {alert}
            {calendar}
            {form}
        </div>
    }
    .into_any()
}
