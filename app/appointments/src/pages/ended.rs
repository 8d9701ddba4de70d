use foundation::{
    context::Cx,
    error::AppError,
    page::{Page, Tab},
    ui::{Card, LinkButton, PageHead},
};
use leptos::prelude::*;

use super::{
    confirm::again_path,
    parts::{asked::Choice, schedule::Schedule},
};
use crate::{Appointments, BookingError, Ticket, model::State};

/// That a place was not kept, with the times that are free instead.
pub(super) async fn ended(cx: &Cx, booking: &Appointments, ticket: Ticket) -> Result<Page, AppError> {
    let visit = &ticket.visit;
    let back = Choice {
        item: visit.item.clone(),
        persons: Some(visit.persons),
        acting: visit.acting.value(),
        ..Choice::default()
    };
    let on_its_day = Choice { day: Some(visit.day), ..back.clone() };
    let link = |time| {
        let choice = Choice { time: Some(time), ..back.clone() };
        cx.href(&format!("/book/{}/{}{}#times", visit.matter, visit.office, choice.query()))
    };
    let mut free = Vec::new();
    for choice in [on_its_day, back.clone()] {
        if free.is_empty() {
            free = match Schedule::load(booking, &visit.office, &ticket.matter, &choice, visit.persons).await {
                Ok(schedule) => schedule.proposed(cx.texts, link),
                // The office may have stopped serving it meanwhile.
                Err(BookingError::Unknown) => Vec::new(),
                Err(error) => return Err(error.into()),
            };
        }
    }
    let texts = cx.texts;
    let lead =
        if visit.state == State::Released { texts.booking_ended_released() } else { texts.booking_ended_expired() };
    let name = ticket.matter.content.name.get(cx.language()).to_owned();
    let again = cx.href(&again_path(visit));
    let page = Page::new(cx, texts.booking_ended_title(), move || {
        let is_any = !free.is_empty();
        let links = free
            .into_iter()
            .map(|(_, label, href)| view! { <li><a class="chip" href=href>{label}</a></li> })
            .collect_view();
        view! {
            <div class="stack column">
                <PageHead title=texts.booking_ended_title() kicker=name><p class="lead">{lead}</p></PageHead>
                {is_any.then(|| view! {
                    <Card title=texts.booking_slot_taken_next() id="free"><ul class="chips">{links}</ul></Card>
                })}
                <LinkButton href=again label=texts.booking_again() full=true />
            </div>
        }
        .into_any()
    });
    Ok(page.tab(Tab::Services).unlisted().uncached())
}
