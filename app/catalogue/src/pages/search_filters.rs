//! What a list can be narrowed by: each filter is an address with its count.

use leptos::prelude::*;

use super::{
    home::district_short,
    search::{Asked, REMOTE},
};
use crate::{
    model::{Audience, ServiceMode},
    service::{Listing, Snapshot},
};
use foundation::{
    context::Cx,
    ui::{Chip, ChipRow, Details, IconName},
};

/// The first row of chips, and the rest of the filters folded away.
pub(super) fn filters(cx: &Cx, snapshot: &Snapshot, asked: &Asked, path: &str, listing: &Listing) -> AnyView {
    let texts = cx.texts;
    let link = |key: &str, value: &str| cx.href(&asked.with(path, key, value));
    let mode = asked.mode.as_deref().unwrap_or_default();
    let audience = asked.audience.as_deref().unwrap_or_default();
    let facets = &listing.facets;
    let count_of = |code: &str| facets.modes.iter().find(|(mode, _)| mode == code).map_or(0, |(_, count)| *count);

    let mut chips = vec![
        view! { <Chip href=link("mode", "") label=texts.filter_all() count=mode.is_empty().then_some(listing.total) current=mode.is_empty() /> },
    ];
    for (value, label, count) in [
        (ServiceMode::Online.code(), texts.filter_online(), count_of(ServiceMode::Online.code())),
        (REMOTE, texts.pill_no_visit(), facets.remote),
        (ServiceMode::SelfService.code(), texts.filter_self_service(), count_of(ServiceMode::SelfService.code())),
        (ServiceMode::CityWide.code(), texts.filter_city_wide(), count_of(ServiceMode::CityWide.code())),
    ] {
        if count > 0 || mode == value {
            let current = mode == value;
            chips.push(view! { <Chip href=link("mode", if current { "" } else { value }) label=label count=Some(count) current=current /> });
        }
    }
    for (code, count) in &facets.audiences {
        if let Some(value @ (Audience::Person | Audience::Company)) = Audience::parse(code) {
            let current = audience == value.code();
            let label = texts.by_key(&value.message_key()).unwrap_or_default();
            chips.push(view! { <Chip href=link("audience", if current { "" } else { value.code() }) label=label count=Some(*count) current=current /> });
        }
    }
    view! {
        <ChipRow label=texts.filters() scroll=true>{chips.collect_view()}</ChipRow>
        {more_filters(cx, snapshot, asked, path, listing)}
    }
    .into_any()
}

fn more_filters(cx: &Cx, snapshot: &Snapshot, asked: &Asked, path: &str, listing: &Listing) -> Option<AnyView> {
    let texts = cx.texts;
    let language = cx.language();
    let link = |key: &str, value: &str| cx.href(&asked.with(path, key, value));
    let areas: Vec<_> = listing
        .facets
        .areas
        .iter()
        .filter(|(code, _)| !path.ends_with(code.as_str()) && asked.area.as_ref() != Some(code))
        .filter_map(|(code, count)| {
            Some((link("area", code), snapshot.area(code)?.name.get(language).to_owned(), *count))
        })
        .collect();
    let departments: Vec<_> = listing
        .facets
        .departments
        .iter()
        .filter(|(id, _)| !path.ends_with(id.as_str()) && asked.department.as_ref() != Some(id))
        .take(12)
        .filter_map(|(id, count)| {
            let department = snapshot.department(id)?;
            let name = department.short_name.as_ref().unwrap_or(&department.name);
            Some((link("department", id), name.get(language).to_owned(), *count))
        })
        .collect();
    let districts: Vec<_> = snapshot
        .districts
        .iter()
        .filter(|district| asked.district.as_ref() != Some(&district.code))
        .map(|district| (link("district", &district.code), district_short(cx, &district.code, &district.name.zh)))
        .collect();
    if listing.total == 0 || (areas.len() + departments.len() < 2 && asked.district.is_some()) {
        return None;
    }
    let row = |label: &'static str, chips: Vec<(String, String, usize)>| {
        (chips.len() > 1).then(|| {
            let chips = chips
                .into_iter()
                .map(|(href, label, count)| view! { <Chip href=href label=label count=Some(count) /> })
                .collect_view();
            view! { <p class="meta">{label}</p><ChipRow label=label>{chips}</ChipRow> }
        })
    };
    let districts = districts.into_iter().map(|(href, label)| view! { <Chip href=href label=label /> }).collect_view();
    Some(
        view! {
            <Details summary=texts.more_filters()>
                {row(texts.areas(), areas)}
                {row(texts.departments(), departments)}
                <p class="meta">{texts.districts()}</p>
                <ChipRow label=texts.districts()>{districts}</ChipRow>
            </Details>
        }
        .into_any(),
    )
}

/// The filters that are on and stand in no chip of the first row, each with the way to take it off.
pub(super) fn applied(cx: &Cx, snapshot: &Snapshot, asked: &Asked) -> Option<AnyView> {
    let texts = cx.texts;
    let language = cx.language();
    let mut chips = Vec::new();
    let mut add = |key: &str, label: String| {
        let href = cx.href(&asked.with("/search", key, ""));
        chips.push(
            view! { <Chip href=href label=label current=true icon=Some(IconName::Close) hint=texts.filter_remove() /> },
        );
    };
    if let Some(code) = asked.area.as_ref().filter(|code| !code.is_empty()) {
        add("area", snapshot.area(code).map_or_else(|| code.clone(), |area| area.name.get(language).to_owned()));
    }
    if let Some(id) = asked.department.as_ref().filter(|id| !id.is_empty()) {
        add("department", snapshot.department(id).map_or_else(|| id.clone(), |one| one.name.get(language).to_owned()));
    }
    if let Some(code) = asked.district.as_ref().filter(|code| !code.is_empty()) {
        add(
            "district",
            snapshot.district(code).map_or_else(|| code.clone(), |one| district_short(cx, code, &one.name.zh)),
        );
    }
    (!chips.is_empty())
        .then(|| view! { <ChipRow label=texts.filters_applied()>{chips.collect_view()}</ChipRow> }.into_any())
}
