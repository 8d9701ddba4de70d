//! A small link or filter.

use leptos::prelude::*;

use super::{Icon, IconName, filled};

/// A chip; stands in a `ChipRow`.
#[component]
pub fn Chip(
    /// Where it leads: each filter is an address.
    #[prop(into)]
    href: String,
    /// Its words.
    #[prop(into)]
    label: String,
    /// How many are behind it.
    #[prop(optional_no_strip, into)]
    count: Option<usize>,
    /// Whether it is the one applied.
    #[prop(optional)]
    current: bool,
    /// Drawn after the label, for example a cross on a filter that can be taken off.
    #[prop(optional_no_strip, into)]
    icon: Option<IconName>,
    /// Said after the label to screen readers, for example 取消筛选.
    #[prop(optional, into)]
    hint: String,
) -> AnyView {
    view! {
        <li>
            <a class="chip" href=href aria-current=current.then_some("true")>
                {label}
                {count.map(|count| view! { " "<span>{count}</span> })}
                {filled(hint).map(|hint| view! { <span class="vh">{hint}</span> })}
                {icon.map(|icon| view! { <Icon name=icon small=true /> })}
            </a>
        </li>
    }
    .into_any()
}
