//! What the pages of an account share: days, what is wrong with a form, what was just done.

use chrono::{DateTime, Datelike as _, NaiveDate, Utc};
use leptos::prelude::*;
use serde::Deserialize;

use super::super::tries;
use foundation::{
    clock::city_day,
    context::Cx,
    error::FieldError,
    ui::{self, Notice, Tone},
};

/// The day a moment falls on in the city, as people read it.
pub(super) fn day(cx: &Cx, moment: DateTime<Utc>) -> String {
    date(cx, city_day(moment))
}

/// A day as people read it.
pub(super) fn date(cx: &Cx, day: NaiveDate) -> String {
    let month = if cx.language().is_first() { day.month().to_string() } else { day.format("%b").to_string() };
    cx.texts.date(day.day().to_string(), month, day.year().to_string())
}

/// What was just done, for the page it leads to.
#[derive(Debug, Default, Deserialize)]
pub struct Done {
    #[serde(default)]
    pub(super) done: String,
}

/// Says what was done, where `done` is one of the messages of this page; anything else says nothing.
pub(super) fn done_notice(cx: &Cx, done: &str, messages: &[&str]) -> Option<AnyView> {
    let text = messages.contains(&done).then(|| cx.texts.by_key(done)).flatten()?;
    Some(view! { <div role="status"><Notice tone=Tone::Ok><p>{text}</p></Notice></div> }.into_any())
}

/// The errors of a form in words. Ids of fields are their names.
#[derive(Debug, Clone, Default)]
pub(super) struct Wrong(Vec<(String, String)>);

impl Wrong {
    /// Puts errors into words.
    pub(super) fn of(cx: &Cx, errors: &[FieldError]) -> Self {
        let words = |error: &FieldError| {
            let text = cx.texts.by_key(&format!("error-field-{}", error.reason)).unwrap_or_default();
            (error.field.clone(), text)
        };
        Self(errors.iter().map(words).collect())
    }

    /// A code that is wrong, with how often it may still be typed where that is known.
    pub(super) fn of_code(cx: &Cx, field: &str, reason: &str, tries_left: Option<i64>) -> Self {
        let Self(mut lines) = Self::of(cx, &[FieldError::new(field, reason)]);
        if let Some(left) = tries_left {
            for (_, text) in &mut lines {
                *text = tries::of_code(cx, text, left);
            }
        }
        Self(lines)
    }

    /// What is wrong with a field; empty where nothing is.
    pub(super) fn with(&self, field: &str) -> String {
        self.0.iter().find(|(name, _)| name == field).map(|(_, text)| text.clone()).unwrap_or_default()
    }

    /// Heading of the summary.
    pub(super) fn title(&self, cx: &Cx) -> String {
        cx.texts.form_errors(i64::try_from(self.0.len()).unwrap_or(i64::MAX))
    }

    /// Lines of the summary.
    pub(super) fn items(&self) -> Vec<ui::FieldError> {
        self.0.iter().map(|(field, text)| ui::FieldError { field: field.clone(), text: text.clone() }).collect()
    }

    /// The page's title with what is wrong in front, so that it is heard first.
    pub(super) fn before(&self, cx: &Cx, title: &str) -> String {
        if self.0.is_empty() { title.to_owned() } else { format!("{} · {title}", self.title(cx)) }
    }
}
