//! A small control of the header that changes something, such as 长辈版.

use leptos::prelude::*;

use super::{Icon, IconName};

/// A submit button that looks like a link of the header; stands inside a form.
#[component]
pub fn ToolButton(
    /// What it does.
    #[prop(into)]
    label: String,
    /// Drawn before the label.
    #[prop(optional_no_strip, into)]
    icon: Option<IconName>,
    /// Name of the value sent with the form.
    #[prop(optional, into)]
    name: String,
    /// Value sent with the form.
    #[prop(optional, into)]
    value: String,
    /// Language of the label, when it is not that of the page.
    #[prop(optional_no_strip, into)]
    lang: Option<&'static str>,
) -> AnyView {
    let name_and_value = (!name.is_empty()).then_some((name, value)).unzip();
    view! {
        <button class="tool" type="submit" name=name_and_value.0 value=name_and_value.1 lang=lang>
            {icon.map(|icon| view! { <Icon name=icon small=true /> })}
            {label}
        </button>
    }
    .into_any()
}
