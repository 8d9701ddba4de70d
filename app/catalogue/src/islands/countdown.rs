//! Counts down to the end of something that is kept for somebody.
//!
//! The seconds left stand in the page as the server knew them; what passed since the page was asked for is the browser's own
//! count, which no clock that is set wrong can change.

use leptos::prelude::{document, window};
use wasm_bindgen_futures::spawn_local;
use web_sys::Element;

use super::wait::pause;

/// When the last minute is announced, in seconds.
const SOON: i32 = 60;

/// Takes care of the page's countdown.
pub(super) fn wake() {
    // What is missing in the page is not counted.
    spawn_local(async { drop(run().await) });
}

async fn run() -> Option<()> {
    let line = found("[data-left]")?;
    let clock = line.query_selector("b").ok().flatten()?;
    let whole: f64 = line.get_attribute("data-left")?.parse().ok()?;
    let passed = || window().performance().map_or(0.0, |performance| performance.now());
    let mut announced = false;
    let _ = line.remove_attribute("hidden");
    loop {
        let left = whole * 1000.0 - passed();
        if left <= 0.0 {
            break;
        }
        #[expect(clippy::cast_possible_truncation, reason = "an hour of seconds is far from the end of 32 bits")]
        let seconds = (left / 1000.0).ceil() as i32;
        clock.set_text_content(Some(&spoken(seconds)));
        if seconds <= SOON && !announced {
            announced = true;
            let soon = found("[data-soon]")?;
            soon.set_text_content(soon.get_attribute("data-soon").as_deref());
        }
        #[expect(clippy::cast_possible_truncation, reason = "less than a second")]
        pause((left % 1000.0) as i32 + 20).await;
    }
    let _ = line.set_attribute("hidden", "");
    let _ = found("[data-over]")?.remove_attribute("hidden");
    Some(())
}

/// Minutes and seconds, as clocks show them. Without formatting macros: they weigh more than all of this.
fn spoken(seconds: i32) -> String {
    let (minutes, rest) = (seconds / 60, seconds % 60);
    let mut text = minutes.to_string();
    text.push(':');
    if rest < 10 {
        text.push('0');
    }
    text.push_str(&rest.to_string());
    text
}

fn found(selector: &str) -> Option<Element> {
    document().query_selector(selector).ok().flatten()
}
