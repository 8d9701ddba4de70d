use axum::{
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

use crate::{OAuthError, OAuthErrorCode};
use foundation::page::Drawn;

/// What a request shows as its access token.
pub(super) enum BearerToken {
    /// Nothing.
    None,
    /// A token.
    Shown(String),
    /// More than one, or none after the scheme.
    Malformed,
}

impl BearerToken {
    /// The token of a header (RFC 6750 §2.1).
    pub(super) fn of(headers: &HeaderMap) -> Self {
        let mut all = headers.get_all(header::AUTHORIZATION).iter();
        let Some(value) = all.next() else { return Self::None };
        let shown = value.to_str().ok().and_then(|value| value.split_once(' '));
        match shown {
            Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") && all.next().is_none() => {
                Self::Shown(token.trim().to_owned())
            }
            _ => Self::Malformed,
        }
    }

    /// The token; else what is answered.
    pub(super) fn required(self) -> Result<String, Unshown> {
        match self {
            Self::Shown(token) => Ok(token),
            Self::Malformed => Err(Unshown::Malformed),
            Self::None => Err(Unshown::Nothing),
        }
    }
}

/// Why there is no token (RFC 6750 §3.1): whoever shows nothing is told no more than how to.
pub(super) enum Unshown {
    Nothing,
    Malformed,
}

impl IntoResponse for Unshown {
    fn into_response(self) -> Response {
        match self {
            Self::Malformed => {
                OAuthError::new(OAuthErrorCode::InvalidRequest, "the token stands in one header, after Bearer")
                    .into_response()
            }
            Self::Nothing => {
                let mut response = StatusCode::UNAUTHORIZED.into_response();
                response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static(CHALLENGE));
                response.extensions_mut().insert(Drawn);
                response
            }
        }
    }
}

/// How a token is shown.
pub(super) const CHALLENGE: &str = "Bearer realm=\"yitong\"";
