//! The search form.

use leptos::prelude::*;

use super::{Icon, IconName};

/// The big search field, a plain GET form with the name `q`.
///
/// Children take the place of the input: an island may put a combobox there, with its list as `.suggest`.
#[component]
pub fn SearchBox(
    /// Where the form is sent.
    #[prop(into)]
    action: String,
    /// Names the field for screen readers.
    #[prop(into)]
    label: String,
    /// Words of the button.
    #[prop(into)]
    button: String,
    /// What has been searched.
    #[prop(optional, into)]
    value: String,
    /// A hint inside the empty field.
    #[prop(optional, into)]
    placeholder: String,
    /// Instead of the input.
    #[prop(optional)]
    children: Option<Children>,
) -> AnyView {
    let field = match children {
        Some(children) => children().into_any(),
        None => view! {
            <input type="search" name="q" aria-label=label placeholder=placeholder value=value maxlength="100" enterkeyhint="search" autocomplete="off" />
        }
        .into_any(),
    };
    view! {
        <form class="search" role="search" action=action method="get">
            <Icon name=IconName::Search />
            {field}
            <button class="btn" type="submit">{button}</button>
        </form>
    }
    .into_any()
}
