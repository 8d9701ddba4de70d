use axum::{
    Form,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use foundation::{
    context::Cx,
    error::AppError,
    page::{Page, Tab},
    ui::{Breadcrumbs, ButtonKind, Card, Crumb, LinkButton, Notice, PageHead, SubmitButton, Tone},
};
use identity::InAccount;
use leptos::prelude::*;
use serde::Deserialize;

use super::{
    confirm::{again_path, ticket_path},
    parts::{asked::visit, words},
};
use crate::{Appointments, BookingError, Ticket, model::State as VisitState};

/// What is given up.
#[derive(Debug, Default, Deserialize)]
pub struct GivenUp {
    /// Whether only a place that is held: what was booked meanwhile stays.
    #[serde(default)]
    held: String,
}

/// `GET /me/appointments/{id}/cancel`: whether somebody is sure.
pub async fn ask_cancel(
    cx: Cx,
    InAccount(holder): InAccount,
    State(booking): State<Appointments>,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    let ticket = booking.ticket(&holder, visit(&id)?).await?;
    if matches!(ticket.visit.state, VisitState::Held | VisitState::Released | VisitState::Expired) {
        let check = format!("{}/confirm", ticket_path(&ticket.visit));
        return Ok(Redirect::to(&cx.href(&check)).into_response());
    }
    Ok(page(&cx, ticket).into_response())
}

/// `POST /me/appointments/{id}/cancel`: gives the place back, once, however often it is asked.
pub async fn cancel(
    cx: Cx,
    InAccount(holder): InAccount,
    State(booking): State<Appointments>,
    Path(id): Path<String>,
    Form(GivenUp { held }): Form<GivenUp>,
) -> Result<Response, AppError> {
    let id = visit(&id)?;
    let given_back = if held == "yes" { booking.release(&holder, id).await } else { booking.cancel(&holder, id).await };
    match given_back {
        Err(BookingError::State) if held == "yes" => {
            Ok(Redirect::to(&cx.href(&format!("/me/appointments/{id}"))).into_response())
        }
        Ok(visit) if visit.state == VisitState::Released => {
            Ok(Redirect::to(&cx.href(&again_path(&visit))).into_response())
        }
        Ok(visit) => Ok(Redirect::to(&cx.href(&format!("{}?done=cancelled", ticket_path(&visit)))).into_response()),
        // What came in between stands on the page.
        Err(BookingError::TooLate | BookingError::State) => {
            let ticket = booking.ticket(&holder, id).await?;
            Ok(page(&cx, ticket).status(StatusCode::CONFLICT).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

fn page(cx: &Cx, ticket: Ticket) -> Page {
    let (texts, drawn) = (cx.texts, cx.clone());
    Page::new(cx, texts.cancel_title(), move || draw(&drawn, &ticket)).tab(Tab::Me).unlisted().uncached()
}

fn draw(cx: &Cx, ticket: &Ticket) -> AnyView {
    let texts = cx.texts;
    let path = ticket_path(&ticket.visit);
    let above = vec![Crumb { href: cx.href(&path), label: texts.ticket_title().to_owned() }];
    let name = ticket.matter.content.name.get(cx.language()).to_owned();
    let when = format!("{} {}", words::day(texts, ticket.visit.day), words::span(&ticket.visit));
    let office = ticket.office.content.name.get(cx.language()).to_owned();
    let act = if ticket.may_change {
        let (action, keep) = (cx.href(&format!("{path}/cancel")), cx.href(&path));
        view! {
            <p>{texts.cancel_text()}</p>
            <form method="post" action=action>
                <SubmitButton label=texts.cancel_do() kind=ButtonKind::Danger full=true />
            </form>
            <LinkButton href=keep label=texts.cancel_keep() kind=ButtonKind::Quiet full=true />
        }
        .into_any()
    } else {
        let said = if ticket.visit.state == VisitState::Confirmed {
            texts.cancel_too_late(ticket.office.content.phone.clone())
        } else {
            texts.cancel_not_open().to_owned()
        };
        view! { <div role="alert"><Notice tone=Tone::Warn><p>{said}</p></Notice></div> }.into_any()
    };
    let question = if ticket.may_change { texts.cancel_question() } else { texts.cancel_title() };
    view! {
        <div class="stack column">
            <Breadcrumbs label=texts.breadcrumbs() items=above />
            <PageHead title=question kicker=name />
            <Card><p><b>{when}</b></p><p class="meta">{office}</p></Card>
            {act}
        </div>
    }
    .into_any()
}
