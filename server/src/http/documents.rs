use std::{
    convert::Infallible,
    sync::Arc,
    task::{Context, Poll},
    time::Instant,
};

use axum::{
    body::Body,
    extract::Request,
    http::{HeaderName, HeaderValue, Method, Response, header},
    response::IntoResponse as _,
};
use futures_util::future::{BoxFuture, Either};
use openid::{
    OpenId,
    http::{described, published_keys},
};
use tower::Service;

use super::security_headers::INSISTS_ON_TLS;
use crate::metrics::Instruments;

/// What applications of every department read all the time, and nobody else: what the provider says of itself, and its public
/// keys. Answered before all that a page needs; everything else goes on as it came.
#[derive(Clone)]
pub struct Documents<S> {
    answering: Arc<Answering>,
    rest: S,
}

/// What the answers are made of.
struct Answering {
    openid: OpenId,
    instruments: Instruments,
    /// Browsers are told to insist on TLS.
    secure: bool,
}

/// One of the two.
#[derive(Clone, Copy)]
enum Document {
    Configuration,
    Keys,
}

impl Document {
    /// The one a request asks for, in the plainest way there is; any other way is for the rooms to answer.
    fn of(request: &Request) -> Option<Self> {
        if request.method() != Method::GET {
            return None;
        }
        match request.uri().path() {
            "/.well-known/openid-configuration" => Some(Self::Configuration),
            "/oauth/jwks" => Some(Self::Keys),
            _ => None,
        }
    }
}

impl<S> Documents<S> {
    /// In front of the rest. `secure`: people reach us over TLS.
    pub fn before(rest: S, openid: OpenId, secure: bool) -> Self {
        Self { answering: Arc::new(Answering { openid, instruments: Instruments::new(), secure }), rest }
    }
}

impl Answering {
    async fn answer(&self, document: Document) -> Response<Body> {
        let began = Instant::now();
        let mut response = match document {
            Document::Configuration => described(&self.openid),
            Document::Keys => published_keys(&self.openid).await.into_response(),
        };
        let headers = response.headers_mut();
        headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        headers
            .insert(HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("cross-origin"));
        if self.secure {
            headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(INSISTS_ON_TLS));
        }
        self.instruments.count(response.status().as_u16(), began.elapsed());
        response
    }
}

impl<S> Service<Request> for Documents<S>
where
    S: Service<Request, Response = Response<Body>, Error = Infallible>,
{
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Either<BoxFuture<'static, Result<Response<Body>, Infallible>>, S::Future>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.rest.poll_ready(context)
    }

    fn call(&mut self, request: Request) -> Self::Future {
        match Document::of(&request) {
            None => Either::Right(self.rest.call(request)),
            Some(document) => {
                let answering = self.answering.clone();
                Either::Left(Box::pin(async move { Ok(answering.answer(document).await) }))
            }
        }
    }
}
