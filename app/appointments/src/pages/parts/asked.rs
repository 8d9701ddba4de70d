use chrono::{DateTime, NaiveDate, Utc};
use foundation::{error::AppError, ids::AppointmentId};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;

use super::words::{month_in, month_value, time_in, time_value};
use crate::model::Slug;

/// What the address of a page of booking says beside its path; what is not understood is as if it were not there.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    item: String,
    month: String,
    day: String,
    time: String,
    persons: String,
    acting: String,
    done: String,
}

/// The same, understood.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choice {
    /// The item one comes from.
    pub item: Option<String>,
    /// The first day of the month to be shown.
    pub month: Option<NaiveDate>,
    /// The day.
    pub day: Option<NaiveDate>,
    /// The time on it.
    pub time: Option<DateTime<Utc>>,
    /// How many people come.
    pub persons: Option<u16>,
    /// For whom, as a form sends it.
    pub acting: String,
}

impl Asked {
    /// Understands it.
    pub fn choice(&self) -> Choice {
        Choice {
            item: item_in(&self.item),
            month: month_in(&self.month),
            day: self.day.parse().ok(),
            time: time_in(&self.time),
            persons: self.persons.parse().ok(),
            acting: if self.acting.len() <= 60 { self.acting.clone() } else { String::new() },
        }
    }

    /// What was just done.
    pub fn done(&self) -> &str {
        &self.done
    }
}

impl Choice {
    /// As the end of an address, with its question mark; empty where nothing is chosen.
    pub fn query(&self) -> String {
        let mut pairs = Vec::new();
        if let Some(item) = &self.item {
            pairs.push(format!("item={}", utf8_percent_encode(item, NON_ALPHANUMERIC)));
        }
        if let Some(persons) = self.persons.filter(|persons| *persons > 1) {
            pairs.push(format!("persons={persons}"));
        }
        if let Some(month) = self.month {
            pairs.push(format!("month={}", month_value(month)));
        }
        if let Some(day) = self.day {
            pairs.push(format!("day={day}"));
        }
        if let Some(time) = self.time {
            pairs.push(format!("time={}", time_value(time)));
        }
        if !self.acting.is_empty() {
            pairs.push(format!("acting={}", utf8_percent_encode(&self.acting, NON_ALPHANUMERIC)));
        }
        if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) }
    }

    /// With a day; another day has other times.
    #[must_use]
    pub fn on(&self, day: NaiveDate) -> Self {
        Self { day: Some(day), month: None, time: None, ..self.clone() }
    }

    /// With a month; its first free day is proposed.
    #[must_use]
    pub fn in_month(&self, first: NaiveDate) -> Self {
        Self { month: Some(first), day: None, time: None, ..self.clone() }
    }
}

/// The code of an item as addresses and forms send it: short, of the signs codes have.
fn item_in(text: &str) -> Option<String> {
    let well_formed =
        (1..=64).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'.');
    well_formed.then(|| text.to_owned())
}

/// The name of an office or a matter in a path; what is none is not there.
pub fn slug(text: &str) -> Result<Slug, AppError> {
    Slug::parse(text).ok_or(AppError::NotFound)
}

/// The visit in a path; what is none is not there.
pub fn visit(text: &str) -> Result<AppointmentId, AppError> {
    AppointmentId::parse(text).ok_or(AppError::NotFound)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_understood_is_as_if_it_were_not_there() {
        let asked = Asked {
            item: "a b".into(),
            month: "2026-13".into(),
            day: "x".into(),
            time: "09:30".into(),
            persons: "-1".into(),
            acting: "x".repeat(61),
            done: String::new(),
        };
        assert_eq!(asked.choice(), Choice::default());
        assert_eq!(Choice::default().query(), "");
    }

    #[test]
    fn an_address_says_what_was_chosen() {
        let choice = Choice {
            item: Some("510100-06-008".into()),
            persons: Some(2),
            time: Some("2026-11-27T01:30:00Z".parse().unwrap()),
            acting: "me".into(),
            ..Choice::default()
        };
        let day = choice.on("2026-11-27".parse().unwrap());
        assert_eq!(day.query(), "?item=510100%2D06%2D008&persons=2&day=2026-11-27&acting=me");
        assert!(choice.query().contains("&time=2026-11-27T01:30Z&"));
    }
}
