use axum::http::{HeaderMap, header};
use chrono::{DateTime, Utc};
use data_encoding::{BASE64, HEXLOWER};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use crate::{
    Form, OAuthError, OAuthErrorCode, OpenId,
    model::{Client, ClientAuthentication},
    store::clients::{self, Secrets},
};
use foundation::context;

/// The longest name an application has.
const MAX_CLIENT_ID: usize = 100;
/// The one kind of assertion there is (RFC 7523 §2.2).
const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// What an application shows to prove who it is.
enum Shown {
    /// Its name only.
    Name,
    /// A secret, in the header or in the form.
    Secret(ClientAuthentication, String),
    /// A statement it signed.
    Assertion(String),
}

/// Whatever is wrong with it: who asks learns no more than that it was not believed.
pub(super) const NOT_BELIEVED: OAuthError = OAuthError::new(
    OAuthErrorCode::InvalidClient,
    "the application is unknown, not in use, or did not prove itself in its registered way",
);

fn malformed(description: &'static str) -> OAuthError {
    OAuthError::new(OAuthErrorCode::InvalidRequest, description)
}

impl OpenId {
    /// The application that asks, once it proved in its registered way who it is (RFC 6749 §2.3, RFC 7521 §4.2). One that has
    /// no way is known by its name alone: whoever needs more asks [`ClientAuthentication::is_confidential`].
    pub(crate) async fn authenticate_client(&self, headers: &HeaderMap, form: &Form) -> Result<Client, OAuthError> {
        let (client_id, shown) = shown(headers, form)?;
        if client_id.len() > MAX_CLIENT_ID || client_id.chars().any(char::is_control) {
            return Err(NOT_BELIEVED);
        }
        let found = clients::named(self.database.reader(), &client_id).await?;
        let Some((client, secrets)) = found.filter(|(client, _)| client.state.is_served()) else {
            return Err(NOT_BELIEVED);
        };
        let registered = client.definition.authentication;
        let proven = match shown {
            Shown::Name => registered == ClientAuthentication::None,
            Shown::Secret(way, secret) => registered == way && secrets.hold(&secret, self.clock.now()),
            Shown::Assertion(statement) => {
                registered == ClientAuthentication::PrivateKeyJwt && self.vouches(&client, &statement).await?
            }
        };
        if proven { Ok(client) } else { Err(NOT_BELIEVED) }
    }

    /// As [`authenticate_client`](Self::authenticate_client); those that are not believed are counted by the name they gave and
    /// by network. A right secret is always believed, so that nobody shuts an application out by failing in its name.
    pub(crate) async fn authenticate_counted(
        &self,
        headers: &HeaderMap,
        form: &Form,
        asking: &context::Client,
    ) -> Result<Client, OAuthError> {
        let outcome = self.authenticate_client(headers, form).await;
        if matches!(&outcome, Err(error) if error.code == OAuthErrorCode::InvalidClient) {
            let named = shown(headers, form).map(|(client_id, _)| client_id).unwrap_or_default();
            // Hashed: what was given may be anything, and the table of tries lists nobody.
            let counted_as = HEXLOWER.encode(&Sha256::digest(named.as_bytes()));
            self.identity.count_refused_application(&counted_as, &asking.network()).await?;
        }
        outcome
    }
}

impl Secrets {
    /// Whether it is one of them. Compared in a time that tells nothing.
    fn hold(&self, secret: &str, now: DateTime<Utc>) -> bool {
        let hash = HEXLOWER.encode(&Sha256::digest(secret.as_bytes()));
        let is = |known: &str| bool::from(known.as_bytes().ct_eq(hash.as_bytes()));
        let former = self.former.as_ref().is_some_and(|(known, until)| *until > now && is(known));
        self.hash.as_deref().is_some_and(is) || former
    }
}

/// The name an application gives itself, and by what it proves it: one way at a time (RFC 6749 §2.3).
fn shown(headers: &HeaderMap, form: &Form) -> Result<(String, Shown), OAuthError> {
    let (named, secret, assertion) = (form.get("client_id"), form.get("client_secret"), form.get("client_assertion"));
    let header = headers.get(header::AUTHORIZATION);
    if usize::from(header.is_some()) + usize::from(secret.is_some()) + usize::from(assertion.is_some()) > 1 {
        return Err(malformed("more than one way of client authentication is used"));
    }
    let (client_id, shown) = if let Some(value) = header {
        let (client_id, secret) = value.to_str().ok().and_then(basic).ok_or(NOT_BELIEVED)?;
        (client_id, Shown::Secret(ClientAuthentication::ClientSecretBasic, secret))
    } else if let Some(assertion) = assertion {
        if form.get("client_assertion_type") != Some(ASSERTION_TYPE) {
            return Err(malformed("client_assertion_type is not jwt-bearer"));
        }
        let client_id = super::assertion::subject(assertion).ok_or(NOT_BELIEVED)?;
        (client_id, Shown::Assertion(assertion.to_owned()))
    } else {
        let client_id = named.ok_or(malformed("client_id is missing"))?.to_owned();
        let shown = secret.map(|secret| Shown::Secret(ClientAuthentication::ClientSecretPost, secret.to_owned()));
        (client_id, shown.unwrap_or(Shown::Name))
    };
    match named {
        Some(named) if named != client_id => Err(malformed("client_id is not who authenticates")),
        _ => Ok((client_id, shown)),
    }
}

/// Name and secret of a header, each encoded as in a form (RFC 6749 §2.3.1).
fn basic(value: &str) -> Option<(String, String)> {
    let (scheme, encoded) = value.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let pair = String::from_utf8(BASE64.decode(encoded.trim().as_bytes()).ok()?).ok()?;
    let (name, secret) = pair.split_once(':')?;
    let decoded = |part: &str| {
        let part = part.replace('+', " ");
        Some(percent_encoding::percent_decode_str(&part).decode_utf8().ok()?.into_owned())
    };
    Some((decoded(name)?, decoded(secret)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header_of(text: &str) -> String {
        format!("Basic {}", BASE64.encode(text.as_bytes()))
    }

    #[test]
    fn name_and_secret_are_read_from_the_header_as_they_were_encoded() {
        assert_eq!(basic(&header_of("a%3Ab:s+%2B")), Some(("a:b".to_owned(), "s +".to_owned())));
        assert_eq!(basic(&header_of("a:b:c").replace("Basic", "bAsIc")), Some(("a".to_owned(), "b:c".to_owned())));
        for bad in ["", "Basic", "Basic !", &header_of("no-colon"), "Bearer YTpi", &header_of("a:%ff")] {
            assert_eq!(basic(bad), None, "{bad}");
        }
    }

    #[test]
    fn an_application_proves_itself_in_one_way_and_under_one_name() {
        let form = |text: &str| Form::parse(text.as_bytes()).unwrap();
        let mut headers = HeaderMap::new();
        headers.insert(header::AUTHORIZATION, header_of("a:b").parse().unwrap());
        assert!(shown(&headers, &form("client_id=a")).is_ok());
        for (form, code) in [
            (form("client_id=a&client_secret=b"), OAuthErrorCode::InvalidRequest),
            (form("client_id=other"), OAuthErrorCode::InvalidRequest),
        ] {
            assert_eq!(shown(&headers, &form).err().map(|error| error.code), Some(code));
        }
        let none = HeaderMap::new();
        for bad in ["", "client_secret=b", "client_id=a&client_assertion=x"] {
            assert_eq!(shown(&none, &form(bad)).err().map(|error| error.code), Some(OAuthErrorCode::InvalidRequest));
        }
    }
}
