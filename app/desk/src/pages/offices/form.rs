//! What forms of offices send, read field by field, so that everything that is wrong is said at once.

use chrono::{Datelike as _, NaiveDate, NaiveTime, Timelike as _};
use leptos::prelude::*;

use appointments::model::MinuteOfDay;
use catalogue::Bilingual;
use foundation::{error::FieldError, ui::ChoiceOption};

/// The last minute a stretch may end at.
const MIDNIGHT: MinuteOfDay = 24 * 60;

/// The pairs of a form.
#[derive(Debug, Clone, Default)]
pub(super) struct Sent(pub(super) Vec<(String, String)>);

impl Sent {
    /// A field; empty where it was not sent.
    pub(super) fn get(&self, field: &str) -> &str {
        self.0.iter().find(|(name, _)| name == field).map(|(_, value)| value.trim()).unwrap_or_default()
    }

    /// Every value of a field.
    pub(super) fn all<'s>(&'s self, field: &'s str) -> impl Iterator<Item = &'s str> {
        self.0.iter().filter(move |(name, _)| name == field).map(|(_, value)| value.as_str())
    }

    /// Whether a value of a field was ticked.
    pub(super) fn has(&self, field: &str, value: &str) -> bool {
        self.0.iter().any(|(name, sent)| name == field && sent == value)
    }

    /// The revision the form was drawn at; what is none is none that is there.
    pub(super) fn revision(&self) -> i32 {
        self.get("revision").parse().unwrap_or(-1)
    }

    /// Adds a field, as if it had been sent.
    pub(super) fn put(&mut self, field: impl Into<String>, value: impl ToString) {
        self.0.push((field.into(), value.to_string()));
    }
}

/// Reads fields and gathers what is wrong with them.
pub(super) struct Reader<'s> {
    sent: &'s Sent,
    errors: Vec<FieldError>,
}

impl<'s> Reader<'s> {
    pub(super) fn new(sent: &'s Sent) -> Self {
        Self { sent, errors: Vec::new() }
    }

    pub(super) fn wrong(&mut self, field: impl Into<String>, reason: &str) {
        self.errors.push(FieldError::new(field, reason));
    }

    /// What was read, if nothing is wrong.
    pub(super) fn done<T>(self, read: impl FnOnce() -> Option<T>) -> Result<T, Vec<FieldError>> {
        if !self.errors.is_empty() {
            return Err(self.errors);
        }
        read().ok_or(self.errors)
    }

    /// A line of text.
    pub(super) fn line(&mut self, field: &str, most: usize, needed: bool) -> String {
        let text = self.sent.get(field);
        if text.is_empty() && needed {
            self.wrong(field, "required");
        } else if text.chars().count() > most {
            self.wrong(field, "long");
        } else if text.chars().any(char::is_control) {
            self.wrong(field, "control");
        }
        text.to_owned()
    }

    /// A text in both languages, of the fields `…_zh` and `…_en`.
    pub(super) fn bilingual(&mut self, field: &str, most: usize, needed: bool) -> Bilingual {
        let zh = self.line(&format!("{field}_zh"), most, needed);
        let en = self.line(&format!("{field}_en"), most * 2, needed);
        Bilingual { zh, en }
    }

    /// A whole number between two others.
    pub(super) fn number(&mut self, field: &str, (least, most): (u16, u16), reason: &str) -> Option<u16> {
        let number = self.sent.get(field).parse().ok().filter(|number| (least..=most).contains(number));
        if number.is_none() {
            self.wrong(field, reason);
        }
        number
    }

    /// A day in the years that offices plan for.
    pub(super) fn day(&mut self, field: &str) -> Option<NaiveDate> {
        let day = parse_day(self.sent.get(field));
        if day.is_none() {
            self.wrong(field, "office-day");
        }
        day
    }

    /// A time of day.
    pub(super) fn minute(&mut self, field: &str, is_end: bool) -> Option<MinuteOfDay> {
        let minute = parse_minute(self.sent.get(field), is_end);
        if minute.is_none() {
            self.wrong(field, "office-time");
        }
        minute
    }
}

/// Reads a day as fields of type `date` send it. Only years that clocks and calendars agree on.
pub(super) fn parse_day(text: &str) -> Option<NaiveDate> {
    let day: NaiveDate = text.trim().parse().ok()?;
    (2000..2200).contains(&day.year()).then_some(day)
}

/// Reads a time as fields of type `time` send it; midnight at the end of a day is a time as well.
fn parse_minute(text: &str, is_end: bool) -> Option<MinuteOfDay> {
    if is_end && matches!(text, "24:00" | "00:00") {
        return Some(MIDNIGHT);
    }
    let time = ["%H:%M", "%H:%M:%S"].into_iter().find_map(|format| NaiveTime::parse_from_str(text, format).ok())?;
    MinuteOfDay::try_from(time.hour() * 60 + time.minute()).ok()
}

/// As a field of type `time` takes it.
pub(super) fn minute_text(minute: MinuteOfDay) -> String {
    format!("{:02}:{:02}", minute / 60 % 24, minute % 60)
}

/// A question whose answers are short: several stand beside each other.
pub(super) fn boxes(
    id: String,
    name: String,
    legend: impl Into<String>,
    options: Vec<ChoiceOption>,
    error: String,
) -> AnyView {
    let error_id = format!("{id}-error");
    let described = (!error.is_empty()).then(|| error_id.clone());
    let rows = options
        .into_iter()
        .enumerate()
        .map(|(index, option)| {
            let id = (index == 0).then(|| id.clone());
            view! {
                <label class="choice">
                    <input type="checkbox" id=id name=name.clone() value=option.value checked=option.checked />
                    <span>{option.label}</span>
                </label>
            }
        })
        .collect_view();
    let error = (!error.is_empty()).then(|| view! { <p class="error" id=error_id>{error}</p> });
    view! {
        <fieldset class="field" aria-describedby=described>
            <legend>{legend.into()}</legend>
            <div class="boxes">{rows}</div>
            {error}
        </fieldset>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::{minute_text, parse_day, parse_minute};

    #[test]
    fn times_come_back_as_they_were_typed_and_a_day_ends_at_midnight() {
        for (text, minute) in [("00:00", 0), ("09:05", 545), ("23:59", 1439)] {
            assert_eq!(parse_minute(text, false), Some(minute));
            assert_eq!(minute_text(minute), text);
        }
        assert_eq!(parse_minute("00:00", true), Some(1440));
        assert_eq!(minute_text(1440), "00:00");
        for wrong in ["", "25:00", "9", "12:60", "x", "24:00"] {
            assert_eq!(parse_minute(wrong, false), None, "{wrong}");
        }
        for wrong in ["", "2026-13-01", "9999-01-01", "1.2.2026"] {
            assert_eq!(parse_day(wrong), None, "{wrong}");
        }
    }
}
