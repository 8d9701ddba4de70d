use chrono::{Days, NaiveDate};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;

use super::super::super::city_time;
use foundation::{audit::Filter, error::FieldError};

/// What an auditor looks for, as typed.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    pub(super) account: String,
    #[serde(default)]
    pub(super) act: String,
    #[serde(default)]
    pub(super) subject: String,
    #[serde(default)]
    pub(super) department: String,
    #[serde(default)]
    pub(super) from: String,
    #[serde(default)]
    pub(super) until: String,
    #[serde(default)]
    before: String,
}

impl Asked {
    /// The filter, and what of it cannot be read. Days are days of the city; the last one is included.
    pub(super) fn filter(&self) -> (Filter, Vec<FieldError>) {
        let mut errors = Vec::new();
        let mut day = |field: &str, text: &str, ahead: u64| {
            if text.is_empty() {
                return None;
            }
            let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().filter(|day| in_reach(*day));
            if day.is_none() {
                errors.push(FieldError::new(field, "audit-day"));
            }
            day?.checked_add_days(Days::new(ahead)).map(city_time::begin_of)
        };
        let (from, until) = (day("from", self.from.trim(), 0), day("until", self.until.trim(), 1));
        let filter = Filter {
            account: plain(&self.account),
            act: plain(&self.act),
            subject: plain(&self.subject),
            department: plain(&self.department),
            from,
            until,
        };
        (filter, errors)
    }

    /// The entry the page ends before.
    pub(super) fn before(&self) -> Option<i64> {
        self.before.parse().ok()
    }

    /// The same list as an address, going on before an entry.
    pub(super) fn query(&self, before: Option<i64>) -> String {
        let before = before.map(|number| number.to_string()).unwrap_or_default();
        let fields = [
            ("account", &self.account),
            ("act", &self.act),
            ("subject", &self.subject),
            ("department", &self.department),
            ("from", &self.from),
            ("until", &self.until),
            ("before", &before),
        ];
        let pairs: Vec<String> = fields
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}={}", utf8_percent_encode(value, NON_ALPHANUMERIC)))
            .collect();
        if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) }
    }
}

/// Years that clocks and calendars agree on.
fn in_reach(day: NaiveDate) -> bool {
    use chrono::Datelike as _;
    (2000..2200).contains(&day.year())
}

/// Without what no entry holds.
fn plain(text: &str) -> String {
    text.trim().chars().filter(|c| !c.is_control()).take(200).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_of_days_begins_and_ends_at_the_city_s_midnight() {
        let asked = Asked { from: "2026-11-22".into(), until: "2026-11-22".into(), ..Asked::default() };
        let (filter, errors) = asked.filter();
        assert!(errors.is_empty());
        assert_eq!(filter.from.unwrap().to_rfc3339(), "2026-11-21T16:00:00+00:00");
        assert_eq!(filter.until.unwrap().to_rfc3339(), "2026-11-22T16:00:00+00:00");
    }

    #[test]
    fn a_day_that_is_none_is_said_and_a_nul_never_arrives() {
        let asked = Asked { from: "yesterday".into(), account: "a\0b".into(), ..Asked::default() };
        let (filter, errors) = asked.filter();
        assert_eq!((filter.account.as_str(), errors.len()), ("ab", 1));
    }
}
