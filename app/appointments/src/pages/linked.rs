use axum::{
    extract::{Path, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use foundation::{
    context::Cx,
    error::AppError,
    page::{Page, Tab},
    ui::{ButtonKind, Card, LinkButton, Notice, PageHead, SubmitButton, SummaryList, SummaryRow, Tone},
};
use leptos::prelude::*;

use super::parts::words;
use crate::{Appointments, BookingError, LinkedVisit};

/// `GET /visits/{token}`: what a link in a message leads to, for whoever has it. Looking changes nothing: programs that read
/// messages for people follow links.
pub async fn linked(
    cx: Cx,
    State(booking): State<Appointments>,
    Path(token): Path<String>,
) -> Result<Response, AppError> {
    let visit = booking.linked(&token).await?;
    Ok(unsaid(page(&cx, &token, visit)))
}

/// `POST /visits/{token}/cancel`: gives the place back, once, however often it is asked.
pub async fn cancel_linked(
    cx: Cx,
    State(booking): State<Appointments>,
    Path(token): Path<String>,
) -> Result<Response, AppError> {
    match booking.cancel_linked(&token).await {
        Ok(()) => Ok(unsaid(Redirect::to(&cx.href(&path(&token))))),
        // What came in between stands on the page.
        Err(BookingError::TooLate | BookingError::State) => {
            let visit = booking.linked(&token).await?;
            Ok(unsaid(page(&cx, &token, visit).status(StatusCode::CONFLICT)))
        }
        Err(error) => Err(error.into()),
    }
}

/// Where a link leads.
pub(super) fn path(token: &str) -> String {
    format!("/visits/{token}")
}

/// An answer whose address is a secret: no page it leads to is told of it.
pub(super) fn unsaid(answer: impl IntoResponse) -> Response {
    let mut answer = answer.into_response();
    answer.headers_mut().insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    answer
}

fn page(cx: &Cx, token: &str, visit: LinkedVisit) -> Page {
    let (drawn, path) = (cx.clone(), path(token));
    Page::new(cx, cx.texts.linked_title(), move || draw(&drawn, &path, &visit)).tab(Tab::None).unlisted().uncached()
}

fn draw(cx: &Cx, path: &str, visit: &LinkedVisit) -> AnyView {
    let (texts, language) = (cx.texts, cx.language());
    let office = &visit.office.content;
    let matter = visit.matter.content.name.get(language).to_owned();
    let (address, way) = (office.address.get(language).to_owned(), office.way.get(language).to_owned());
    let place = view! {
        {office.name.get(language).to_owned()}
        <span class="meta">{address}</span>
        {(!way.is_empty()).then(|| view! { <span class="meta">{way}</span> })}
    };
    let mut rows = vec![
        SummaryRow::new(texts.booking_when(), words::day_and_time(texts, visit.starts_at)),
        SummaryRow::new(texts.booking_where(), place),
        SummaryRow::new(texts.ticket_code(), visit.code.spoken()),
    ];
    if visit.persons > 1 {
        let persons = texts.booking_persons_count(i64::from(visit.persons));
        rows.push(SummaryRow::new(texts.booking_how_many(), persons));
    }
    let cancelled = visit.is_cancelled.then(|| {
        view! { <div role="status"><Notice tone=Tone::Ok><p>{texts.linked_cancelled()}</p></Notice></div> }
    });
    view! {
        <div class="stack column">
            <PageHead title=texts.linked_title() kicker=matter />
            {cancelled}
            <Card><SummaryList items=rows /></Card>
            {changes(cx, path, visit)}
            <p class="meta">{texts.linked_note()}</p>
        </div>
    }
    .into_any()
}

fn changes(cx: &Cx, path: &str, visit: &LinkedVisit) -> Option<AnyView> {
    let texts = cx.texts;
    if visit.is_cancelled {
        return None;
    }
    if !visit.may_change {
        let phone = visit.office.content.phone.clone();
        return Some(view! { <Notice tone=Tone::Warn><p>{texts.ticket_too_late(phone)}</p></Notice> }.into_any());
    }
    let until = words::day_and_time(texts, visit.changes_until);
    let (to_move, cancel) = (cx.href(&format!("{path}/move")), cx.href(&format!("{path}/cancel")));
    Some(
        view! {
            <p class="meta">{texts.ticket_until(until)}</p>
            <LinkButton href=to_move label=texts.ticket_move() full=true />
            <Card title=texts.ticket_cancel() id="cancel" note=texts.cancel_text()>
                <form method="post" action=cancel>
                    <SubmitButton label=texts.ticket_cancel() kind=ButtonKind::Danger full=true />
                </form>
            </Card>
        }
        .into_any(),
    )
}
