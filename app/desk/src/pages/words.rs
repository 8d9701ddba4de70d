//! States of items in words and tones, and what pages of an item share.

use leptos::prelude::*;

use super::super::city_time::when;
use catalogue::{
    Catalogue,
    model::{Bilingual, ItemCode},
    publishing::{Live, Person, Record, Work},
};
use foundation::{
    context::Cx,
    error::AppError,
    text::{Language, Texts},
    ui::{Crumb, Pill, Tone},
};

/// What residents have, in a word.
pub(super) fn live_word(texts: &Texts, live: Live) -> &'static str {
    match live {
        Live::Never => texts.desk_live_never(),
        Live::Published => texts.desk_live_published(),
        Live::Withdrawn => texts.desk_live_withdrawn(),
        Live::Expired => texts.desk_live_expired(),
    }
}

/// What is being written, in a word.
pub(super) fn work_word(texts: &Texts, work: Work) -> &'static str {
    match work {
        Work::None => texts.desk_work_none(),
        Work::Draft => texts.desk_work_draft(),
        Work::Review => texts.desk_work_review(),
        Work::Approved => texts.desk_work_approved(),
    }
}

/// The states of a record as pills: what residents have, and what is being written where something is.
pub(super) fn state_pills(texts: &Texts, record: &Record) -> Vec<(String, Tone)> {
    let live_tone = match record.live {
        Live::Published => Tone::Ok,
        Live::Never => Tone::Plain,
        Live::Withdrawn => Tone::Danger,
        Live::Expired => Tone::Warn,
    };
    let work_tone = match record.work {
        Work::Review => Tone::Wanted,
        Work::Approved => Tone::Info,
        Work::None | Work::Draft => Tone::Plain,
    };
    let mut pills = vec![(live_word(texts, record.live).to_owned(), live_tone)];
    if record.work != Work::None {
        pills.push((work_word(texts, record.work).to_owned(), work_tone));
    }
    pills
}

/// Those pills, drawn.
pub(super) fn drawn_pills(pills: Vec<(String, Tone)>) -> AnyView {
    let pills = pills.into_iter().map(|(label, tone)| view! { <Pill label=label tone=tone /> }).collect_view();
    view! { <span class="inline">{pills}</span> }.into_any()
}

/// What happens next by itself, in a line; none where nothing does.
pub(super) fn next_effect(cx: &Cx, record: &Record) -> Option<String> {
    let publish = record.publish_at.filter(|_| record.work == Work::Approved);
    match (publish, record.expire_at) {
        (Some(at), _) => Some(cx.texts.desk_publishes_at(when(cx, at))),
        (None, Some(at)) => Some(cx.texts.desk_expires_at(when(cx, at))),
        (None, None) => None,
    }
}

/// A name with the language it is in, where that is not the page's.
pub(super) fn name_view(language: Language, name: &Bilingual) -> AnyView {
    let (text, lang) = (name.get(language).to_owned(), name.lang_attribute(language));
    view! { <span lang=lang>{text}</span> }.into_any()
}

/// What a department is called, as short as people call it; its id where it is gone.
pub(super) fn department_name(catalogue: &Catalogue, language: Language, id: &str) -> String {
    catalogue.snapshot().department(id).map_or_else(
        || id.to_owned(),
        |department| department.short_name.as_ref().unwrap_or(&department.name).get(language).to_owned(),
    )
}

/// The names of people, joined as the language joins them.
pub(super) fn people(texts: &Texts, people: &[Person]) -> String {
    let names: Vec<&str> = people.iter().map(|person| person.display_name.as_str()).collect();
    names.join(texts.list_separator())
}

/// The code of an address; what is none is no item.
pub(super) fn code_of(text: &str) -> Result<ItemCode, AppError> {
    ItemCode::parse(text).ok_or(AppError::NotFound)
}

/// The address of an item's page at the desk, or of one below it.
pub(super) fn item_path(code: &ItemCode, below: &str) -> String {
    format!("/desk/items/{code}{below}")
}

/// The trail to an item's page, and to those below it.
pub(super) fn item_crumbs(cx: &Cx, item: Option<(&ItemCode, &str)>) -> Vec<Crumb> {
    let mut crumbs = vec![Crumb { href: cx.href("/desk/items"), label: cx.texts.desk_items().to_owned() }];
    if let Some((code, name)) = item {
        crumbs.push(Crumb { href: cx.href(&item_path(code, "")), label: name.to_owned() });
    }
    crumbs
}

/// What a field of an item is called; its own name where it has no words yet.
pub(super) fn field_label(texts: &Texts, field: &str) -> String {
    if field.is_empty() {
        return texts.desk_whole_text().to_owned();
    }
    texts.by_key(&format!("field-{}", field.replace('_', "-"))).unwrap_or_else(|| field.to_owned())
}

/// A part of an address, with everything but letters and digits encoded.
pub(super) fn encode(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}
