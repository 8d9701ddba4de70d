//! Radio buttons and checkboxes as whole rows.

use leptos::prelude::*;

use super::{
    field_text::{FieldErrorText, Hint, described_by},
    filled,
};

/// One answer.
#[derive(Clone, Debug, Default)]
pub struct ChoiceOption {
    /// The value sent.
    pub value: String,
    /// Its words.
    pub label: String,
    /// A faint line below, or nothing.
    pub note: String,
    /// Whether it is chosen.
    pub checked: bool,
}

/// A question with its answers, each a whole row.
#[component]
pub fn Choices(
    /// Id of the first answer; the error summary links to it.
    #[prop(into)]
    id: String,
    /// Name of the value sent.
    #[prop(into)]
    name: String,
    /// The question.
    #[prop(into)]
    legend: String,
    /// The answers.
    options: Vec<ChoiceOption>,
    /// Whether several may be chosen.
    #[prop(optional)]
    several: bool,
    /// How to choose.
    #[prop(optional, into)]
    hint: String,
    /// What is wrong and how to mend it.
    #[prop(optional, into)]
    error: String,
) -> AnyView {
    let described = described_by(&id, &hint, &error);
    let kind = if several { "checkbox" } else { "radio" };
    let rows = options
        .into_iter()
        .enumerate()
        .map(|(index, option)| {
            let id = (index == 0).then(|| id.clone());
            view! {
                <label class="choice">
                    <input type=kind id=id name=name.clone() value=option.value checked=option.checked />
                    <span>
                        {option.label}
                        {filled(option.note).map(|note| view! { <span class="meta">{note}</span> })}
                    </span>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset class="field" aria-describedby=described>
            <legend>{legend}</legend>
            <Hint id=id.clone() text=hint />
            {rows}
            <FieldErrorText id=id text=error />
        </fieldset>
    }
    .into_any()
}
