use std::{pin::Pin, time::Duration};

use openidconnect::{AsyncHttpClient, HttpRequest, HttpResponse};
use reqwest::{Client, redirect::Policy};

/// How long a provider may take to answer.
const PATIENCE: Duration = Duration::from_secs(8);
/// How long it may take to be reached.
const REACH: Duration = Duration::from_secs(3);
/// What providers answer is small; more is not read.
const MOST_BYTES: usize = 512 << 10;

/// Asks providers: follows no redirection, waits not for ever, reads not without end.
#[derive(Debug, Clone)]
pub(super) struct Fetch(Client);

/// Why a provider gave no answer. Never its words, nor addresses: they may hold codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum FetchFault {
    #[error("it was too slow")]
    Slow,
    #[error("it could not be reached")]
    Unreached,
    #[error("its answer was too long")]
    TooLong,
}

impl From<reqwest::Error> for FetchFault {
    fn from(error: reqwest::Error) -> Self {
        if error.is_timeout() { Self::Slow } else { Self::Unreached }
    }
}

impl Fetch {
    /// Fails where the machine has no TLS.
    pub(super) fn new() -> Result<Self, reqwest::Error> {
        Ok(Self(Client::builder().redirect(Policy::none()).timeout(PATIENCE).connect_timeout(REACH).build()?))
    }

    async fn ask(&self, request: HttpRequest) -> Result<HttpResponse, FetchFault> {
        let request = reqwest::Request::try_from(request)?;
        let mut answer = self.0.execute(request).await?;
        let mut response = HttpResponse::new(Vec::new());
        *response.status_mut() = answer.status();
        std::mem::swap(response.headers_mut(), answer.headers_mut());
        while let Some(chunk) = answer.chunk().await? {
            if response.body().len() + chunk.len() > MOST_BYTES {
                return Err(FetchFault::TooLong);
            }
            response.body_mut().extend_from_slice(&chunk);
        }
        Ok(response)
    }
}

impl<'c> AsyncHttpClient<'c> for Fetch {
    type Error = FetchFault;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, FetchFault>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.ask(request))
    }
}
