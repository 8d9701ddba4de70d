//! Doors side by side.

use leptos::prelude::*;

/// A grid of tiles: two columns, four from the tablet on.
#[component]
pub fn TileGrid(
    /// The tiles.
    children: Children,
) -> AnyView {
    view! { <ul class="tiles">{children()}</ul> }.into_any()
}
