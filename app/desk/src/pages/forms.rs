//! What forms share: what is wrong with one, what was done by the one before, and buttons that stand in every row.

use leptos::prelude::*;

use foundation::{
    context::Cx,
    error::FieldError,
    ui::{self, Notice, Tone},
};

/// The errors of a form in words.
#[derive(Debug, Clone, Default)]
pub(super) struct Refused(Vec<(String, String)>);

impl Refused {
    /// What is wrong with a field; empty where nothing is.
    pub(super) fn of(&self, field: &str) -> String {
        self.0.iter().find(|(name, _)| name == field).map(|(_, text)| text.clone()).unwrap_or_default()
    }

    /// Heading of the summary.
    pub(super) fn title(&self, cx: &Cx) -> String {
        cx.texts.form_errors(i64::try_from(self.0.len()).unwrap_or(i64::MAX))
    }

    /// Lines of the summary. Ids of fields are their names.
    pub(super) fn items(&self) -> Vec<ui::FieldError> {
        self.0.iter().map(|(field, text)| ui::FieldError { field: field.clone(), text: text.clone() }).collect()
    }
}

/// Puts errors into words.
pub(super) fn refused(cx: &Cx, errors: &[FieldError]) -> Refused {
    let words = |error: &FieldError| {
        let text = cx.texts.by_key(&format!("error-field-{}", error.reason)).unwrap_or_default();
        (error.field.clone(), text)
    };
    Refused(errors.iter().map(words).collect())
}

/// Says what was done, where `done` is one of the messages of this page; anything else says nothing.
pub(super) fn done_notice(cx: &Cx, done: &str, messages: &[&str]) -> Option<AnyView> {
    let text = messages.contains(&done).then(|| cx.texts.by_key(done)).flatten()?;
    Some(view! { <div role="status"><Notice tone=Tone::Ok><p>{text}</p></Notice></div> }.into_any())
}

/// A quiet button that stands once a row: `which` tells those who hear the page, and do not see the row, which one it is.
pub(super) fn row_button(label: &'static str, which: String) -> AnyView {
    view! { <button class="btn btn-quiet" type="submit">{label}<span class="vh">" "{which}</span></button> }.into_any()
}
