//! A choice of many, folded into one field.

use leptos::prelude::*;

use super::field_text::{FieldErrorText, Hint, described_by};

/// One answer of a [`Select`].
#[derive(Clone, Debug, Default)]
pub struct SelectOption {
    /// The value sent.
    pub value: String,
    /// Its words.
    pub label: String,
    /// Whether it is chosen.
    pub selected: bool,
}

/// A labelled select: for more than seven answers, or where space is short. Label above, hint under it, error under it.
#[component]
pub fn Select(
    /// Id of the field; the error summary links to it.
    #[prop(into)]
    id: String,
    /// Name of the value sent.
    #[prop(into)]
    name: String,
    /// What is asked.
    #[prop(into)]
    label: String,
    /// The answers.
    options: Vec<SelectOption>,
    /// How to choose.
    #[prop(optional, into)]
    hint: String,
    /// What is wrong and how to mend it.
    #[prop(optional, into)]
    error: String,
) -> AnyView {
    let described = described_by(&id, &hint, &error);
    let invalid = (!error.is_empty()).then_some("true");
    let options = options
        .into_iter()
        .map(|option| view! { <option value=option.value selected=option.selected>{option.label}</option> })
        .collect_view();
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <Hint id=id.clone() text=hint />
            <select class="input" id=id.clone() name=name aria-invalid=invalid aria-describedby=described>
                {options}
            </select>
            <FieldErrorText id=id text=error />
        </div>
    }
    .into_any()
}
