use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use axum::{
    Form,
    extract::{Path, Query, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse as _, Redirect, Response},
};
use foundation::{
    context::{Cx, in_language},
    error::AppError,
    page::{Page, when},
    ui::{ButtonKind, Card, Notice, SubmitButton, Tone},
};
use identity::{InAccount, Token, pages::account_page};
use leptos::prelude::*;
use serde::Deserialize;

use super::parts::asked::visit;
use crate::Appointments;

/// What the end of a calendar's address is.
const ENDING: &str = ".ics";

/// What was just done, for the page it leads to.
#[derive(Debug, Default, Deserialize)]
pub struct Done {
    #[serde(default)]
    done: String,
}

/// What somebody wants with the address of their calendar.
#[derive(Debug, Default, Deserialize)]
pub struct Act {
    #[serde(default)]
    act: String,
}

/// `GET /me/appointments/calendar`: whether a calendar reads along, and how to begin and end that.
pub async fn own_calendar(
    cx: Cx,
    InAccount(holder): InAccount,
    State(booking): State<Appointments>,
    Query(Done { done }): Query<Done>,
) -> Result<Response, AppError> {
    let since = booking.calendar_since(&holder).await?;
    let closed = (done == "closed").then(|| cx.texts.calendar_closed());
    Ok(page(&cx, since.map(|since| when(&cx, since)), None, closed).into_response())
}

/// `POST /me/appointments/calendar`: makes an address, which this answer alone shows, or ends it.
pub async fn change_calendar(
    cx: Cx,
    InAccount(holder): InAccount,
    State(booking): State<Appointments>,
    Form(Act { act }): Form<Act>,
) -> Result<Response, AppError> {
    match act.as_str() {
        "open" => {
            let token = booking.open_calendar(&holder).await?;
            let path = in_language(&format!("/calendars/{}{ENDING}", token.as_str()), cx.language());
            let address = format!("{}{path}", cx.site.origin);
            Ok(page(&cx, Some(when(&cx, cx.site.clock.now())), Some(address), None).into_response())
        }
        "close" => {
            booking.close_calendar(&holder).await?;
            Ok(Redirect::to(&cx.href("/me/appointments/calendar?done=closed")).into_response())
        }
        _ => Err(AppError::invalid("act", "unknown-choice")),
    }
}

/// `GET /calendars/{file}`: what calendars read, again and again: the visits of whoever made the address.
pub async fn calendar(
    cx: Cx,
    State(booking): State<Appointments>,
    Path(file): Path<String>,
    asked: HeaderMap,
) -> Result<Response, AppError> {
    let token = file.strip_suffix(ENDING).and_then(Token::parse).ok_or(AppError::NotFound)?;
    let calendar = booking.calendar(&token, cx.language(), &cx.site.origin).await?;
    let mut hasher = DefaultHasher::new();
    calendar.hash(&mut hasher);
    let etag = format!("\"{:016x}\"", hasher.finish());
    let is_known = asked
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|known| known.to_str().ok())
        .flat_map(|known| known.split(','))
        .any(|known| matches!(known.trim().trim_start_matches("W/"), one if one == etag || one == "*"));
    let headers = [(header::ETAG, etag.as_str()), (header::CACHE_CONTROL, "private, no-cache")];
    if is_known {
        return Ok((StatusCode::NOT_MODIFIED, headers).into_response());
    }
    Ok((headers, [(header::CONTENT_TYPE, "text/calendar; charset=utf-8; method=PUBLISH")], calendar).into_response())
}

/// `GET /me/appointments/{id}/visit.ics`: one visit, to be put into a calendar, or out of it.
pub async fn visit_file(
    cx: Cx,
    InAccount(holder): InAccount,
    State(booking): State<Appointments>,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    let file = booking.calendar_file(&holder, visit(&id)?, cx.language(), &cx.site.origin).await?;
    let headers = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"visit.ics\""),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, file).into_response())
}

fn page(cx: &Cx, since: Option<String>, address: Option<String>, said: Option<&'static str>) -> Page {
    let (texts, action) = (cx.texts, cx.href("/me/appointments/calendar"));
    account_page(cx, texts.calendar_title(), texts.calendar_lead(), move || {
        let said = said.map(|said| {
            view! { <div role="status"><Notice tone=Tone::Ok><p>{said}</p></Notice></div> }
        });
        let is_open = since.is_some();
        let since = since.map(|since| view! { <p>{texts.calendar_since(since)}</p> });
        let address = address.map(|address| {
            let subscribe = address.split_once("://").map_or_else(String::new, |(_, rest)| format!("webcal://{rest}"));
            view! {
                <Card title=texts.calendar_address() id="address" note=texts.calendar_address_note()>
                    <p class="secret"><code>{address}</code></p>
                    <p><a href=subscribe>{texts.calendar_subscribe()}</a></p>
                </Card>
            }
        });
        let close = is_open.then(|| {
            let action = action.clone();
            view! {
                <form method="post" action=action>
                    <input type="hidden" name="act" value="close" />
                    <SubmitButton label=texts.calendar_close() kind=ButtonKind::Danger full=true />
                </form>
            }
        });
        let (label, kind) = if is_open {
            (texts.calendar_open_again(), ButtonKind::Quiet)
        } else {
            (texts.calendar_open(), ButtonKind::default())
        };
        view! {
            {said}
            {address}
            <Card title=texts.calendar_state() id="state" note=texts.calendar_note()>
                <div class="stack">
                    {since}
                    <form method="post" action=action>
                        <input type="hidden" name="act" value="open" />
                        <SubmitButton label=label kind=kind full=true />
                    </form>
                    {close}
                </div>
            </Card>
        }
        .into_any()
    })
}
