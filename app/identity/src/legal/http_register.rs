use serde::{Deserialize, Serialize};

use crate::{
    register_client::RegisterClient,
    registers::{Answering, LegalPersonRegister, OnPaper, RegisteredCompany},
};
use foundation::codes::UnifiedSocialCreditCode;

/// What is asked, as JSON.
#[derive(Serialize)]
#[serde(tag = "ask", rename_all = "snake_case")]
enum Question<'a> {
    Company { uscc: &'a str, name: &'a str, id_number: &'a str },
}

/// What comes back, as JSON.
#[derive(Deserialize)]
#[serde(tag = "answer", rename_all = "snake_case")]
enum Reply {
    Company { name: String, represented: bool },
    None,
}

/// A register of legal persons of the city's.
#[derive(Debug)]
pub(super) struct HttpCompanies(RegisterClient);

impl HttpCompanies {
    pub(super) fn new(url: &str, token: &str) -> Self {
        Self(RegisterClient::new("companies", url, token))
    }
}

impl LegalPersonRegister for HttpCompanies {
    fn company<'a>(
        &'a self,
        uscc: &'a UnifiedSocialCreditCode,
        person: &'a OnPaper,
    ) -> Answering<'a, Option<RegisteredCompany>> {
        Box::pin(async move {
            let question = Question::Company {
                uscc: uscc.as_str(),
                name: person.name.as_str(),
                id_number: person.number.as_str(),
            };
            Ok(match self.0.ask(&question).await? {
                Reply::Company { name, represented } => Some(RegisteredCompany { name, represented }),
                Reply::None => None,
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::{
        realname::{PersonName, demo_number},
        register_client::testing::{FAILING, TOKEN, serve},
        registers::RegisterSilent,
    };

    const KNOWN: &str = "91510104MA6012340U";

    /// A register that knows one company, and who represents it.
    fn knowing(asked: &Value) -> Option<Value> {
        let number = demo_number("王小蓉")?;
        (asked["ask"] == "company").then(|| {
            if asked["uscc"] != KNOWN {
                return json!({ "answer": "none" });
            }
            let represented = asked["name"] == "王小蓉" && asked["id_number"] == number.as_str();
            json!({ "answer": "company", "name": "成都蓉城智行科技有限责任公司", "represented": represented })
        })
    }

    #[tokio::test]
    async fn a_register_of_companies_over_http_answers_or_is_silent() {
        let (url, serving) = serve(knowing).await;
        let register = HttpCompanies::new(&url, TOKEN);
        let code = |text: &str| UnifiedSocialCreditCode::parse(text).unwrap();
        let person = |name: &str, number: &str| OnPaper {
            name: PersonName::parse(name).unwrap(),
            number: demo_number(number).unwrap(),
        };
        let (known, her) = (code(KNOWN), person("王小蓉", "王小蓉"));
        let registered = |represented| {
            Ok(Some(RegisteredCompany { name: "成都蓉城智行科技有限责任公司".to_owned(), represented }))
        };
        assert_eq!(register.company(&known, &her).await, registered(true));
        assert_eq!(register.company(&known, &person("王小蓉", "李建国")).await, registered(false));
        assert_eq!(register.company(&code("91510105MA6091536X"), &her).await, Ok(None));
        for failing in FAILING {
            assert_eq!(register.company(&known, &person(failing, "王小蓉")).await, Err(RegisterSilent), "{failing}");
        }
        let uninvited = HttpCompanies::new(&url, "another");
        assert_eq!(uninvited.company(&known, &her).await, Err(RegisterSilent));
        serving.abort();
        let _ = serving.await;
        assert_eq!(register.company(&known, &her).await, Err(RegisterSilent));
        assert!(!format!("{register:?}").contains(TOKEN));
    }
}
