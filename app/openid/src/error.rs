use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::json;

use super::keys::KeyFault;
use foundation::{
    database::{Fault, TransientFault},
    page::Drawn,
};
use identity::IdentityError;

/// The error codes of the protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OAuthErrorCode {
    /// RFC 6749 §4.1.2.1, §5.2.
    InvalidRequest,
    /// RFC 6749 §5.2.
    InvalidClient,
    /// RFC 6749 §5.2.
    InvalidGrant,
    /// RFC 6749 §4.1.2.1, §5.2.
    UnauthorizedClient,
    /// RFC 6749 §5.2.
    UnsupportedGrantType,
    /// RFC 6749 §4.1.2.1.
    UnsupportedResponseType,
    /// RFC 6749 §4.1.2.1, §5.2.
    InvalidScope,
    /// RFC 6749 §4.1.2.1.
    AccessDenied,
    /// RFC 6749 §4.1.2.1.
    ServerError,
    /// RFC 6749 §4.1.2.1.
    TemporarilyUnavailable,
    /// OpenID Connect Core 1.0 §3.1.2.6.
    LoginRequired,
    /// OpenID Connect Core 1.0 §3.1.2.6.
    ConsentRequired,
    /// OpenID Connect Core 1.0 §3.1.2.6.
    InteractionRequired,
    /// OpenID Connect Core 1.0 §3.1.2.6.
    AccountSelectionRequired,
    /// OpenID Connect Core 1.0 §3.1.2.6: JAR is not spoken.
    RequestNotSupported,
    /// OpenID Connect Core 1.0 §3.1.2.6: only addresses this provider gave out are known.
    InvalidRequestUri,
    /// OpenID Connect Core 1.0 §3.1.2.6.
    RequestUriNotSupported,
    /// OpenID Connect Core 1.0, Unmet Authentication Requirements 1.0.
    UnmetAuthenticationRequirements,
    /// As [`TemporarilyUnavailable`](Self::TemporarilyUnavailable), for whoever asks too often (RFC 6585 §4).
    TooMany,
    /// RFC 6750 §3.1.
    InvalidToken,
    /// RFC 6750 §3.1.
    InsufficientScope,
}

impl OAuthErrorCode {
    /// The code on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Self::InvalidRequest => "invalid_request",
            Self::InvalidClient => "invalid_client",
            Self::InvalidGrant => "invalid_grant",
            Self::UnauthorizedClient => "unauthorized_client",
            Self::UnsupportedGrantType => "unsupported_grant_type",
            Self::UnsupportedResponseType => "unsupported_response_type",
            Self::InvalidScope => "invalid_scope",
            Self::AccessDenied => "access_denied",
            Self::ServerError => "server_error",
            Self::TemporarilyUnavailable | Self::TooMany => "temporarily_unavailable",
            Self::LoginRequired => "login_required",
            Self::ConsentRequired => "consent_required",
            Self::InteractionRequired => "interaction_required",
            Self::AccountSelectionRequired => "account_selection_required",
            Self::RequestNotSupported => "request_not_supported",
            Self::InvalidRequestUri => "invalid_request_uri",
            Self::RequestUriNotSupported => "request_uri_not_supported",
            Self::UnmetAuthenticationRequirements => "unmet_authentication_requirements",
            Self::InvalidToken => "invalid_token",
            Self::InsufficientScope => "insufficient_scope",
        }
    }

    /// The status it is answered with where it is not carried by a redirection (RFC 6749 §5.2, RFC 6750 §3.1).
    pub fn status(self) -> StatusCode {
        match self {
            Self::InvalidClient | Self::InvalidToken => StatusCode::UNAUTHORIZED,
            Self::InsufficientScope => StatusCode::FORBIDDEN,
            Self::ServerError => StatusCode::INTERNAL_SERVER_ERROR,
            Self::TemporarilyUnavailable => StatusCode::SERVICE_UNAVAILABLE,
            Self::TooMany => StatusCode::TOO_MANY_REQUESTS,
            _ => StatusCode::BAD_REQUEST,
        }
    }
}

/// An answer that says what was wrong, to the programmer of an application. Never what was sent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}: {description}", code.name())]
pub struct OAuthError {
    /// What was wrong.
    pub code: OAuthErrorCode,
    /// Which parameter, why, and how to mend it: ASCII without quotes and backslashes (RFC 6749 §5.2).
    pub description: &'static str,
}

impl OAuthError {
    /// Whatever it was, the application did not do it.
    pub(crate) const OURS: Self = Self::new(OAuthErrorCode::ServerError, "our fault; the request id finds the cause");

    /// An error with its explanation.
    pub const fn new(code: OAuthErrorCode, description: &'static str) -> Self {
        Self { code, description }
    }
}

impl From<Fault> for OAuthError {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Unavailable(_) | Fault::Retry(_) => {
                tracing::warn!(%fault, "database not available");
                Self::new(OAuthErrorCode::TemporarilyUnavailable, "try again later")
            }
            Fault::Conflict(_) | Fault::Other(_) => {
                tracing::error!(%fault, "database fault");
                Self::OURS
            }
        }
    }
}

impl From<IdentityError> for OAuthError {
    fn from(error: IdentityError) -> Self {
        match error {
            IdentityError::Database(fault) => fault.into(),
            IdentityError::TooMany { .. } => Self::new(OAuthErrorCode::TooMany, "too many tries; wait some minutes"),
            error => {
                tracing::error!(%error, "an account not read");
                Self::OURS
            }
        }
    }
}

impl From<KeyFault> for OAuthError {
    fn from(fault: KeyFault) -> Self {
        match fault {
            KeyFault::Fault(fault) => fault.into(),
            fault => {
                tracing::error!(%fault, "nothing to sign or verify with");
                Self::OURS
            }
        }
    }
}

impl IntoResponse for OAuthError {
    fn into_response(self) -> Response {
        let body = json!({ "error": self.code.name(), "error_description": self.description });
        let mut response = (self.code.status(), Json(body)).into_response();
        response.extensions_mut().insert(Drawn);
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if self.code == OAuthErrorCode::InvalidClient {
            // RFC 6749 §5.2: the scheme by which it could have been.
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Basic realm=\"yitong\""));
        }
        if matches!(self.code, OAuthErrorCode::InvalidToken | OAuthErrorCode::InsufficientScope) {
            let value = format!("Bearer error=\"{}\", error_description=\"{}\"", self.code.name(), self.description);
            if let Ok(value) = HeaderValue::from_str(&value) {
                headers.insert(header::WWW_AUTHENTICATE, value);
            }
        }
        response
    }
}

impl TransientFault for OAuthError {
    fn is_transient(&self) -> bool {
        self.code == OAuthErrorCode::TemporarilyUnavailable
    }
}
