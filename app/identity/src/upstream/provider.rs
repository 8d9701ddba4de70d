use std::{fmt, sync::Arc};

use openidconnect::IssuerUrl;
use serde::{Deserialize, Serialize};

use super::{discovery::Discovery, fetch::Fetch};
use crate::realname::RealNameLevel;
use foundation::text::Language;

/// A provider, as it is configured.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProviderSettings {
    /// Its short name in addresses: small letters, digits and hyphens.
    pub id: String,
    /// What it is called in Chinese.
    pub name_zh: String,
    /// What it is called in English.
    pub name_en: String,
    /// Its issuer identifier (OpenID Connect Discovery 1.0).
    pub issuer: String,
    /// What it calls us.
    pub client_id: String,
    /// By what it knows us.
    pub client_secret: String,
    /// What it is asked for beside `openid`.
    #[serde(default)]
    pub scopes: Vec<String>,
    /// Which level of ours each of its authentication context classes stands for; any other is the lowest.
    #[serde(default)]
    pub levels: Vec<AcrLevel>,
    /// The claim that holds the name.
    #[serde(default = "name_claim")]
    pub name_claim: String,
    /// The claim that holds the ID number; none unless told.
    #[serde(default)]
    pub id_number_claim: String,
    /// The claim that holds the phone number.
    #[serde(default = "phone_claim")]
    pub phone_claim: String,
}

fn name_claim() -> String {
    "name".to_owned()
}

fn phone_claim() -> String {
    "phone_number".to_owned()
}

/// What an authentication context class of a provider stands for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AcrLevel {
    /// The class (`acr`).
    pub acr: String,
    /// 1 to 4.
    pub level: i16,
}

impl fmt::Debug for ProviderSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ProviderSettings").field("id", &self.id).field("issuer", &self.issuer).finish_non_exhaustive()
    }
}

/// Why providers cannot be used as they are configured. Never holds a secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("provider `{id}`: {reason}")]
pub struct ProviderFault {
    /// Which provider.
    pub id: String,
    /// What is wrong.
    pub reason: String,
}

/// A provider that people may come from.
pub struct Provider {
    pub(super) settings: ProviderSettings,
    pub(super) issuer: IssuerUrl,
    pub(super) discovery: Discovery,
    pub(super) fetch: Fetch,
}

impl fmt::Debug for Provider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.settings.fmt(f)
    }
}

impl Provider {
    /// Its short name in addresses.
    pub fn id(&self) -> &str {
        &self.settings.id
    }

    /// What it is called.
    pub fn name(&self, language: Language) -> &str {
        if language.is_first() { &self.settings.name_zh } else { &self.settings.name_en }
    }

    /// The level its authentication context class stands for: what is not configured proves nothing.
    pub(super) fn level(&self, acr: Option<&str>) -> RealNameLevel {
        let known = self.settings.levels.iter().find(|known| Some(known.acr.as_str()) == acr);
        known.map_or(RealNameLevel::Registered, |known| RealNameLevel::of(known.level))
    }
}

/// The providers that people may come from, in the order they are shown; clone it freely.
#[derive(Debug, Clone, Default)]
pub struct Providers(Arc<Vec<Arc<Provider>>>);

impl Providers {
    /// Takes the configured ones; asks none of them yet.
    pub fn new(all: Vec<ProviderSettings>) -> Result<Self, ProviderFault> {
        let mut providers: Vec<Arc<Provider>> = Vec::with_capacity(all.len());
        for settings in all {
            let fault = |reason: String| ProviderFault { id: settings.id.clone(), reason };
            if providers.iter().any(|other| other.id() == settings.id) {
                return Err(fault("there are two of this id".to_owned()));
            }
            let issuer = check(&settings).map_err(&fault)?;
            let fetch = Fetch::new().map_err(|_| fault("cannot be asked: no TLS on this machine".to_owned()))?;
            providers.push(Arc::new(Provider { discovery: Discovery::default(), fetch, issuer, settings }));
        }
        Ok(Self(Arc::new(providers)))
    }

    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Provider>> {
        self.0.iter()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The one of an id.
    pub fn get(&self, id: &str) -> Option<Arc<Provider>> {
        self.0.iter().find(|provider| provider.id() == id).cloned()
    }
}

fn check(settings: &ProviderSettings) -> Result<IssuerUrl, String> {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if !(1..=40).contains(&settings.id.len()) || !settings.id.bytes().all(plain) {
        return Err("id is 1 to 40 small letters, digits and hyphens".to_owned());
    }
    for (key, value) in [
        ("name_zh", &settings.name_zh),
        ("name_en", &settings.name_en),
        ("client_id", &settings.client_id),
        ("client_secret", &settings.client_secret),
        ("name_claim", &settings.name_claim),
        ("phone_claim", &settings.phone_claim),
    ] {
        if value.trim().is_empty() {
            return Err(format!("{key} is empty"));
        }
    }
    let issuer = IssuerUrl::new(settings.issuer.clone()).map_err(|_| "issuer is no address".to_owned())?;
    let own = matches!(issuer.url().host_str(), Some("127.0.0.1" | "localhost" | "[::1]"));
    if issuer.url().scheme() != "https" && !(own && issuer.url().scheme() == "http") {
        return Err("issuer is no https address (http is for this very machine only)".to_owned());
    }
    for known in &settings.levels {
        if known.acr.is_empty() || RealNameLevel::of(known.level).number() != known.level {
            return Err("levels are pairs of an acr and a number from 1 to 4".to_owned());
        }
    }
    Ok(issuer)
}
