//! How often something wrong may be tried again, in words. Never said where it would tell whether there is an account.

use std::time::Duration;

use axum::{
    http::{HeaderValue, header},
    response::{IntoResponse as _, Response},
};

use foundation::{context::Cx, error::AppError};

/// Too many tries, and when the next one is taken.
pub(super) fn too_many(again_in: Duration) -> Response {
    let mut response = AppError::TooMany.into_response();
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(again_in.as_secs().max(1)));
    response
}

/// What is wrong with a code that was sent, and how often it may still be typed.
pub(super) fn of_code(cx: &Cx, what: &str, left: i64) -> String {
    if left == 0 { cx.texts.tries_code_spent().to_owned() } else { cx.texts.tries_left(left, what.to_owned()) }
}

/// What is wrong with something that is no one code's, and how often it may be tried before one has to wait.
pub(super) fn of_proof(cx: &Cx, what: &str, left: i64) -> String {
    if left == 0 { cx.texts.tries_none(what.to_owned()) } else { cx.texts.tries_left(left, what.to_owned()) }
}
