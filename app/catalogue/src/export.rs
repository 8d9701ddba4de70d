//! Writing out what is stored, so that importing it elsewhere gives the same city: an export is stable line by line.

use std::{
    collections::HashSet,
    io::{self, Write},
};

use sea_orm::{AccessMode, ConnectionTrait, IsolationLevel, TransactionOptions, TransactionTrait};
use serde::Serialize;
use serde_json::Value;

use super::{
    import::{
        Boost, Format, Kind, Synonym,
        layout::Layout,
        target::{Target, stored_records},
    },
    model::{Area, Department, Division, LifeEvent, Place},
    store::{self, write_items},
};
use foundation::{
    calendar::Day,
    database::{Database, Engine, Fault},
    jobs::{Cancelled, Progress, Stage},
};

/// Items held in memory at once.
const PAGE: u64 = 500;

/// Why an export stopped.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// Where it was written to did not take it.
    #[error("cannot write: {0}")]
    Write(#[from] io::Error),
    /// Somebody asked for its end.
    #[error("cancelled")]
    Cancelled,
    /// The database did not answer.
    #[error(transparent)]
    Store(#[from] Fault),
}

impl From<Cancelled> for ExportError {
    fn from(_: Cancelled) -> Self {
        Self::Cancelled
    }
}

/// Writes every record of a kind, as of one moment.
pub async fn export(
    database: &Database,
    kind: Kind,
    format: Format,
    writer: &mut (impl Write + Send),
) -> Result<(), ExportError> {
    export_of(database, kind, format, None, &Progress::default(), writer).await
}

/// The same, items of these departments only where some are named; tells how far it is, and stops when asked to.
pub(crate) async fn export_of(
    database: &Database,
    kind: Kind,
    format: Format,
    departments: Option<&HashSet<String>>,
    progress: &Progress,
    writer: &mut (impl Write + Send),
) -> Result<(), ExportError> {
    // One snapshot for all pages: an import that comes between must not be half in.
    let options = match database.engine() {
        Engine::Sqlite => TransactionOptions::default(),
        Engine::Postgres => TransactionOptions {
            isolation_level: Some(IsolationLevel::RepeatableRead),
            access_mode: Some(AccessMode::ReadOnly),
            ..TransactionOptions::default()
        },
    };
    let snapshot = database.reader().begin_with_options(options).await.map_err(Fault::from)?;
    let mut sink = Sink::open(kind, format, writer)?;
    match kind {
        Kind::Divisions => all::<Division, _>(&snapshot, &mut sink).await?,
        Kind::Departments => all::<Department, _>(&snapshot, &mut sink).await?,
        Kind::Calendar => all::<Day, _>(&snapshot, &mut sink).await?,
        Kind::Areas => all::<Area, _>(&snapshot, &mut sink).await?,
        Kind::LifeEvents => all::<LifeEvent, _>(&snapshot, &mut sink).await?,
        Kind::Places => all::<Place, _>(&snapshot, &mut sink).await?,
        Kind::Synonyms => all::<Synonym, _>(&snapshot, &mut sink).await?,
        Kind::Boosts => all::<Boost, _>(&snapshot, &mut sink).await?,
        Kind::Catalogue => items(&snapshot, departments, progress, &mut sink).await?,
    }
    sink.close()?;
    snapshot.rollback().await.map_err(Fault::from)?;
    Ok(())
}

async fn all<T: Target, C: ConnectionTrait>(
    connection: &C,
    sink: &mut Sink<'_, impl Write>,
) -> Result<(), ExportError> {
    for record in stored_records::<T, C>(connection).await? {
        sink.put(&record)?;
    }
    Ok(())
}

async fn items<C: ConnectionTrait>(
    connection: &C,
    departments: Option<&HashSet<String>>,
    progress: &Progress,
    sink: &mut Sink<'_, impl Write>,
) -> Result<(), ExportError> {
    let mut after: Option<String> = None;
    let all = store::vocabulary::count(connection, Kind::Catalogue).await?;
    progress.begin(Stage::Reading, usize::try_from(all).unwrap_or(usize::MAX))?;
    loop {
        let page = write_items::page_by_code(connection, after.as_deref(), PAGE).await?;
        let Some(last) = page.last() else { return Ok(()) };
        after = Some(last.code.to_string());
        for item in page.iter().filter(|item| departments.is_none_or(|known| known.contains(&item.department))) {
            sink.put(item)?;
        }
        progress.advance(page.len())?;
    }
}

/// Writes records one after another in a format.
enum Sink<'a, W: Write> {
    /// One object a line inside an array, so that a change of one record changes one line.
    Json {
        writer: &'a mut W,
        is_first: bool,
    },
    Csv {
        writer: Box<csv::Writer<&'a mut W>>,
        layout: &'static Layout,
    },
}

impl<'a, W: Write> Sink<'a, W> {
    fn open(kind: Kind, format: Format, writer: &'a mut W) -> io::Result<Self> {
        Ok(match format {
            Format::Json => {
                writer.write_all(b"[")?;
                Self::Json { writer, is_first: true }
            }
            Format::Csv => {
                let layout = Layout::of(kind);
                let mut writer = Box::new(csv::Writer::from_writer(writer));
                writer.write_record(layout.header())?;
                Self::Csv { writer, layout }
            }
        })
    }

    fn put(&mut self, record: &impl Serialize) -> io::Result<()> {
        match self {
            Self::Json { writer, is_first } => {
                writer.write_all(if std::mem::take(is_first) { b"\n" } else { b",\n" })?;
                Ok(serde_json::to_writer(writer, record)?)
            }
            Self::Csv { writer, layout } => match serde_json::to_value(record)? {
                Value::Object(fields) => Ok(writer.write_record(layout.write(&fields))?),
                other => Err(io::Error::other(format!("no record: {other}"))),
            },
        }
    }

    fn close(self) -> io::Result<()> {
        match self {
            Self::Json { writer, is_first } => {
                writer.write_all(if is_first { b"]\n" } else { b"\n]\n" })?;
                writer.flush()
            }
            Self::Csv { mut writer, .. } => writer.flush(),
        }
    }
}
