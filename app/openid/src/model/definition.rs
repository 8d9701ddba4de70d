use serde::{Deserialize, Serialize};

use super::{
    ClientAuthentication, ClientKeys, ClientState, LogoHash, RedirectUri, Scopes, SecureUrl, SigningAlgorithm,
};
use foundation::{ids::ApplicationId, text::Language};
use identity::realname::RealNameLevel;

/// What an application is called, as residents read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Name {
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

impl Name {
    /// In a language.
    pub fn text(&self, language: Language) -> &str {
        if language == Language::FIRST { &self.zh } else { &self.en }
    }
}

/// By what number an application knows somebody (OpenID Connect Core 1.0 §8).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum SubjectType {
    /// One of its sector's own: two departments cannot lay their numbers side by side.
    #[default]
    Pairwise,
    /// The same everywhere, where the city asks for that.
    Public,
}

/// What a department says of its application. Stored as one document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Definition {
    /// What it is called.
    pub name: Name,
    /// What it is for, as residents read it.
    pub purpose: Name,
    /// The picture residents know it by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logo: Option<LogoHash>,
    /// Whom the city asks when something is wrong: a mail address or telephone number.
    pub contact: String,
    /// Where it is opened from the portal, if it is: third-party initiated login (OpenID Connect Core 1.0 §4) or its front page.
    pub start_uri: Option<SecureUrl>,
    /// Where it is led back to, letter for letter.
    pub redirect_uris: Vec<RedirectUri>,
    /// Where it is led back to after signing out.
    pub post_logout_redirect_uris: Vec<RedirectUri>,
    /// Where it is told that a session ended (OpenID Connect Back-Channel Logout 1.0 §2.2).
    pub backchannel_logout_uri: Option<SecureUrl>,
    /// What it may ask for.
    pub scopes: Scopes,
    /// How it proves who it is.
    pub authentication: ClientAuthentication,
    /// Its own public keys.
    #[serde(default)]
    pub keys: ClientKeys,
    /// What its ID tokens are signed with.
    pub signing: SigningAlgorithm,
    /// By what number it knows people.
    pub subject: SubjectType,
    /// The host that pairwise subjects belong to, where its redirect addresses have several.
    pub sector: Option<String>,
    /// The lowest real-name level somebody may come with, 1 to 4.
    pub level: i16,
    /// Whether the city approved that it reads names and ID numbers whole.
    pub full_real_name: bool,
    /// Whether the city exempts it from PKCE; it must send a nonce then.
    pub pkce_exempt: bool,
    /// Whether it works for itself, without a person (client credentials, RFC 6749 §4.4).
    pub is_system: bool,
}

impl Definition {
    /// The lowest real-name level somebody may come with.
    pub fn least_level(&self) -> RealNameLevel {
        RealNameLevel::of(self.level)
    }

    /// The host that pairwise subjects belong to.
    pub fn sector(&self) -> Option<String> {
        self.sector.clone().or_else(|| self.redirect_uris.iter().find_map(RedirectUri::host))
    }

    /// Whether this is one of the addresses it may be led back to.
    pub fn redirect_uri(&self, text: &str) -> Option<&RedirectUri> {
        self.redirect_uris.iter().find(|address| address.as_str() == text)
    }

    /// Whether this is one of the addresses it may be led back to after signing out.
    pub fn post_logout_redirect_uri(&self, text: &str) -> Option<&RedirectUri> {
        self.post_logout_redirect_uris.iter().find(|address| address.as_str() == text)
    }
}

/// A registered application.
#[derive(Debug, Clone, PartialEq)]
pub struct Client {
    /// The row.
    pub id: ApplicationId,
    /// What it calls itself on the wire.
    pub client_id: String,
    /// Whose it is.
    pub department: String,
    /// How far it is.
    pub state: ClientState,
    /// What the department says of it.
    pub definition: Definition,
    /// The account its own acts are written down under, where it works for itself.
    pub service_account: Option<foundation::ids::AccountId>,
    /// Rises with every change.
    pub revision: i32,
}

impl Client {
    /// Where its logo is, without the language; none where it has none.
    pub fn logo_path(&self) -> Option<String> {
        let logo = self.definition.logo.as_ref()?;
        Some(format!("/applications/{}/logo/{logo}", self.client_id))
    }
}
