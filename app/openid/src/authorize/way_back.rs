use serde::{Deserialize, Serialize};

use crate::{OAuthError, OpenId, model::RedirectUri};

/// Where the answer goes. Made only of an address that the application registered, letter for letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct WayBack {
    redirect_uri: RedirectUri,
    state: Option<String>,
}

impl WayBack {
    /// To a registered address, with what the application knows its request by.
    pub(crate) fn new(redirect_uri: RedirectUri, state: Option<String>) -> Self {
        Self { redirect_uri, state }
    }

    /// The address itself.
    pub(crate) fn redirect_uri(&self) -> &RedirectUri {
        &self.redirect_uri
    }

    fn with<'p>(&'p self, issuer: &'p str, answer: impl IntoIterator<Item = (&'p str, &'p str)>) -> String {
        let state = self.state.as_deref().map(|state| ("state", state));
        // RFC 9207: who answers, so that an application with several providers is not mixed up.
        self.redirect_uri.with(answer.into_iter().chain(state).chain([("iss", issuer)]))
    }
}

impl OpenId {
    /// The way back with a code (RFC 6749 §4.1.2).
    pub(crate) fn back_with_code(&self, way: &WayBack, code: &str) -> String {
        way.with(self.issuer(), [("code", code)])
    }

    /// The way back with what was wrong (RFC 6749 §4.1.2.1).
    pub(crate) fn back_with_error(&self, way: &WayBack, error: &OAuthError) -> String {
        way.with(self.issuer(), [("error", error.code.name()), ("error_description", error.description)])
    }
}
