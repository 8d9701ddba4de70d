//! Nothing here.

use leptos::prelude::*;

use super::{Icon, IconName};

/// One icon, one sentence, one way out.
#[component]
pub fn EmptyState(
    /// Drawn large above the sentence.
    icon: IconName,
    /// The sentence.
    #[prop(into)]
    title: String,
    /// The way out: a button or a few links.
    #[prop(optional)]
    children: Option<Children>,
) -> AnyView {
    view! {
        <div class="empty">
            <Icon name=icon large=true />
            <p>{title}</p>
            {children.map(|children| children())}
        </div>
    }
    .into_any()
}
