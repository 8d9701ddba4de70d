//! The acts of the desk. Each is one transaction: it takes hold of the item, sees whether the person may, changes, and
//! says so in the audit.

mod bulk;
mod checks;
mod effect;
mod imported;
mod merging;
mod planned;
mod public;
mod reading;
mod reviewing;
mod settled;
mod writing;

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DatabaseTransaction};

use super::{
    PublishingError,
    model::{Live, Person, Work},
    store::{self, DraftRow, RecordRow, departments::Departments},
};
use crate::model::{CodePattern, ItemCode};
use foundation::{
    audit::{self, Entry},
    clock::Clock,
    database::{Database, Fault},
};
use identity::{Actor, Permission};

pub use bulk::{Edit, Fate, Foreseen, MOST_SELECTED};
pub use public::PublicHistory;
pub use reading::{Counts, Waiting};

pub(crate) use imported::{gone, keep};
pub(crate) use planned::{Plan, Planned, plan, write};

type Outcome<T> = Result<T, PublishingError>;

/// The acts of the publishing desk; clone it freely.
#[derive(Clone)]
pub struct Publishing {
    database: Database,
    clock: Clock,
    code_pattern: CodePattern,
}

impl Publishing {
    /// On a database.
    pub fn new(database: Database, clock: Clock, code_pattern: CodePattern) -> Self {
        Self { database, clock, code_pattern }
    }

    /// What every act on an item begins with.
    fn act<'a>(&'a self, actor: &'a Actor, code: &'a ItemCode) -> Act<'a> {
        Act { actor, code, now: self.clock.now(), pattern: &self.code_pattern }
    }
}

/// Who does something to which item, and when.
#[derive(Clone, Copy)]
struct Act<'a> {
    actor: &'a Actor,
    code: &'a ItemCode,
    now: DateTime<Utc>,
    pattern: &'a CodePattern,
}

/// An item taken hold of.
struct Held {
    record: RecordRow,
    departments: Departments,
    /// The item's department and those above it.
    chain: Vec<String>,
}

impl Act<'_> {
    /// Takes hold of the item: other acts on it wait. What the person does not see is not there.
    async fn hold(&self, transaction: &DatabaseTransaction) -> Outcome<Held> {
        let record = store::records::lock(transaction, self.code.as_str()).await?.ok_or(PublishingError::NotFound)?;
        let departments = Departments::read(transaction).await?;
        let chain = departments.chain(&record.department_id);
        if self.actor.sees(&chain) { Ok(Held { record, departments, chain }) } else { Err(PublishingError::NotFound) }
    }

    /// Takes hold of the item to do what needs one of these permissions.
    async fn hold_for(&self, transaction: &DatabaseTransaction, permissions: &[Permission]) -> Outcome<Held> {
        let held = self.hold(transaction).await?;
        if permissions.iter().any(|permission| self.actor.may(*permission, &held.chain)) {
            Ok(held)
        } else {
            Err(PublishingError::Forbidden)
        }
    }

    /// The item's draft in a state.
    async fn draft_in(&self, connection: &impl ConnectionTrait, states: &[Work]) -> Outcome<DraftRow> {
        let row = store::drafts::one(connection, self.code.as_str()).await?.ok_or(PublishingError::NotFound)?;
        if states.iter().any(|state| state.code() == row.state) { Ok(row) } else { Err(PublishingError::Changed) }
    }

    fn person(&self) -> Person {
        Person { account: Some(self.actor.account), display_name: self.actor.display_name.clone() }
    }

    /// Stores the record, changed now by this person.
    async fn store_record(&self, transaction: &DatabaseTransaction, mut record: RecordRow) -> Outcome<()> {
        record.changed_at = self.now;
        record.changed_by.clone_from(&self.actor.display_name);
        Ok(store::records::store(transaction, record).await?)
    }

    /// Stores a draft that was in a state at a revision.
    async fn store_draft(&self, transaction: &DatabaseTransaction, was: (Work, i64), row: DraftRow) -> Outcome<()> {
        if store::drafts::store(transaction, was, row).await? { Ok(()) } else { Err(PublishingError::Changed) }
    }

    /// Adds to the audit: this person did something to the item.
    async fn note(
        &self,
        transaction: &DatabaseTransaction,
        act: &'static str,
        department: &str,
        detail: impl FnOnce(Entry) -> Entry,
    ) -> Outcome<()> {
        let entry = detail(self.actor.did(act, "item", self.code.as_str()).department(department));
        Ok(audit::append(transaction, &entry, self.now).await?)
    }
}

/// A reason, a comment or a note: without control characters, within bounds.
fn words(text: &str, field: &'static str, least: usize, most: usize) -> Outcome<String> {
    let text = text.trim();
    let length = text.chars().count();
    if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
        return Err(PublishingError::Invalid { field, reason: "control" });
    }
    if length < least {
        return Err(PublishingError::Invalid { field, reason: if length == 0 { "required" } else { "short" } });
    }
    if length > most {
        return Err(PublishingError::Invalid { field, reason: "long" });
    }
    Ok(text.to_owned())
}

/// Nothing is planned further ahead than this.
const FURTHEST: chrono::Duration = chrono::Duration::days(10 * 366);

/// When a text takes effect, and when it ends.
type Times = (Option<DateTime<Utc>>, Option<DateTime<Utc>>);

/// When a text takes effect and when it ends; both in the future, in this order.
fn times(publish_at: Option<DateTime<Utc>>, expire_at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Outcome<Times> {
    let refuse = |field, reason| Err(PublishingError::Invalid { field, reason });
    if let Some(at) = publish_at {
        if at <= now {
            return refuse("publish_at", "past");
        }
        if at > now + FURTHEST {
            return refuse("publish_at", "too-far");
        }
    }
    if let Some(at) = expire_at {
        if at <= publish_at.unwrap_or(now) {
            return refuse("expire_at", if at <= now { "past" } else { "before-start" });
        }
        if at > now + FURTHEST {
            return refuse("expire_at", "too-far");
        }
    }
    // As far as both engines store it.
    let micros = |at: DateTime<Utc>| DateTime::from_timestamp_micros(at.timestamp_micros()).unwrap_or(at);
    Ok((publish_at.map(micros), expire_at.map(micros)))
}

/// A key that is taken meanwhile, or a row that is gone meanwhile.
fn changed_meanwhile(fault: Fault) -> PublishingError {
    match fault {
        Fault::Conflict(_) => PublishingError::Changed,
        fault => PublishingError::Database(fault),
    }
}

fn is_live(record: &RecordRow) -> bool {
    record.live == Live::Published.code()
}
