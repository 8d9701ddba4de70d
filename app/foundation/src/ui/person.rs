//! Somebody, by name.

use leptos::prelude::*;

use super::filled;

/// A name behind a disc with its first character.
#[component]
pub fn Person(
    /// What colleagues call the person.
    #[prop(into)]
    name: String,
    /// A faint line below, for example what the person does.
    #[prop(optional, into)]
    note: String,
) -> AnyView {
    let first: String = name.chars().next().into_iter().collect();
    view! {
        <span class="person">
            <span class="person-mark" aria-hidden="true">{first}</span>
            <span>{name} {filled(note).map(|note| view! { <small>{note}</small> })}</span>
        </span>
    }
    .into_any()
}
