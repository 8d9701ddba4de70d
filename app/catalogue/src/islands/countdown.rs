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
    spawn_local(async {
        let _ = run().await;
    });
}

async fn run() -> Option<()> {
    let line = found("[data-left]")?;
    let clock = line.query_selector("b").ok().flatten()?;
    let whole = 1000 * line.get_attribute("data-left")?.parse::<i32>().ok()?;
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a page that stands for weeks has long said that the time is over"
    )]
    let passed = || window().performance().map_or(0, |performance| performance.now() as i32);
    let mut announced = false;
    let _ = line.remove_attribute("hidden");
    loop {
        let left = whole - passed();
        if left <= 0 {
            break;
        }
        let seconds = (left + 999) / 1000;
        clock.set_text_content(Some(&spoken(seconds)));
        if seconds <= SOON && !announced {
            announced = true;
            let soon = found("[data-soon]")?;
            soon.set_text_content(soon.get_attribute("data-soon").as_deref());
        }
        pause(left % 1000 + 20).await;
    }
    let _ = line.set_attribute("hidden", "");
    let _ = found("[data-over]")?.remove_attribute("hidden");
    Some(())
}

/// Minutes and seconds, as clocks show them. Digit by digit: what formats numbers weighs more than all of this.
fn spoken(seconds: i32) -> String {
    let digit = |value: i32| char::from(b'0' + u8::try_from(value % 10).unwrap_or(0));
    let (minutes, rest) = (seconds / 60, seconds % 60);
    let signs = [digit(minutes / 10), digit(minutes), ':', digit(rest / 10), digit(rest)];
    signs.iter().skip(usize::from(minutes < 10)).collect()
}

fn found(selector: &str) -> Option<Element> {
    document().query_selector(selector).ok().flatten()
}
