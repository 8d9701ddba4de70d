use std::fmt;

use serde::{Deserialize, Serialize};
use url::{Host, Url};

/// The longest address an application may name.
const MAX_BYTES: usize = 2_000;

/// An address that an application is led back to, kept as it was written: it is compared letter for letter (RFC 9700 §2.1).
///
/// `https`, or `http` on the machine itself (`localhost`, `127.0.0.1`, `[::1]`) for trying, or a scheme of an installed
/// application in reverse domain order (RFC 8252 §7.1). No fragment, no user, no `*`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RedirectUri(String);

/// An address the portal itself asks: `https`, or `http` on the machine itself. No fragment, no user.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SecureUrl(String);

/// The text is no address an application may name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an address is https://… (http:// on the machine itself only), without fragment or user")]
pub struct BadAddress;

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

fn plain(text: &str) -> Result<Url, BadAddress> {
    if text.len() > MAX_BYTES || text.chars().any(|c| c.is_control() || c.is_whitespace() || c == '*' || c == '\\') {
        return Err(BadAddress);
    }
    let url = Url::parse(text).map_err(|_| BadAddress)?;
    if url.fragment().is_some() || !url.username().is_empty() || url.password().is_some() {
        return Err(BadAddress);
    }
    Ok(url)
}

fn is_secure(url: &Url) -> bool {
    (url.scheme() == "https" && url.has_host()) || (url.scheme() == "http" && is_loopback(url))
}

impl RedirectUri {
    /// Reads an address.
    pub fn parse(text: &str) -> Result<Self, BadAddress> {
        let url = plain(text)?;
        // A private scheme holds a dot, so that it is somebody's.
        let is_private = url.scheme().contains('.');
        if is_secure(&url) || is_private { Ok(Self(text.to_owned())) } else { Err(BadAddress) }
    }

    /// As it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The host, where it has one: the sector of pairwise subjects (OpenID Connect Core 1.0 §8.1).
    pub fn host(&self) -> Option<String> {
        Url::parse(&self.0).ok()?.host_str().map(str::to_owned)
    }

    /// The address with parameters added to its query.
    pub fn with<'p>(&self, parameters: impl IntoIterator<Item = (&'p str, &'p str)>) -> String {
        // It was parsed when it was made.
        let Ok(mut url) = Url::parse(&self.0) else { return self.0.clone() };
        url.query_pairs_mut().extend_pairs(parameters);
        url.into()
    }
}

impl SecureUrl {
    /// Reads an address.
    pub fn parse(text: &str) -> Result<Self, BadAddress> {
        let url = plain(text)?;
        if is_secure(&url) { Ok(Self(text.to_owned())) } else { Err(BadAddress) }
    }

    /// As it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

macro_rules! as_text {
    ($name:ident) => {
        impl TryFrom<String> for $name {
            type Error = BadAddress;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                Self::parse(&text)
            }
        }

        impl From<$name> for String {
            fn from(address: $name) -> Self {
                address.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

as_text!(RedirectUri);
as_text!(SecureUrl);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_secure_or_of_the_machine_itself_or_of_an_installed_application() {
        for good in [
            "https://rp.example/callback",
            "https://rp.example/callback?a=1",
            "http://localhost:4000/callback",
            "http://127.0.0.1/cb",
            "http://[::1]:5000/cb",
            "cn.gov.chengdu.metro:/callback",
        ] {
            assert!(RedirectUri::parse(good).is_ok(), "{good}");
        }
        for bad in [
            "http://rp.example/callback",
            "https://rp.example/#part",
            "https://user@rp.example/",
            "https://*.rp.example/",
            "javascript:alert(1)",
            "data:text/html,x",
            "/callback",
            "https://rp.example/a b",
            "",
        ] {
            assert!(RedirectUri::parse(bad).is_err(), "{bad}");
        }
        assert!(SecureUrl::parse("cn.gov.metro:/x").is_err());
    }

    #[test]
    fn parameters_are_added_to_a_query_that_is_there() {
        let address = RedirectUri::parse("https://rp.example/cb?a=1").unwrap();
        assert_eq!(address.with([("code", "x y"), ("state", "&=")]), "https://rp.example/cb?a=1&code=x+y&state=%26%3D");
    }
}
