//! The catalogue as residents see it: a snapshot of what is published, and what is asked of it.

mod examine;
mod following;
mod listing;
mod snapshot;

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use arc_swap::ArcSwap;
use tokio::sync::Mutex;

use super::{
    model::{Division, ItemCode, ServiceItem},
    search::{Query, Suggestion},
    store,
};
use foundation::{
    context::Site,
    database::{Database, Fault},
    error::AppError,
};

pub use examine::{Findings, examine, zero_hits};
pub use listing::{ListedItem, Listing};
pub use snapshot::{Snapshot, department_tree};

use following::{Following, Look};

/// How often a process looks whether another one changed the catalogue: a quarter of the second within which residents
/// must see it, so that the rest is left for the snapshot.
const LOOK_EVERY: Duration = Duration::from_millis(250);
/// Stands for no revision; real ones grow from 1.
const UNSETTLED: i64 = i64::MIN;

/// What residents can ask; clone it freely.
#[derive(Clone)]
pub struct Catalogue {
    database: Database,
    site: Arc<Site>,
    snapshot: Arc<ArcSwap<Snapshot>>,
    revision: Arc<AtomicI64>,
    following: Arc<Mutex<Following>>,
}

/// An item with when it was last changed.
pub struct PublishedItem {
    /// The item.
    pub item: ServiceItem,
    /// When its content last changed.
    pub updated_at: chrono::DateTime<chrono::Utc>,
}

impl Catalogue {
    /// Reads the catalogue; `keep_fresh` keeps it so.
    pub async fn open(database: Database, site: Arc<Site>) -> Result<Self, Fault> {
        let (following, snapshot) = Following::begin(&database).await?;
        let catalogue = Self {
            revision: Arc::new(AtomicI64::new(snapshot.revision)),
            snapshot: Arc::new(ArcSwap::from_pointee(snapshot)),
            following: Arc::new(Mutex::new(following)),
            database,
            site,
        };
        catalogue.tell_district_names();
        Ok(catalogue)
    }

    /// The revision shown: what is kept of pages is kept under it. None between a change and the snapshot that shows it
    /// whole: then items are already new and lists still old, and nothing may be kept.
    pub fn revision(&self) -> Option<i64> {
        Some(self.revision.load(Ordering::Acquire)).filter(|revision| *revision != UNSETTLED)
    }

    /// What is published now.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.snapshot.load_full()
    }

    /// Shows whatever changed until now, and tells whether anything had.
    pub async fn refresh(&self) -> Result<bool, Fault> {
        let changed = self.look().await?;
        while self.revision().is_none() {
            tokio::time::sleep(Duration::from_millis(10)).await;
            self.look().await?;
        }
        Ok(changed)
    }

    /// Looks once whether the catalogue changed. What takes long to show is begun and left for a later look.
    async fn look(&self) -> Result<bool, Fault> {
        let mut following = self.following.lock().await;
        let unsettle = || self.revision.store(UNSETTLED, Ordering::Release);
        let Look::New { snapshot, settled } = following.look(&self.database, &self.snapshot(), unsettle).await? else {
            return Ok(false);
        };
        let revision = snapshot.revision;
        self.snapshot.store(Arc::new(*snapshot));
        self.tell_district_names();
        if settled {
            // Last: who keeps a page under the new revision has seen the new snapshot.
            self.revision.store(revision, Ordering::Release);
        }
        Ok(true)
    }

    /// Follows the catalogue until the process ends.
    pub async fn keep_fresh(self) {
        loop {
            tokio::time::sleep(LOOK_EVERY).await;
            match self.look().await {
                Ok(true) => tracing::info!(revision = self.snapshot().revision, "catalogue refreshed"),
                Ok(false) => {}
                Err(fault) => tracing::warn!(%fault, "catalogue not refreshed"),
            }
        }
    }

    /// One item, whole.
    pub async fn item(&self, code: &str) -> Result<PublishedItem, AppError> {
        // What is no code is no item, and never reaches the database.
        ItemCode::parse(code).ok_or(AppError::NotFound)?;
        let stored = store::read::item(self.database.reader(), code).await?.ok_or(AppError::NotFound)?;
        Ok(PublishedItem { item: stored.item, updated_at: stored.updated_at })
    }

    /// The items of a query, a page of them.
    pub async fn list(&self, query: Query) -> Result<Listing, AppError> {
        let snapshot = self.snapshot();
        let answer = snapshot.index.search(&query);
        let codes: Vec<String> = answer.hits.iter().map(|hit| hit.code.clone()).collect();
        let items = store::read::items(self.database.reader(), &codes).await?;
        Ok(Listing::new(&snapshot, answer, items, &codes))
    }

    /// Items by their codes, in that order; those that are gone are left out.
    pub async fn items(&self, codes: &[String]) -> Result<Vec<ListedItem>, AppError> {
        let mut items = store::read::items(self.database.reader(), codes).await?;
        let snapshot = self.snapshot();
        Ok(codes
            .iter()
            .filter_map(|code| items.remove(code))
            .map(|stored| ListedItem::new(&snapshot, stored))
            .collect())
    }

    /// Whole items after a code, for machines.
    pub async fn items_by_code(&self, codes: &[String]) -> Result<Vec<PublishedItem>, AppError> {
        let mut items = store::read::items(self.database.reader(), codes).await?;
        Ok(codes
            .iter()
            .filter_map(|code| items.remove(code))
            .map(|stored| PublishedItem { item: stored.item, updated_at: stored.updated_at })
            .collect())
    }

    /// What a person may be typing.
    pub fn suggest(&self, text: &str, limit: usize) -> Vec<Suggestion> {
        self.snapshot().index.suggest(text, limit)
    }

    /// Codes and times of change after a code, for the sitemap.
    pub async fn changes_after(
        &self,
        after: Option<&str>,
        limit: u64,
    ) -> Result<Vec<(String, chrono::DateTime<chrono::Utc>)>, AppError> {
        Ok(store::read::codes_after(self.database.reader(), after, limit).await?)
    }

    /// A district with its streets.
    pub async fn district(&self, code: &str) -> Result<(Division, Vec<Division>), AppError> {
        let division = self.division(code).await?;
        let below = store::read::divisions_below(self.database.reader(), &division.code).await?;
        Ok((division, below))
    }

    /// One division, whatever its level.
    pub async fn division(&self, code: &str) -> Result<Division, AppError> {
        if !(2..=12).contains(&code.len()) || !code.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(AppError::NotFound);
        }
        store::read::division(self.database.reader(), code).await?.ok_or(AppError::NotFound)
    }

    /// Remembers, without the person, that a search found nothing.
    pub async fn remember_zero_hit(&self, query: &str) {
        let now = self.site.clock.now();
        let kept = store::search::keep_zero_hit(self.database.writer(), query, now).await;
        if let Err(fault) = kept {
            tracing::warn!(%fault, "zero-hit query not kept");
        }
    }

    /// Counts an answer to 这有帮助吗.
    pub async fn count_helpfulness(&self, subject: &str, helped: bool) -> Result<(), AppError> {
        let now = self.site.clock.now();
        Ok(store::search::count_helpfulness(self.database.writer(), subject, helped, now).await?)
    }

    fn tell_district_names(&self) {
        let snapshot = self.snapshot();
        let names = snapshot.districts.iter().map(|district| {
            let en =
                if district.name.en.is_empty() { district.name.zh.clone() } else { short_english(&district.name.en) };
            (district.code.clone(), (short_chinese(&district.name.zh), en))
        });
        self.site.district_names.tell(names.collect());
    }
}

/// 锦江区 → 锦江; 高新区 stays, for 高新 alone says nothing.
pub(crate) fn short_chinese(name: &str) -> String {
    let short = name.strip_suffix(['区', '县', '市']).unwrap_or(name);
    if short.chars().count() < 2 || short == "高新" || short.contains('新') && short.ends_with("新") {
        name.to_owned()
    } else {
        short.to_owned()
    }
}

fn short_english(name: &str) -> String {
    [" District", " County", " City"].iter().find_map(|suffix| name.strip_suffix(suffix)).unwrap_or(name).to_owned()
}
