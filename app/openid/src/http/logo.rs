use axum::{
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse as _, Response},
};

use crate::{OpenId, model::LogoHash, registry::ClientId};
use foundation::error::AppError;

/// `GET /applications/{client_id}/logo/{hash}`: the picture residents know an application by. Its address names its bytes, so
/// browsers keep it for good.
pub async fn logo(
    State(openid): State<OpenId>,
    Path((client_id, hash)): Path<(String, String)>,
) -> Result<Response, AppError> {
    let named = ClientId::parse(&client_id).zip(LogoHash::parse(&hash)).ok_or(AppError::NotFound)?;
    let png = openid.logo(named.0.as_str(), &named.1).await?.ok_or(AppError::NotFound)?;
    Ok(picture(png, HeaderValue::from_static("public, max-age=31536000, immutable")))
}

/// A PNG that is nothing else to a browser.
pub fn picture(png: Vec<u8>, kept: HeaderValue) -> Response {
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("image/png"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::CACHE_CONTROL, kept);
    (headers, png).into_response()
}
