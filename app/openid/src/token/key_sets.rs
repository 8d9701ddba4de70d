use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use jsonwebtoken::jwk::JwkSet;

use crate::{fetch::Fetch, model::SecureUrl};

/// How long a set that was fetched is used.
const KEPT: Duration = Duration::from_mins(5);
/// How long an address is left alone, whatever it answered: strangers can make us ask.
const AGAIN: Duration = Duration::from_secs(20);
/// The keys that applications publish at addresses of their own, fetched when needed and kept for minutes.
#[derive(Clone, Default)]
pub(crate) struct KeySets(Arc<Mutex<HashMap<SecureUrl, Arc<Place>>>>);

type Place = tokio::sync::Mutex<Kept>;

#[derive(Default)]
struct Kept {
    asked_at: Option<Instant>,
    /// What was fetched, and when.
    set: Option<(Instant, Arc<JwkSet>)>,
}

impl KeySets {
    /// The set at an address; fetched anew where the one that is kept does not know a key.
    pub(super) async fn of(&self, fetch: &Fetch, address: &SecureUrl, kid: Option<&str>) -> Option<Arc<JwkSet>> {
        let place = self.0.lock().unwrap_or_else(PoisonError::into_inner).entry(address.clone()).or_default().clone();
        // Those who ask for the same address at the same time wait for one answer.
        let mut kept = place.lock().await;
        let knows = |set: &JwkSet| kid.is_none_or(|kid| set.find(kid).is_some());
        let serves = kept.set.as_ref().is_some_and(|(at, set)| at.elapsed() < KEPT && knows(set));
        let asked_lately = kept.asked_at.is_some_and(|at| at.elapsed() < AGAIN);
        if !serves && !asked_lately {
            kept.asked_at = Some(Instant::now());
            match read(fetch, address).await {
                Ok(set) => kept.set = Some((Instant::now(), Arc::new(set))),
                Err(why) => tracing::warn!(%address, why, "keys of an application not fetched"),
            }
        }
        kept.set.as_ref().filter(|(at, _)| at.elapsed() < KEPT).map(|(_, set)| set.clone())
    }
}

async fn read(fetch: &Fetch, address: &SecureUrl) -> Result<JwkSet, String> {
    let body = fetch.get(address.as_str()).await.map_err(|fault| fault.to_string())?;
    serde_json::from_slice(&body).map_err(|_| "no set of keys".to_owned())
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use axum::{Router, response::Redirect, routing::get};

    use super::*;

    #[tokio::test]
    async fn keys_are_fetched_once_from_where_they_are_and_never_without_end() {
        let asked = Arc::new(AtomicUsize::new(0));
        let counted = asked.clone();
        let keys = move || {
            counted.fetch_add(1, Ordering::Relaxed);
            async { r#"{"keys":[]}"# }
        };
        let long = || async { format!("{{\"keys\":[],\"x\":\"{}\"}}", "x".repeat(70_000)) };
        let router = Router::new()
            .route("/keys", get(keys))
            .route("/away", get(|| async { Redirect::to("/keys") }))
            .route("/long", get(long));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move { axum::serve(listener, router).await });
        let (sets, fetch) = (KeySets::default(), Fetch::new());
        let at = |path: &str| SecureUrl::parse(&format!("http://{address}{path}")).unwrap();
        for _ in 0..5 {
            assert!(sets.of(&fetch, &at("/keys"), Some("unknown")).await.is_some());
        }
        for wrong in ["/away", "/long", "/none"] {
            assert!(sets.of(&fetch, &at(wrong), None).await.is_none(), "{wrong}");
        }
        assert_eq!(asked.load(Ordering::Relaxed), 1);
    }
}
