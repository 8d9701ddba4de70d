//! Loading files: one transaction a file, all of it or nothing, and a report that names every bad row.
//!
//! A file goes through four steps: bytes become rows ([`source`]), rows become records ([`row`], or [`foreign`] for the
//! forms of the national standards), records are compared with what is stored ([`target`], [`items`]), and the
//! difference is written. Only the last step changes anything.

mod c0109;
mod foreign;
mod items;
mod kind;
pub(super) mod layout;
mod ledger;
mod reading;
mod record;
mod references;
mod report;
mod row;
mod source;
mod standard;
pub(super) mod target;
mod targets;
mod terms;
#[cfg(test)]
mod tests;

pub use kind::{Format, Kind};
pub use record::{Change, RecordError, Removal};
pub use report::{LISTED, Note, Report, RowError, Unverified};
pub use source::{MAX_FILE_BYTES, Source};
pub use targets::{Boost, Synonym};

pub(super) use items::import_items;
pub(super) use record::{by_kind, fingerprint, remove_record, save_record};
pub(super) use references::References;

use super::model::{Area, CodePattern, Department, Division, LifeEvent, Place};
use foundation::{
    audit::Who,
    calendar::Day,
    clock::Clock,
    database::{Database, Fault, TransientFault},
    jobs::{Cancelled, Progress},
};
use identity::Actor;

/// How an import is done.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Say what would happen and store nothing.
    pub dry_run: bool,
    /// Store the good rows although others are bad.
    pub skip_bad: bool,
    /// The form this city asks of item codes.
    pub code_pattern: CodePattern,
    /// What the report calls the source.
    pub source_name: String,
    /// Hears how far it is, and may end it.
    pub progress: Progress,
    /// Who does it, for the audit; the loading of a demonstration and of tests is nobody's.
    pub who: Option<Who>,
    /// What becomes of items.
    pub destination: Destination,
}

/// What becomes of the items of a file.
#[derive(Debug, Clone, Default)]
pub enum Destination {
    /// Residents have them at once: for whoever has the machine's command line.
    #[default]
    Published,
    /// Drafts this person wrote, in the departments where they may import.
    Drafts(Box<Actor>),
}

/// Why a file could not be imported at all.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file is larger than is ever needed.
    #[error("the file has {0} bytes; at most {MAX_FILE_BYTES} are read: split it")]
    TooLarge(usize),
    /// The file holds nothing.
    #[error("the file is empty: a CSV file begins with a line of column names")]
    Empty,
    /// The file is no UTF-8 text.
    #[error("line {line}, byte {byte} is not UTF-8: save the file as UTF-8 (it may be GBK now)")]
    NotUtf8 {
        /// The line, from 1.
        line: u64,
        /// The byte of that line, from 1.
        byte: usize,
    },
    /// Columns are missing.
    #[error("the line of column names lacks: {0}")]
    Columns(String),
    /// Two columns have one name.
    #[error("the line of column names holds `{0}` twice: remove one of the two columns")]
    ColumnTwice(String),
    /// The file is no table.
    #[error("the file is not readable as CSV: {0}")]
    NotCsv(#[from] csv::Error),
    /// The file is no JSON array.
    #[error("the file is not a JSON array of rows: {0}")]
    NotJson(#[from] serde_json::Error),
    /// Somebody asked for its end; nothing is stored.
    #[error("cancelled: nothing was stored")]
    Cancelled,
    /// The database did not do it.
    #[error(transparent)]
    Store(#[from] Fault),
}

impl ImportError {
    /// The end of the message key under which pages say this: `import-error-…`.
    pub fn key(&self) -> &'static str {
        match self {
            Self::TooLarge(_) => "too-large",
            Self::Empty => "empty",
            Self::NotUtf8 { .. } => "not-utf8",
            Self::Columns(_) => "columns",
            Self::ColumnTwice(_) => "column-twice",
            Self::NotCsv(_) => "not-csv",
            Self::NotJson(_) => "not-json",
            Self::Cancelled => "cancelled",
            Self::Store(_) => "database",
        }
    }
}

impl From<Cancelled> for ImportError {
    fn from(_: Cancelled) -> Self {
        Self::Cancelled
    }
}

impl TransientFault for ImportError {
    fn is_transient(&self) -> bool {
        matches!(self, Self::Store(fault) if fault.is_transient())
    }
}

/// Imports one file.
pub async fn import(
    database: &Database,
    clock: Clock,
    kind: Kind,
    format: Format,
    source: &[u8],
    options: &Options,
) -> Result<Report, ImportError> {
    import_all(database, clock, kind, &[Source { name: &options.source_name, format, bytes: source }], options).await
}

/// Imports several files of one kind as if they were one: together or not at all, free to point to each other's rows.
pub async fn import_all(
    database: &Database,
    clock: Clock,
    kind: Kind,
    sources: &[Source<'_>],
    options: &Options,
) -> Result<Report, ImportError> {
    match kind {
        Kind::Divisions => target::import::<Division>(database, clock, sources, options).await,
        Kind::Departments => target::import::<Department>(database, clock, sources, options).await,
        Kind::Calendar => target::import::<Day>(database, clock, sources, options).await,
        Kind::Areas => target::import::<Area>(database, clock, sources, options).await,
        Kind::LifeEvents => target::import::<LifeEvent>(database, clock, sources, options).await,
        Kind::Places => target::import::<Place>(database, clock, sources, options).await,
        Kind::Synonyms => target::import::<Synonym>(database, clock, sources, options).await,
        Kind::Boosts => target::import::<Boost>(database, clock, sources, options).await,
        Kind::Catalogue => items::import(database, clock, sources, options).await,
    }
}
