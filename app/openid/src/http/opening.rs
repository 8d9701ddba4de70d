use axum::{
    extract::{Path, Query, State},
    response::{Redirect, Response},
};
use serde::Deserialize;

use super::asking::no_store;
use crate::OpenId;
use foundation::error::AppError;

/// The longest address somebody wants to go to.
const MAX_TARGET: usize = 2_000;

/// Where in the application somebody wants to go.
#[derive(Debug, Default, Deserialize)]
pub struct Target {
    #[serde(default)]
    target: String,
}

/// `GET /applications/{client_id}/open`: leads into a department's application, counted, where it signs the person in by the
/// portal (third-party initiated login, OpenID Connect Core 1.0 §4).
pub async fn open(
    State(openid): State<OpenId>,
    Path(client_id): Path<String>,
    Query(Target { target }): Query<Target>,
) -> Result<Response, AppError> {
    if client_id.chars().chain(target.chars()).any(char::is_control) || target.len() > MAX_TARGET {
        return Err(AppError::NotFound);
    }
    let address = openid.open(&client_id, &target).await?.ok_or(AppError::NotFound)?;
    Ok(no_store(Redirect::to(&address)))
}
