//! One record at a time, by the rules of files: what a form saves is what an import of one row would.

use sea_orm::ConnectionTrait;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use super::{
    ImportError,
    layout::Layout,
    ledger::Ledger,
    row::{Origin, Row},
    target::{Target, plan, understand},
};
use crate::store::changes::{self, Changed};
use foundation::{
    audit::{self, Entry, Who},
    database::{Database, Fault, TransientFault},
};

/// A record to be saved.
#[derive(Debug, Clone)]
pub struct Change {
    /// What was typed, as an import's JSON row has it.
    pub fields: Map<String, Value>,
    /// The key and the fingerprint of the record the form showed; none for a new one.
    pub seen: Option<(String, String)>,
    /// Who saves.
    pub who: Who,
}

/// A record to be removed.
#[derive(Debug, Clone)]
pub struct Removal {
    /// Its key.
    pub key: String,
    /// The fingerprint of what the form showed.
    pub fingerprint: String,
    /// Who removes.
    pub who: Who,
}

/// Why a record was not saved or removed. Nothing changed then.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// There is no record of this key.
    #[error("there is no such record")]
    NotFound,
    /// Somebody saved another record, or removed it, since the form was shown.
    #[error("the record changed meanwhile")]
    Changed,
    /// A new record has the key of one that is there.
    #[error("a record with this key is there already")]
    Taken,
    /// Fields break rules: each field with the reason.
    #[error("{} fields break rules", .0.len())]
    Faults(Vec<(String, String)>),
    /// Something refers to the record.
    #[error("the record is in use")]
    InUse,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] Fault),
}

impl From<ImportError> for RecordError {
    fn from(error: ImportError) -> Self {
        match error {
            ImportError::Store(fault) => Self::Store(fault),
            // Comparing one record ends in nothing else.
            other => Self::Faults(vec![(String::new(), other.to_string())]),
        }
    }
}

impl TransientFault for RecordError {
    fn is_transient(&self) -> bool {
        matches!(self, Self::Store(fault) if fault.is_transient())
    }
}

/// What tells a record's content from any other.
pub(crate) fn fingerprint(record: &Value) -> String {
    data_encoding::HEXLOWER.encode(&Sha256::digest(record.to_string())[..16])
}

async fn stored<T: Target, C: ConnectionTrait>(connection: &C, key: &str) -> Result<Option<Value>, Fault> {
    let known = T::stored(connection).await?.into_iter().find(|(record, _)| record.key() == key);
    known
        .map(|(record, _)| serde_json::to_value(&record))
        .transpose()
        .map_err(|error| Fault::Other(sea_orm::DbErr::Json(error.to_string())))
}

/// Saves a record; answers its key.
pub(crate) async fn save_record<T: Target>(
    database: &Database,
    clock: foundation::clock::Clock,
    change: &Change,
) -> Result<String, RecordError> {
    let mut read = Ledger::new(T::KIND, "", &[]);
    let origin = Origin { file: 0, line: 1 };
    let row = Row::new(origin, change.fields.clone(), Layout::of(T::KIND));
    let Some(candidate) = understand::<T>(row, &mut read) else { return Err(faults(read)) };
    let key = candidate.record.key();
    if change.seen.as_ref().is_some_and(|(seen, _)| *seen != key) {
        // A key is what everything else points to.
        return Err(RecordError::Faults(vec![(T::KEY.to_owned(), "cannot be changed".to_owned())]));
    }
    let given = ([candidate], read, change, clock.now(), key.clone());
    database
        .write(&given, |transaction, (candidates, read, change, now, key)| {
            Box::pin(async move {
                changes::queue(transaction).await?;
                let before = stored::<T, _>(transaction, key).await?;
                match (&change.seen, &before) {
                    (None, Some(_)) => return Err(RecordError::Taken),
                    (Some((_, seen)), Some(record)) if fingerprint(record) == *seen => {}
                    (Some(_), _) => return Err(RecordError::Changed),
                    (None, None) => {}
                }
                let mut ledger = read.clone();
                let plan = plan::<T, _>(transaction, candidates, &mut ledger).await?;
                if ledger.has_bad() {
                    return Err(faults(ledger));
                }
                if !plan.changes_anything() {
                    return Ok(());
                }
                T::insert(transaction, &plan.created).await?;
                for (record, position) in &plan.updated {
                    T::update(transaction, record, *position).await?;
                }
                changes::bump_revision(transaction, Changed::Everything, *now).await?;
                let after = stored::<T, _>(transaction, key).await?;
                let entry = Entry::new(change.who.clone(), "vocabulary.change", T::KIND.name(), key.as_str())
                    .before(before.unwrap_or_default())
                    .after(after.unwrap_or_default());
                Ok(audit::append(transaction, &entry, *now).await?)
            })
        })
        .await?;
    Ok(key)
}

/// Removes a record nothing refers to.
pub(crate) async fn remove_record<T: Target>(
    database: &Database,
    clock: foundation::clock::Clock,
    removal: &Removal,
) -> Result<(), RecordError> {
    database
        .write(&(removal, clock.now()), |transaction, (removal, now)| {
            Box::pin(async move {
                changes::queue(transaction).await?;
                let Some(before) = stored::<T, _>(transaction, &removal.key).await? else {
                    return Err(RecordError::NotFound);
                };
                if fingerprint(&before) != removal.fingerprint {
                    return Err(RecordError::Changed);
                }
                match T::remove(transaction, &removal.key).await {
                    Err(Fault::Conflict(_)) => return Err(RecordError::InUse),
                    outcome => outcome?,
                }
                changes::bump_revision(transaction, Changed::Everything, *now).await?;
                let entry = Entry::new(removal.who.clone(), "vocabulary.remove", T::KIND.name(), removal.key.as_str())
                    .before(before);
                Ok(audit::append(transaction, &entry, *now).await?)
            })
        })
        .await
}

fn faults(ledger: Ledger) -> RecordError {
    let report = ledger.close(super::ledger::Counts::default(), false);
    RecordError::Faults(report.bad.into_iter().map(|fault| (fault.column, fault.reason)).collect())
}

/// Calls a generic function with the record type of a kind of the vocabulary; items are none.
macro_rules! by_kind {
    ($kind:expr, $function:ident ($($argument:expr),*), $otherwise:expr) => {
        match $kind {
            Kind::Divisions => $function::<$crate::model::Division>($($argument),*).await,
            Kind::Departments => $function::<$crate::model::Department>($($argument),*).await,
            Kind::Calendar => $function::<::foundation::calendar::Day>($($argument),*).await,
            Kind::Areas => $function::<$crate::model::Area>($($argument),*).await,
            Kind::LifeEvents => $function::<$crate::model::LifeEvent>($($argument),*).await,
            Kind::Places => $function::<$crate::model::Place>($($argument),*).await,
            Kind::Synonyms => $function::<$crate::import::Synonym>($($argument),*).await,
            Kind::Boosts => $function::<$crate::import::Boost>($($argument),*).await,
            Kind::Catalogue => $otherwise,
        }
    };
}
pub(crate) use by_kind;
