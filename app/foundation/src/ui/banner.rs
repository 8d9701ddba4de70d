//! The slim notice across the page, such as the one that says this is a demonstration.

use leptos::prelude::*;

/// One sentence across the top of every page.
#[component]
pub fn Banner(
    /// Names the region for screen readers.
    #[prop(into)]
    label: String,
    /// The sentence, with a link if needed.
    children: Children,
) -> AnyView {
    view! { <aside class="banner" aria-label=label><p>{children()}</p></aside> }.into_any()
}
