use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::Response,
};
use serde_json::json;

use super::asking::no_store;
use crate::{Form, OAuthError, OpenId, authorize::PUSHED_LASTS};
use foundation::context::Client;

/// `POST /oauth/par`: keeps a request that the application sends itself, before the browser comes with nothing but its address
/// (RFC 9126).
pub async fn push(
    State(openid): State<OpenId>,
    asking: Client,
    headers: HeaderMap,
    form: Result<Form, OAuthError>,
) -> Result<Response, OAuthError> {
    let form = form?;
    let client = openid.authenticate_counted(&headers, &form, &asking).await?;
    let address = openid.push(&form, &client).await?;
    let kept = json!({ "request_uri": address, "expires_in": PUSHED_LASTS.num_seconds() });
    Ok(no_store((StatusCode::CREATED, Json(kept))))
}
