//! One file a page, and what they share.

mod area;
mod departments;
mod districts;
mod home;
mod item;
mod item_body;
mod item_json_ld;
mod life_event;
mod lists;
mod search;
mod search_filters;
mod services;
mod words;

pub use area::area;
pub use departments::{department, departments};
pub use districts::{district, districts};
pub use home::home;
pub use item::item;
pub use life_event::life_event;
pub use search::search;
pub use services::services;

use crate::{catalogue::islands::SearchField, context::Cx, ui::SearchBox};
use leptos::prelude::*;

/// The search form, with suggestions where the browser runs scripts.
fn search_box(cx: &Cx, value: &str) -> AnyView {
    let texts = cx.texts;
    let value = value.to_owned();
    let prefix = if cx.visitor.prefixed { format!("/{}", cx.language().prefix()) } else { String::new() };
    let language = cx.language().prefix().to_owned();
    view! {
        <SearchBox action=cx.href("/search") label=texts.search_label() button=texts.search_button()>
            <SearchField
                label=texts.search_label().to_owned()
                placeholder=texts.search_placeholder().to_owned()
                list_label=texts.suggestions_label().to_owned()
                count_template=texts.suggestions_count().to_owned()
                value=value
                prefix=prefix
                language=language
            />
        </SearchBox>
    }
    .into_any()
}

/// An element's text that may be in another language than the page.
fn city_name(cx: &Cx) -> &'static str {
    cx.texts.city_name()
}
