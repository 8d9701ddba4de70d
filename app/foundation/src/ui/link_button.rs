//! A link that looks like a button.

use leptos::prelude::*;

use super::{ButtonKind, Icon, IconName};

/// Goes somewhere, as a button.
#[component]
pub fn LinkButton(
    /// Where it leads.
    #[prop(into)]
    href: String,
    /// Named by its result, two to six characters.
    #[prop(into)]
    label: String,
    /// How loud it is.
    #[prop(optional)]
    kind: ButtonKind,
    /// Drawn before the label.
    #[prop(optional_no_strip, into)]
    icon: Option<IconName>,
    /// As wide as its box.
    #[prop(optional)]
    full: bool,
) -> AnyView {
    view! {
        <a class=kind.class(full) href=href>
            {icon.map(|icon| view! { <Icon name=icon small=true /> })}
            {label}
        </a>
    }
    .into_any()
}
