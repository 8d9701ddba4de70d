//! Working days as one line of segments.

use std::iter::repeat_n;

use leptos::prelude::*;

/// Above this many days the sentence beside it stands alone.
const MOST_SEGMENTS: usize = 20;

/// One segment for each working day; decoration, the sentence beside it carries the meaning.
#[component]
pub fn DayLine(
    /// Days gone.
    #[prop(optional)]
    past: usize,
    /// Days on which the clock stood still.
    #[prop(optional)]
    paused: usize,
    /// Days to go.
    #[prop(optional)]
    left: usize,
    /// Days too many.
    #[prop(optional)]
    over: usize,
) -> AnyView {
    (past + paused + left + over <= MOST_SEGMENTS)
        .then(|| {
            let segments = repeat_n("past", past)
                .chain(repeat_n("hold", paused))
                .chain(repeat_n("left", left))
                .chain(repeat_n("over", over))
                .map(|class| view! { <i class=class></i> })
                .collect_view();
            view! { <span class="days" aria-hidden="true">{segments}</span> }
        })
        .into_any()
}
