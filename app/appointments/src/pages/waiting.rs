use axum::{
    extract::{Path, Query, State},
    response::{IntoResponse as _, Redirect, Response},
};
use foundation::{
    context::Cx,
    error::AppError,
    ids::WaitingId,
    ui::{
        ButtonKind, Card, EmptyState, IconName, LinkButton, Notice, Row, Rows, SubmitButton, SummaryList, SummaryRow,
        Tone,
    },
};
use identity::{InAccount, pages::account_page};
use leptos::prelude::*;
use serde::Deserialize;

use super::parts::words;
use crate::{
    Appointments, InLine,
    model::{Appointment, Outcome},
};

/// What was just done, for the page it leads to.
#[derive(Debug, Default, Deserialize)]
pub struct Done {
    #[serde(default)]
    done: String,
}

/// `GET /me/waiting`: the lines somebody stands in, with what is offered to them, and those they stood in.
pub async fn waiting(
    cx: Cx,
    InAccount(holder): InAccount,
    State(booking): State<Appointments>,
    Query(Done { done }): Query<Done>,
) -> Result<Response, AppError> {
    let lines = booking.in_line(&holder).await?;
    let minutes = booking.rules().offer.num_minutes();
    let (texts, drawn) = (cx.texts, cx.clone());
    let page = account_page(&cx, texts.waiting_title(), texts.waiting_lead(minutes), move || {
        let (open, ended): (Vec<InLine>, Vec<InLine>) =
            lines.into_iter().partition(|line| line.entry.outcome.is_none());
        let said = match done.as_str() {
            "joined" => Some(texts.waiting_done_joined()),
            "left" => Some(texts.waiting_done_left()),
            _ => None,
        };
        let said = said.map(|said| view! { <div role="status"><Notice tone=Tone::Ok><p>{said}</p></Notice></div> });
        let none = open.is_empty().then(|| {
            let own = drawn.href("/me/appointments");
            view! {
                <EmptyState icon=IconName::Clock title=texts.waiting_none()>
                    <LinkButton href=own label=texts.appointments() />
                </EmptyState>
            }
        });
        let cards = open.iter().map(|line| card(&drawn, line)).collect_view();
        let rows: Vec<Row> = ended.iter().map(|line| row(&drawn, line)).collect();
        let past = (!rows.is_empty()).then(|| {
            view! { <Card title=texts.waiting_past() id="past" flush=true><Rows items=rows /></Card> }
        });
        view! {
            {said}
            {cards}
            {none}
            {past}
        }
        .into_any()
    });
    Ok(page.into_response())
}

/// `POST /me/waiting/{id}/leave`: out of the line; a place that is offered goes to the next.
pub async fn leave(
    cx: Cx,
    InAccount(holder): InAccount,
    State(booking): State<Appointments>,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    let id = WaitingId::parse(&id).ok_or(AppError::NotFound)?;
    booking.leave(&holder, id).await?;
    Ok(Redirect::to(&cx.href("/me/waiting?done=left")).into_response())
}

fn names(cx: &Cx, line: &InLine) -> (String, String) {
    let language = cx.language();
    (line.matter.content.name.get(language).to_owned(), line.office.content.name.get(language).to_owned())
}

fn days(cx: &Cx, line: &InLine) -> String {
    let (texts, wish) = (cx.texts, &line.entry.wish);
    if wish.from == wish.until {
        return words::day(texts, wish.from);
    }
    texts.waiting_days(words::day(texts, wish.from), words::day(texts, wish.until))
}

/// One line somebody stands in.
fn card(cx: &Cx, line: &InLine) -> AnyView {
    let texts = cx.texts;
    let (matter, office) = names(cx, line);
    let id = format!("line-{}", line.entry.id);
    let mut rows = vec![
        SummaryRow::new(texts.booking_where(), office),
        SummaryRow::new(texts.waiting_which_days(), days(cx, line)),
        SummaryRow::new(texts.booking_whom(), line.entry.shown_name.clone()),
    ];
    if line.entry.wish.persons > 1 {
        let persons = texts.booking_persons_count(i64::from(line.entry.wish.persons));
        rows.push(SummaryRow::new(texts.booking_how_many(), persons));
    }
    if line.offer.is_none() {
        let before = match line.before {
            0 => texts.waiting_first().to_owned(),
            InLine::MANY.. => texts.waiting_many(i64::try_from(InLine::MANY).unwrap_or_default()),
            before => texts.waiting_before(i64::try_from(before).unwrap_or_default()),
        };
        rows.push(SummaryRow::new(texts.waiting_place(), before));
    }
    let offer = line.offer.as_ref().map(|visit| offered(cx, visit));
    let leave = cx.href(&format!("/me/waiting/{}/leave", line.entry.id));
    let label = if line.offer.is_some() { texts.waiting_decline() } else { texts.waiting_leave() };
    view! {
        <Card title=matter id=id>
            <div class="stack">
                {offer}
                <SummaryList items=rows />
                <form method="post" action=leave>
                    <SubmitButton label=label kind=ButtonKind::Quiet full=true />
                </form>
            </div>
        </Card>
    }
    .into_any()
}

/// What is kept for somebody, and the way to say yes.
fn offered(cx: &Cx, visit: &Appointment) -> AnyView {
    let texts = cx.texts;
    let when = format!("{} {}", words::day(texts, visit.day), words::span(visit));
    let until = visit.hold_ends_at.map(|until| texts.waiting_until(words::day_and_time(texts, until)));
    let confirm = cx.href(&format!("/me/appointments/{}/confirm", visit.id));
    view! {
        <Notice tone=Tone::Ok>
            <p><b>{texts.waiting_offered(when)}</b></p>
            {until.map(|until| view! { <p>{until}</p> })}
        </Notice>
        <LinkButton href=confirm label=texts.waiting_confirm() full=true />
    }
    .into_any()
}

/// One line somebody stood in.
fn row(cx: &Cx, line: &InLine) -> Row {
    let (matter, office) = names(cx, line);
    let visit = match (line.entry.outcome, line.entry.visit) {
        (Some(Outcome::Taken), Some(visit)) => cx.href(&format!("/me/appointments/{visit}")),
        _ => String::new(),
    };
    let outcome = line.entry.outcome.map(Outcome::code).unwrap_or_default();
    let said = cx.texts.by_key(&format!("waiting-outcome-{outcome}")).unwrap_or_default();
    Row::new(visit, matter).meta(format!("{office} · {}", days(cx, line))).pill(said, Tone::Plain)
}
