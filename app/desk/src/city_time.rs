//! Times as the city reads them.

use chrono::{DateTime, Datelike as _, NaiveDate, NaiveDateTime, TimeZone as _, Utc};

use foundation::clock::{city_moment, city_zone};
pub(super) use foundation::{
    clock::{city as local, city_day as day_of},
    page::when,
};

/// When a day begins.
pub(super) fn begin_of(day: NaiveDate) -> DateTime<Utc> {
    city_moment(day, 0)
}

/// What a field of type `datetime-local` sent: `2026-12-01T00:00`. Only years that clocks and calendars agree on.
pub(super) fn parse_local(text: &str) -> Option<DateTime<Utc>> {
    let text = text.trim();
    let naive = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
        .into_iter()
        .find_map(|format| NaiveDateTime::parse_from_str(text, format).ok())?;
    (2000..2200).contains(&naive.year()).then(|| moment_of(naive)).flatten()
}

fn moment_of(naive: NaiveDateTime) -> Option<DateTime<Utc>> {
    city_zone().from_local_datetime(&naive).single().map(|moment| moment.with_timezone(&Utc))
}

/// As a field of type `datetime-local` takes it; empty for none.
pub(super) fn for_field(moment: Option<DateTime<Utc>>) -> String {
    moment.map(|moment| local(moment).format("%Y-%m-%dT%H:%M").to_string()).unwrap_or_default()
}

/// As machines read it.
pub(super) fn machine(moment: DateTime<Utc>) -> String {
    local(moment).format("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_field_sends_is_city_time_and_comes_back_the_same() {
        let moment = parse_local("2026-12-01T00:00").unwrap();
        assert_eq!(moment.to_rfc3339(), "2026-11-30T16:00:00+00:00");
        assert_eq!(for_field(Some(moment)), "2026-12-01T00:00");
        assert_eq!(day_of(moment).to_string(), "2026-12-01");
        assert_eq!(begin_of(day_of(moment)), moment);
    }

    #[test]
    fn what_is_no_time_is_none() {
        for text in ["", "morgen", "2026-13-01T00:00", "9999-12-31T23:59", "2026-12-01", "+262142-01-01T00:00"] {
            assert_eq!(parse_local(text), None, "{text}");
        }
    }
}
