//! What stands in a sheet, in the words of people.

use std::collections::HashMap;

use super::{Field, Reference, Section, Shape, Sheet, Table, path::LANGUAGES};
use crate::{
    model::{Bilingual, LimitUnit},
    service::Snapshot,
};
use foundation::text::Texts;

/// The words of a language, and what references are called.
#[derive(Debug)]
pub struct Words {
    texts: &'static Texts,
    names: HashMap<(Reference, String), String>,
}

impl Words {
    /// Words that call references by their codes.
    pub fn new(texts: &'static Texts) -> Self {
        Self { texts, names: HashMap::new() }
    }

    /// Words that call references by the names the city gives them.
    pub fn with(texts: &'static Texts, snapshot: &Snapshot) -> Self {
        let language = texts.language();
        let entry =
            |kind: Reference, code: &String, name: &Bilingual| ((kind, code.clone()), name.get(language).to_owned());
        let names = snapshot
            .areas
            .iter()
            .map(|area| entry(Reference::Area, &area.code, &area.name))
            .chain(snapshot.life_events.iter().map(|event| entry(Reference::LifeEvent, &event.code, &event.name)))
            .chain(snapshot.districts.iter().map(|district| entry(Reference::District, &district.code, &district.name)))
            .chain(snapshot.departments.iter().map(|one| entry(Reference::Department, &one.id, &one.name)))
            .chain(snapshot.places().map(|place| entry(Reference::Place, &place.id, &place.name)))
            .collect();
        Self { texts, names }
    }

    /// The texts of the language.
    pub fn texts(&self) -> &'static Texts {
        self.texts
    }

    /// What a section is called.
    pub fn section(&self, section: Section) -> String {
        self.key(&format!("section-{}", section.code()))
    }

    /// What a field is called.
    pub fn field(&self, field: &Field) -> String {
        self.key(&field.key())
    }

    /// What a place is called: 材料 2 · 谁出具 · 英文.
    pub fn place(&self, path: &str) -> String {
        let mut segments = path.split('.');
        let Some(field) = segments.next().and_then(Field::named) else { return path.to_owned() };
        let mut key = field.key();
        let mut place = self.field(field);
        for segment in segments {
            if let Ok(row) = segment.parse::<usize>() {
                place = format!("{place} {}", row + 1);
            } else if let Some(language) = LANGUAGES.iter().position(|language| *language == segment) {
                // Chinese goes without saying.
                if language > 0 {
                    place = format!("{place} · {}", self.texts.editor_in_english());
                }
            } else if matches!(field.shape, Shape::Fee | Shape::Materials | Shape::Steps | Shape::Questions) {
                key = format!("{key}-{}", segment.replace('_', "-"));
                // Of a fee's line the amount says enough: it is no row of rows.
                if let Some(part) = self.texts.by_key(&key) {
                    place = if key == "field-fee-lines" { part } else { format!("{place} · {part}") };
                }
            }
        }
        place
    }

    /// What a text at a path says.
    pub fn value(&self, path: &str, text: &str) -> String {
        if text.is_empty() {
            return String::new();
        }
        let Some(field) = Field::named(Sheet::field_of(path)) else { return text.to_owned() };
        let last = path.rsplit('.').next().unwrap_or_default();
        match field.shape {
            Shape::Choice(table) => self.code(table, text),
            Shape::Department => self.reference(Reference::Department, text),
            Shape::References(kind) => self.reference(kind, text),
            Shape::Flag => self.flag(text),
            Shape::Number { .. } if field.name == "visits" => {
                text.parse::<u8>().map_or_else(|_| text.to_owned(), |times| self.texts.visits_count(times))
            }
            Shape::Fee if last == "free" => match text {
                "1" => self.texts.editor_fee_free().to_owned(),
                _ => self.texts.editor_fee_charged().to_owned(),
            },
            Shape::Fee if last == "amount_yuan" => self.texts.editor_yuan(text.to_owned()),
            Shape::Materials if last == "required" => self.flag(text),
            _ => text.to_owned(),
        }
    }

    /// What a time limit says: 5 个工作日.
    pub fn limit(&self, sheet: &Sheet, field: &str) -> String {
        let [value, unit] = ["value", "unit"].map(|part| sheet.get(&format!("{field}.{part}")));
        match (value.parse::<u16>(), LimitUnit::parse(unit)) {
            (Ok(value), Some(LimitUnit::Hours)) => self.texts.limit_hours(value),
            (Ok(value), Some(LimitUnit::WorkingDays)) => self.texts.limit_working_days(value),
            (Ok(value), Some(LimitUnit::CalendarDays)) => self.texts.limit_calendar_days(value),
            (Ok(value), Some(LimitUnit::Months)) => self.texts.limit_months(value),
            _ => value.to_owned(),
        }
    }

    /// What the chosen values of a set say: 个人、企业.
    pub fn set(&self, sheet: &Sheet, field: &str, table: Table) -> String {
        let chosen: Vec<String> = table
            .entries()
            .into_iter()
            .filter(|(code, _)| !sheet.get(&format!("{field}.{code}")).is_empty())
            .map(|(_, key)| self.key(&key))
            .collect();
        chosen.join(self.texts.editor_list_separator())
    }

    /// What a reference is called; its code where nobody knows it.
    pub fn reference(&self, kind: Reference, code: &str) -> String {
        self.names.get(&(kind, code.to_owned())).cloned().unwrap_or_else(|| code.to_owned())
    }

    /// Yes or no.
    pub fn flag(&self, text: &str) -> String {
        match text {
            "1" => self.texts.editor_yes().to_owned(),
            "0" => self.texts.editor_no().to_owned(),
            _ => text.to_owned(),
        }
    }

    fn code(&self, table: Table, code: &str) -> String {
        let entry = table.entries().into_iter().find(|(known, _)| *known == code);
        entry.map_or_else(|| code.to_owned(), |(_, key)| self.key(&key))
    }

    fn key(&self, key: &str) -> String {
        self.texts.by_key(key).unwrap_or_default()
    }
}
