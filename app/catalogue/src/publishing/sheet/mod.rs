//! An item as it stands in a form, and everything that is worked out from one without a database.

mod checks;
mod compare;
mod faults;
mod fields;
mod form;
mod path;
mod read;
mod words;
mod write;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

pub use checks::{Finding, Ground, Point, Report, Severity, Standing, check};
pub use compare::{FieldChange, Mark, compare};
pub use faults::fault_key;
pub use fields::{FIELDS, Field, Reference, Section, Shape, Table};
pub use form::Typed;
pub use path::{LANGUAGES, MATERIAL_TEXTS};
pub use words::Words;

/// The first place of a field in a form, where only the field is named: `materials` is written first at
/// `materials.0.name.zh`. What is a place already stays.
pub fn place_of(path: &str) -> String {
    let Some(field) = Field::named(path) else { return path.to_owned() };
    let rest = match field.shape {
        Shape::Bilingual | Shape::BilingualLong => ".zh",
        Shape::Lines => ".0.zh",
        Shape::References(Reference::Place | Reference::Department | Reference::Item) => ".0",
        Shape::Limit => ".value",
        Shape::Fee => ".free",
        Shape::Materials | Shape::Steps => ".0.name.zh",
        Shape::Questions => ".0.question.zh",
        _ => "",
    };
    format!("{path}{rest}")
}

/// An item as it stands in a form: what was typed in each place, whether or not it makes sense yet.
///
/// Keys are paths into the item's document: `name.zh`, `materials.0.issuer.en`. A place left empty is not kept. The field
/// of a path is what stands before the first dot; fields are what changes are compared, merged and talked about by.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Sheet(BTreeMap<String, String>);

impl Sheet {
    /// What stands at a path; empty where nothing does.
    pub fn get(&self, path: &str) -> &str {
        self.0.get(path).map_or("", String::as_str)
    }

    /// Writes at a path.
    pub fn set(&mut self, path: impl Into<String>, text: impl Into<String>) {
        let (path, text) = (path.into(), text.into());
        if text.is_empty() {
            self.0.remove(&path);
        } else {
            self.0.insert(path, text);
        }
    }

    /// Every path with what stands there, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// The field of a path: `materials` of `materials.0.issuer.en`.
    pub fn field_of(path: &str) -> &str {
        path.split('.').next().unwrap_or(path)
    }

    /// What stands in one field.
    #[must_use]
    pub fn field(&self, field: &str) -> Self {
        Self(
            self.0
                .iter()
                .filter(|(path, _)| Self::field_of(path) == field)
                .map(|(p, t)| (p.clone(), t.clone()))
                .collect(),
        )
    }

    /// Puts what stands in one field of another sheet in place of what stands there now.
    pub fn replace_field(&mut self, field: &str, with: &Self) {
        self.0.retain(|path, _| Self::field_of(path) != field);
        self.0.extend(with.field(field).0);
    }

    /// Whether nothing stands anywhere.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The numbers of the rows under a path, in order: 0, 2, 10.
    pub fn rows(&self, path: &str) -> BTreeSet<usize> {
        let prefix = format!("{path}.");
        self.0
            .range(prefix.clone()..)
            .take_while(|(path, _)| path.starts_with(&prefix))
            .filter_map(|(path, _)| path::row_number(path[prefix.len()..].split('.').next()?))
            .collect()
    }

    /// Everything under a path, by what follows it: `zh` for `conditions.0.zh` under `conditions.0`.
    pub fn under(&self, path: &str) -> BTreeMap<&str, &str> {
        let prefix = format!("{path}.");
        let length = prefix.len();
        self.0
            .range(prefix.clone()..)
            .take_while(|(path, _)| path.starts_with(&prefix))
            .map(|(path, text)| (&path[length..], text.as_str()))
            .collect()
    }

    /// Gives the rows under a path other numbers; rows that get none are dropped.
    fn renumber(&mut self, path: &str, number: impl Fn(usize) -> Option<usize>) {
        let prefix = format!("{path}.");
        let old: Vec<String> = self
            .0
            .range(prefix.clone()..)
            .map(|(path, _)| path)
            .take_while(|path| path.starts_with(&prefix))
            .cloned()
            .collect();
        let taken: Vec<(String, String)> = old
            .into_iter()
            .filter(|path| path[prefix.len()..].split('.').next().and_then(path::row_number).is_some())
            .filter_map(|path| self.0.remove_entry(&path))
            .collect();
        for (path, text) in taken {
            let rest = &path[prefix.len()..];
            let (row, tail) = rest.split_once('.').map_or((rest, ""), |(row, tail)| (row, tail));
            if let Some(row) = path::row_number(row).and_then(&number) {
                let dot = if tail.is_empty() { "" } else { "." };
                self.0.insert(format!("{prefix}{row}{dot}{tail}"), text);
            }
        }
    }

    /// Takes a row of a list away; those after it move up.
    pub fn remove_row(&mut self, path: &str, row: usize) {
        self.renumber(path, |number| match number.cmp(&row) {
            std::cmp::Ordering::Less => Some(number),
            std::cmp::Ordering::Equal => None,
            std::cmp::Ordering::Greater => Some(number - 1),
        });
    }

    /// Moves a row of a list one up.
    pub fn raise_row(&mut self, path: &str, row: usize) {
        let Some(above) = row.checked_sub(1) else { return };
        self.renumber(path, |number| {
            Some(if number == row {
                above
            } else if number == above {
                row
            } else {
                number
            })
        });
    }

    /// Numbers the rows of every list anew, without gaps: rows that were left empty are gone.
    pub fn close_gaps(&mut self) {
        for list in FIELDS.iter().filter_map(Field::list) {
            let rows: Vec<usize> = self.rows(list).into_iter().collect();
            self.renumber(list, |number| rows.binary_search(&number).ok());
        }
    }
}
