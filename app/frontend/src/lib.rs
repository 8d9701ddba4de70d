//! What the browser loads: linking `app` keeps its islands, and waking them is all there is to do.

use app as _;
use wasm_bindgen::prelude::wasm_bindgen;

/// Called once by `boot.js`, which then wakes each island of the page.
#[wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
