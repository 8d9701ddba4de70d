use axum::{
    Form,
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use leptos::prelude::*;
use serde::Deserialize;

use super::{
    super::{
        super::{Place, city_time::local, desk_page},
        forms::{done_notice, row_button},
        me::Done,
    },
    at_desk, crumbs, in_the_way, named, path_of,
};
use ::hall::{Expected, Hall, HallError, model::TicketState};
use appointments::model::State as VisitState;
use catalogue::Catalogue;
use foundation::{
    context::Cx,
    error::AppError,
    ids::AppointmentId,
    page::Page,
    ui::{
        ButtonKind, Card, DataColumn, DataRow, DataTable, DeskHead, EmptyState, Field, IconName, Notice, SubmitButton,
        Tone,
    },
};
use identity::InSession;

/// What may have been done before this page.
const DONE: [&str; 2] = ["hall-done-check-in", "hall-done-absent"];

/// What is looked for, or done with a visit. A name comes in a body only: addresses of pages are written down all over.
#[derive(Debug, Default, Deserialize)]
pub struct Acted {
    #[serde(default)]
    act: String,
    #[serde(default)]
    visit: String,
    #[serde(default)]
    who: String,
}

/// `GET /desk/hall/{office}/visits`: who is expected today.
pub async fn visits(
    cx: Cx,
    session: InSession,
    State(hall): State<Hall>,
    State(catalogue): State<Catalogue>,
    Path(office): Path<String>,
    Query(Done { done }): Query<Done>,
) -> Result<Response, AppError> {
    Ok(load(&cx, &session, (&hall, &catalogue), &office, Acted::default(), (&done, None)).await?.into_response())
}

/// `POST /desk/hall/{office}/visits`: looks for somebody, gives them their number, or says that they did not come.
pub async fn change_visits(
    cx: Cx,
    session: InSession,
    State(hall): State<Hall>,
    State(catalogue): State<Catalogue>,
    Path(office): Path<String>,
    Form(acted): Form<Acted>,
) -> Result<Response, AppError> {
    let (code, desk) = (named(&office)?, at_desk(&session, &catalogue));
    let visit = || AppointmentId::parse(&acted.visit).ok_or(HallError::Unknown);
    let outcome = match acted.act.as_str() {
        "find" => {
            return Ok(load(&cx, &session, (&hall, &catalogue), &office, acted, ("", None)).await?.into_response());
        }
        "check-in" => match visit() {
            Ok(visit) => hall.check_in_at_desk(&desk, &code, visit).await.map(|_| "hall-done-check-in"),
            Err(error) => Err(error),
        },
        "absent" => match visit() {
            Ok(visit) => hall.mark_absent(&desk, &code, visit).await.map(|()| "hall-done-absent"),
            Err(error) => Err(error),
        },
        _ => Err(HallError::Unknown),
    };
    match outcome {
        Ok(done) => Ok(Redirect::to(&cx.href(&path_of(&code, &format!("/visits?done={done}")))).into_response()),
        Err(error) => {
            let Some(sentence) = in_the_way(&error) else { return Err(error.into()) };
            let page = load(&cx, &session, (&hall, &catalogue), &office, acted, ("", Some(sentence))).await?;
            Ok(page.status(StatusCode::CONFLICT).into_response())
        }
    }
}

async fn load(
    cx: &Cx,
    session: &InSession,
    (hall, catalogue): (&Hall, &Catalogue),
    office: &str,
    acted: Acted,
    (done, stood): (&str, Option<&'static str>),
) -> Result<Page, AppError> {
    let (office, expected, matters) = hall.expected(&at_desk(session, catalogue), &named(office)?, &acted.who).await?;
    let (texts, drawn) = (cx.texts, cx.clone());
    let notice = done_notice(cx, done, &DONE);
    let sentence = stood.and_then(|key| texts.by_key(key));
    Ok(desk_page(cx, &session.actor, Place::Hall, texts.hall_visits(), move || {
        let cx = &drawn;
        let name = office.content.name.get(cx.language()).to_owned();
        let action = cx.href(&path_of(&office.code, "/visits"));
        let rows: Vec<DataRow> = expected
            .iter()
            .map(|one| {
                let matter = matters.get(&one.visit.matter);
                let matter = matter.map(|matter| matter.content.name.get(cx.language()).to_owned());
                row(cx, &action, one, matter.unwrap_or_default())
            })
            .collect();
        let columns = [
            texts.hall_visit_time(),
            texts.hall_visit_name(),
            texts.hall_matter(),
            texts.hall_visit_code(),
            texts.hall_visit_state(),
            texts.office_act(),
        ];
        let columns = columns.map(DataColumn::text).to_vec();
        let list = if rows.is_empty() {
            view! { <Card><EmptyState icon=IconName::Calendar title=texts.hall_visits_none() /></Card> }.into_any()
        } else {
            view! { <DataTable caption=texts.hall_visits_caption() columns=columns rows=rows /> }.into_any()
        };
        let stood = sentence.map(|sentence| {
            view! { <div role="alert"><Notice tone=Tone::Warn><p>{sentence}</p></Notice></div> }
        });
        view! {
            <DeskHead title=texts.hall_visits() crumbs=crumbs(cx, Some((&office.code, name))) crumbs_label=texts.breadcrumbs()
                meta=texts.hall_visits_lead() />
            {notice}
            {stood}
            <form method="post" action=action.clone() class="find" role="search">
                <input type="hidden" name="act" value="find" />
                <Field id="who" name="who" label=texts.hall_visits_find() value=acted.who autocomplete="off" />
                <SubmitButton label=texts.hall_visits_search() kind=ButtonKind::Quiet />
            </form>
            {list}
        }
        .into_any()
    }))
}

fn row(cx: &Cx, action: &str, one: &Expected, matter: String) -> DataRow {
    let texts = cx.texts;
    let state = match (&one.ticket, one.visit.state) {
        (_, VisitState::Missed) => texts.hall_visit_missed().to_owned(),
        (_, VisitState::Finished) => texts.hall_visit_finished().to_owned(),
        (None, _) => texts.hall_visit_expected().to_owned(),
        (Some(ticket), _) => {
            let state = if ticket.state == TicketState::Redirected { TicketState::Waiting } else { ticket.state };
            let words = texts.by_key(&format!("ticket-state-{}", state.code())).unwrap_or_default();
            format!("{} · {words}", ticket.shown())
        }
    };
    let may_come = one.ticket.is_none() && one.visit.state == VisitState::Confirmed;
    let which = format!("{} {}", one.visit.shown_name, one.visit.code.spoken());
    let form = |act: &'static str, label: &'static str| {
        view! {
            <form method="post" action=action.to_owned()>
                <input type="hidden" name="act" value=act />
                <input type="hidden" name="visit" value=one.visit.id.to_string() />
                {row_button(label, which.clone())}
            </form>
        }
    };
    let give = may_come.then(|| form("check-in", texts.hall_visit_give()));
    let absent = one.may_be_absent.then(|| form("absent", texts.hall_visit_absent()));
    DataRow::new(local(one.visit.starts_at).format("%H:%M").to_string())
        .cell(one.visit.shown_name.clone())
        .cell(matter)
        .cell(one.visit.code.spoken())
        .cell(state)
        .cell(view! { <div class="inline">{give}{absent}</div> })
}
