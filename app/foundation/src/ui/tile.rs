//! A door: icon and name.

use leptos::prelude::*;

use super::{Icon, IconName, filled};

/// One door; stands in a `TileGrid`.
#[component]
pub fn Tile(
    /// Where it leads.
    #[prop(into)]
    href: String,
    /// Drawn before the title.
    icon: IconName,
    /// Its name.
    #[prop(into)]
    title: String,
    /// A few small words under the name.
    #[prop(optional, into)]
    note: String,
) -> AnyView {
    view! {
        <li>
            <a class="tile" href=href>
                <Icon name=icon />
                <span>{title} {filled(note).map(|note| view! { <small>{note}</small> })}</span>
            </a>
        </li>
    }
    .into_any()
}
