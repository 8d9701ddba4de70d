use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;

use super::pair::{KeyFault, Pair};
use crate::{OpenId, model::SigningAlgorithm, store::keys};
use foundation::{
    audit::{self, Entry, Who},
    database::Fault,
};

/// How long a key signs.
const SIGNS: TimeDelta = TimeDelta::days(90);
/// How long a key is published before it signs: relying parties keep the set for hours.
const AHEAD: TimeDelta = TimeDelta::days(7);
/// How long a key is published after it signed last.
const AFTER: TimeDelta = TimeDelta::days(1);
/// As [`AHEAD`], where a key has to go at once: as long as a process keeps what it read.
const AT_ONCE: TimeDelta = TimeDelta::seconds(10);
/// How often is looked whether a key is due.
const LOOK_EVERY: Duration = Duration::from_hours(1);

/// A key, as it is listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SigningKeyHead {
    /// Its name on the wire.
    pub kid: String,
    /// What it signs with.
    pub algorithm: SigningAlgorithm,
    /// Since when it signs, or from when.
    pub signs_from: DateTime<Utc>,
    /// Until when it is published, where another follows it.
    pub published_until: Option<DateTime<Utc>>,
}

impl OpenId {
    /// Makes new keys that sign in a moment; those before stay published until what they signed is over.
    pub async fn rotate_keys(&self, who: &Who) -> Result<Vec<SigningKeyHead>, KeyFault> {
        let mut made = Vec::new();
        for algorithm in SigningAlgorithm::ALL {
            let newest = keys::newest(self.database.reader(), algorithm).await?;
            let last = newest.map_or(0, |newest| newest.generation);
            if let Some(head) = self.follow(algorithm, last, self.clock.now() + AT_ONCE, who).await? {
                made.push(head);
            }
        }
        self.read_keys().await?;
        Ok(made)
    }

    /// Makes the keys that are due; gives those this process made.
    pub async fn rotate_due_keys(&self) -> Result<Vec<SigningKeyHead>, KeyFault> {
        let mut made = Vec::new();
        for algorithm in SigningAlgorithm::ALL {
            let newest = keys::newest(self.database.reader(), algorithm).await?;
            let Some(newest) = newest else { continue };
            let ends = newest.signs_from + SIGNS;
            let now = self.clock.now();
            if ends - AHEAD <= now
                && let Some(head) =
                    self.follow(algorithm, newest.generation, ends.max(now + AHEAD), &by_itself()).await?
            {
                made.push(head);
            }
        }
        Ok(made)
    }

    /// Makes due keys until the process ends.
    pub async fn keep_keys_rotated(self) {
        loop {
            tokio::time::sleep(LOOK_EVERY).await;
            match self.rotate_due_keys().await {
                Ok(made) => made.iter().for_each(|key| tracing::info!(kid = key.kid, "signing key made")),
                Err(fault) => tracing::error!(%fault, "signing keys not rotated"),
            }
        }
    }

    /// Every key that is published, the youngest first.
    pub async fn signing_keys(&self) -> Result<Vec<SigningKeyHead>, KeyFault> {
        let now = self.clock.now();
        let rows = keys::all(self.database.reader()).await?;
        let mut heads: Vec<_> = rows
            .into_iter()
            .filter(|row| row.published_until.is_none_or(|until| until > now))
            .map(|row| row.head())
            .collect();
        heads.sort_by_key(|head| std::cmp::Reverse(head.signs_from));
        Ok(heads)
    }

    /// The keys of a new city. Several processes may begin at once: the generation is one's only.
    pub(super) async fn make_first_keys(&self) -> Result<(), KeyFault> {
        for algorithm in SigningAlgorithm::ALL {
            if keys::newest(self.database.reader(), algorithm).await?.is_none() {
                self.follow(algorithm, 0, self.clock.now(), &by_itself()).await?;
            }
        }
        Ok(())
    }

    /// Makes the key that follows a generation; none where another process was faster. The generation is the one the caller saw
    /// when it decided that another key is needed: one read later could be a key made for the same reason.
    async fn follow(
        &self,
        algorithm: SigningAlgorithm,
        last: i32,
        signs_from: DateTime<Utc>,
        who: &Who,
    ) -> Result<Option<SigningKeyHead>, KeyFault> {
        let pair =
            tokio::task::spawn_blocking(move || Pair::generate(algorithm)).await.map_err(|_| KeyFault::Unmade)??;
        let public = serde_json::to_string(&pair.public).map_err(jsonwebtoken::errors::Error::from)?;
        let now = self.clock.now();
        let row = keys::Row {
            sealed: self.keyring.seal(&keys::place(&pair.kid), &pair.pkcs8),
            kid: pair.kid,
            algorithm,
            generation: last + 1,
            public_jwk: public,
            signs_from,
            published_until: None,
        };
        let entry = Entry::new(who.clone(), "signing_key.make", "signing_key", row.kid.clone())
            .after(json!({ "algorithm": algorithm.name(), "signs_from": signs_from }));
        let made = self
            .database
            .write(&(&row, entry, now), |transaction, (row, entry, now)| {
                Box::pin(async move {
                    keys::add(transaction, row, *now).await?;
                    keys::end_before(transaction, row.algorithm, row.generation, row.signs_from + AFTER).await?;
                    audit::append(transaction, entry, *now).await
                })
            })
            .await;
        match made {
            Ok(()) => Ok(Some(row.head())),
            // Another process made this generation.
            Err(Fault::Conflict(_)) => Ok(None),
            Err(fault) => Err(fault.into()),
        }
    }
}

fn by_itself() -> Who {
    Who { account: None, name: "portal".to_owned(), origin: String::new() }
}
