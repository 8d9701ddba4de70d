use std::sync::Arc;

use super::{fetch::Fetch, keys::KeyCache, openings::Openings, token::KeySets};
use foundation::{clock::Clock, database::Database, keyring::Keyring};
use identity::Identity;

/// The provider; clone it freely.
#[derive(Clone)]
pub struct OpenId {
    pub(super) database: Database,
    pub(super) clock: Clock,
    pub(super) keyring: Keyring,
    pub(super) identity: Identity,
    /// Who signs: the portal's scheme and host, without a slash at the end.
    pub(super) issuer: Arc<str>,
    pub(super) key_cache: KeyCache,
    pub(super) openings: Openings,
    /// Keys of applications, by where they publish them.
    pub(super) key_sets: KeySets,
    pub(super) discovery: axum::body::Bytes,
    pub(super) fetch: Fetch,
}

impl OpenId {
    /// The provider of a site: scheme and host.
    pub fn new(database: Database, clock: Clock, keyring: Keyring, identity: Identity, origin: &str) -> Self {
        let discovery = super::http::description_of(origin);
        Self {
            database,
            clock,
            keyring,
            identity,
            issuer: origin.into(),
            key_cache: KeyCache::default(),
            openings: Openings::default(),
            discovery,
            fetch: Fetch::new(),
            key_sets: KeySets::default(),
        }
    }

    /// Who signs what this provider signs.
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// What access tokens for the machine interface name as their audience (RFC 9068 §3).
    pub fn api_audience(&self) -> String {
        format!("{}/api/v1", self.issuer)
    }
}
