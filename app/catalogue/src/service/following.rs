//! How a process follows the catalogue: what changed is laid over the index at once, and the index is built anew in the
//! background when that is too much, while answers stay right.

use std::{collections::BTreeSet, sync::Arc};

use chrono::{DateTime, Utc};
use tokio::task::JoinHandle;

use super::{
    super::{
        model::ServiceItem,
        search::{Builder, Index, Sources},
        store::{
            self,
            changes::{Changes, changes_between},
        },
    },
    snapshot::{Snapshot, Vocabulary},
};
use foundation::database::{Database, Fault};

/// How many items are read at once while the index is built.
const PAGE: u64 = 2_000;
/// So many changed items are laid over the index; with more, only building it anew shows them.
const MOST_CHANGES: usize = 500;
/// From so many on, the index is built anew in the background: each look reads all changed items.
const MANY_CHANGES: usize = 64;

/// The index over everything, as it was at a revision.
struct Built {
    revision: i64,
    index: Arc<Index>,
    vocabulary: Arc<Vocabulary>,
}

impl Built {
    async fn read(database: Database) -> Result<Self, Fault> {
        let reader = database.reader();
        // First: what changes while the rest is read is laid over it.
        let revision = store::read::revision(reader).await?;
        let vocabulary = Vocabulary::read(&database).await?;
        let mut builder = Builder::new(
            vocabulary.departments.to_vec(),
            vocabulary.areas.to_vec(),
            vocabulary.life_events.to_vec(),
            vocabulary.synonyms.clone(),
            vocabulary.boosts.clone(),
        );
        let mut after: Option<String> = None;
        loop {
            let page = store::read::items_after(reader, after.as_deref(), PAGE).await?;
            let Some(last) = page.last() else { break };
            after = Some(last.item.code.to_string());
            // Segmenting is work for a thread that answers nobody.
            builder = on_blocking_thread(move || {
                for stored in &page {
                    builder.add(&stored.item, stored.updated_at);
                }
                builder
            })
            .await?;
        }
        let index = on_blocking_thread(move || builder.finish()).await?;
        Ok(Self { revision, index: Arc::new(index), vocabulary })
    }
}

/// What a process knows of the catalogue and its changes.
pub(super) struct Following {
    /// Changes are known up to and with this revision.
    seen: i64,
    /// The index built last, with nothing laid over it but what was when it was last looked at.
    built: Built,
    /// Items that changed since it was built, each with the revision at which it did.
    changes: Vec<(i64, String)>,
    /// Something changed at this revision that only building anew shows.
    wanted: Option<i64>,
    building: Option<JoinHandle<Result<Built, Fault>>>,
    /// Whether everything seen was given out; not where a look failed halfway.
    is_given: bool,
}

/// What a look found.
pub(super) enum Look {
    /// Nothing new.
    Same,
    /// This is published now; `settled` where it shows everything up to its revision.
    New {
        snapshot: Box<Snapshot>,
        /// Whether nothing is left to be shown.
        settled: bool,
    },
}

impl Following {
    /// Reads everything.
    pub(super) async fn begin(database: &Database) -> Result<(Self, Snapshot), Fault> {
        let built = Built::read(database.clone()).await?;
        let snapshot = Snapshot::new(built.revision, built.vocabulary.clone(), built.index.clone());
        let following =
            Self { seen: built.revision, built, changes: Vec::new(), wanted: None, building: None, is_given: true };
        Ok((following, snapshot))
    }

    /// Looks whether anything changed; `unsettle` is called before anything new is read.
    pub(super) async fn look(
        &mut self,
        database: &Database,
        now: &Snapshot,
        unsettle: impl FnOnce(),
    ) -> Result<Look, Fault> {
        let revision = store::read::revision(database.reader()).await?;
        let is_built = self.building.as_ref().is_some_and(JoinHandle::is_finished);
        if revision == self.seen && self.is_given && !is_built {
            self.build_if_needed(database);
            return Ok(Look::Same);
        }
        let mut vocabulary = now.vocabulary().clone();
        if revision != self.seen {
            unsettle();
            self.is_given = false;
            match changes_between(database.reader(), self.seen, revision).await? {
                Changes::Items(changes) => self.changes.extend(changes),
                Changes::Everything => {
                    vocabulary = Vocabulary::read(database).await?;
                    self.wanted = Some(revision);
                }
            }
            self.seen = revision;
        }
        if is_built {
            self.take_built().await;
        }
        let index = self.with_changes(database).await?;
        self.build_if_needed(database);
        self.is_given = true;
        let settled = self.wanted.is_none();
        let vocabulary = if settled && is_built { self.built.vocabulary.clone() } else { vocabulary };
        Ok(Look::New { snapshot: Box::new(Snapshot::new(revision, vocabulary, index)), settled })
    }

    async fn take_built(&mut self) {
        let Some(building) = self.building.take() else { return };
        match building.await {
            Ok(Ok(built)) => {
                self.changes.retain(|(revision, _)| *revision > built.revision);
                self.wanted = self.wanted.filter(|wanted| *wanted > built.revision);
                self.built = built;
            }
            // It is tried again at the next look.
            Ok(Err(fault)) => tracing::warn!(%fault, "the search index was not built anew"),
            Err(error) => tracing::error!(%error, "the search index was not built anew"),
        }
    }

    /// The index with what changed since it was built.
    async fn with_changes(&mut self, database: &Database) -> Result<Arc<Index>, Fault> {
        let codes: BTreeSet<&String> = self.changes.iter().map(|(_, code)| code).collect();
        let codes: Vec<String> = codes.into_iter().cloned().collect();
        if codes.len() > MOST_CHANGES {
            self.wanted = self.wanted.max(Some(self.seen));
        }
        if codes.is_empty() || codes.len() > MOST_CHANGES {
            return Ok(self.built.index.clone());
        }
        let mut items = store::read::items(database.reader(), &codes).await?;
        let left: Vec<(ServiceItem, DateTime<Utc>)> =
            codes.iter().filter_map(|code| items.remove(code)).map(|stored| (stored.item, stored.updated_at)).collect();
        let (index, vocabulary) = (self.built.index.clone(), self.built.vocabulary.clone());
        let index = on_blocking_thread(move || {
            let sources = Sources {
                items: left,
                departments: vocabulary.departments.to_vec(),
                areas: vocabulary.areas.to_vec(),
                life_events: vocabulary.life_events.to_vec(),
                synonyms: Vec::new(),
                boosts: vocabulary.boosts.clone(),
            };
            index.changed(codes.iter().map(String::as_str), sources)
        })
        .await?;
        // The next one begins where this one ended.
        self.built.index = Arc::new(index);
        Ok(self.built.index.clone())
    }

    fn build_if_needed(&mut self, database: &Database) {
        let is_needed = self.wanted.is_some() || self.built.index.changes() >= MANY_CHANGES;
        if is_needed && self.building.is_none() {
            self.building = Some(tokio::spawn(Built::read(database.clone())));
        }
    }
}

async fn on_blocking_thread<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Fault> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| Fault::Unavailable(format!("the index was not built: {error}")))
}
