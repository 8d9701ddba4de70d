//! Handing a text in for review, or throwing it away.

use axum::{
    Form,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::{
    code_of, fault_words, item_href,
    load::{Asked, Submission},
    page::draw,
};
use crate::city_time::parse_local;
use catalogue::{
    Catalogue,
    publishing::{Field, Publishing, PublishingError, Section, Sheet, Words},
};
use foundation::{context::Cx, error::AppError};
use identity::SignedIn;

fn time(field: &'static str, text: &str) -> Result<Option<DateTime<Utc>>, PublishingError> {
    match text.trim() {
        "" => Ok(None),
        text => parse_local(text).map(Some).ok_or(PublishingError::Invalid { field, reason: "time" }),
    }
}

/// `POST /desk/items/{code}/submit`: hands the text in for review.
pub async fn submit(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(catalogue): State<Catalogue>,
    State(publishing): State<Publishing>,
    Path(code): Path<String>,
    Form(submission): Form<Submission>,
) -> Result<Response, AppError> {
    let code = code_of(&code)?;
    let seen: i64 = submission.revision.parse().map_err(|_| AppError::invalid("revision", "unknown-choice"))?;
    let draft = publishing.draft(&actor, &code).await?;
    let report = publishing.look_over(&catalogue, &draft.sheet).await?;
    let times = time("publish_at", &submission.publish_at)
        .and_then(|publish| Ok((publish, time("expire_at", &submission.expire_at)?)));
    let wrong = report.errors().count();
    let outcome = match times {
        Err(error) => Err(error),
        // What a text needs beyond the rules of items is known by the checks only.
        Ok(_) if wrong > 0 => Err(PublishingError::Faults(Vec::new())),
        Ok((publish_at, expire_at)) => {
            publishing.submit(&actor, &code, seen, &submission.note, publish_at, expire_at).await
        }
    };
    let Err(error) = outcome else {
        return Ok(Redirect::to(&item_href(&cx, &code, "")).into_response());
    };
    let mut asked = Asked::section(Section::Basics);
    asked.submission = submission;
    let status = match error {
        PublishingError::Invalid { field, reason } => {
            let sentence = cx.texts.by_key(&format!("error-field-{reason}"));
            asked.refused.insert(field.to_owned(), sentence.unwrap_or_else(|| cx.texts.fault_other().to_owned()));
            StatusCode::BAD_REQUEST
        }
        PublishingError::Faults(faults) => {
            let first = report
                .errors()
                .map(|finding| finding.path.as_str())
                .chain(faults.iter().map(|fault| fault.field.as_str()));
            if let Some(field) = first.map(Sheet::field_of).find_map(Field::named) {
                asked.section = field.section;
            }
            let words = Words::new(cx.texts);
            asked.refused.extend(faults.iter().map(|fault| (fault.field.clone(), fault_words(&words, fault))));
            asked.notice = cx.texts.editor_mend_first(wrong.max(faults.len()));
            StatusCode::BAD_REQUEST
        }
        PublishingError::Undecided(count) => {
            asked.notice = cx.texts.editor_choose_first(count);
            StatusCode::CONFLICT
        }
        PublishingError::Changed => {
            cx.texts.editor_changed_meanwhile().clone_into(&mut asked.notice);
            StatusCode::CONFLICT
        }
        other => return Err(other.into()),
    };
    Ok(draw(&cx, &actor, &catalogue, &publishing, &code, asked).await?.status(status).into_response())
}

/// The revision somebody saw.
#[derive(Debug, Deserialize)]
pub struct Seen {
    #[serde(default)]
    revision: String,
}

/// `POST /desk/items/{code}/discard`: throws the text away.
pub async fn discard(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(catalogue): State<Catalogue>,
    State(publishing): State<Publishing>,
    Path(code): Path<String>,
    Form(seen): Form<Seen>,
) -> Result<Response, AppError> {
    let code = code_of(&code)?;
    let seen: i64 = seen.revision.parse().map_err(|_| AppError::invalid("revision", "unknown-choice"))?;
    let was_public = publishing.record(&actor, &code).await?.version.is_some();
    match publishing.discard(&actor, &code, seen).await {
        // An item that was never public is gone with its text.
        Ok(()) if was_public => Ok(Redirect::to(&item_href(&cx, &code, "")).into_response()),
        Ok(()) => Ok(Redirect::to(&cx.href("/desk/items")).into_response()),
        Err(PublishingError::Changed) => {
            let mut asked = Asked::section(Section::Basics);
            cx.texts.editor_changed_meanwhile().clone_into(&mut asked.notice);
            let page = draw(&cx, &actor, &catalogue, &publishing, &code, asked).await?;
            Ok(page.status(StatusCode::CONFLICT).into_response())
        }
        Err(error) => Err(error.into()),
    }
}
