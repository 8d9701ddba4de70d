use axum::{
    Json,
    extract::{Path, State},
    response::Response,
};
use chrono::{DateTime, Utc};
use serde::Serialize;

use super::api::fresh;
use crate::{
    model::{ItemCode, ServiceItem},
    publishing::{Cause, PublicHistory, Publishing, VersionHead},
};
use foundation::error::AppError;

/// A version that is or was public.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct VersionAnswer {
    /// From 1.
    pub number: i32,
    /// How it came to be: `desk` or `import`.
    pub cause: &'static str,
    /// From when residents had it.
    pub valid_from: DateTime<Utc>,
    /// Until when; none where they have it now.
    pub valid_until: Option<DateTime<Utc>>,
    /// What residents were told about the change.
    pub note: String,
}

/// A version with its text.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct VersionWholeAnswer {
    /// Everything but the text.
    #[serde(flatten)]
    pub head: VersionAnswer,
    /// The text.
    pub item: ServiceItem,
}

impl VersionAnswer {
    fn new(history: &PublicHistory, head: &VersionHead) -> Self {
        let (valid_from, valid_until) = history.validity(head.number).unwrap_or((head.published_at, None));
        let cause = match head.cause {
            Cause::Desk => "desk",
            Cause::Import => "import",
        };
        Self { number: head.number, cause, valid_from, valid_until, note: head.note.clone() }
    }
}

/// Every version of an item, the newest first.
#[utoipa::path(
    get, path = "/api/v1/items/{code}/versions", tag = "catalogue",
    params(("code" = String, Path, description = "The item's code")),
    responses(
        (status = 200, description = "The versions", body = Vec<VersionAnswer>),
        (status = 404, description = "No such item was ever published"),
    )
)]
pub async fn versions(State(publishing): State<Publishing>, Path(code): Path<String>) -> Result<Response, AppError> {
    let code = ItemCode::parse(&code).ok_or(AppError::NotFound)?;
    let history = publishing.public_history(&code).await?;
    let answers: Vec<_> = history.versions.iter().map(|head| VersionAnswer::new(&history, head)).collect();
    Ok(fresh(Json(answers)))
}

/// One version with its text.
#[utoipa::path(
    get, path = "/api/v1/items/{code}/versions/{number}", tag = "catalogue",
    params(
        ("code" = String, Path, description = "The item's code"),
        ("number" = i32, Path, description = "The version's number"),
    ),
    responses(
        (status = 200, description = "The version", body = VersionWholeAnswer),
        (status = 404, description = "No such version was ever published"),
        (status = 410, description = "It was withdrawn, and nothing came after it"),
    )
)]
pub async fn version(
    State(publishing): State<Publishing>,
    Path((code, number)): Path<(String, String)>,
) -> Result<Response, AppError> {
    let code = ItemCode::parse(&code).ok_or(AppError::NotFound)?;
    let number: i32 = number.parse().ok().filter(|number| *number > 0).ok_or(AppError::NotFound)?;
    let history = publishing.public_history(&code).await?;
    let version = publishing.version(&code, number).await?;
    if history.end().is_some_and(|end| end.version == number) {
        return Err(AppError::Gone);
    }
    Ok(fresh(Json(VersionWholeAnswer { head: VersionAnswer::new(&history, &version.head), item: version.item })))
}
