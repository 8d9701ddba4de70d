//! The first link of every page.

use leptos::prelude::*;

/// A link over the bars to the content, seen only when it has the focus.
#[component]
pub fn SkipLink(
    /// For example 跳到主要内容.
    #[prop(into)]
    label: String,
    /// The element to go to; `#main` unless told.
    #[prop(default = "#main".to_owned(), into)]
    href: String,
) -> AnyView {
    view! { <a class="skip" href=href>{label}</a> }.into_any()
}
