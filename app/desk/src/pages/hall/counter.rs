use std::sync::Arc;

use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use leptos::prelude::*;

use super::{
    super::{
        super::{Place, desk_page},
        forms::{Refused, done_notice, refused},
        me::Done,
    },
    acts::Acted,
    at_desk, crumbs, named, path_of,
    tables::{parked, waiting},
};
use ::hall::{
    Hall, OpenCounter, Seat,
    model::{Board, Ticket, TicketState},
    pages::{display_path, events_path},
};
use catalogue::Catalogue;
use foundation::{
    context::Cx,
    error::{AppError, FieldError},
    page::Page,
    ui::{
        ButtonKind, Card, DeskHead, ErrorSummary, Field, LinkButton, Notice, Pill, Select, SelectOption, SubmitButton,
        Tone,
    },
};
use identity::{Actor, InSession};

/// What may have been done before this page.
const DONE: [&str; 3] = ["hall-done-opened", "hall-done-closed", "hall-done-nobody"];

/// `GET /desk/hall/{office}`: one's counter, who is there, who waits.
pub async fn counter(
    cx: Cx,
    session: InSession,
    State(hall): State<Hall>,
    State(catalogue): State<Catalogue>,
    Path(office): Path<String>,
    Query(Done { done }): Query<Done>,
) -> Result<Response, AppError> {
    let told = Told { done, ..Told::default() };
    Ok(load(&cx, &session, &hall, &catalogue, &office, told).await?.into_response())
}

/// What is told on top of the page.
#[derive(Default)]
pub(super) struct Told {
    pub(super) done: String,
    /// The key of what stood in the way.
    pub(super) in_the_way: Option<&'static str>,
    pub(super) errors: Vec<FieldError>,
    pub(super) typed: Acted,
}

/// Loads and draws the page.
pub(super) async fn load(
    cx: &Cx,
    session: &InSession,
    hall: &Hall,
    catalogue: &Catalogue,
    office: &str,
    told: Told,
) -> Result<Page, AppError> {
    let counter = hall.counter(&at_desk(session, catalogue), &named(office)?).await?;
    let board = hall.board_now(&counter.office.code).await?;
    Ok(draw(cx, &session.actor, counter, board, told))
}

fn draw(cx: &Cx, actor: &Actor, counter: OpenCounter, board: Arc<Board>, told: Told) -> Page {
    let (texts, drawn) = (cx.texts, cx.clone());
    let status = match (&told.in_the_way, told.errors.is_empty()) {
        (Some(_), _) => Some(StatusCode::CONFLICT),
        (None, false) => Some(StatusCode::BAD_REQUEST),
        (None, true) => None,
    };
    let name = counter.office.content.name.get(cx.language()).to_owned();
    let page = desk_page(cx, actor, Place::Hall, name.clone(), move || {
        let cx = &drawn;
        let wrong = refused(cx, &told.errors);
        let (summary, items) = (wrong.title(cx), wrong.items());
        let done = done_notice(cx, &told.done, &DONE);
        let in_the_way = told.in_the_way.and_then(|key| texts.by_key(key)).map(|sentence| {
            view! { <div role="alert"><Notice tone=Tone::Warn><p>{sentence}</p></Notice></div> }
        });
        let here = counter.seat.as_ref().map(|seat| here(cx, seat, &board)).unwrap_or_default();
        let path = path_of(&counter.office.code, "");
        let link = |below: &str, label: &'static str| {
            view! { <LinkButton href=cx.href(&format!("{path}{below}")) label=label kind=ButtonKind::Quiet /> }
        };
        let links = view! {
            {link("/visits", texts.hall_visits())}
            {link("/kiosks", texts.hall_kiosks())}
            {link("/statistics", texts.hall_statistics())}
            <LinkButton href=cx.href(&display_path(&counter.office.code)) label=texts.hall_display_open() kind=ButtonKind::Quiet />
        };
        let at_counter = match &counter.seat {
            Some(seat) => working(cx, &counter, seat, &board, &wrong),
            None => opening(cx, &counter, &told.typed, &wrong),
        };
        let lists = view! { {waiting(cx, &board, counter.seat.is_some())}{parked(cx, &board, counter.seat.is_some())} };
        let events = cx.href(&events_path(&counter.office.code));
        let here_path = cx.href(&path);
        let script = cx.site.assets.address("hall.js").to_string();
        view! {
            <DeskHead title=name crumbs=crumbs(cx, None) crumbs_label=texts.breadcrumbs() meta=here>{links}</DeskHead>
            {done}
            {in_the_way}
            <ErrorSummary title=summary items=items />
            {at_counter}
            <div class="stack" data-live="page" data-events=events data-here=here_path>{lists}</div>
            <script type="module" src=script></script>
        }
        .into_any()
    });
    match status {
        Some(status) => page.status(status),
        None => page,
    }
}

fn here(cx: &Cx, seat: &Seat, board: &Board) -> String {
    let group = board.line(seat.group).map(|line| line.group.name.get(cx.language()).to_owned()).unwrap_or_default();
    cx.texts.hall_counter_here(group, seat.label.as_str().to_owned())
}

/// The form that opens a counter, or another one.
fn opening(cx: &Cx, counter: &OpenCounter, typed: &Acted, wrong: &Refused) -> AnyView {
    let texts = cx.texts;
    let chosen = counter.seat.as_ref().map_or_else(|| typed.group.clone(), |seat| seat.group.to_string());
    let groups: Vec<SelectOption> = counter
        .groups
        .iter()
        .map(|group| SelectOption {
            value: group.id.to_string(),
            label: group.name.get(cx.language()).to_owned(),
            selected: group.id.to_string() == chosen,
        })
        .collect();
    let label = if typed.label.is_empty() {
        counter.seat.as_ref().map(|seat| seat.label.as_str().to_owned()).unwrap_or_default()
    } else {
        typed.label.clone()
    };
    let (label_error, group_error) = (wrong.of("label"), wrong.of("group"));
    let action = cx.href(&path_of(&counter.office.code, ""));
    view! {
        <Card title=texts.hall_counter_open() id="open" note=texts.hall_counter_open_lead()>
            <form method="post" action=action class="find">
                <input type="hidden" name="act" value="open" />
                <Field id="label" name="label" label=texts.hall_counter_label() hint=texts.hall_counter_label_hint()
                    value=label error=label_error autocomplete="off" short=true />
                <Select id="group" name="group" label=texts.hall_counter_group() options=groups error=group_error />
                <SubmitButton label=texts.hall_counter_open() />
            </form>
        </Card>
    }
    .into_any()
}

/// Who is at the counter, and what can be done with them; or who is next.
fn working(cx: &Cx, counter: &OpenCounter, seat: &Seat, board: &Board, wrong: &Refused) -> AnyView {
    let (texts, action) = (cx.texts, cx.href(&path_of(&counter.office.code, "")));
    let body = match &counter.ticket {
        None => {
            let nobody = texts.hall_nobody(board.line_of(seat.group).count());
            let (next, close) = (
                button(&action, "next", None, texts.hall_call_next(), ButtonKind::Primary),
                button(&action, "close", None, texts.hall_counter_close(), ButtonKind::Quiet),
            );
            view! { <p>{nobody}</p><div class="inline">{next}{close}</div> }.into_any()
        }
        Some(ticket) => at_counter(cx, counter, ticket, board, wrong),
    };
    let change = counter.ticket.is_none().then(|| {
        let form = opening(cx, counter, &Acted::default(), wrong);
        view! { <details class="hall-change"><summary>{texts.hall_counter_change()}</summary>{form}</details> }
    });
    view! {
        <Card title=texts.hall_now() id="now">{body}</Card>
        {change}
    }
    .into_any()
}

fn at_counter(cx: &Cx, counter: &OpenCounter, ticket: &Ticket, board: &Board, wrong: &Refused) -> AnyView {
    let (texts, action) = (cx.texts, cx.href(&path_of(&counter.office.code, "")));
    let is_called = ticket.state == TicketState::Called;
    let one = |act: &str, label: &'static str, kind| button(&action, act, Some(ticket), label, kind);
    let acts = if is_called {
        vec![
            one("begin", texts.hall_begin(), ButtonKind::Primary),
            one("recall", texts.hall_recall(), ButtonKind::Quiet),
            one("park", texts.hall_park(), ButtonKind::Quiet),
            one("finish", texts.hall_finish(), ButtonKind::Quiet),
            one("miss", texts.hall_miss(), ButtonKind::Danger),
        ]
    } else {
        vec![one("finish", texts.hall_finish(), ButtonKind::Primary), one("park", texts.hall_park(), ButtonKind::Quiet)]
    };
    let language = cx.language();
    let matter = board.matters.get(&ticket.matter).map(|matter| matter.content.name.get(language).to_owned());
    let state = texts.by_key(&format!("ticket-state-{}", ticket.state.code())).unwrap_or_default();
    let reason = (ticket.priority.is_some())
        .then(|| texts.by_key(&format!("hall-priority-{}", ticket.priority.code())).unwrap_or_default())
        .map(|label| view! { <Pill label=label tone=Tone::Wanted /> });
    let booked = ticket.is_booked.then(|| view! { <Pill label=texts.hall_booked() tone=Tone::Info /> });
    let calls = is_called.then(|| view! { <span class="meta">{texts.hall_calls(ticket.calls)}</span> });
    let choices = counter.groups.iter().flat_map(|group| {
        group.matters.iter().filter(|matter| group.id != ticket.group || **matter != ticket.matter).map(move |matter| {
            let name = board.matters.get(matter).map(|matter| matter.content.name.get(language).to_owned());
            SelectOption {
                value: format!("{}:{matter}", group.id),
                label: texts.hall_redirect_choice(group.name.get(language).to_owned(), name.unwrap_or_default()),
                selected: false,
            }
        })
    });
    let choices: Vec<SelectOption> = choices.collect();
    let (id, error) = (ticket.id.to_string(), wrong.of("to"));
    let lead = (!choices.is_empty()).then(|| {
        let is_wrong = !error.is_empty();
        view! {
            <details class="hall-change" open=is_wrong>
                <summary>{texts.hall_redirect()}</summary>
                <form method="post" action=action.clone() class="find">
                    <input type="hidden" name="act" value="redirect" />
                    <input type="hidden" name="ticket" value=id />
                    <Select id="to" name="to" label=texts.hall_redirect_to() hint=texts.hall_redirect_hint() options=choices
                        error=error />
                    <SubmitButton label=texts.hall_redirect() kind=ButtonKind::Quiet />
                </form>
            </details>
        }
    });
    view! {
        <div class="hall-now">
            <strong>{ticket.shown()}</strong>
            <div><p>{matter}</p><p class="inline"><Pill label=state />{booked}{reason}{calls}</p></div>
        </div>
        <div class="inline">{acts}</div>
        {lead}
    }
    .into_any()
}

/// A form of one button.
fn button(action: &str, act: &str, ticket: Option<&Ticket>, label: &'static str, kind: ButtonKind) -> AnyView {
    let ticket = ticket.map(|ticket| view! { <input type="hidden" name="ticket" value=ticket.id.to_string() /> });
    view! {
        <form method="post" action=action.to_owned()>
            <input type="hidden" name="act" value=act.to_owned() />
            {ticket}
            <SubmitButton label=label kind=kind />
        </form>
    }
    .into_any()
}
