use std::{fmt, time::Duration};

use serde::{Deserialize, Serialize};

use super::{
    id_number::IdNumber,
    person_name::PersonName,
    register::{Household, HouseholdRole, IdentityRegister, RegisterAnswer, RegisterUnavailable},
};

/// A person waits in front of the page meanwhile.
const PATIENCE: Duration = Duration::from_secs(3);
/// What a register answers is a line; what is longer is none of its answers.
const LONGEST_ANSWER: u64 = 4096;

/// What is asked, as JSON.
#[derive(Serialize)]
#[serde(tag = "ask", rename_all = "snake_case")]
enum Question<'a> {
    Match { name: &'a str, id_number: &'a str },
    Household { id_number: &'a str },
}

/// What comes back, as JSON.
#[derive(Deserialize)]
#[serde(tag = "answer", rename_all = "snake_case")]
enum Reply {
    Match,
    NoMatch,
    Member { household: String, role: String },
    None,
}

/// A register of the city's, asked by POST of JSON with a bearer token.
pub(super) struct HttpRegister {
    client: reqwest::Client,
    url: String,
    token: String,
}

impl fmt::Debug for HttpRegister {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpRegister").field("url", &self.url).finish_non_exhaustive()
    }
}

impl HttpRegister {
    pub(super) fn new(url: String, token: String) -> Self {
        // A register that sends elsewhere is not the one that was configured.
        let client = reqwest::Client::builder().timeout(PATIENCE).redirect(reqwest::redirect::Policy::none()).build();
        // Fails where TLS cannot be set up, which the configuration has no say in.
        Self { client: client.unwrap_or_default(), url, token }
    }

    /// Asks; neither question nor answer is ever logged.
    async fn ask(&self, question: &Question<'_>) -> Result<Reply, RegisterUnavailable> {
        let failed = |error: reqwest::Error| {
            tracing::warn!(error = %error.without_url(), "the register of people does not answer");
            RegisterUnavailable
        };
        let sent = self.client.post(&self.url).bearer_auth(&self.token).json(question).send();
        let response = sent.await.and_then(reqwest::Response::error_for_status).map_err(failed)?;
        if response.content_length().is_some_and(|length| length > LONGEST_ANSWER) {
            tracing::warn!("the register of people answers at too great length");
            return Err(RegisterUnavailable);
        }
        let answer = response.bytes().await.map_err(failed)?;
        serde_json::from_slice(&answer).map_err(|_| {
            tracing::warn!("the register of people answers what is not understood");
            RegisterUnavailable
        })
    }
}

impl IdentityRegister for HttpRegister {
    fn matches<'a>(&'a self, name: &'a PersonName, number: &'a IdNumber) -> RegisterAnswer<'a, bool> {
        Box::pin(async move {
            match self.ask(&Question::Match { name: name.as_str(), id_number: number.as_str() }).await? {
                Reply::Match => Ok(true),
                Reply::NoMatch => Ok(false),
                Reply::Member { .. } | Reply::None => Err(RegisterUnavailable),
            }
        })
    }

    fn household_of<'a>(&'a self, number: &'a IdNumber) -> RegisterAnswer<'a, Option<Household>> {
        Box::pin(async move {
            match self.ask(&Question::Household { id_number: number.as_str() }).await? {
                Reply::Member { household, role } => {
                    let role = HouseholdRole::parse(&role).ok_or(RegisterUnavailable)?;
                    Ok(Some(Household { number: household, role }))
                }
                Reply::None => Ok(None),
                Reply::Match | Reply::NoMatch => Err(RegisterUnavailable),
            }
        })
    }
}
