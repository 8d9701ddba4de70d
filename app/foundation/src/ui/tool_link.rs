//! A small link of the header.

use leptos::prelude::*;

use super::{Icon, IconName};

/// A link that looks like a tool of the header.
#[component]
pub fn ToolLink(
    /// Where it leads.
    #[prop(into)]
    href: String,
    /// What it opens.
    #[prop(into)]
    label: String,
    /// Drawn before the label.
    #[prop(optional_no_strip, into)]
    icon: Option<IconName>,
    /// Left out on the phone.
    #[prop(optional)]
    wide_only: bool,
    /// Language of the page it leads to and of its words, where that is not the page's own.
    #[prop(optional_no_strip, into)]
    lang: Option<&'static str>,
) -> AnyView {
    view! {
        <a class=if wide_only { "tool wide-only" } else { "tool" } href=href lang=lang hreflang=lang>
            {icon.map(|icon| view! { <Icon name=icon small=true /> })}
            {label}
        </a>
    }
    .into_any()
}
