use std::sync::Arc;

use axum::{
    extract::{FromRef, FromRequestParts},
    http::{Method, header, request::Parts},
    response::{IntoResponse as _, Redirect, Response},
};

use super::{Actor, Identity, ShownToken};
use crate::{
    context::{Client, Cx, Site},
    error::AppError,
    ids::SessionId,
};

/// The member of staff who asks. A handler that takes it is for people who are signed in: others are led to the sign-in
/// page and back, or told so (401) where they are no browser.
pub struct SignedIn(pub Actor);

/// As [`SignedIn`], with the session that was shown.
pub struct InSession {
    /// The member of staff who asks.
    pub actor: Actor,
    /// By which session.
    pub session: SessionId,
}

impl<S> FromRequestParts<S> for SignedIn
where
    S: Send + Sync,
    Identity: FromRef<S>,
    Arc<Site>: FromRef<S>,
{
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        let InSession { actor, .. } = InSession::from_request_parts(parts, state).await?;
        Ok(Self(actor))
    }
}

impl<S> FromRequestParts<S> for InSession
where
    S: Send + Sync,
    Identity: FromRef<S>,
    Arc<Site>: FromRef<S>,
{
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        let Ok(ShownToken(token)) = ShownToken::from_request_parts(parts, state).await;
        let Ok(client) = Client::from_request_parts(parts, state).await;
        if let Some(token) = token {
            let seen = Identity::from_ref(state).seen(&token, &client).await;
            if let Some((session, actor)) = seen.map_err(|fault| AppError::from(fault).into_response())? {
                return Ok(Self { actor, session });
            }
        }
        let Ok(cx) = Cx::from_request_parts(parts, state).await;
        Err(if is_browser_reading(parts) && !cx.path.starts_with("/api/") {
            let back =
                percent_encoding::utf8_percent_encode(&cx.here(), percent_encoding::NON_ALPHANUMERIC).to_string();
            Redirect::to(&cx.href(&format!("/desk/sign-in?return={back}"))).into_response()
        } else {
            AppError::Unauthenticated.into_response()
        })
    }
}

/// What is sent must not be lost on the way through a page, so only reading is led there.
fn is_browser_reading(parts: &Parts) -> bool {
    let accepts_pages = parts
        .headers
        .get(header::ACCEPT)
        .and_then(|accept| accept.to_str().ok())
        .is_some_and(|accept| accept.contains("text/html"));
    matches!(parts.method, Method::GET | Method::HEAD) && accepts_pages
}
