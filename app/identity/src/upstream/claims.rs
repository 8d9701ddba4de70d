use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{Assertion, Provider};
use crate::Contact;

/// Longer ones are none.
const LONGEST: usize = 255;

/// Claims of any name: which hold what, the configuration says.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct AnyClaims {
    #[serde(flatten)]
    rest: Map<String, Value>,
}

impl openidconnect::AdditionalClaims for AnyClaims {}

/// What is taken from a provider's claims: those of the ID token, then those of the user info where they say more.
pub(super) fn read(provider: &Provider, subject: &str, acr: Option<&str>, token: &Value, info: &Value) -> Assertion {
    let text = |claim: &str| {
        if claim.is_empty() {
            return None;
        }
        let value = [info, token].into_iter().find_map(|claims| plain(claims.get(claim)?))?;
        let value = value.trim().to_owned();
        let good = !value.is_empty() && value.len() <= LONGEST && !value.chars().any(char::is_control);
        good.then_some(value)
    };
    let verified = [info, token].into_iter().find_map(|claims| claims.get("phone_number_verified")?.as_bool());
    let phone = text(&provider.settings.phone_claim).filter(|_| verified != Some(false));
    let phone = phone.filter(|phone| !phone.contains('@')).and_then(|phone| Contact::parse(&phone));
    Assertion {
        subject: subject.to_owned(),
        level: provider.level(acr).number(),
        name: text(&provider.settings.name_claim),
        id_number: text(&provider.settings.id_number_claim).map(|number| number.to_uppercase()),
        phone: phone.map(|phone| phone.address().to_owned()),
    }
}

/// Claims like names may come in several languages, as an object of openidconnect's: without a tag first.
fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
