//! Lists of items, as every page draws them.

use leptos::prelude::*;

use super::words;
use crate::{search::highlight, service::ListedItem};
use foundation::{
    context::Cx,
    ui::{Card, Row, Rows},
};

/// Rows of items on a card.
pub(super) fn item_card(cx: &Cx, items: &[ListedItem], terms: &[String]) -> AnyView {
    let rows = items.iter().map(|listed| item_row(cx, listed, terms)).collect();
    view! { <Card flush=true><Rows items=rows /></Card> }.into_any()
}

fn item_row(cx: &Cx, listed: &ListedItem, terms: &[String]) -> Row {
    let item = &listed.item;
    let language = cx.language();
    let title = marked(item.name.get(language), item.name.lang_attribute(language), terms);
    let mut row = Row::new(item_href(cx, item.code.as_str()), title).meta(listed.department.get(language));
    for (label, tone) in words::pills(cx.texts, item) {
        row = row.pill(label, tone);
    }
    row
}

/// The address of an item.
pub(super) fn item_href(cx: &Cx, code: &str) -> String {
    cx.href(&format!("/items/{code}"))
}

/// A text with the words that matched marked.
pub(super) fn marked(text: &str, lang: Option<&'static str>, terms: &[String]) -> AnyView {
    let segments = highlight(text, terms)
        .into_iter()
        .map(|(matches, text)| if matches { view! { <mark>{text}</mark> }.into_any() } else { text.into_any() })
        .collect_view();
    view! { <span lang=lang>{segments}</span> }.into_any()
}
