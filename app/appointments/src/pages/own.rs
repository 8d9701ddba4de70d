use axum::{
    extract::State,
    response::{IntoResponse as _, Response},
};
use foundation::{
    context::Cx,
    error::AppError,
    ui::{ButtonKind, Card, EmptyState, IconName, LinkButton, Row, Rows, Tone},
};
use identity::{InAccount, pages::account_page};
use leptos::prelude::*;

use super::{confirm::ticket_path, parts::words};
use crate::{Appointments, Ticket, model::State as VisitState};

/// `GET /me/appointments`: the visits to come, and those that are over.
pub async fn own(
    cx: Cx,
    InAccount(holder): InAccount,
    State(booking): State<Appointments>,
) -> Result<Response, AppError> {
    let (to_come, past) = booking.own(&holder).await?;
    let (texts, drawn) = (cx.texts, cx.clone());
    let page = account_page(&cx, texts.appointments(), texts.appointments_lead(), move || {
        let cx = drawn;
        let services = cx.href("/services");
        let (waiting, calendar) = (cx.href("/me/waiting"), cx.href("/me/appointments/calendar"));
        let first = if to_come.is_empty() {
            view! {
                <EmptyState icon=IconName::Calendar title=texts.appointments_none()>
                    <LinkButton href=services label=texts.appointments_none_go() />
                </EmptyState>
            }
            .into_any()
        } else {
            list(&cx, &to_come)
        };
        let past = (!past.is_empty()).then(|| {
            view! { <Card title=texts.appointments_past() id="past" flush=true>{list(&cx, &past)}</Card> }
        });
        view! {
            <Card title=texts.appointments_to_come() id="to-come" flush=true>{first}</Card>
            {past}
            <LinkButton href=waiting label=texts.waiting_title() kind=ButtonKind::Quiet full=true />
            <LinkButton href=calendar label=texts.calendar_title() kind=ButtonKind::Quiet full=true />
        }
        .into_any()
    });
    Ok(page.into_response())
}

fn list(cx: &Cx, tickets: &[Ticket]) -> AnyView {
    let rows: Vec<Row> = tickets.iter().map(|ticket| row(cx, ticket)).collect();
    view! { <Rows items=rows /> }.into_any()
}

fn row(cx: &Cx, ticket: &Ticket) -> Row {
    let (texts, language) = (cx.texts, cx.language());
    let visit = &ticket.visit;
    let when = format!("{} {}", words::day(texts, visit.day), words::time(visit.starts_at));
    let what = [ticket.matter.content.name.get(language), ticket.office.content.name.get(language), &visit.shown_name];
    let row = Row::new(cx.href(&ticket_path(visit)), when).meta(what.join(" · ")).icon(IconName::Calendar);
    match visit.state {
        VisitState::Confirmed => row,
        state => {
            let said = texts.by_key(&format!("appointment-state-{}", state.code())).unwrap_or_default();
            row.pill(said, Tone::Plain)
        }
    }
}
