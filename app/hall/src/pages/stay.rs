use axum::extract::{Path, State};
use leptos::prelude::*;

use super::frame::script;
use crate::{
    Hall, TicketView,
    model::{Estimate, TicketState},
};
use foundation::{
    clock::city,
    context::Cx,
    error::AppError,
    page::{Page, Tab},
    ui::{Card, PageHead, SummaryList, SummaryRow},
};

/// How often the page is asked for again.
const SECONDS: u32 = 15;

/// `GET /hall/tickets/{token}`: where somebody stands in the line, on their own phone.
pub async fn stay(cx: Cx, State(hall): State<Hall>, Path(token): Path<String>) -> Result<Page, AppError> {
    let view = hall.ticket(&token).await?;
    let (texts, drawn) = (cx.texts, cx.clone());
    let page = Page::new(&cx, format!("{} {}", view.ticket.shown(), texts.stay_title()), move || {
        let cx = &drawn;
        let office = &view.board.office.content;
        let language = cx.language();
        let matter = view.board.matters.get(&view.ticket.matter);
        let matter = matter.map(|matter| matter.content.name.get(language).to_owned()).unwrap_or_default();
        let rows = vec![
            SummaryRow::new(texts.hall_matter(), matter),
            SummaryRow::new(texts.stay_where(), office.name.get(language).to_owned()),
        ];
        view! {
            <PageHead title=texts.stay_title() />
            <div class="stay" data-live="page" data-every=SECONDS.to_string() data-here=cx.href(&cx.here())>
                {standing(cx, &view)}
            </div>
            <Card><SummaryList items=rows /></Card>
            <p class="meta">{texts.stay_fresh()}</p>
            {script(cx)}
        }
        .into_any()
    });
    Ok(page.tab(Tab::None).unlisted().uncached().refreshed(SECONDS))
}

/// The number and how far it is: what changes while the page is looked at.
fn standing(cx: &Cx, view: &TicketView) -> AnyView {
    let texts = cx.texts;
    let lines = lines(cx, view);
    let is_called = view.ticket.state == TicketState::Called;
    let (first, rest) = lines.split_first().map(|(first, rest)| (first.clone(), rest.to_vec())).unwrap_or_default();
    let rest = rest.into_iter().map(|line| view! { <p>{line}</p> }).collect_view();
    view! {
        <div class=if is_called { "stay-number called" } else { "stay-number" }>
            <p>{texts.stay_number()}</p>
            <strong>{view.ticket.shown()}</strong>
            <p class="stay-now" role="status">{first}</p>
            {rest}
        </div>
    }
    .into_any()
}

/// Where somebody stands, in words: what matters most first.
pub(super) fn lines(cx: &Cx, view: &TicketView) -> Vec<String> {
    let (texts, ticket) = (cx.texts, &view.ticket);
    let counter = || ticket.counter_label.clone().unwrap_or_default();
    match ticket.state {
        TicketState::Waiting | TicketState::Redirected => {
            let mut lines = Vec::new();
            if ticket.is_early(view.board.at) {
                lines.push(texts.stay_early(city(ticket.place.ready_at).format("%H:%M").to_string()));
            } else {
                match view.before {
                    Some(0) => lines.push(texts.stay_next().to_owned()),
                    Some(before) => lines.push(texts.stay_before(before)),
                    None => {}
                }
            }
            lines.push(match view.estimate {
                None => texts.stay_estimate_none().to_owned(),
                Some(Estimate { from: 0, to }) => texts.stay_estimate_soon(to),
                Some(Estimate { from, to }) => texts.stay_estimate(from, to),
            });
            lines
        }
        TicketState::Called => vec![texts.stay_called(counter())],
        TicketState::Serving => vec![texts.stay_serving(counter())],
        TicketState::Parked => vec![texts.stay_parked(counter())],
        TicketState::Finished => vec![texts.stay_finished().to_owned()],
        TicketState::Missed => vec![texts.stay_missed().to_owned()],
        TicketState::Closed => vec![texts.stay_closed().to_owned()],
    }
}
