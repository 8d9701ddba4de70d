use std::fmt;

use serde::{Deserialize, Serialize};

use super::Kind;

/// How many entries each list of a report holds at most; the rest is counted.
pub const LISTED: usize = 1_000;

/// What an import found and did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// What was imported.
    pub kind: Kind,
    /// Where the rows came from, in the operator's words.
    pub source: String,
    /// How many rows the file holds.
    pub rows: usize,
    /// Rows that were not there before.
    pub created: usize,
    /// Rows that were there with other content.
    pub changed: usize,
    /// Rows that were there just so.
    pub unchanged: usize,
    /// How many rows are bad.
    pub bad_rows: usize,
    /// Whether the counts above are stored, and not only what would be.
    pub applied: bool,
    /// Every fault of every bad row.
    pub bad: Vec<RowError>,
    /// Values kept although their own check contradicts them.
    pub unverified: Vec<Unverified>,
    /// What else the operator should know.
    pub notes: Vec<Note>,
    /// How many entries beyond the first 1,000 the lists leave out.
    pub left_out: LeftOut,
}

/// How many entries a report's lists leave out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// Of `bad`.
    pub bad: usize,
    /// Of `unverified`.
    pub unverified: usize,
    /// Of `notes`.
    pub notes: usize,
}

/// One fault of a bad row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowError {
    /// The file, where several were read at once.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub file: String,
    /// The line the row begins on.
    pub line: u64,
    /// The column, or the path of the JSON field.
    pub column: String,
    /// What is wrong and how to mend it.
    pub reason: String,
}

/// A value kept as the source gives it although its own check contradicts it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unverified {
    /// The file, where several were read at once.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub file: String,
    /// The line the row begins on.
    pub line: u64,
    /// The column, or the path of the JSON field.
    pub column: String,
    /// The value.
    pub value: String,
    /// Why it cannot be right.
    pub reason: String,
}

/// Something the operator should know that keeps no row out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// The file, where several were read at once.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub file: String,
    /// The line the row begins on; none where it is about the whole file.
    pub line: Option<u64>,
    /// What to know.
    pub text: String,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.kind)?;
        if !self.source.is_empty() {
            write!(f, " from {}", self.source)?;
        }
        writeln!(f, ": {}", self.outcome())?;
        for (name, count) in [
            ("rows", self.rows),
            ("created", self.created),
            ("changed", self.changed),
            ("unchanged", self.unchanged),
            ("bad", self.bad_rows),
            ("unverified", self.unverified.len() + self.left_out.unverified),
        ] {
            writeln!(f, "  {name:<12}{count:>8}")?;
        }
        list(
            f,
            "Bad rows",
            self.left_out.bad,
            self.bad.iter().map(|bad| (place(&bad.file, Some(bad.line)), bad.column.clone(), bad.reason.clone())),
        )?;
        list(
            f,
            "Kept unverified",
            self.left_out.unverified,
            self.unverified.iter().map(|kept| {
                (place(&kept.file, Some(kept.line)), kept.column.clone(), format!("{}: {}", kept.value, kept.reason))
            }),
        )?;
        list(
            f,
            "Notes",
            self.left_out.notes,
            self.notes.iter().map(|note| (place(&note.file, note.line), String::new(), note.text.clone())),
        )
    }
}

impl Report {
    /// A report of nothing, applied.
    pub(crate) fn empty(kind: Kind, source: &str) -> Self {
        Self {
            kind,
            source: source.to_owned(),
            rows: 0,
            created: 0,
            changed: 0,
            unchanged: 0,
            bad_rows: 0,
            applied: true,
            bad: Vec::new(),
            unverified: Vec::new(),
            notes: Vec::new(),
            left_out: LeftOut::default(),
        }
    }

    /// Adds what another part of the same import did.
    pub(crate) fn add(&mut self, other: Self) {
        let Self {
            kind: _,
            source: _,
            rows,
            created,
            changed,
            unchanged,
            bad_rows,
            applied,
            bad,
            unverified,
            notes,
            left_out,
        } = other;
        self.rows += rows;
        self.created += created;
        self.changed += changed;
        self.unchanged += unchanged;
        self.bad_rows += bad_rows;
        self.applied &= applied;
        self.left_out.bad += left_out.bad + join(&mut self.bad, bad);
        self.left_out.unverified += left_out.unverified + join(&mut self.unverified, unverified);
        self.left_out.notes += left_out.notes + join(&mut self.notes, notes);
    }

    fn outcome(&self) -> &'static str {
        match (self.applied, self.bad_rows, self.created + self.changed) {
            (true, 0, 0) => "nothing to change",
            (true, 0, _) => "stored",
            (true, ..) => "stored, without the bad rows",
            (false, 0, _) => "tried, nothing stored",
            (false, ..) => "nothing stored: mend the bad rows, or leave them out with --skip-bad",
        }
    }
}

/// Lengthens a list up to its bound; says how many found no room.
fn join<T>(list: &mut Vec<T>, more: Vec<T>) -> usize {
    let room = LISTED.saturating_sub(list.len());
    let left_out = more.len().saturating_sub(room);
    list.extend(more.into_iter().take(room));
    left_out
}

fn place(file: &str, line: Option<u64>) -> String {
    match (file, line) {
        ("", Some(line)) => format!("line {line}"),
        ("", None) => "file".to_owned(),
        (file, Some(line)) => format!("{file}:{line}"),
        (file, None) => file.to_owned(),
    }
}

/// Prints rows of three cells as columns as wide as their widest entry, within reason.
fn list(
    f: &mut fmt::Formatter<'_>,
    title: &str,
    left_out: usize,
    rows: impl Iterator<Item = (String, String, String)>,
) -> fmt::Result {
    const WIDEST: usize = 32;
    let rows: Vec<_> = rows.collect();
    if rows.is_empty() {
        return Ok(());
    }
    let width = |cell: fn(&(String, String, String)) -> &String| {
        rows.iter().map(|row| cell(row).chars().count()).filter(|width| *width <= WIDEST).max().unwrap_or(0)
    };
    let (first, second) = (width(|row| &row.0), width(|row| &row.1));
    writeln!(f, "{title}")?;
    for (place, column, text) in &rows {
        // A report is read line by line: what a file smuggles in must not break that.
        let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let column: String = column.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        write!(f, "  {place:<first$}  ")?;
        if second > 0 {
            write!(f, "{column:<second$}  ")?;
        }
        writeln!(f, "{text}")?;
    }
    if left_out > 0 {
        writeln!(f, "  and {left_out} more")?;
    }
    Ok(())
}
