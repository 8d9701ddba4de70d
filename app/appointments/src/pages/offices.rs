use axum::extract::{Path, Query, State};
use foundation::{
    context::Cx,
    error::AppError,
    page::{Page, Tab},
    ui::{EmptyState, IconName, PageHead, Pill, Tone},
};
use leptos::prelude::*;

use super::parts::{
    asked::{Asked, Choice, slug},
    stages::{Stage, stages},
    words,
};
use crate::{Appointments, NextFree, model::Matter};

/// `GET /book/{matter}`: where it can be done, and when something is free there.
pub async fn offices(
    cx: Cx,
    State(booking): State<Appointments>,
    Path(matter): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Page, AppError> {
    let matter = booking.matter(&slug(&matter)?).await?;
    let mut offices = booking.offices_for(&matter.code).await?;
    // Where something is free first; of those, the offices of the district the person follows, then the soonest.
    let followed = cx.visitor.display.district.clone();
    offices.sort_by_key(|next| (next.day.is_none(), Some(&next.office.division) != followed.as_ref(), next.day));
    let (title, drawn) = (cx.texts.booking_office_title(), cx.clone());
    let choice = asked.choice();
    let nearest = cx.site.assets.address("nearest.js").to_string();
    let page = Page::new(&cx, title, move || draw(&drawn, &matter, &offices, &choice, nearest));
    Ok(page.tab(Tab::Services).unlisted().uncached())
}

fn draw(cx: &Cx, matter: &Matter, offices: &[NextFree], choice: &Choice, nearest: String) -> AnyView {
    let (texts, language) = (cx.texts, cx.language());
    let name = matter.content.name.get(language).to_owned();
    let back = choice.item.as_ref().map(|item| cx.href(&format!("/items/{item}"))).unwrap_or_default();
    if offices.is_empty() {
        return view! {
            <div class="stack column">
                <PageHead title=texts.booking_office_title() kicker=name back_href=back back_label=texts.booking_back_item() />
                <EmptyState icon=IconName::Hall title=texts.booking_no_office()>
                    <p>{texts.booking_none_text()}</p>
                </EmptyState>
            </div>
        }
        .into_any();
    }
    // To sort by distance there has to be something to sort.
    let placed = offices.iter().filter(|next| next.office.content.position.is_some()).count();
    let near = (placed > 1).then(|| {
        view! {
            <div class="near" hidden=true data-near data-done=texts.booking_near_done() data-failed=texts.booking_near_failed()>
                <button class="btn btn-quiet" type="button">{texts.booking_near()}</button>
                <p class="meta" role="status">{texts.booking_near_hint()}</p>
            </div>
            <script type="module" src=nearest></script>
        }
    });
    let none_free = offices.iter().all(|next| next.day.is_none());
    let rows = offices.iter().map(|next| row(cx, matter, next, choice)).collect_view();
    view! {
        <div class="stack column">
            <PageHead title=texts.booking_office_title() kicker=name back_href=back back_label=texts.booking_back_item() />
            {stages(texts, Stage::Place)}
            {near}
            {none_free.then(|| view! { <p>{texts.booking_full_hint()}</p> })}
            <div class="card flush"><ul class="rows offices">{rows}</ul></div>
        </div>
    }
    .into_any()
}

/// An office. Its point stands in the page, so that the way to it can be worked out where the person is.
fn row(cx: &Cx, matter: &Matter, next: &NextFree, choice: &Choice) -> AnyView {
    let (texts, language) = (cx.texts, cx.language());
    let content = &next.office.content;
    let query = Choice { item: choice.item.clone(), persons: choice.persons, ..Choice::default() }.query();
    let href = cx.href(&format!("/book/{}/{}{query}", matter.code, next.office.code));
    let (label, tone) = match next.day {
        Some(day) => (texts.booking_next_free(words::day(texts, day)), Tone::Ok),
        None => (texts.booking_nothing_free().to_owned(), Tone::Plain),
    };
    let access = content
        .access
        .iter()
        .filter_map(|access| texts.by_key(&format!("office-access-{}", access.code().replace('_', "-"))));
    let access = access.collect::<Vec<_>>().join(texts.list_separator());
    let (latitude, longitude) = content.position.map(|position| (position.latitude, position.longitude)).unzip();
    // Made here, filled in there: the words are the server's.
    let distance = content.position.map(|_| {
        let words = texts.booking_distance("{}");
        view! { <span class="meta" hidden=true data-distance=words></span> }
    });
    view! {
        <li data-latitude=latitude data-longitude=longitude>
            <a class="row" href=href>
                <span class="dot tone-main"><foundation::ui::Icon name=IconName::Hall /></span>
                <span class="grow">
                    <span class="row-title">{content.name.get(language).to_owned()}</span>
                    <span class="meta">{content.address.get(language).to_owned()}</span>
                    {distance}
                    {(!access.is_empty()).then(|| view! { <span class="meta">{access}</span> })}
                    <span class="pills"><Pill label=label tone=tone /></span>
                </span>
                <foundation::ui::Icon name=IconName::Right />
            </a>
        </li>
    }
    .into_any()
}
