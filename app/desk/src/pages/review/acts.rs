use axum::{
    Form,
    extract::{Path, State},
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;

use super::{
    super::{
        acts::Times,
        refused::Refused,
        words::{code_of, item_path},
    },
    Typed, review_page,
};
use catalogue::{
    Catalogue,
    publishing::{Publishing, PublishingError},
};
use foundation::{context::Cx, error::AppError};
use identity::SignedIn;

/// Words about a field.
#[derive(Debug, Deserialize)]
pub struct Said {
    #[serde(default)]
    field: String,
    #[serde(default)]
    text: String,
}

/// `POST /desk/items/{code}/review/comment`: says something about a field.
pub async fn comment(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(catalogue): State<Catalogue>,
    State(publishing): State<Publishing>,
    Path(code): Path<String>,
    Form(said): Form<Said>,
) -> Result<Response, AppError> {
    let code = code_of(&code)?;
    match publishing.comment(&actor, &code, &said.field, &said.text).await {
        Ok(()) => {
            let anchor = format!("/review#field-{}", said.field);
            Ok(Redirect::to(&cx.href(&item_path(&code, &anchor))).into_response())
        }
        Err(error) => {
            let refused = Refused::by(named(error, "comment"))?;
            let typed = Typed { field: said.field, comment: said.text, ..Typed::default() };
            let page = review_page(&cx, &actor, &catalogue, &publishing, code.as_str(), typed, refused).await?;
            Ok(page.into_response())
        }
    }
}

/// `POST /desk/items/{code}/review/comments/{number}/done`: marks a comment as done.
pub async fn settle_comment(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(publishing): State<Publishing>,
    Path((code, number)): Path<(String, String)>,
) -> Result<Response, AppError> {
    let code = code_of(&code)?;
    let number = number.parse().map_err(|_| AppError::NotFound)?;
    publishing.settle_comment(&actor, &code, number).await?;
    Ok(Redirect::to(&cx.href(&item_path(&code, "/review"))).into_response())
}

/// Words for sending back, about a text as it stood at a revision.
#[derive(Debug, Deserialize)]
pub struct SendBack {
    #[serde(default)]
    revision: String,
    #[serde(default)]
    text: String,
}

/// `POST /desk/items/{code}/review/send-back`: gives a text back to its editors.
pub async fn send_back(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(catalogue): State<Catalogue>,
    State(publishing): State<Publishing>,
    Path(code): Path<String>,
    Form(given): Form<SendBack>,
) -> Result<Response, AppError> {
    let code = code_of(&code)?;
    let outcome = match revision(&given.revision) {
        Ok(seen) => publishing.send_back(&actor, &code, seen, &given.text).await,
        Err(error) => Err(error),
    };
    match outcome {
        Ok(()) => Ok(Redirect::to(&cx.href(&item_path(&code, ""))).into_response()),
        Err(error) => {
            let refused = Refused::by(named(error, "words"))?;
            let typed = Typed { send_back: given.text, ..Typed::default() };
            let page = review_page(&cx, &actor, &catalogue, &publishing, code.as_str(), typed, refused).await?;
            Ok(page.into_response())
        }
    }
}

/// The approval of a text as it stood at a revision.
#[derive(Debug, Deserialize)]
pub struct Approval {
    #[serde(default)]
    revision: String,
    #[serde(default)]
    publish_at: String,
    #[serde(default)]
    expire_at: String,
}

/// `POST /desk/items/{code}/review/approve`: approves a text, for now or for a time.
pub async fn approve(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(catalogue): State<Catalogue>,
    State(publishing): State<Publishing>,
    Path(code): Path<String>,
    Form(given): Form<Approval>,
) -> Result<Response, AppError> {
    let code = code_of(&code)?;
    let times = Times { publish_at: given.publish_at, expire_at: given.expire_at };
    let outcome = match (revision(&given.revision), times.read()) {
        (Ok(seen), Ok((effect, expire_at))) => publishing.approve(&actor, &code, seen, effect, expire_at).await,
        (Err(error), _) | (_, Err(error)) => Err(error),
    };
    match outcome {
        Ok(()) => Ok(Redirect::to(&cx.href(&item_path(&code, ""))).into_response()),
        Err(error) => {
            let refused = Refused::by(error)?;
            let typed = Typed { times: Some(times), ..Typed::default() };
            let page = review_page(&cx, &actor, &catalogue, &publishing, code.as_str(), typed, refused).await?;
            Ok(page.into_response())
        }
    }
}

/// The revision a form was drawn from. What is none was not drawn by us, and is nothing that stands there now.
fn revision(text: &str) -> Result<i64, PublishingError> {
    text.parse().map_err(|_| PublishingError::Changed)
}

/// Several forms of the page have a field `text`; the page tells them apart by other names.
fn named(error: PublishingError, name: &'static str) -> PublishingError {
    match error {
        PublishingError::Invalid { field: "text", reason } => PublishingError::Invalid { field: name, reason },
        other => other,
    }
}
