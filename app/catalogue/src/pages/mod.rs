//! One file a page, and what they share.

mod area;
mod departments;
mod districts;
mod home;
mod item;
mod item_body;
mod item_gone;
mod item_json_ld;
mod item_versions;
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
pub use item::{item, open_online, unpublished_item};
pub use item_body::what_to_bring;
pub use item_versions::{version, versions};
pub use life_event::life_event;
pub use search::search;
pub use services::services;

use crate::islands::SearchField;
use foundation::{context::Cx, ui::SearchBox};
use leptos::prelude::*;

/// The search form, with proposals where the browser runs scripts.
fn search_box(cx: &Cx, value: &str) -> AnyView {
    let texts = cx.texts;
    let value = value.to_owned();
    let prefix = if cx.visitor.prefixed { format!("/{}", cx.language().prefix()) } else { String::new() };
    let language = cx.language().prefix();
    view! {
        <SearchBox action=cx.href("/search") label=texts.search_label() button=texts.search_button()>
            <SearchField>
                <input
                    type="search"
                    name="q"
                    aria-label=texts.search_label()
                    placeholder=texts.search_placeholder()
                    value=value
                    maxlength="100"
                    enterkeyhint="search"
                    autocomplete="off"
                    autocapitalize="off"
                    spellcheck="false"
                    data-language=language
                />
                <ul
                    class="suggest"
                    id="proposals"
                    role="listbox"
                    aria-label=texts.suggestions_label()
                    data-announcement=texts.suggestions_count()
                    data-prefix=prefix
                    hidden=true
                ></ul>
                <span class="vh" role="status"></span>
            </SearchField>
        </SearchBox>
    }
    .into_any()
}

/// An element's text that may be in another language than the page.
fn city_name(cx: &Cx) -> &'static str {
    cx.texts.city_name()
}
