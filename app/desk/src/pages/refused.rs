//! Acts that were not done, told on the page they were asked from.

use axum::http::StatusCode;
use leptos::prelude::*;

use catalogue::publishing::PublishingError;
use foundation::{
    context::Cx,
    error::{AppError, FieldError},
    page::Page,
    ui::{self, ErrorSummary, Notice, Tone},
};

/// Why an act was not done, in words for its own page. What has no such words is an error page of its own.
#[derive(Debug, Clone, Default)]
pub(super) struct Refused {
    /// Fields to mend.
    fields: Vec<FieldError>,
    /// What collided, as the key of its sentence.
    collision: Option<&'static str>,
    /// Rules the text breaks by now.
    faults: Vec<String>,
}

impl Refused {
    /// Sorts an error of publishing.
    pub(super) fn by(error: PublishingError) -> Result<Self, AppError> {
        match error {
            PublishingError::OwnText => Ok(Self::collision("desk-refused-own-text")),
            PublishingError::Changed => Ok(Self::collision("desk-refused-changed")),
            PublishingError::Undecided(_) => Ok(Self::collision("desk-refused-undecided")),
            PublishingError::Faults(faults) => Ok(Self {
                faults: faults.into_iter().map(|fault| format!("{}: {}", fault.field, fault.reason)).collect(),
                ..Self::collision("desk-refused-faults")
            }),
            PublishingError::Invalid { field, reason } => Ok(Self::field(field, reason)),
            other => Err(other.into()),
        }
    }

    /// One field to mend.
    pub(super) fn field(field: &str, reason: &str) -> Self {
        Self { fields: vec![FieldError::new(field, reason)], ..Self::default() }
    }

    fn collision(key: &'static str) -> Self {
        Self { collision: Some(key), ..Self::default() }
    }

    /// What is wrong with a field; empty where nothing is.
    pub(super) fn of(&self, cx: &Cx, field: &str) -> String {
        self.fields.iter().find(|error| error.field == field).map(|error| sentence(cx, error)).unwrap_or_default()
    }

    /// The page with the status of what went wrong.
    pub(super) fn on(&self, page: Page) -> Page {
        if !self.fields.is_empty() {
            page.status(StatusCode::BAD_REQUEST)
        } else if self.collision.is_some() {
            page.status(StatusCode::CONFLICT)
        } else {
            page
        }
    }

    /// What stands on top of the page; nothing where nothing went wrong. Fields have their names as ids.
    pub(super) fn view(&self, cx: &Cx) -> AnyView {
        let items: Vec<ui::FieldError> = self
            .fields
            .iter()
            .map(|error| ui::FieldError { field: error.field.clone(), text: sentence(cx, error) })
            .collect();
        let collision = self.collision.and_then(|key| cx.texts.by_key(key)).map(|sentence| {
            let faults = self.faults.iter().map(|fault| view! { <li>{fault.clone()}</li> }).collect_view();
            view! {
                <div role="alert">
                    <Notice tone=Tone::Danger><p>{sentence}</p><ul>{faults}</ul></Notice>
                </div>
            }
        });
        view! {
            <ErrorSummary title=cx.texts.desk_refused_title() items=items />
            {collision}
        }
        .into_any()
    }
}

fn sentence(cx: &Cx, error: &FieldError) -> String {
    cx.texts
        .by_key(&format!("error-field-{}", error.reason))
        .unwrap_or_else(|| cx.texts.desk_refused_field().to_owned())
}
