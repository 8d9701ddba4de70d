use jsonwebtoken::jwk::JwkSet;
use serde::{Deserialize, Serialize};

use super::SecureUrl;

/// How an application proves at the token endpoint who it is (OpenID Connect Core 1.0 §9).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClientAuthentication {
    /// It cannot: it runs on people's own devices. PKCE stands in.
    None,
    /// Its secret, in the header.
    ClientSecretBasic,
    /// Its secret, in the form.
    ClientSecretPost,
    /// A statement signed with its own key (RFC 7523).
    PrivateKeyJwt,
}

impl ClientAuthentication {
    /// Every way.
    pub const ALL: [Self; 4] = [Self::None, Self::ClientSecretBasic, Self::ClientSecretPost, Self::PrivateKeyJwt];

    /// The name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::ClientSecretBasic => "client_secret_basic",
            Self::ClientSecretPost => "client_secret_post",
            Self::PrivateKeyJwt => "private_key_jwt",
        }
    }

    /// Reads a name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.name() == name)
    }

    /// Whether the application can keep a secret (RFC 6749 §2.1).
    pub fn is_confidential(self) -> bool {
        self != Self::None
    }

    /// Whether it proves itself by a secret the portal gave out.
    pub fn is_by_secret(self) -> bool {
        matches!(self, Self::ClientSecretBasic | Self::ClientSecretPost)
    }
}

/// Where an application's own public keys are.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum ClientKeys {
    /// It has none.
    #[default]
    None,
    /// Given with the registration.
    Inline(JwkSet),
    /// At an address of its own, asked when needed.
    At(SecureUrl),
}
