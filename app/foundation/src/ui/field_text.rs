//! The hint and the error of a field, with the ids that tie them to it.

use leptos::prelude::*;

use super::{Icon, IconName, filled};

/// Ids for `aria-describedby`, if the field has a hint or an error.
pub(super) fn described_by(id: &str, hint: &str, error: &str) -> Option<String> {
    match (hint.is_empty(), error.is_empty()) {
        (true, true) => None,
        (false, true) => Some(format!("{id}-hint")),
        (true, false) => Some(format!("{id}-error")),
        (false, false) => Some(format!("{id}-hint {id}-error")),
    }
}

/// The line under a label.
#[component]
pub(super) fn Hint(id: String, text: String) -> AnyView {
    filled(text).map(|text| view! { <p class="hint" id=format!("{id}-hint")>{text}</p> }).into_any()
}

/// The line under a field that is wrong.
#[component]
pub(super) fn FieldErrorText(id: String, text: String) -> AnyView {
    filled(text)
        .map(|text| {
            view! {
                <p class="error" id=format!("{id}-error")>
                    <Icon name=IconName::LampDanger />
                    {text}
                </p>
            }
        })
        .into_any()
}

#[cfg(test)]
mod tests {
    use super::described_by;

    #[test]
    fn a_field_is_described_by_what_it_shows() {
        assert_eq!(described_by("q", "", ""), None);
        assert_eq!(described_by("q", "hint", "wrong").as_deref(), Some("q-hint q-error"));
    }
}
