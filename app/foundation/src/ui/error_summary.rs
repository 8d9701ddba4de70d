//! All that is wrong with a form, on top of it.

use leptos::prelude::*;

use super::{Icon, IconName};

/// One error.
#[derive(Clone, Debug)]
pub struct FieldError {
    /// Id of the field.
    pub field: String,
    /// What is wrong and how to mend it.
    pub text: String,
}

/// The errors of a form, each linked to its field; nothing if there are none.
#[component]
pub fn ErrorSummary(
    /// For example 有 2 处要改.
    #[prop(into)]
    title: String,
    /// The errors in the order of the fields.
    items: Vec<FieldError>,
) -> AnyView {
    (!items.is_empty())
        .then(|| {
            let lines = items
                .into_iter()
                .map(|error| view! { <li><a href=format!("#{}", error.field)>{error.text}</a></li> })
                .collect_view();
            view! {
                <div class="errors" role="alert" tabindex="-1" id="errors">
                    <h2><Icon name=IconName::LampDanger />{title}</h2>
                    <ul>{lines}</ul>
                </div>
            }
        })
        .into_any()
}
