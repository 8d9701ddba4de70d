//! Chips side by side.

use leptos::prelude::*;

/// A list of chips that wraps, or on the phone scrolls sideways.
#[component]
pub fn ChipRow(
    /// Names the list for screen readers.
    #[prop(into)]
    label: String,
    /// One line that scrolls on the phone.
    #[prop(optional)]
    scroll: bool,
    /// The chips.
    children: Children,
) -> AnyView {
    let class = if scroll { "chips scroll" } else { "chips" };
    view! { <ul class=class aria-label=label>{children()}</ul> }.into_any()
}
