use serde::{Deserialize, Serialize};

use super::{
    id_number::IdNumber,
    person_name::PersonName,
    register::{Household, HouseholdRole, IdentityRegister},
};
use crate::{
    register_client::RegisterClient,
    registers::{Answering, RegisterSilent},
};

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

/// A register of people of the city's.
#[derive(Debug)]
pub(super) struct HttpRegister(RegisterClient);

impl HttpRegister {
    pub(super) fn new(url: &str, token: &str) -> Self {
        Self(RegisterClient::new("people", url, token))
    }
}

impl IdentityRegister for HttpRegister {
    fn matches<'a>(&'a self, name: &'a PersonName, number: &'a IdNumber) -> Answering<'a, bool> {
        Box::pin(async move {
            match self.0.ask(&Question::Match { name: name.as_str(), id_number: number.as_str() }).await? {
                Reply::Match => Ok(true),
                Reply::NoMatch => Ok(false),
                Reply::Member { .. } | Reply::None => Err(RegisterSilent),
            }
        })
    }

    fn household_of<'a>(&'a self, number: &'a IdNumber) -> Answering<'a, Option<Household>> {
        Box::pin(async move {
            match self.0.ask(&Question::Household { id_number: number.as_str() }).await? {
                Reply::Member { household, role } => {
                    let role = HouseholdRole::parse(&role).ok_or(RegisterSilent)?;
                    Ok(Some(Household { number: household, role }))
                }
                Reply::None => Ok(None),
                Reply::Match | Reply::NoMatch => Err(RegisterSilent),
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use serde_json::{Value, json};

    use super::*;
    use crate::register_client::testing::{FAILING, TOKEN, serve};

    /// A register that knows one person.
    fn knowing(asked: &Value) -> Option<Value> {
        let known = asked["id_number"] == "11010519491231002X";
        match (asked["ask"].as_str()?, asked["name"].as_str()) {
            ("match", Some(name)) => {
                Some(json!({ "answer": if known && name == "王小蓉" { "match" } else { "no_match" } }))
            }
            ("household", None) if known => Some(json!({ "answer": "member", "household": "h-1", "role": "head" })),
            ("household", None) => Some(json!({ "answer": "none" })),
            _ => None,
        }
    }

    #[tokio::test]
    async fn a_register_over_http_answers_or_is_silent() {
        let (url, serving) = serve(knowing).await;
        let register = HttpRegister::new(&url, TOKEN);
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
        for failing in FAILING {
            assert_eq!(register.matches(&name(failing), &number).await, Err(RegisterSilent), "{failing}");
        }
        let uninvited = HttpRegister::new(&url, "another");
        assert_eq!(uninvited.matches(&name("王小蓉"), &number).await, Err(RegisterSilent));
        serving.abort();
        let _ = serving.await;
        assert_eq!(register.matches(&name("王小蓉"), &number).await, Err(RegisterSilent));
        assert!(!format!("{register:?}").contains(TOKEN));
    }
}
