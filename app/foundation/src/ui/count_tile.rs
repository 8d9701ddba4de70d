//! A number that leads to what it counts.

use leptos::prelude::*;

use super::{Icon, IconName, filled};

/// A count with its words; stands in a `TileGrid`.
#[component]
pub fn CountTile(
    /// Where what is counted is listed.
    #[prop(into)]
    href: String,
    /// What is counted.
    #[prop(into)]
    label: String,
    /// How many, as it is read: `12`, `50+`.
    #[prop(into)]
    count: String,
    /// Drawn before the label.
    icon: IconName,
    /// A faint line below.
    #[prop(optional, into)]
    note: String,
    /// Whether it waits for the person.
    #[prop(optional)]
    wanted: bool,
) -> AnyView {
    view! {
        <li>
            <a class=if wanted { "count wanted" } else { "count" } href=href>
                <span class="count-label"><Icon name=icon small=true />{label}</span>
                <strong>{count}</strong>
                {filled(note).map(|note| view! { <small>{note}</small> })}
            </a>
        </li>
    }
    .into_any()
}
