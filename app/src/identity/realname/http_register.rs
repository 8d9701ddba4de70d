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

#[cfg(test)]
mod tests {
    use axum::{Json, Router, http::HeaderMap, http::StatusCode, response::IntoResponse as _, routing::post};
    use chrono::NaiveDate;
    use serde_json::{Value, json};

    use super::*;

    /// A register of a city: knows one person, and answers badly by name.
    async fn answer(headers: HeaderMap, Json(asked): Json<Value>) -> axum::response::Response {
        if headers.get("authorization").is_none_or(|given| given != "Bearer the-token") {
            return StatusCode::UNAUTHORIZED.into_response();
        }
        let known = asked["id_number"] == "11010519491231002X";
        match (asked["ask"].as_str(), asked["name"].as_str()) {
            (_, Some("慢")) => {
                tokio::time::sleep(Duration::from_secs(5)).await;
                Json(json!({ "answer": "match" })).into_response()
            }
            (_, Some("错")) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
            (_, Some("怪")) => Json(json!({ "answer": "perhaps" })).into_response(),
            (_, Some("长")) => "x".repeat(10_000).into_response(),
            (_, Some("走")) => axum::response::Redirect::temporary("/").into_response(),
            (Some("match"), Some(name)) => {
                Json(json!({ "answer": if known && name == "王小蓉" { "match" } else { "no_match" } })).into_response()
            }
            (Some("household"), None) if known => {
                Json(json!({ "answer": "member", "household": "h-1", "role": "head" })).into_response()
            }
            (Some("household"), None) => Json(json!({ "answer": "none" })).into_response(),
            _ => StatusCode::BAD_REQUEST.into_response(),
        }
    }

    #[tokio::test]
    async fn a_register_over_http_answers_or_is_not_available() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let serving = tokio::spawn(async move { axum::serve(listener, Router::new().route("/", post(answer))).await });
        let url = format!("http://{address}/");
        let register = HttpRegister::new(url.clone(), "the-token".to_owned());
        let today = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
        let number = IdNumber::parse("11010519491231002X", today).unwrap();
        let other = IdNumber::parse("110101199003078670", today).unwrap();
        let name = |text: &str| PersonName::parse(text).unwrap();
        assert_eq!(register.matches(&name("王小蓉"), &number).await, Ok(true));
        assert_eq!(register.matches(&name("李建国"), &number).await, Ok(false));
        assert_eq!(register.matches(&name("王小蓉"), &other).await, Ok(false));
        let household = register.household_of(&number).await.unwrap().unwrap();
        assert_eq!((household.number.as_str(), household.role), ("h-1", HouseholdRole::Head));
        assert_eq!(register.household_of(&other).await, Ok(None));
        for failing in ["慢", "错", "怪", "长", "走"] {
            assert_eq!(register.matches(&name(failing), &number).await, Err(RegisterUnavailable), "{failing}");
        }
        let uninvited = HttpRegister::new(url.clone(), "another".to_owned());
        assert_eq!(uninvited.matches(&name("王小蓉"), &number).await, Err(RegisterUnavailable));
        serving.abort();
        let _ = serving.await;
        assert_eq!(register.matches(&name("王小蓉"), &number).await, Err(RegisterUnavailable));
        assert!(!format!("{register:?}").contains("the-token"));
    }
}
