//! The one main action of a task.

use leptos::prelude::*;

use super::filled;

/// Left the sum (what, when, how much), right the action; fixed below on the phone, a card on the desktop.
#[component]
pub fn ActionBar(
    /// The sum in bold, for example 免费.
    #[prop(optional, into)]
    sum: String,
    /// A few words above it.
    #[prop(optional, into)]
    note: String,
    /// The button.
    children: Children,
) -> AnyView {
    let sum = (!sum.is_empty() || !note.is_empty()).then(|| {
        view! { <p class="sum">{note} {filled(sum).map(|sum| view! { <b>{sum}</b> })}</p> }
    });
    view! { <div class="action">{sum}{children()}</div> }.into_any()
}
