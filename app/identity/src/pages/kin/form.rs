use axum::response::{IntoResponse as _, Response};
use leptos::prelude::*;
use serde::Deserialize;

use super::super::{StepUp, tries};
use crate::{IdentityError, kin_error::KinError};
use foundation::{
    context::Cx,
    error::AppError,
    ui::{FieldError, Notice, Tone},
};

/// What a form sent: names may stand in it more than once.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(transparent)]
pub struct Sent(Vec<(String, String)>);

impl Sent {
    /// The value of a name; empty where there is none.
    pub(super) fn one<'a>(&'a self, name: &'a str) -> &'a str {
        self.0.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str())
    }

    /// All values of a name.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// What was just done, for the page it leads to.
#[derive(Debug, Default, Deserialize)]
pub struct Done {
    #[serde(default)]
    pub(super) done: String,
}

/// What is wrong with a form, in words, in the order of its fields. Ids of fields are their names.
#[derive(Debug, Clone, Default)]
pub(super) struct Faults(Vec<(&'static str, String)>);

impl Faults {
    /// One.
    pub(super) fn one(cx: &Cx, field: &'static str, reason: &str) -> Self {
        let mut faults = Self::default();
        faults.add(cx, field, reason);
        faults
    }

    /// One more.
    pub(super) fn add(&mut self, cx: &Cx, field: &'static str, reason: &str) {
        let text = cx.texts.by_key(&format!("error-field-{reason}")).unwrap_or_default();
        self.0.push((field, text));
    }

    /// Whether nothing is wrong.
    pub(super) fn none(&self) -> bool {
        self.0.is_empty()
    }

    /// What is wrong with a field; empty where nothing is.
    pub(super) fn of(&self, field: &str) -> String {
        self.0.iter().find(|(name, _)| *name == field).map(|(_, text)| text.clone()).unwrap_or_default()
    }

    /// Heading of the summary.
    pub(super) fn title(&self, cx: &Cx) -> String {
        cx.texts.form_errors(i64::try_from(self.0.len()).unwrap_or(i64::MAX))
    }

    /// Lines of the summary.
    pub(super) fn items(&self) -> Vec<FieldError> {
        self.0.iter().map(|(field, text)| FieldError { field: (*field).to_owned(), text: text.clone() }).collect()
    }

    /// The title of a page that holds the form: it says first that something is wrong.
    pub(super) fn titled(&self, cx: &Cx, title: &str) -> String {
        if self.none() { title.to_owned() } else { format!("{} · {title}", self.title(cx)) }
    }
}

/// What an error means for a form: a fault of a field that can be mended, or an answer of its own.
pub(super) enum Refusal {
    Faults(Faults),
    Answer(Response),
}

/// Sorts an error: what can be mended in the form; who has to prove again to be there, and is led to that and back to `here`; and
/// the rest.
pub(super) fn refusal(cx: &Cx, error: KinError, field: &'static str, here: &str, why: &str) -> Refusal {
    if let Some(reason) = error.reason() {
        return Refusal::Faults(Faults::one(cx, field, reason));
    }
    match error {
        KinError::NotFresh => Refusal::Answer(StepUp::on(here, why).after_form().lead(cx)),
        KinError::Identity(IdentityError::TooMany { again_in }) => Refusal::Answer(tries::too_many(again_in)),
        error => Refusal::Answer(AppError::from(error).into_response()),
    }
}

/// Says what was done, where `done` is one of the messages of the page; anything else says nothing.
pub(super) fn done_notice(cx: &Cx, done: &str, messages: &[&str]) -> Option<AnyView> {
    let text = messages.contains(&done).then(|| cx.texts.by_key(done)).flatten()?;
    Some(view! { <div role="status"><Notice tone=Tone::Ok><p>{text}</p></Notice></div> }.into_any())
}
