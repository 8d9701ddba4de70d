use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use axum::body::Bytes;
use chrono::{DateTime, Utc};
use jsonwebtoken::{
    DecodingKey, EncodingKey,
    jwk::{Jwk, JwkSet},
};

use super::pair::{KeyFault, encoding_key};
use crate::{OpenId, model::SigningAlgorithm, store::keys};

/// How long a process works with the keys it read: another one may have made a new one.
const READ_AGAIN: Duration = Duration::from_secs(5);

/// The keys as a process last read them.
#[derive(Clone, Default)]
pub(crate) struct KeyCache(Arc<Mutex<Option<Read>>>);

/// When keys were read, and what they were.
type Read = (Instant, Arc<Keys>);

/// Every key, at one moment.
pub(crate) struct Keys {
    signing: Vec<Signing>,
    verifying: HashMap<String, (SigningAlgorithm, DecodingKey)>,
    /// The published set (RFC 7517 §5), as it is sent.
    pub(crate) published: Bytes,
}

struct Signing {
    algorithm: SigningAlgorithm,
    kid: String,
    from: DateTime<Utc>,
    key: EncodingKey,
}

impl Keys {
    /// The key an algorithm is signed with at a moment: the youngest whose time has come. A city's very first may be a moment
    /// younger than who asks for it.
    pub(crate) fn signing(&self, algorithm: SigningAlgorithm, now: DateTime<Utc>) -> Option<(&str, &EncodingKey)> {
        let of_algorithm = || self.signing.iter().filter(move |key| key.algorithm == algorithm);
        let due = of_algorithm().filter(|key| key.from <= now).max_by_key(|key| key.from);
        due.or_else(|| of_algorithm().min_by_key(|key| key.from)).map(|key| (key.kid.as_str(), &key.key))
    }

    /// The public half of a key, however old.
    pub(crate) fn verifying(&self, kid: &str) -> Option<(SigningAlgorithm, &DecodingKey)> {
        self.verifying.get(kid).map(|(algorithm, key)| (*algorithm, key))
    }
}

impl OpenId {
    /// The keys of this moment; the first ones are made where there are none.
    pub(crate) async fn keys(&self) -> Result<Arc<Keys>, KeyFault> {
        self.keys_read_within(READ_AGAIN).await
    }

    /// The keys as they were at most so long ago.
    pub(crate) async fn keys_read_within(&self, age: Duration) -> Result<Arc<Keys>, KeyFault> {
        let kept = self.key_cache.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        match kept {
            Some((read_at, keys)) if read_at.elapsed() < age => Ok(keys),
            _ => self.read_keys().await,
        }
    }

    /// The keys as the database has them now.
    pub(crate) async fn read_keys(&self) -> Result<Arc<Keys>, KeyFault> {
        let now = self.clock.now();
        let mut rows = keys::all(self.database.reader()).await?;
        if SigningAlgorithm::ALL.into_iter().any(|algorithm| !rows.iter().any(|row| row.algorithm == algorithm)) {
            self.make_first_keys().await?;
            rows = keys::all(self.database.writer()).await?;
        }
        let (mut signing, mut verifying, mut published) = (Vec::new(), HashMap::new(), Vec::new());
        for row in rows {
            let public: Jwk = serde_json::from_str(&row.public_jwk).map_err(jsonwebtoken::errors::Error::from)?;
            verifying.insert(row.kid.clone(), (row.algorithm, DecodingKey::from_jwk(&public)?));
            if row.published_until.is_some_and(|until| until <= now) {
                continue;
            }
            published.push(public);
            let pkcs8 = self.keyring.open(&keys::place(&row.kid), &row.sealed)?;
            let key = encoding_key(row.algorithm, &pkcs8)?;
            signing.push(Signing { algorithm: row.algorithm, kid: row.kid, from: row.signs_from, key });
        }
        let published = serde_json::to_vec(&JwkSet { keys: published }).map_err(jsonwebtoken::errors::Error::from)?;
        let keys = Arc::new(Keys { signing, verifying, published: published.into() });
        *self.key_cache.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((Instant::now(), keys.clone()));
        Ok(keys)
    }
}
