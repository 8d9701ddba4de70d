//! A line of text to fill in.

use leptos::prelude::*;

use super::field_text::{FieldErrorText, Hint, described_by};

/// A labelled input: label above, hint under it, error under the field.
#[component]
pub fn Field(
    /// Id of the input; the error summary links to it.
    #[prop(into)]
    id: String,
    /// Name of the value sent.
    #[prop(into)]
    name: String,
    /// What is asked.
    #[prop(into)]
    label: String,
    /// The `type` of the input; `text` unless told.
    #[prop(default = "text")]
    kind: &'static str,
    /// What was typed.
    #[prop(optional, into)]
    value: String,
    /// How to fill it in.
    #[prop(optional, into)]
    hint: String,
    /// What is wrong and how to mend it.
    #[prop(optional, into)]
    error: String,
    /// What the browser may fill in, for example `tel`.
    #[prop(optional_no_strip, into)]
    autocomplete: Option<&'static str>,
    /// Which keyboard, for example `numeric`.
    #[prop(optional_no_strip, into)]
    inputmode: Option<&'static str>,
    /// Id of a `<datalist>` with proposals.
    #[prop(optional_no_strip, into)]
    list: Option<&'static str>,
    /// The language of what is typed, where it is not the page's.
    #[prop(optional_no_strip, into)]
    lang: Option<&'static str>,
    /// For short content: the field is no wider than 16 rem.
    #[prop(optional)]
    short: bool,
) -> AnyView {
    let described = described_by(&id, &hint, &error);
    let invalid = (!error.is_empty()).then_some("true");
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <Hint id=id.clone() text=hint />
            <input
                class=if short { "input short" } else { "input" }
                id=id.clone()
                name=name
                type=kind
                value=value
                autocomplete=autocomplete
                inputmode=inputmode
                list=list
                lang=lang
                aria-invalid=invalid
                aria-describedby=described
            />
            <FieldErrorText id=id text=error />
        </div>
    }
    .into_any()
}
