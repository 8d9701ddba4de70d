use axum::extract::State;
use leptos::prelude::*;

use super::search_box;
use crate::service::{Catalogue, Snapshot, short_chinese};
use foundation::{
    context::Cx,
    page::{Page, Tab},
    ui::{Chip, ChipRow, Gate, IconName, LifeLine, LifeNode, SectionHead, Tile, TileGrid},
};

/// How many districts stand on the home page; all of them are one link further.
const DISTRICTS_SHOWN: usize = 8;

/// `GET /`: search, ways in, the events of a life, districts.
pub async fn home(cx: Cx, State(catalogue): State<Catalogue>) -> Page {
    let snapshot = catalogue.snapshot();
    let texts = cx.texts;
    let drawn = cx.clone();
    let elder = cx.visitor.display.elder;
    Page::new(
        &cx,
        texts.brand_title(),
        move || {
            if elder { elder_home(&drawn) } else { standard_home(&drawn, &snapshot) }
        },
    )
    .description(texts.home_description())
    .tab(Tab::Home)
    .json_ld(serde_json::json!({
        "@context": "https://schema.org",
        "@type": "WebSite",
        "name": texts.brand(),
        "url": cx.canonical("/", cx.language()),
        "inLanguage": cx.language().tag(),
        "potentialAction": {
            "@type": "SearchAction",
            "target": format!("{}?q={{query}}", cx.canonical("/search", cx.language())),
            "query-input": "required name=query",
        },
    }))
}

fn standard_home(cx: &Cx, snapshot: &Snapshot) -> AnyView {
    let texts = cx.texts;
    let hot = [texts.hot_1(), texts.hot_2(), texts.hot_3(), texts.hot_4()]
        .into_iter()
        .map(|words| view! { <a href=search_href(cx, words)>{words}</a> })
        .collect_view();
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let search = search_box(cx, "");
    let ways = view! {
        <Tile href=cx.href("/search") icon=IconName::File title=texts.tile_guide() note=texts.tile_guide_note(count(snapshot.item_count)) />
        <Tile href=cx.href("/search?mode=remote") icon=IconName::Home title=texts.tile_remote() note=texts.tile_remote_note() />
        <Tile href=cx.href("/departments") icon=IconName::Hall title=texts.departments() note=texts.tile_departments_note(count(snapshot.items_by_department.len())) />
        <Tile href=cx.href("/areas/bills") icon=IconName::Water title=texts.tile_bills() note=texts.tile_bills_note() />
    };
    view! {
        <div class="hero">
            <div class="say">
                <h1>{texts.slogan_1()}<br />{texts.slogan_2()}</h1>
                <p class="lead">{texts.home_lead()}</p>
                {search}
                <p class="hot"><span class="meta">{texts.hot_label()}</span>{hot}</p>
            </div>
            <Gate />
        </div>
        <section aria-labelledby="ways">
            <SectionHead title=texts.home_ways() id="ways" />
            <TileGrid>{ways}</TileGrid>
        </section>
        {life_section(cx, snapshot)}
        {area_section(cx, snapshot)}
        {district_section(cx, snapshot)}
    }
    .into_any()
}

/// The home page of 长辈版: few doors, large, and somebody to call.
fn elder_home(cx: &Cx) -> AnyView {
    let texts = cx.texts;
    let door = |path: &str, icon, title: &str| view! { <Tile href=cx.href(path) icon=icon title=title.to_owned() /> };
    let doors = view! {
        {door("/life-events/health", IconName::Care, texts.elder_door_health())}
        {door("/life-events/retirement", IconName::Rest, texts.elder_door_retirement())}
        {door("/areas/travel", IconName::Car, texts.elder_door_travel())}
        {door("/areas/bills", IconName::Water, texts.elder_door_bills())}
    };
    let all = cx.href("/services");
    view! {
        <div class="page-head">
            <h1>{texts.elder_greeting()}</h1>
        </div>
        {search_box(cx, "")}
        <section aria-label=texts.home_ways()>
            <TileGrid>{doors}</TileGrid>
        </section>
        <section aria-label=texts.elder_help()>
            <TileGrid>
                <Tile href="tel:12345" icon=IconName::Phone title=texts.elder_call() note=texts.elder_call_note() />
                <Tile href=all icon=IconName::Services title=texts.elder_all_services() />
            </TileGrid>
        </section>
    }
    .into_any()
}

/// The events of a life on one line.
pub(super) fn life_section(cx: &Cx, snapshot: &Snapshot) -> AnyView {
    let texts = cx.texts;
    let language = cx.language();
    let nodes = snapshot
        .life_events
        .iter()
        .map(|event| LifeNode {
            href: cx.href(&format!("/life-events/{}", event.code)),
            label: event.name.get(language).to_owned(),
            icon: IconName::from_id(&event.icon).unwrap_or(IconName::File),
        })
        .collect();
    view! {
        <section aria-labelledby="life">
            <SectionHead title=texts.life_events() id="life" more_href=cx.href("/services") more_label=texts.all_topics() />
            <div class="card pad"><LifeLine nodes=nodes /></div>
        </section>
    }
    .into_any()
}

fn area_section(cx: &Cx, snapshot: &Snapshot) -> AnyView {
    let texts = cx.texts;
    let language = cx.language();
    let tiles = snapshot
        .areas
        .iter()
        .filter(|area| area.pillar)
        .map(|area| {
            view! {
                <Tile
                    href=cx.href(&format!("/areas/{}", area.code))
                    icon=IconName::from_id(&area.icon).unwrap_or(IconName::File)
                    title=area.name.get(language).to_owned()
                    note=texts.items_count(i64::try_from(*snapshot.items_by_area.get(&area.code).unwrap_or(&0)).unwrap_or(0))
                />
            }
        })
        .collect_view();
    view! {
        <section aria-labelledby="areas">
            <SectionHead title=texts.areas() id="areas" more_href=cx.href("/services") more_label=texts.all_topics() />
            <TileGrid by_three=true>{tiles}</TileGrid>
        </section>
    }
    .into_any()
}

fn district_section(cx: &Cx, snapshot: &Snapshot) -> AnyView {
    let texts = cx.texts;
    let chips = snapshot
        .districts
        .iter()
        .take(DISTRICTS_SHOWN)
        .map(|district| {
            let label = district_short(cx, &district.code, &district.name.zh);
            view! { <Chip href=cx.href(&format!("/districts/{}", district.code)) label=label /> }
        })
        .collect_view();
    view! {
        <section aria-labelledby="districts">
            <SectionHead title=texts.by_district() id="districts" more_href=cx.href("/districts") more_label=texts.all_districts() />
            <ChipRow label=texts.districts()>{chips}</ChipRow>
        </section>
    }
    .into_any()
}

/// A district as one says it.
pub(super) fn district_short(cx: &Cx, code: &str, name_zh: &str) -> String {
    cx.site.district_names.short_name(code, cx.language()).unwrap_or_else(|| short_chinese(name_zh))
}

/// The results page of words.
pub(super) fn search_href(cx: &Cx, words: &str) -> String {
    cx.href(&format!("/search?q={}", encode(words)))
}

/// A text as the value of a query.
pub(super) fn encode(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}
