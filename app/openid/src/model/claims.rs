use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use super::{Scope, Scopes};

/// The longest request for claims that is read.
const MAX_BYTES: usize = 8_000;

/// What may be told about somebody (OpenID Connect Core 1.0 §5.1, and what this city adds).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Claim {
    /// By what number an application knows the person.
    Subject,
    /// When the person last proved to be there.
    AuthTime,
    /// The real-name level.
    Acr,
    /// By what the person proved it.
    Amr,
    /// What the person is called on pages.
    Name,
    /// The language of their messages.
    Locale,
    /// When the profile was changed last.
    UpdatedAt,
    /// The phone number.
    PhoneNumber,
    /// Whether it was proven; nobody has another.
    PhoneNumberVerified,
    /// The mail address.
    Email,
    /// Whether it was proven; nobody has another.
    EmailVerified,
    /// The postal address.
    Address,
    /// The real-name level, 1 to 4.
    RealNameLevel,
    /// The real name.
    RealName,
    /// The ID number.
    IdNumber,
    /// The day of birth, as the ID number says it.
    Birthdate,
    /// The sex, as the ID number says it.
    Gender,
}

impl Claim {
    /// Every claim that can be asked for.
    pub const ALL: [Self; 17] = [
        Self::Subject,
        Self::AuthTime,
        Self::Acr,
        Self::Amr,
        Self::Name,
        Self::Locale,
        Self::UpdatedAt,
        Self::PhoneNumber,
        Self::PhoneNumberVerified,
        Self::Email,
        Self::EmailVerified,
        Self::Address,
        Self::RealNameLevel,
        Self::RealName,
        Self::IdNumber,
        Self::Birthdate,
        Self::Gender,
    ];

    /// The name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Self::Subject => "sub",
            Self::AuthTime => "auth_time",
            Self::Acr => "acr",
            Self::Amr => "amr",
            Self::Name => "name",
            Self::Locale => "locale",
            Self::UpdatedAt => "updated_at",
            Self::PhoneNumber => "phone_number",
            Self::PhoneNumberVerified => "phone_number_verified",
            Self::Email => "email",
            Self::EmailVerified => "email_verified",
            Self::Address => "address",
            Self::RealNameLevel => "realname_level",
            Self::RealName => "real_name",
            Self::IdNumber => "id_number",
            Self::Birthdate => "birthdate",
            Self::Gender => "gender",
        }
    }

    /// Reads a name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|claim| claim.name() == name)
    }

    /// The scope that carries it: an application that may not ask for the scope may not ask for the claim.
    pub fn scope(self) -> Scope {
        match self {
            Self::Subject | Self::AuthTime | Self::Acr | Self::Amr => Scope::OpenId,
            Self::Name | Self::Locale | Self::UpdatedAt => Scope::Profile,
            Self::PhoneNumber | Self::PhoneNumberVerified => Scope::Phone,
            Self::Email | Self::EmailVerified => Scope::Email,
            Self::Address => Scope::Address,
            Self::RealNameLevel | Self::RealName | Self::IdNumber | Self::Birthdate | Self::Gender => Scope::RealName,
        }
    }
}

impl Serialize for Claim {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// How one claim is asked for (OpenID Connect Core 1.0 §5.5.1).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Wish {
    /// Whether the application cannot do without.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub essential: bool,
    /// The one value that is of use.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Value>,
    /// The values that are of use, the best first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<Value>,
}

impl Wish {
    /// The values that are of use, as texts; none where any is.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.value.iter().chain(&self.values).filter_map(Value::as_str)
    }
}

type Wishes = BTreeMap<Claim, Wish>;

/// Claims asked for one by one, beside those that come with scopes (OpenID Connect Core 1.0 §5.5). What nobody here can tell is
/// left out.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ClaimsRequest {
    #[serde(deserialize_with = "known", skip_serializing_if = "BTreeMap::is_empty")]
    userinfo: Wishes,
    #[serde(deserialize_with = "known", skip_serializing_if = "BTreeMap::is_empty")]
    id_token: Wishes,
}

fn known<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Wishes, D::Error> {
    // `null` asks for a claim without saying more of it.
    let asked = Option::<BTreeMap<String, Option<Wish>>>::deserialize(deserializer)?.unwrap_or_default();
    Ok(asked.into_iter().filter_map(|(name, wish)| Some((Claim::parse(&name)?, wish.unwrap_or_default()))).collect())
}

impl ClaimsRequest {
    /// Reads the parameter `claims`.
    #[expect(clippy::result_unit_err, reason = "there is one thing to say about what cannot be read")]
    pub fn parse(text: &str) -> Result<Self, ()> {
        if text.len() > MAX_BYTES {
            return Err(());
        }
        serde_json::from_str(text).map_err(|_| ())
    }

    /// How a claim is asked for in the ID token, if it is.
    pub fn in_id_token(&self, claim: Claim) -> Option<&Wish> {
        self.id_token.get(&claim)
    }

    /// What is asked for in the ID token.
    pub fn of_id_token(&self) -> impl Iterator<Item = Claim> + '_ {
        self.id_token.keys().copied()
    }

    /// What is asked for at the userinfo endpoint.
    pub fn of_userinfo(&self) -> impl Iterator<Item = Claim> + '_ {
        self.userinfo.keys().copied()
    }

    /// The scopes that carry what is asked for: what has to be agreed to.
    pub fn scopes(&self) -> Scopes {
        Scopes::of(self.of_id_token().chain(self.of_userinfo()).map(Claim::scope))
    }

    /// Without what these scopes do not carry.
    #[must_use]
    pub fn within(mut self, scopes: &Scopes) -> Self {
        for wishes in [&mut self.userinfo, &mut self.id_token] {
            wishes.retain(|claim, _| scopes.contain(claim.scope()));
        }
        self
    }

    /// Whether nothing is asked for.
    pub fn is_empty(&self) -> bool {
        self.userinfo.is_empty() && self.id_token.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_for_claims_reads_as_it_is_written_and_what_nobody_knows_is_left_out() {
        let text = r#"{"userinfo":{"email":null,"nickname":null,"phone_number":{"essential":true}},
            "id_token":{"acr":{"values":["urn:yitong:realname:3"]},"auth_time":{"essential":true,"other":1}},"else":7}"#;
        let asked = ClaimsRequest::parse(text).unwrap();
        assert_eq!(asked.of_userinfo().collect::<Vec<_>>(), [Claim::PhoneNumber, Claim::Email]);
        let acr = asked.in_id_token(Claim::Acr).unwrap();
        assert!(!acr.essential && acr.texts().eq(["urn:yitong:realname:3"]));
        assert_eq!(ClaimsRequest::parse(&serde_json::to_string(&asked).unwrap()), Ok(asked.clone()));
        assert_eq!(asked.scopes(), Scopes::parse("openid phone email"));
        let narrowed = asked.within(&Scopes::parse("openid"));
        assert_eq!(narrowed.of_userinfo().count(), 0);
        assert!(narrowed.in_id_token(Claim::AuthTime).unwrap().essential);
    }

    #[test]
    fn what_is_no_request_is_refused() {
        assert_eq!(ClaimsRequest::parse("{}"), Ok(ClaimsRequest::default()));
        assert_eq!(ClaimsRequest::parse(r#"{"userinfo":null}"#), Ok(ClaimsRequest::default()));
        let deep = format!("{}1{}", "[".repeat(3_000), "]".repeat(3_000));
        let long = format!("{{\"x\":\"{}\"}}", "y".repeat(MAX_BYTES));
        for bad in ["", "x", "[1]", r#"{"userinfo":[]}"#, r#"{"id_token":{"email":"x"}}"#, &deep, &long] {
            assert_eq!(ClaimsRequest::parse(bad), Err(()), "{}", &bad[..bad.len().min(40)]);
        }
    }
}
