//! More of a list.

use leptos::prelude::*;

use super::{ButtonKind, LinkButton, filled};

/// The link to the next part of a list, for example 再看 6 项.
#[component]
pub fn Pagination(
    /// Names the navigation for screen readers, for example 翻页.
    #[prop(into)]
    label: String,
    /// Where the next part is.
    #[prop(into)]
    href: String,
    /// Words of the link.
    #[prop(into)]
    more: String,
    /// A faint line above, for example 已看 20 项，共 45 项.
    #[prop(optional, into)]
    seen: String,
) -> AnyView {
    view! {
        <nav class="pager" aria-label=label>
            {filled(seen).map(|seen| view! { <p class="meta">{seen}</p> })}
            <LinkButton href=href label=more kind=ButtonKind::Quiet />
        </nav>
    }
    .into_any()
}
