use std::collections::BTreeMap;

use axum::{
    body::Bytes,
    extract::{FromRequest, Request},
    http::header,
};

use super::{OAuthError, OAuthErrorCode};

/// More parameters than any request has.
const MOST: usize = 40;
/// The longest value: a signed statement with its certificates.
const MAX_BYTES: usize = 16_000;

/// The parameters of a request, each once (RFC 6749 §3.2), none without a value, none with control characters.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Form(BTreeMap<String, String>);

/// Never what it holds: there are secrets in it.
impl std::fmt::Debug for Form {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

impl Form {
    /// Reads parameters as a form or a query has them (`application/x-www-form-urlencoded`).
    pub fn parse(encoded: &[u8]) -> Result<Self, OAuthError> {
        let refused = |description| Err(OAuthError::new(OAuthErrorCode::InvalidRequest, description));
        let mut all = BTreeMap::new();
        for (count, (name, value)) in url::form_urlencoded::parse(encoded).enumerate() {
            if count >= MOST || name.len() > MAX_BYTES || value.len() > MAX_BYTES {
                return refused("too many parameters, or one is too long");
            }
            if value.chars().chain(name.chars()).any(char::is_control) {
                return refused("a parameter holds control characters");
            }
            // Without a value it counts as left out (RFC 6749 §3.2).
            if !value.is_empty() && all.insert(name.into_owned(), value.into_owned()).is_some() {
                return refused("a parameter is there twice");
            }
        }
        Ok(Self(all))
    }

    /// A parameter's value.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }
}

impl<S: Send + Sync> FromRequest<S> for Form {
    type Rejection = OAuthError;

    async fn from_request(request: Request, state: &S) -> Result<Self, Self::Rejection> {
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let is_form = kind
            .split(';')
            .next()
            .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/x-www-form-urlencoded"));
        let refused = |description| OAuthError::new(OAuthErrorCode::InvalidRequest, description);
        if !is_form {
            return Err(refused("the body is sent as application/x-www-form-urlencoded"));
        }
        let body = Bytes::from_request(request, state).await.map_err(|_| refused("the body cannot be read"))?;
        Self::parse(&body)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parameter_is_there_once_or_not_at_all() {
        let form = Form::parse(b"grant_type=x&scope=a+b%2Fc&empty=&empty=").unwrap();
        assert_eq!((form.get("scope"), form.get("empty"), form.get("other")), (Some("a b/c"), None, None));
        let long = format!("a={}", "x".repeat(MAX_BYTES + 1));
        let many = "a=&".repeat(MOST + 1);
        for bad in ["a=1&a=2", "a=1&a=1", "a=%00", "a=x%0d", "%07=x", &long, &many] {
            assert_eq!(Form::parse(bad.as_bytes()).unwrap_err().code, OAuthErrorCode::InvalidRequest);
        }
    }
}
