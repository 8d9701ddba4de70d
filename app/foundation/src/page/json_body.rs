use axum::{
    body::Bytes,
    http::{HeaderMap, header},
};
use serde::de::DeserializeOwned;

use crate::error::AppError;

/// Reads a body of JSON. The field that is wrong is named by its path; what stood in it is not repeated.
///
/// # Errors
/// [`AppError::Invalid`] where it is no JSON, or not what is asked for.
pub fn json_body<T: DeserializeOwned>(headers: &HeaderMap, body: &Bytes) -> Result<T, AppError> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if !kind.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/json") {
        return Err(AppError::invalid("content-type", "json"));
    }
    let mut reader = serde_json::Deserializer::from_slice(body);
    let value = serde_path_to_error::deserialize(&mut reader)
        .map_err(|error| AppError::invalid(&error.path().to_string(), "json"))?;
    reader.end().map_err(|_| AppError::invalid(".", "json"))?;
    Ok(value)
}
