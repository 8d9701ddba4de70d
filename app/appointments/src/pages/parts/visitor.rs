use std::sync::Arc;

use axum::{
    extract::{FromRef, FromRequestParts},
    http::{StatusCode, request::Parts},
    response::{IntoResponse as _, Redirect, Response},
};
use foundation::context::{Cx, Site};
use identity::{Holder, Identity, InAccount};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

/// Whoever looks at what is free: everybody may. The holder of the account, or what somebody is told who is not signed in.
pub struct Looking(Result<Holder, Response>);

impl Looking {
    /// Who it is, where somebody is signed in.
    pub fn holder(&self) -> Option<&Holder> {
        self.0.as_ref().ok()
    }

    /// Who wants something done; else the way to the sign-in page and back to `here`, a path of this site without its language.
    pub fn signed_in(self, cx: &Cx, here: &str) -> Result<Holder, Box<Response>> {
        self.0.map_err(|told| {
            let told = if told.status() == StatusCode::UNAUTHORIZED {
                let back = utf8_percent_encode(here, NON_ALPHANUMERIC);
                Redirect::to(&cx.href(&format!("/sign-in?return={back}"))).into_response()
            } else {
                told
            };
            Box::new(told)
        })
    }
}

impl<S> FromRequestParts<S> for Looking
where
    S: Send + Sync,
    Identity: FromRef<S>,
    Arc<Site>: FromRef<S>,
{
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        let found = InAccount::from_request_parts(parts, state).await;
        Ok(Self(found.map(|InAccount(holder)| holder)))
    }
}
