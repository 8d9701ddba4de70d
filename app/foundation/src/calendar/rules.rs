use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

/// One day of the calendar: worked or not, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Day {
    /// The day.
    pub date: NaiveDate,
    /// Whether offices work.
    pub is_workday: bool,
    /// Whether it is off by the holiday notice, weekends inside a holiday included.
    #[serde(default)]
    pub is_holiday: bool,
    /// Whether it is a weekday off that a weekend day makes up for.
    #[serde(default)]
    pub is_in_lieu: bool,
    /// The holiday's name; also on a weekend day worked for it (调休上班). Empty on ordinary days.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
}

/// Which days are worked. A day nobody has imported is worked from Monday to Friday; [`WorkingDays::is_known`] tells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WorkingDays {
    days: BTreeMap<NaiveDate, bool>,
}

impl WorkingDays {
    /// The calendar made of these days; of two entries for one day the later counts.
    pub fn from_days(days: impl IntoIterator<Item = Day>) -> Self {
        Self { days: days.into_iter().map(|day| (day.date, day.is_workday)).collect() }
    }

    /// Whether the day's entry was imported, so that nothing is guessed about it.
    pub fn is_known(&self, date: NaiveDate) -> bool {
        self.days.contains_key(&date)
    }

    /// The last day nothing is guessed about, counted without a gap from the first: deadlines beyond it are provisional.
    pub fn known_until(&self) -> Option<NaiveDate> {
        let mut known = self.days.keys();
        let mut last = *known.next()?;
        for date in known {
            if last.succ_opt() != Some(*date) {
                break;
            }
            last = *date;
        }
        Some(last)
    }

    /// Whether offices work that day.
    pub fn is_working_day(&self, date: NaiveDate) -> bool {
        self.days.get(&date).copied().unwrap_or_else(|| !matches!(date.weekday(), Weekday::Sat | Weekday::Sun))
    }

    /// The day on which a limit of `count` working days that began on `date` ends.
    ///
    /// The day of the beginning does not count (民法典 art. 201), whether worked or not; a limit of no days ends at once.
    /// The end of all calendars stands in for days beyond it.
    pub fn add_working_days(&self, date: NaiveDate, count: u32) -> NaiveDate {
        let mut day = date;
        let mut left = count;
        while left > 0 {
            let Some(next) = day.succ_opt() else { return day };
            day = next;
            left -= u32::from(self.is_working_day(day));
        }
        day
    }

    /// How many working days lie after `from`, up to and with `to`; none where `to` is not after `from`.
    pub fn working_days_between(&self, from: NaiveDate, to: NaiveDate) -> u32 {
        let mut count = 0;
        let mut day = from;
        while day < to {
            let Some(next) = day.succ_opt() else { break };
            day = next;
            count += u32::from(self.is_working_day(day));
        }
        count
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// The State Council's notice for 2026: days off, and weekend days worked.
    fn year_2026() -> WorkingDays {
        let off = [
            ("2026-01-01", "2026-01-03"),
            ("2026-02-15", "2026-02-23"),
            ("2026-04-04", "2026-04-06"),
            ("2026-05-01", "2026-05-05"),
            ("2026-06-19", "2026-06-21"),
            ("2026-09-25", "2026-09-27"),
            ("2026-10-01", "2026-10-07"),
        ];
        let worked = ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"].map(date);
        let days = date("2026-01-01").iter_days().take_while(|day| day.year() == 2026).map(|day| {
            let is_holiday = off.iter().any(|(from, to)| (date(from)..=date(to)).contains(&day));
            let is_weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
            Day {
                date: day,
                is_workday: worked.contains(&day) || !(is_holiday || is_weekend),
                is_holiday,
                is_in_lieu: false,
                name: String::new(),
            }
        });
        WorkingDays::from_days(days)
    }

    #[test]
    fn a_weekend_day_worked_for_a_holiday_counts() {
        let calendar = year_2026();
        assert!(calendar.is_working_day(date("2026-02-14")), "a Saturday before the Spring Festival");
        assert!(!calendar.is_working_day(date("2026-02-16")), "a Monday in it");
        assert!(!calendar.is_working_day(date("2026-07-04")), "an ordinary Saturday");
    }

    #[test]
    fn a_limit_runs_over_the_spring_festival_without_counting_it() {
        let calendar = year_2026();
        // Friday 13 February; 14 is worked, 15 to 23 are off.
        assert_eq!(calendar.add_working_days(date("2026-02-13"), 1), date("2026-02-14"));
        assert_eq!(calendar.add_working_days(date("2026-02-13"), 2), date("2026-02-24"));
        assert_eq!(calendar.add_working_days(date("2026-02-13"), 5), date("2026-02-27"));
        assert_eq!(calendar.add_working_days(date("2026-02-13"), 6), date("2026-02-28"), "a Saturday made up");
    }

    #[test]
    fn a_limit_that_begins_on_a_day_off_counts_from_the_next_working_day() {
        assert_eq!(year_2026().add_working_days(date("2026-10-03"), 1), date("2026-10-08"));
        assert_eq!(year_2026().add_working_days(date("2026-10-03"), 0), date("2026-10-03"));
    }

    #[test]
    fn a_year_not_published_yet_is_guessed_and_said_to_be() {
        let calendar = year_2026();
        assert!(calendar.is_known(date("2026-12-31")));
        assert!(!calendar.is_known(date("2027-01-01")));
        assert!(calendar.is_working_day(date("2027-01-01")), "a Friday, for all we know");
        assert!(!calendar.is_working_day(date("2027-01-02")), "a Saturday");
        assert_eq!(calendar.known_until(), Some(date("2026-12-31")));
        assert_eq!(WorkingDays::default().known_until(), None);
    }

    #[test]
    fn the_end_of_time_ends_every_limit() {
        assert_eq!(WorkingDays::default().add_working_days(NaiveDate::MAX, 3), NaiveDate::MAX);
        assert_eq!(WorkingDays::default().working_days_between(NaiveDate::MAX, NaiveDate::MIN), 0);
    }

    fn any_day() -> impl Strategy<Value = NaiveDate> {
        (0u64..800).prop_map(|offset| date("2025-12-01") + chrono::Days::new(offset))
    }

    proptest! {
        #[test]
        fn what_was_added_lies_between(start in any_day(), count in 0u32..300) {
            let calendar = year_2026();
            let end = calendar.add_working_days(start, count);
            prop_assert_eq!(calendar.working_days_between(start, end), count);
            prop_assert!(count == 0 || calendar.is_working_day(end));
        }

        #[test]
        fn adding_twice_is_adding_the_sum(start in any_day(), first in 0u32..100, second in 0u32..100) {
            let calendar = year_2026();
            let twice = calendar.add_working_days(calendar.add_working_days(start, first), second);
            prop_assert_eq!(twice, calendar.add_working_days(start, first + second));
        }

        #[test]
        fn a_longer_limit_never_ends_earlier(start in any_day(), count in 0u32..300) {
            let calendar = year_2026();
            prop_assert!(calendar.add_working_days(start, count) < calendar.add_working_days(start, count + 1));
        }
    }
}
