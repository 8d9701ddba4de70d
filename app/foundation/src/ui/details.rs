//! A question that unfolds its answer.

use leptos::prelude::*;

use super::{Icon, IconName};

/// A question with its answer folded away; works without scripts.
#[component]
pub fn Details(
    /// The question.
    #[prop(into)]
    summary: String,
    /// Unfolded from the start.
    #[prop(optional)]
    open: bool,
    /// The answer.
    children: Children,
) -> AnyView {
    view! {
        <details class="fold" open=open>
            <summary>
                {summary}
                <Icon name=IconName::Down />
            </summary>
            <div class="fold-body">{children()}</div>
        </details>
    }
    .into_any()
}
