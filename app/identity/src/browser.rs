use std::sync::Arc;

use axum::{
    extract::{FromRef, FromRequestParts},
    http::{HeaderValue, request::Parts},
    response::{IntoResponse as _, Response},
};

use super::Token;
use foundation::{
    context::{Site, cookie},
    error::AppError,
};

/// How long a browser is known, in seconds: 400 days, the most that browsers keep a cookie.
const KNOWN_FOR: u32 = 34_560_000;

/// The browser that asks, known by a secret of its own whether or not somebody is signed in: a code is redeemed by the browser
/// it was asked with, and a new device is one that was not seen before.
#[derive(Debug, Clone)]
pub struct Browser {
    /// Its secret.
    pub token: Token,
    /// The header that makes it keep the secret; put it on every answer.
    pub cookie: HeaderValue,
}

fn name(site: &Site) -> &'static str {
    if site.secure { "__Host-browser" } else { "browser" }
}

impl<S> FromRequestParts<S> for Browser
where
    S: Send + Sync,
    Arc<Site>: FromRef<S>,
{
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        let site = Arc::<Site>::from_ref(state);
        let shown = cookie(&parts.headers, name(&site)).and_then(Token::parse);
        let token = match shown {
            Some(token) => token,
            None => Token::new().map_err(|error| AppError::from(error).into_response())?,
        };
        let secure = if site.secure { "; Secure" } else { "" };
        let text =
            format!("{}={}; Path=/; Max-Age={KNOWN_FOR}; HttpOnly; SameSite=Lax{secure}", name(&site), token.as_str());
        let cookie = HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static(""));
        Ok(Self { token, cookie })
    }
}
