use axum::{
    Form,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use chrono::{DateTime, Utc};
use foundation::{context::Cx, error::AppError};
use identity::{Identity, acting::Acting};
use serde::Deserialize;

use super::{
    choose::{Chosen, named},
    parts::{
        asked::{Asked, Choice},
        refusal::Refusal,
        visitor::Looking,
        words,
    },
};
use crate::{Appointments, BookingError, RequestKey, Wish};

/// The form of [`super::choose`].
#[derive(Debug, Default, Deserialize)]
pub struct Wanted {
    #[serde(default)]
    key: String,
    #[serde(flatten)]
    asked: Asked,
}

/// `POST /book/{matter}/{office}`: keeps the place for a while and leads to the page that says yes to it. Whoever is not signed in
/// is led to that first, and back to the time they chose.
pub async fn hold(
    cx: Cx,
    looking: Looking,
    State(booking): State<Appointments>,
    State(identity): State<Identity>,
    Path((matter, office)): Path<(String, String)>,
    Form(wanted): Form<Wanted>,
) -> Result<Response, AppError> {
    let (matter, office) = named(&booking, (&matter, &office)).await?;
    let choice = wanted.asked.choice();
    let here = format!("{}{}", Chosen::path(&matter, &office), choice.query());
    let holder = match looking.signed_in(&cx, &here) {
        Ok(holder) => holder,
        Err(way) => return Ok(*way),
    };
    let refusal = match choice.time {
        None => Refusal::no_time(&cx),
        Some(starts_at) => {
            let acting = Acting::parse(&choice.acting).unwrap_or(Acting::Myself);
            let wish = Wish {
                office: office.code.clone(),
                matter: matter.code.clone(),
                item: choice.item.clone(),
                starts_at,
                persons: choice.persons.unwrap_or(1),
                key: key_of(&wanted.key, starts_at, &choice)?,
                acting,
            };
            match booking.hold(&holder, &wish).await {
                Ok(visit) => {
                    return Ok(
                        Redirect::to(&cx.href(&format!("/me/appointments/{}/confirm", visit.id))).into_response()
                    );
                }
                Err(error) => {
                    let when = words::day_and_time(cx.texts, starts_at);
                    Refusal::of(&cx, error, booking.rules(), when)?
                }
            }
        }
    };
    let status = if refusal.field.is_some() { StatusCode::BAD_REQUEST } else { StatusCode::CONFLICT };
    let mut chosen =
        Chosen::load(&booking, &identity, (matter.clone(), office.clone()), choice.clone(), Some(holder.clone()))
            .await?;
    if refusal.lost && !chosen.schedule.times.iter().any(|time| time.free > 0) {
        // Nothing is left of that day: the next one with something free is shown.
        let elsewhere = Choice { time: None, day: None, month: None, ..choice };
        chosen = Chosen::load(&booking, &identity, (matter, office), elsewhere, Some(holder)).await?;
    }
    chosen.refusal = Some(refusal);
    Ok(chosen.page(&cx).status(status).into_response())
}

/// The same form sent twice is one request; sent again with another time, or for somebody else, it is another.
fn key_of(form: &str, starts_at: DateTime<Utc>, choice: &Choice) -> Result<RequestKey, AppError> {
    let (time, persons) = (starts_at.timestamp() / 60, choice.persons.unwrap_or(1));
    RequestKey::parse(&format!("{form}.{time}.{persons}.{}", choice.acting))
        .filter(|_| form.len() >= 8)
        .ok_or_else(|| BookingError::State.into())
}
