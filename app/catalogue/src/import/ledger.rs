use std::collections::BTreeSet;

use super::{
    Kind, LISTED, Note, Report, RowError, Unverified,
    row::{Fault, Origin},
};

/// Collects what a report will say, keeping each list within its bound.
#[derive(Debug, Clone)]
pub(super) struct Ledger {
    files: Vec<String>,
    report: Report,
    refused: BTreeSet<Origin>,
}

/// How many rows of each sort an import has.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Counts {
    pub(super) created: usize,
    pub(super) changed: usize,
    pub(super) unchanged: usize,
}

impl Ledger {
    /// An empty ledger; files are named in it only where there are several.
    pub(super) fn new(kind: Kind, source: &str, files: &[String]) -> Self {
        Self {
            files: if files.len() > 1 { files.to_vec() } else { Vec::new() },
            refused: BTreeSet::new(),
            report: Report::empty(kind, source),
        }
    }

    fn file(&self, origin: Origin) -> String {
        self.files.get(origin.file).cloned().unwrap_or_default()
    }

    pub(super) fn count_row(&mut self) {
        self.report.rows += 1;
    }

    /// Lists faults of a row, which is thereby bad.
    pub(super) fn refuse(&mut self, origin: Origin, faults: impl IntoIterator<Item = Fault>) {
        for fault in faults {
            self.refused.insert(origin);
            if self.report.bad.len() < LISTED {
                let file = self.file(origin);
                let Fault { column, reason } = fault;
                self.report.bad.push(RowError { file, line: origin.line, column, reason });
            } else {
                self.report.left_out.bad += 1;
            }
        }
    }

    pub(super) fn keep_unverified(&mut self, origin: Origin, column: &str, value: &str, reason: &str) {
        if self.report.unverified.len() < LISTED {
            let file = self.file(origin);
            self.report.unverified.push(Unverified {
                file,
                line: origin.line,
                column: column.to_owned(),
                value: value.to_owned(),
                reason: reason.to_owned(),
            });
        } else {
            self.report.left_out.unverified += 1;
        }
    }

    pub(super) fn note(&mut self, origin: Origin, text: String) {
        let file = self.file(origin);
        self.push_note(Note { file, line: Some(origin.line), text });
    }

    /// A note about one of the files as a whole.
    pub(super) fn note_file(&mut self, file: usize, text: String) {
        let file = self.files.get(file).cloned().unwrap_or_default();
        self.push_note(Note { file, line: None, text });
    }

    /// A note about the import as a whole.
    pub(super) fn note_all(&mut self, text: String) {
        self.push_note(Note { file: String::new(), line: None, text });
    }

    fn push_note(&mut self, note: Note) {
        if self.report.notes.len() < LISTED {
            self.report.notes.push(note);
        } else {
            self.report.left_out.notes += 1;
        }
    }

    pub(super) fn has_bad(&self) -> bool {
        !self.refused.is_empty()
    }

    /// The finished report.
    pub(super) fn close(mut self, counts: Counts, applied: bool) -> Report {
        self.report.bad_rows = self.refused.len();
        self.report.created = counts.created;
        self.report.changed = counts.changed;
        self.report.unchanged = counts.unchanged;
        self.report.applied = applied;
        // Faults are found by several passes; a person mends a file from its top.
        self.report.bad.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
        self.report.unverified.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
        self.report
    }
}
