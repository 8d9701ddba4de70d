//! From a posted form to a sheet.

use super::{Field, Shape, Sheet, path};
use crate::model::{ItemFault, MAX_TEXT_BYTES};

/// The most places a form may fill: a hundred materials with all their texts.
const MAX_PATHS: usize = 2_000;

/// What was typed into a form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Typed {
    /// What stands where.
    pub sheet: Sheet,
    /// What cannot be kept at all: too much, or not text. Nothing may be saved while there is any.
    pub refused: Vec<ItemFault>,
}

impl Sheet {
    /// Reads the fields of a posted form; other names in it are not looked at.
    ///
    /// A list may be sent as numbered paths, as its bare name several times (checkboxes), or as its bare name with a line
    /// an entry (a text area).
    pub fn from_form<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>, fields: &[&Field]) -> Typed {
        let mut typed = Typed::default();
        let mut loose = Vec::new();
        let mut paths = 0;
        for (name, text) in pairs {
            let wanted = fields.iter().find(|field| field.name == Self::field_of(name));
            let Some(field) = wanted else { continue };
            paths += 1;
            if paths > MAX_PATHS {
                typed.refuse(field.name, "has more places than a form may fill");
                break;
            }
            let text = text.replace("\r\n", "\n");
            let text = text.trim();
            if text.len() > MAX_TEXT_BYTES {
                typed.refuse(name, "is longer than 20,000 bytes");
            } else if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\t')) {
                typed.refuse(name, "holds control characters");
            } else if path::known(name).is_some() {
                typed.sheet.set(name, text);
            } else if name == field.name && matches!(field.shape, Shape::Words | Shape::References(_)) {
                loose.extend(text.lines().map(|line| (field.name, line.trim().to_owned())));
            }
        }
        for (list, word) in loose {
            typed.sheet.append(list, &word);
        }
        // The unit is a choice that always stands somewhere; without a number it says nothing.
        for field in fields.iter().filter(|field| field.shape == Shape::Limit) {
            if typed.sheet.get(&format!("{}.value", field.name)).is_empty() {
                typed.sheet.set(format!("{}.unit", field.name), "");
            }
        }
        typed
    }

    /// Adds a word to a list, unless it is there.
    fn append(&mut self, list: &str, word: &str) {
        let rows = self.rows(list);
        if word.is_empty() || rows.iter().any(|row| self.get(&format!("{list}.{row}")) == word) {
            return;
        }
        let next = rows.last().map_or(0, |last| last + 1);
        // Rows have three digits; a list that long breaks the rule of a hundred entries anyway.
        if next < 1_000 {
            self.set(format!("{list}.{next}"), word);
        }
    }
}

impl Typed {
    fn refuse(&mut self, path: &str, reason: &str) {
        // The path may be anything a person can send; only known ones are repeated.
        let field = path::known(path).map_or_else(|| Sheet::field_of(path).to_owned(), |_| path.to_owned());
        self.refused.push(ItemFault { field, reason: reason.to_owned() });
    }
}
