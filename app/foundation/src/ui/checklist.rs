//! Who may, who may not.

use leptos::prelude::*;

use super::{Icon, IconName};

/// One condition.
#[derive(Clone, Debug)]
pub struct CheckItem {
    /// Whether it lets the person in.
    pub fits: bool,
    /// The condition.
    pub text: String,
}

/// Lines with a tick or a cross.
#[component]
pub fn Checklist(
    /// Said before each tick to screen readers, for example 可以办.
    #[prop(into)]
    yes_label: String,
    /// Said before each cross to screen readers, for example 不能办.
    #[prop(into)]
    no_label: String,
    /// The conditions.
    items: Vec<CheckItem>,
) -> AnyView {
    let lines = items
        .into_iter()
        .map(|item| {
            let (class, icon, hint) = if item.fits {
                (None, IconName::Check, yes_label.clone())
            } else {
                (Some("not"), IconName::Close, no_label.clone())
            };
            view! {
                <li class=class>
                    <Icon name=icon />
                    <span><span class="vh">{hint}</span> {item.text}</span>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="checks">{lines}</ul> }.into_any()
}
