//! Doors side by side.

use leptos::prelude::*;

/// A grid of tiles: two columns, from the tablet on four, or three for lists that three divides better.
#[component]
pub fn TileGrid(
    /// Three columns from the tablet on.
    #[prop(optional)]
    by_three: bool,
    /// The tiles.
    children: Children,
) -> AnyView {
    view! { <ul class=if by_three { "tiles by-three" } else { "tiles" }>{children()}</ul> }.into_any()
}
