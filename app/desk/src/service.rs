use chrono::NaiveDate;
use serde_json::json;

use super::store;
use foundation::{
    audit,
    calendar::{self, Day},
    clock::Clock,
    database::{Database, Fault, TransientFault},
    error::AppError,
};
use identity::Actor;

/// The most filters a person keeps.
const MOST_FILTERS: u64 = 30;
/// The longest name of a filter, in characters.
pub(super) const NAME_LENGTH: usize = 30;

/// A filter of the list of items, kept under a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedFilter {
    /// What its owner calls it.
    pub name: String,
    /// The query of the list's address.
    pub query: String,
}

/// What the desk itself keeps: saved filters, and who took which list out of the house; clone it freely.
#[derive(Clone)]
pub struct Desk {
    database: Database,
    clock: Clock,
}

/// Why the desk did not do something.
#[derive(Debug, thiserror::Error)]
pub(super) enum DeskError {
    /// There is no room for one more.
    #[error("too many saved filters")]
    Full,
    /// The database failed.
    #[error(transparent)]
    Database(#[from] Fault),
}

impl TransientFault for DeskError {
    fn is_transient(&self) -> bool {
        matches!(self, Self::Database(fault) if fault.is_transient())
    }
}

impl From<DeskError> for AppError {
    fn from(error: DeskError) -> Self {
        match error {
            DeskError::Full => Self::invalid("name", "too-many-filters"),
            DeskError::Database(fault) => fault.into(),
        }
    }
}

impl Desk {
    /// On a database.
    pub fn new(database: Database, clock: Clock) -> Self {
        Self { database, clock }
    }

    /// The filters of this person, by name.
    pub(super) async fn filters(&self, actor: &Actor) -> Result<Vec<SavedFilter>, AppError> {
        Ok(store::filters(self.database.reader(), actor.account, MOST_FILTERS).await?)
    }

    /// Keeps a filter; one of the same name is replaced.
    pub(super) async fn save_filter(&self, actor: &Actor, name: &str, query: &str) -> Result<(), AppError> {
        let name = name.trim();
        if name.is_empty() {
            return Err(AppError::invalid("name", "required"));
        }
        if name.chars().count() > NAME_LENGTH || name.chars().any(char::is_control) {
            return Err(AppError::invalid("name", "filter-name"));
        }
        let filter = SavedFilter { name: name.to_owned(), query: query.to_owned() };
        let given = (actor.account, filter, self.clock.now());
        let saved: Result<(), DeskError> = self
            .database
            .write(&given, |transaction, (account, filter, now)| {
                Box::pin(async move {
                    if store::count_others(transaction, *account, &filter.name).await? >= MOST_FILTERS {
                        return Err(DeskError::Full);
                    }
                    Ok(store::save(transaction, *account, filter, *now).await?)
                })
            })
            .await;
        Ok(saved?)
    }

    /// Forgets a filter of this person.
    pub(super) async fn remove_filter(&self, actor: &Actor, name: &str) -> Result<(), AppError> {
        // What holds a control character was never saved, and PostgreSQL takes no NUL.
        if name.chars().any(char::is_control) {
            return Ok(());
        }
        let given = (actor.account, name.to_owned());
        let removed: Result<(), DeskError> = self
            .database
            .write(&given, |transaction, (account, name)| {
                Box::pin(async move { Ok(store::remove(transaction, *account, name).await?) })
            })
            .await;
        Ok(removed?)
    }

    /// Writes down that this person takes the list out of the house, before its first byte leaves.
    pub(super) async fn note_export(&self, actor: &Actor, query: &str) -> Result<(), AppError> {
        let entry = actor.did("job.export", "items", "csv").after(json!({ "filter": query }));
        let given = (entry, self.clock.now());
        let noted: Result<(), DeskError> = self
            .database
            .write(&given, |transaction, (entry, now)| {
                Box::pin(async move { Ok(audit::append(transaction, entry, *now).await?) })
            })
            .await;
        Ok(noted?)
    }

    /// What is known of the days from one on until before another.
    pub(super) async fn days(&self, from: NaiveDate, until: NaiveDate) -> Result<Vec<Day>, AppError> {
        let days = calendar::days(self.database.reader()).await?;
        Ok(days.into_iter().filter(|day| (from..until).contains(&day.date)).collect())
    }
}
