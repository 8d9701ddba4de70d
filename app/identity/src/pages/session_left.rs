use axum::{
    Json,
    extract::State,
    http::{HeaderValue, header},
    response::{IntoResponse as _, Response},
};
use chrono::{DateTime, Utc};
use serde_json::json;

use crate::{Identity, ShownToken};
use foundation::{
    context::{Client, Cx},
    error::AppError,
};

/// `GET /session`: for how many seconds one stays signed in without using the session again. Asking is no use of it.
pub async fn session_left(
    cx: Cx,
    client: Client,
    ShownToken(token): ShownToken,
    State(identity): State<Identity>,
) -> Result<Response, AppError> {
    let token = token.ok_or(AppError::Unauthenticated)?;
    let until = identity.left(&token, &client).await?.ok_or(AppError::Unauthenticated)?;
    Ok(answer(&cx, until))
}

/// `POST /session`: stays signed in; answers as `GET` does.
pub async fn stay(
    cx: Cx,
    client: Client,
    ShownToken(token): ShownToken,
    State(identity): State<Identity>,
) -> Result<Response, AppError> {
    let token = token.ok_or(AppError::Unauthenticated)?;
    identity.actor(&token, &client).await?.ok_or(AppError::Unauthenticated)?;
    let until = identity.left(&token, &client).await?.ok_or(AppError::Unauthenticated)?;
    Ok(answer(&cx, until))
}

fn answer(cx: &Cx, until: DateTime<Utc>) -> Response {
    let left = (until - cx.site.clock.now()).num_seconds().max(0);
    let mut response = Json(json!({ "left": left })).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
