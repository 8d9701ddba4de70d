//! One row of a file, whatever the file's format: named fields holding JSON values, and where they stood.

use std::fmt::Write as _;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::layout::Layout;
use crate::model::MAX_TEXT_BYTES;

/// Where a row stands: which file, and the line it begins on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Origin {
    pub(super) file: usize,
    pub(super) line: u64,
}

/// What is wrong with one field of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) column: String,
    pub(crate) reason: String,
}

impl Fault {
    pub(super) fn new(column: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { column: column.into(), reason: reason.into() }
    }
}

/// One row as read, before it is understood.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) origin: Origin,
    pub(super) fields: Map<String, Value>,
    /// What reading found; a row with faults is still checked for more.
    pub(super) faults: Vec<Fault>,
    layout: &'static Layout,
    /// Whether faults are named by columns, or by paths as in JSON.
    by_column: bool,
}

impl Row {
    /// A row whose texts are trimmed and whose empty fields are left out, so that one meaning has one form.
    pub(super) fn new(origin: Origin, fields: Map<String, Value>, layout: &'static Layout) -> Self {
        let mut row = Self { origin, fields, faults: Vec::new(), layout, by_column: false };
        settle_object(&mut row.fields, &mut String::new(), &mut row.faults);
        row
    }

    /// The same, with what is wrong with single cells, from a file whose fields have column names.
    pub(super) fn of_cells(
        origin: Origin,
        (fields, cells): (Map<String, Value>, Vec<(&'static str, String)>),
        layout: &'static Layout,
    ) -> Self {
        let mut row = Self::new(origin, fields, layout);
        row.by_column = true;
        row.faults.extend(cells.into_iter().map(|(field, reason)| Fault::new(field, reason)));
        row
    }

    /// A row that could not even be read.
    pub(super) fn unreadable(origin: Origin, faults: Vec<Fault>, layout: &'static Layout) -> Self {
        Self { origin, fields: Map::new(), faults, layout, by_column: false }
    }

    /// The row as a typed record, or every fault that keeps it from being one.
    pub(super) fn typed<T: DeserializeOwned>(mut self) -> Result<T, Vec<Fault>> {
        if self.fields.is_empty() && !self.faults.is_empty() {
            return Err(self.faults);
        }
        for field in self.layout.required() {
            if !self.fields.contains_key(field) && !self.has_fault_in(field) {
                self.faults.push(Fault::new(field, "is missing: every row needs it"));
            }
        }
        // A reader stops at the first fault; with the faulty field set aside it goes on to the next.
        loop {
            let fault = match serde_path_to_error::deserialize::<_, T>(&self.fields) {
                Ok(record) if self.faults.is_empty() => return Ok(record),
                Ok(_) => break,
                Err(error) => worded(&error),
            };
            let field = top(&fault.column).to_owned();
            if !self.has_fault_in(&field) {
                self.faults.push(fault);
            }
            if self.fields.remove(&field).is_none() {
                break;
            }
        }
        Err(self.faults.iter().map(|fault| self.named(fault)).collect())
    }

    fn has_fault_in(&self, field: &str) -> bool {
        self.faults.iter().any(|fault| top(&fault.column) == field)
    }

    fn named(&self, fault: &Fault) -> Fault {
        self.naming().name(fault.clone())
    }

    /// How this row's file names fields.
    pub(super) fn naming(&self) -> Naming {
        Naming(self.by_column.then_some(self.layout))
    }
}

/// How a file's author knows the fields: by columns, or by paths as in JSON.
#[derive(Debug, Clone, Copy)]
pub(super) struct Naming(Option<&'static Layout>);

impl Naming {
    /// By paths, as in JSON.
    pub(super) const PATHS: Self = Self(None);

    /// A fault under the name its author knows the field by.
    pub(super) fn name(self, fault: Fault) -> Fault {
        match self.0.and_then(|layout| layout.column_of(&fault.column)) {
            Some(column) => Fault { column, reason: fault.reason },
            None => fault,
        }
    }
}

/// The first step of a path: `materials` of `materials[0].name`.
pub(super) fn top(path: &str) -> &str {
    path.split(['.', '[']).next().unwrap_or(path)
}

/// Says a reader's error in words for whoever mends the file.
fn worded(error: &serde_path_to_error::Error<serde_json::Error>) -> Fault {
    let path = error.path().to_string();
    let path = if path == "." { String::new() } else { path };
    let message = error.inner().to_string();
    let quoted = || message.split('`').nth(1).unwrap_or_default().to_owned();
    let inside = |field: String| {
        if path.is_empty() || path == field || path.ends_with(&format!(".{field}")) {
            if path.is_empty() { field } else { path.clone() }
        } else {
            format!("{path}.{field}")
        }
    };
    if message.starts_with("missing field") {
        return Fault::new(inside(quoted()), "is missing: every row needs it");
    }
    if message.starts_with("unknown field") {
        return Fault::new(inside(quoted()), "is no field of this kind of row: mend its name or remove it");
    }
    if let Some((found, expected)) = message.split_once(", expected ") {
        let found = found.trim_start_matches("invalid type: ").trim_start_matches("invalid value: ");
        return match found.strip_prefix("unknown variant ") {
            Some(found) => Fault::new(path, format!("{found} is not in the table: use {expected}")),
            None => Fault::new(path, format!("is {found} where {} is needed", wanted(expected))),
        };
    }
    Fault::new(path, message)
}

/// What a reader expected, said to somebody who does not know its types.
fn wanted(expected: &str) -> &str {
    match expected {
        "u8" => "a whole number from 0 to 255",
        "u16" => "a whole number from 0 to 65535",
        "u32" => "a whole number from 0 to 4294967295",
        "a nonzero u16" => "a whole number from 1 to 65535",
        "f64" => "a number",
        "a sequence" => "a list",
        "a boolean" => "true or false",
        "struct Bilingual" => "an object with `zh` and `en`",
        "struct Limit" => "an object with `value` and `unit`",
        other if other.starts_with("struct ") => "an object",
        other => other,
    }
}

fn settle_object(fields: &mut Map<String, Value>, path: &mut String, faults: &mut Vec<Fault>) {
    for (key, value) in fields.iter_mut() {
        let length = path.len();
        if length > 0 {
            path.push('.');
        }
        path.push_str(key);
        settle(value, path, faults);
        path.truncate(length);
    }
    let english_only = fields.get("en").is_some_and(|en| en.as_str().is_some_and(|en| !en.is_empty()));
    fields.retain(|key, value| match value {
        Value::Null => false,
        // A text with only an English side keeps its empty Chinese one: the two stand or fall together.
        Value::String(text) => !text.is_empty() || (english_only && key == "zh"),
        Value::Array(list) => !list.is_empty(),
        Value::Object(fields) => !fields.is_empty(),
        Value::Bool(_) | Value::Number(_) => true,
    });
}

fn settle(value: &mut Value, path: &mut String, faults: &mut Vec<Fault>) {
    match value {
        Value::String(text) => {
            let trimmed = text.trim();
            if trimmed.len() != text.len() {
                *text = trimmed.to_owned();
            }
            if text.len() > MAX_TEXT_BYTES {
                faults.push(Fault::new(path.clone(), "is longer than 20,000 bytes: shorten it or split it"));
            } else if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
                faults.push(Fault::new(path.clone(), "holds control characters: remove them"));
            }
        }
        Value::Array(list) => {
            for (index, entry) in list.iter_mut().enumerate() {
                let length = path.len();
                let _ = write!(path, "[{index}]");
                settle(entry, path, faults);
                path.truncate(length);
            }
        }
        Value::Object(fields) => settle_object(fields, path, faults),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
