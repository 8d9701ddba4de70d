use axum::extract::State;
use leptos::prelude::*;

use super::{home::life_section, search_box};
use crate::service::{Catalogue, Snapshot};
use foundation::{
    context::Cx,
    page::{Page, Tab},
    ui::{Card, IconName, PageHead, Row, Rows, SectionHead, Tile, TileGrid},
};

/// How many departments are listed before "all of them".
const DEPARTMENTS_SHOWN: usize = 8;

/// `GET /services`: every way into the catalogue on one page.
pub async fn services(cx: Cx, State(catalogue): State<Catalogue>) -> Page {
    let snapshot = catalogue.snapshot();
    let texts = cx.texts;
    let drawn = cx.clone();
    Page::new(&cx, texts.tab_services(), move || draw(&drawn, &snapshot))
        .description(texts.services_description())
        .feed(cx.href("/changes.atom"), texts.news_title())
        .tab(Tab::Services)
}

fn draw(cx: &Cx, snapshot: &Snapshot) -> AnyView {
    let texts = cx.texts;
    let language = cx.language();
    let departments: Vec<Row> = snapshot
        .departments
        .iter()
        .filter_map(|department| snapshot.items_by_department.get(&department.id).map(|count| (department, *count)))
        .take(DEPARTMENTS_SHOWN)
        .map(|(department, count)| {
            Row::new(cx.href(&format!("/departments/{}", department.id)), department.name.get(language).to_owned())
                .meta(department.duties.as_ref().map(|duties| duties.get(language)).unwrap_or_default())
                .end(texts.items_count(to_i64(count)))
        })
        .collect();
    view! {
        <PageHead title=texts.services_title() />
        {search_box(cx, "")}
        {life_section(cx, snapshot)}
        <section aria-labelledby="pillars">
            <SectionHead title=texts.six_areas() id="pillars" />
            {tiles(cx, snapshot, true)}
        </section>
        <section aria-labelledby="topics">
            <SectionHead title=texts.topics() id="topics" />
            {tiles(cx, snapshot, false)}
        </section>
        <section aria-labelledby="departments">
            <SectionHead title=texts.departments() id="departments" more_href=cx.href("/departments") more_label=texts.all_departments() />
            <Card flush=true><Rows items=departments /></Card>
        </section>
        <section aria-labelledby="districts">
            <SectionHead title=texts.districts() id="districts" more_href=cx.href("/districts") more_label=texts.all_districts() />
        </section>
    }
    .into_any()
}

/// The six areas the city began with, or the topics that came after.
fn tiles(cx: &Cx, snapshot: &Snapshot, pillars: bool) -> AnyView {
    let language = cx.language();
    let tiles = snapshot
        .areas
        .iter()
        .filter(|area| area.pillar == pillars)
        .map(|area| {
            let count = to_i64(*snapshot.items_by_area.get(&area.code).unwrap_or(&0));
            view! {
                <Tile
                    href=cx.href(&format!("/areas/{}", area.code))
                    icon=IconName::from_id(&area.icon).unwrap_or(IconName::File)
                    title=area.name.get(language).to_owned()
                    note=cx.texts.items_count(count)
                />
            }
        })
        .collect_view();
    view! { <TileGrid by_three=pillars>{tiles}</TileGrid> }.into_any()
}

/// A count as messages take it.
pub(super) fn to_i64(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
