use std::sync::Arc;

use axum::{
    extract::{FromRef, FromRequestParts},
    http::{HeaderValue, request::Parts},
};

use super::{Token, sessions::LONGEST_STAY};
use foundation::context::{Site, cookie};

/// The session's cookie. Under TLS its name makes browsers refuse it from anybody but this very host; without, on a developer's
/// machine, browsers share cookies between the ports of a host, so it must not be called as other portals' are.
fn name(site: &Site) -> &'static str {
    if site.secure { "__Host-session" } else { "yitong_session" }
}

/// The header that keeps a token in the browser until it is closed.
pub fn kept(site: &Site, token: &Token) -> HeaderValue {
    kept_for(site, token, false)
}

/// As [`kept`]; where somebody stays signed in, the token outlives the browser's window.
pub fn kept_for(site: &Site, token: &Token, stays: bool) -> HeaderValue {
    let secure = if site.secure { "; Secure" } else { "" };
    let age = if stays { format!("; Max-Age={}", LONGEST_STAY.num_seconds()) } else { String::new() };
    let cookie = format!("{}={}; Path=/; HttpOnly; SameSite=Lax{secure}{age}", name(site), token.as_str());
    HeaderValue::from_str(&cookie).unwrap_or(HeaderValue::from_static(""))
}

/// The header that makes the browser forget its token.
pub fn dropped(site: &Site) -> HeaderValue {
    let secure = if site.secure { "; Secure" } else { "" };
    let cookie = format!("{}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax{secure}", name(site));
    HeaderValue::from_str(&cookie).unwrap_or(HeaderValue::from_static(""))
}

/// The token that a header gives a browser to keep; none where it is another header, or makes the browser forget.
pub(super) fn begun_in(site: &Site, header: &str) -> Option<Token> {
    let (pair, _) = header.split_once(';')?;
    let (name_of_it, value) = pair.split_once('=')?;
    (name_of_it == name(site)).then(|| Token::parse(value)).flatten()
}

/// The token a browser shows, if it shows one.
#[derive(Debug, Clone)]
pub struct ShownToken(pub Option<Token>);

impl<S> FromRequestParts<S> for ShownToken
where
    S: Send + Sync,
    Arc<Site>: FromRef<S>,
{
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        let site = Arc::<Site>::from_ref(state);
        Ok(Self(cookie(&parts.headers, name(&site)).and_then(Token::parse)))
    }
}

/// What a request must carry to show a token, for those who are no browser.
pub fn cookie_header(site: &Site, token: &Token) -> String {
    format!("{}={}", name(site), token.as_str())
}
