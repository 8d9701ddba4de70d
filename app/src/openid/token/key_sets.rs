use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use jsonwebtoken::jwk::JwkSet;
use reqwest::redirect::Policy;

use crate::openid::model::SecureUrl;

/// How long a set that was fetched is used.
const KEPT: Duration = Duration::from_mins(5);
/// How long an address is left alone, whatever it answered: strangers can make us ask.
const AGAIN: Duration = Duration::from_secs(20);
/// How long an application may take to answer.
const PATIENCE: Duration = Duration::from_secs(4);
/// How long it may take to be reached.
const REACH: Duration = Duration::from_secs(2);
/// Sets of keys are small; more is not read.
const MOST_BYTES: usize = 64 << 10;

/// The keys that applications publish at addresses of their own, fetched when needed and kept for minutes.
#[derive(Clone, Default)]
pub(in crate::openid) struct KeySets(Arc<Mutex<HashMap<SecureUrl, Arc<Place>>>>);

type Place = tokio::sync::Mutex<Kept>;

#[derive(Default)]
struct Kept {
    asked_at: Option<Instant>,
    set: Option<Arc<JwkSet>>,
}

impl KeySets {
    /// The set at an address; fetched anew where the one that is kept does not know a key.
    pub(super) async fn of(&self, address: &SecureUrl, kid: Option<&str>) -> Option<Arc<JwkSet>> {
        let place = self.0.lock().unwrap_or_else(PoisonError::into_inner).entry(address.clone()).or_default().clone();
        // Those who ask for the same address at the same time wait for one answer.
        let mut kept = place.lock().await;
        let age = kept.asked_at.map(|at| at.elapsed());
        let knows = kept.set.as_ref().is_some_and(|set| kid.is_none_or(|kid| set.find(kid).is_some()));
        let is_fresh = age.is_some_and(|age| age < AGAIN || (knows && age < KEPT));
        if !is_fresh {
            kept.asked_at = Some(Instant::now());
            match fetch(address).await {
                Ok(set) => kept.set = Some(Arc::new(set)),
                Err(why) => {
                    tracing::warn!(%address, why, "keys of an application not fetched");
                    // What it published before is worth no more than its time.
                    if age.is_none_or(|age| age >= KEPT) {
                        kept.set = None;
                    }
                }
            }
        }
        kept.set.clone()
    }
}

/// Follows no redirection, waits not for ever, reads not without end.
async fn fetch(address: &SecureUrl) -> Result<JwkSet, &'static str> {
    let unreached = |error: reqwest::Error| if error.is_timeout() { "too slow" } else { "not reached" };
    let asking = reqwest::Client::builder().redirect(Policy::none()).timeout(PATIENCE).connect_timeout(REACH);
    let mut answer = asking.build().map_err(unreached)?.get(address.as_str()).send().await.map_err(unreached)?;
    if answer.status() != reqwest::StatusCode::OK {
        return Err("not answered with 200");
    }
    let mut body = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(unreached)? {
        if body.len() + chunk.len() > MOST_BYTES {
            return Err("too long");
        }
        body.extend_from_slice(&chunk);
    }
    serde_json::from_slice(&body).map_err(|_| "no set of keys")
}
