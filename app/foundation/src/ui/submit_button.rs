//! The button that sends a form.

use leptos::prelude::*;

use super::{ButtonKind, Icon, IconName};

/// Sends the form it stands in.
#[component]
pub fn SubmitButton(
    /// Named by its result, two to six characters.
    #[prop(into)]
    label: String,
    /// How loud it is.
    #[prop(optional)]
    kind: ButtonKind,
    /// Drawn before the label.
    #[prop(optional_no_strip, into)]
    icon: Option<IconName>,
    /// Name of a value sent with the form.
    #[prop(optional, into)]
    name: String,
    /// That value.
    #[prop(optional, into)]
    value: String,
    /// As wide as its box.
    #[prop(optional)]
    full: bool,
) -> AnyView {
    let name_and_value = (!name.is_empty()).then_some((name, value)).unzip();
    view! {
        <button class=kind.class(full) type="submit" name=name_and_value.0 value=name_and_value.1>
            {icon.map(|icon| view! { <Icon name=icon small=true /> })}
            {label}
        </button>
    }
    .into_any()
}
