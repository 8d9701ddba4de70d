use std::{sync::Arc, time::Duration};

use openidconnect::{
    AdditionalProviderMetadata, DiscoveryError, IssuerUrl, ProviderMetadata,
    core::{
        CoreAuthDisplay, CoreClaimName, CoreClaimType, CoreClientAuthMethod, CoreGrantType, CoreJsonWebKey,
        CoreJweContentEncryptionAlgorithm, CoreJweKeyManagementAlgorithm, CoreResponseMode, CoreResponseType,
        CoreSubjectIdentifierType,
    },
};
use serde::{Deserialize, Serialize};
use tokio::{sync::Mutex, time::Instant};

use super::fetch::{Fetch, FetchFault};

/// How long what a provider said of itself is believed without asking again.
const FRESH: Duration = Duration::from_hours(1);
/// How soon it is asked again for a key that is not among its known ones: whoever sends nonsense must not make us ask all day.
const ASK_AGAIN: Duration = Duration::from_secs(30);

/// What a provider says of itself beside OpenID Connect Discovery 1.0.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Further {
    /// RFC 9207 §3.
    #[serde(default)]
    pub(super) authorization_response_iss_parameter_supported: bool,
}

impl AdditionalProviderMetadata for Further {}

pub(super) type Metadata = ProviderMetadata<
    Further,
    CoreAuthDisplay,
    CoreClientAuthMethod,
    CoreClaimName,
    CoreClaimType,
    CoreGrantType,
    CoreJweContentEncryptionAlgorithm,
    CoreJweKeyManagementAlgorithm,
    CoreJsonWebKey,
    CoreResponseMode,
    CoreResponseType,
    CoreSubjectIdentifierType,
>;

/// What is known of a provider, kept for a while.
#[derive(Debug, Default)]
pub(super) struct Discovery(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    known: Option<(Instant, Arc<Metadata>)>,
    /// When it was last asked before its time.
    asked_early: Option<Instant>,
}

impl Kept {
    async fn ask(&mut self, issuer: &IssuerUrl, fetch: &Fetch) -> Result<Arc<Metadata>, DiscoveryError<FetchFault>> {
        let metadata = Arc::new(Metadata::discover_async(issuer.clone(), fetch).await?);
        self.known = Some((Instant::now(), metadata.clone()));
        Ok(metadata)
    }
}

impl Discovery {
    /// What the provider says of itself, with its keys; asks it where that is too long ago. Many who ask at once ask once.
    pub(super) async fn get(
        &self,
        issuer: &IssuerUrl,
        fetch: &Fetch,
    ) -> Result<Arc<Metadata>, DiscoveryError<FetchFault>> {
        let mut kept = self.0.lock().await;
        match &kept.known {
            Some((since, metadata)) if since.elapsed() < FRESH => Ok(metadata.clone()),
            _ => kept.ask(issuer, fetch).await,
        }
    }

    /// As [`Discovery::get`], where a key is not known: keys may have changed.
    pub(super) async fn anew(
        &self,
        issuer: &IssuerUrl,
        fetch: &Fetch,
    ) -> Result<Arc<Metadata>, DiscoveryError<FetchFault>> {
        let mut kept = self.0.lock().await;
        match &kept.known {
            Some((_, metadata)) if kept.asked_early.is_some_and(|at| at.elapsed() < ASK_AGAIN) => Ok(metadata.clone()),
            _ => {
                kept.asked_early = Some(Instant::now());
                kept.ask(issuer, fetch).await
            }
        }
    }
}
