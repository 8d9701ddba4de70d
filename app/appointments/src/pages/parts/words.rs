//! Days and times as people of the city read them, on pages and in links.

use chrono::{DateTime, Datelike as _, NaiveDate, Utc};
use foundation::{
    clock::{city, city_day},
    page::weekday,
    text::Texts,
};

use crate::model::{Appointment, Terms};

/// The name of a month as a language has it in dates.
fn month_of(texts: &Texts, day: NaiveDate, long: &str) -> String {
    if texts.language().is_first() { day.month().to_string() } else { day.format(long).to_string() }
}

/// A day with its day of the week.
pub fn day(texts: &Texts, day: NaiveDate) -> String {
    texts.booking_day(day.day().to_string(), month_of(texts, day, "%b"), weekday(texts, day.weekday()))
}

/// A month with its year.
pub fn month(texts: &Texts, first: NaiveDate) -> String {
    texts.booking_month(month_of(texts, first, "%B"), first.year().to_string())
}

/// A time of the day.
pub fn time(moment: DateTime<Utc>) -> String {
    city(moment).format("%H:%M").to_string()
}

/// From when until when on its day.
pub fn span(visit: &Appointment) -> String {
    format!("{}–{}", time(visit.starts_at), time(visit.ends_at))
}

/// A day with a time.
pub fn day_and_time(texts: &Texts, moment: DateTime<Utc>) -> String {
    format!("{} {}", day(texts, city_day(moment)), time(moment))
}

/// How long a visit of some people takes.
pub fn length(texts: &Texts, terms: &Terms, persons: u16) -> String {
    texts.booking_minutes(i64::from(terms.preparation) + i64::from(terms.minutes) * i64::from(persons.max(1)))
}

/// The first day of a month as addresses name it: `2026-11`.
pub fn month_in(text: &str) -> Option<NaiveDate> {
    (text.len() == 7).then(|| format!("{text}-01").parse().ok()).flatten()
}

/// A month as addresses name it.
pub fn month_value(first: NaiveDate) -> String {
    first.format("%Y-%m").to_string()
}

/// A time as forms send it.
pub fn time_value(moment: DateTime<Utc>) -> String {
    moment.format("%Y-%m-%dT%H:%MZ").to_string()
}

/// Reads a time that a form sent.
pub fn time_in(text: &str) -> Option<DateTime<Utc>> {
    let (moment, rest) = chrono::NaiveDateTime::parse_and_remainder(text, "%Y-%m-%dT%H:%M").ok()?;
    (rest == "Z").then(|| moment.and_utc())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_a_form_sends_is_read_back() {
        let moment = "2026-11-27T01:30:00Z".parse().unwrap();
        assert_eq!(time_in(&time_value(moment)), Some(moment));
        assert_eq!(time(moment), "09:30");
        let first = month_in("2026-11").unwrap();
        assert_eq!(month_value(first), "2026-11");
    }

    proptest! {
        #[test]
        fn nonsense_in_an_address_is_no_day_and_no_time(text in "[0-9TZ:+-]{0,20}|.{0,20}") {
            let _ = month_in(&text);
            if let Some(moment) = time_in(&text) {
                prop_assert_eq!(time_in(&time_value(moment)), Some(moment));
            }
        }
    }
}
