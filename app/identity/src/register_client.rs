use std::{fmt, time::Duration};

use serde::{Serialize, de::DeserializeOwned};

use super::registers::RegisterSilent;

/// A person waits in front of the page meanwhile.
const PATIENCE: Duration = Duration::from_secs(3);
/// What a register answers is a line; what is longer is none of its answers.
const LONGEST_ANSWER: usize = 4096;

/// How a register over HTTP is asked, whatever it is a register of: POST of JSON with a bearer token (RFC 6750).
pub(super) struct RegisterClient {
    /// The register's name in the log.
    register: &'static str,
    /// None where TLS cannot be set up on this machine, which no setting has a say in; such a register is silent.
    client: Option<reqwest::Client>,
    url: String,
    token: String,
}

impl fmt::Debug for RegisterClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RegisterClient")
            .field("register", &self.register)
            .field("url", &self.url)
            .finish_non_exhaustive()
    }
}

impl RegisterClient {
    /// Asks a register at an address.
    pub(super) fn new(register: &'static str, url: &str, token: &str) -> Self {
        // A register that sends elsewhere is not the one that was configured.
        let client = reqwest::Client::builder().timeout(PATIENCE).redirect(reqwest::redirect::Policy::none()).build();
        let client = client.inspect_err(|error| tracing::error!(%error, "no register can be asked over HTTP")).ok();
        Self { register, client, url: url.to_owned(), token: token.to_owned() }
    }

    /// Asks one question; neither it nor the answer is ever logged.
    pub(super) async fn ask<A: DeserializeOwned>(&self, question: &impl Serialize) -> Result<A, RegisterSilent> {
        self.answered(question).await.map_err(|why| {
            tracing::warn!(register = self.register, why, "a register does not answer");
            RegisterSilent
        })
    }

    async fn answered<A: DeserializeOwned>(&self, question: &impl Serialize) -> Result<A, &'static str> {
        let client = self.client.as_ref().ok_or("no TLS")?;
        let sent = client.post(&self.url).bearer_auth(&self.token).json(question).send();
        let mut response = sent.await.map_err(|error| reason(&error))?;
        // A redirect is no success either.
        if !response.status().is_success() {
            return Err("it answers with a status of failure");
        }
        let mut answer = Vec::new();
        while let Some(part) = response.chunk().await.map_err(|error| reason(&error))? {
            answer.extend_from_slice(&part);
            if answer.len() > LONGEST_ANSWER {
                return Err("it answers at too great length");
            }
        }
        serde_json::from_slice(&answer).map_err(|_| "it answers what is not understood")
    }
}

/// In words of our own: what the client says names the address.
fn reason(error: &reqwest::Error) -> &'static str {
    if error.is_timeout() {
        "it takes too long"
    } else if error.is_connect() {
        "no connection"
    } else {
        "the connection broke"
    }
}

#[cfg(test)]
pub(super) mod testing {
    use std::time::Duration;

    use axum::{
        Json, Router,
        body::{Body, Bytes},
        extract::State,
        http::{HeaderMap, StatusCode},
        response::{IntoResponse as _, Redirect, Response},
        routing::post,
    };
    use serde_json::Value;
    use tokio::task::JoinHandle;

    /// Names for which every register of a test fails, each in its own way: too slow, a failure of its own, JSON that breaks off, an
    /// answer nobody knows, one too long and one of unknown length that is too long, and one somewhere else.
    pub(crate) const FAILING: [&str; 7] = ["慢", "错", "断", "怪", "长", "流", "走"];
    /// What registers of a test want to hear.
    pub(crate) const TOKEN: &str = "the-token";

    type Knowing = fn(&Value) -> Option<Value>;

    async fn answer(State(knowing): State<Knowing>, headers: HeaderMap, Json(asked): Json<Value>) -> Response {
        if headers.get("authorization").is_none_or(|given| given != format!("Bearer {TOKEN}").as_str()) {
            return StatusCode::UNAUTHORIZED.into_response();
        }
        match asked["name"].as_str() {
            Some("慢") => {
                tokio::time::sleep(Duration::from_secs(30)).await;
                StatusCode::OK.into_response()
            }
            Some("错") => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
            Some("断") => r#"{"answer":"#.into_response(),
            Some("怪") => r#"{"answer":"perhaps"}"#.into_response(),
            Some("长") => "x".repeat(10_000).into_response(),
            Some("流") => {
                let endless =
                    futures_util::stream::repeat_with(|| Ok::<_, std::io::Error>(Bytes::from_static(&[b' '; 1024])));
                Body::from_stream(endless).into_response()
            }
            Some("走") => Redirect::temporary("/elsewhere").into_response(),
            _ => knowing(&asked)
                .map_or_else(|| StatusCode::BAD_REQUEST.into_response(), |known| Json(known).into_response()),
        }
    }

    /// A register on loopback that answers what it knows: its address, and what stops it.
    pub(crate) async fn serve(knowing: Knowing) -> (String, JoinHandle<()>) {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        let elsewhere = post(async || Json(serde_json::json!({ "answer": "match" })));
        let router = Router::new().route("/", post(answer)).route("/elsewhere", elsewhere).with_state(knowing);
        let serving = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        (url, serving)
    }
}
