use std::{sync::Arc, time::Duration};

use reqwest::{Client, StatusCode, redirect::Policy};

/// How long an application may take to answer.
const PATIENCE: Duration = Duration::from_secs(8);
/// How long it may take to be reached.
const REACH: Duration = Duration::from_secs(3);
/// What applications are read of; more is none of ours.
const MOST_BYTES: usize = 64 << 10;

/// Asks applications at addresses they registered: follows no redirection, waits not for ever, reads not without end.
#[derive(Debug, Clone)]
pub(super) struct Fetch(Arc<Option<Client>>);

/// Why an application gave no answer. Never its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum FetchFault {
    #[error("it was too slow")]
    Slow,
    #[error("it could not be reached")]
    Unreached,
    #[error("its answer was too long")]
    TooLong,
    #[error("it answered {0}")]
    Refused(StatusCode),
}

impl From<reqwest::Error> for FetchFault {
    fn from(error: reqwest::Error) -> Self {
        if error.is_timeout() { Self::Slow } else { Self::Unreached }
    }
}

impl Fetch {
    pub(super) fn new() -> Self {
        let client = Client::builder().redirect(Policy::none()).timeout(PATIENCE).connect_timeout(REACH).build();
        // A machine without TLS serves people all the same; its applications are not reached.
        let client = client.inspect_err(|error| tracing::error!(%error, "applications cannot be asked")).ok();
        Self(Arc::new(client))
    }

    fn client(&self) -> Result<&Client, FetchFault> {
        (*self.0).as_ref().ok_or(FetchFault::Unreached)
    }

    /// Sends a form; how it was answered.
    pub(super) async fn post_form(&self, address: &str, form: &[(&str, &str)]) -> Result<StatusCode, FetchFault> {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
        let request = self
            .client()?
            .post(address)
            .header(reqwest::header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(body);
        Ok(request.send().await?.status())
    }

    /// Reads a document.
    pub(super) async fn get(&self, address: &str) -> Result<Vec<u8>, FetchFault> {
        let mut answer = self.client()?.get(address).send().await?;
        if !answer.status().is_success() {
            return Err(FetchFault::Refused(answer.status()));
        }
        let mut body = Vec::new();
        while let Some(chunk) = answer.chunk().await? {
            if body.len() + chunk.len() > MOST_BYTES {
                return Err(FetchFault::TooLong);
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body)
    }
}
