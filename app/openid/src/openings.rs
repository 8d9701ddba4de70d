//! From the portal into an application: how often, and with a word from where.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use url::Url;

use super::{OpenId, store::clients, store::uses};
use foundation::{clock::city_day, database::Fault};

/// How long a process works with the applications it read: another one may have approved or suspended one.
const READ_AGAIN: Duration = Duration::from_secs(5);

/// Live applications by the origin of the address they are opened at.
type ByOrigin = HashMap<String, String>;

/// When they were read, and what was found.
type Read = (Instant, Arc<ByOrigin>);

/// Live applications as a process last read them.
#[derive(Clone, Default)]
pub(super) struct Openings(Arc<Mutex<Option<Read>>>);

/// Scheme, host and port of an address that a browser opens.
fn origin(address: &str) -> Option<String> {
    let url = Url::parse(address).ok()?;
    url.has_host().then(|| url.origin().ascii_serialization())
}

impl OpenId {
    /// The path by which an address is opened that belongs to a live application: there it is counted, and the person goes on
    /// signed in. None where it belongs to none.
    pub async fn opens(&self, address: &str) -> Result<Option<String>, Fault> {
        let Some(origin) = origin(address) else { return Ok(None) };
        let openings = self.read_openings().await?;
        Ok(openings.get(&origin).map(|client_id| {
            let encoded = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
            format!("/applications/{}/open?target={}", encoded(client_id), encoded(address))
        }))
    }

    /// Opens an application, counted: the address where it begins to sign the person in (OpenID Connect Core 1.0 §4), with who
    /// sends them and, where that is an address of its own, where they want to go. None where it cannot be opened.
    pub(super) async fn open(&self, client_id: &str, target: &str) -> Result<Option<String>, Fault> {
        let Some(client) = self.served(Some(client_id)).await? else { return Ok(None) };
        let Some(start) = client.definition.start_uri.as_ref() else { return Ok(None) };
        // What was registered is an address.
        let Ok(mut address) = Url::parse(start.as_str()) else { return Ok(None) };
        address.query_pairs_mut().append_pair("iss", self.issuer());
        // Never another site's address: nobody is led on there by the application in our name.
        if origin(target).is_some_and(|target| Some(target) == origin(start.as_str())) {
            address.query_pairs_mut().append_pair("target_link_uri", target);
        }
        let day = city_day(self.clock.now());
        uses::count(self.database.writer(), client.id, day, "open").await?;
        Ok(Some(address.into()))
    }

    async fn read_openings(&self) -> Result<Arc<ByOrigin>, Fault> {
        let kept = self.openings.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((read_at, openings)) = kept
            && read_at.elapsed() < READ_AGAIN
        {
            return Ok(openings);
        }
        let live = clients::live(self.database.reader()).await?;
        let openings = live.into_iter().filter_map(|client| {
            let origin = origin(client.definition.start_uri.as_ref()?.as_str())?;
            Some((origin, client.client_id))
        });
        let openings: Arc<ByOrigin> = Arc::new(openings.collect());
        *self.openings.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((Instant::now(), openings.clone()));
        Ok(openings)
    }
}
