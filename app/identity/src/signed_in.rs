use std::sync::Arc;

use axum::{
    extract::{FromRef, FromRequestParts},
    http::{Method, header, request::Parts},
    response::{IntoResponse as _, Redirect, Response},
};

use super::{Actor, Awaits, Holder, Identity, ShownToken, Token};
use foundation::{
    context::{Client, Cx, SignedInUntil, Site},
    error::AppError,
    ids::SessionId,
};

/// Where an account that waits to be closed is kept.
const CLOSING: &str = "/me/closing";

/// The member of staff who asks. A handler that takes it is for people who are signed in: others are led to the sign-in
/// page and back, or told so (401) where they are no browser.
pub struct SignedIn(pub Actor);

/// As [`SignedIn`], with the session that was shown.
pub struct InSession {
    /// The member of staff who asks.
    pub actor: Actor,
    /// By which session.
    pub session: SessionId,
    /// The same person in their own account.
    pub holder: Holder,
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

/// Whoever is signed in, with or without a role: for pages of one's own account. Others are led to the sign-in page and back.
pub struct InAccount(pub Holder);

impl<S> FromRequestParts<S> for InSession
where
    S: Send + Sync,
    Identity: FromRef<S>,
    Arc<Site>: FromRef<S>,
{
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        let holder = whole_session(parts, state, "/desk/sign-in").await?;
        // For a resident there is no desk.
        if holder.grants.is_empty() {
            return Err(AppError::NotFound.into_response());
        }
        Ok(Self { actor: holder.actor(), session: holder.session, holder })
    }
}

impl<S> FromRequestParts<S> for InAccount
where
    S: Send + Sync,
    Identity: FromRef<S>,
    Arc<Site>: FromRef<S>,
{
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        Ok(Self(whole_session(parts, state, "/sign-in").await?))
    }
}

/// Whoever is still signing in: their session waits for a second factor. Whoever is signed in is led on, others to the sign-in
/// page.
pub struct InWaiting {
    /// Whose session it is.
    pub(super) holder: Holder,
    /// The session's token.
    pub(super) token: Token,
}

impl<S> FromRequestParts<S> for InWaiting
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
            match seen.map_err(|fault| AppError::from(fault).into_response())? {
                Some((holder, Awaits::Nothing)) => {
                    let Ok(cx) = Cx::from_request_parts(parts, state).await;
                    let home = if holder.grants.is_empty() { "/me" } else { "/desk" };
                    return Err(Redirect::to(&cx.href(home)).into_response());
                }
                Some((holder, _)) => return Ok(Self { holder, token }),
                None => {}
            }
        }
        Err(led_to(parts, state, "/sign-in").await)
    }
}

/// The session that is shown, if nothing is missing in it; else the way to what is.
async fn whole_session<S>(parts: &mut Parts, state: &S, sign_in: &str) -> Result<Holder, Response>
where
    S: Send + Sync,
    Identity: FromRef<S>,
    Arc<Site>: FromRef<S>,
{
    let Ok(ShownToken(token)) = ShownToken::from_request_parts(parts, state).await;
    let Ok(client) = Client::from_request_parts(parts, state).await;
    let mut way = sign_in;
    if let Some(token) = token {
        let seen = Identity::from_ref(state).seen(&token, &client).await;
        match seen.map_err(|fault| AppError::from(fault).into_response())? {
            Some((holder, Awaits::Nothing)) if holder.closes_at.is_none() || parts.uri.path() == CLOSING => {
                SignedInUntil::of(parts).tell(holder.until);
                return Ok(holder);
            }
            // Who comes back before the account closes is asked whether to keep it, and nothing else is done until then.
            Some((_, Awaits::Nothing)) => {
                let Ok(cx) = Cx::from_request_parts(parts, state).await;
                return Err(if is_browser_reading(parts) {
                    Redirect::to(&cx.href(CLOSING)).into_response()
                } else {
                    AppError::Conflict("closing".to_owned()).into_response()
                });
            }
            Some((_, Awaits::SecondFactor)) => way = "/sign-in/second-factor",
            Some((_, Awaits::Enrolment)) => way = "/sign-in/enrol",
            None => {}
        }
    }
    Err(led_to(parts, state, way).await)
}

/// Leads whoever reads pages to one of them, and from there back; tells all others that they are not signed in.
async fn led_to<S>(parts: &mut Parts, state: &S, way: &str) -> Response
where
    S: Send + Sync,
    Arc<Site>: FromRef<S>,
{
    let Ok(cx) = Cx::from_request_parts(parts, state).await;
    if is_browser_reading(parts) && !cx.path.starts_with("/api/") {
        let back = percent_encoding::utf8_percent_encode(&cx.here(), percent_encoding::NON_ALPHANUMERIC).to_string();
        Redirect::to(&cx.href(&format!("{way}?return={back}"))).into_response()
    } else {
        AppError::Unauthenticated.into_response()
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
