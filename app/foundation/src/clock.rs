//! What time it is, passed in: the real clock in the process, a fixed one in tests.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, TimeDelta, Utc};

/// Seconds the city is ahead of UTC: China keeps one time zone, without summer time, since 1991.
const AHEAD: i32 = 8 * 3_600;

/// A source of the present moment.
#[derive(Debug, Clone, Copy)]
pub enum Clock {
    /// The machine's clock.
    Real,
    /// Always the same moment.
    Fixed(DateTime<Utc>),
}

impl Clock {
    /// The present moment, in UTC, to the microsecond (as far as both engines store it).
    pub fn now(self) -> DateTime<Utc> {
        match self {
            #[expect(clippy::disallowed_methods, reason = "this is the one place")]
            Self::Real => {
                let now = Utc::now();
                DateTime::from_timestamp_micros(now.timestamp_micros()).unwrap_or(now)
            }
            Self::Fixed(moment) => moment,
        }
    }
}

/// The zone of the city's clocks.
#[expect(clippy::missing_panics_doc, reason = "eight hours are always a zone")]
pub fn city_zone() -> FixedOffset {
    FixedOffset::east_opt(AHEAD).expect("eight hours are a zone")
}

/// A moment on the city's clocks.
pub fn city(moment: DateTime<Utc>) -> DateTime<FixedOffset> {
    moment.with_timezone(&city_zone())
}

/// The day a moment falls on in the city.
pub fn city_day(moment: DateTime<Utc>) -> NaiveDate {
    city(moment).date_naive()
}

/// The moment so many minutes after the beginning of a day in the city; the end of all time where no clock shows it.
pub fn city_moment(day: NaiveDate, minute_of_day: u16) -> DateTime<Utc> {
    day.and_time(NaiveTime::MIN)
        .checked_add_signed(TimeDelta::minutes(i64::from(minute_of_day)) - TimeDelta::seconds(i64::from(AHEAD)))
        .map_or(DateTime::<Utc>::MAX_UTC, |moment| moment.and_utc())
}

#[cfg(test)]
mod tests {
    use super::{city_day, city_moment};

    #[test]
    fn a_day_of_the_city_begins_eight_hours_before_that_of_utc() {
        let day = "2026-12-01".parse().unwrap();
        let begin = city_moment(day, 0);
        assert_eq!(begin.to_rfc3339(), "2026-11-30T16:00:00+00:00");
        assert_eq!(city_day(begin), day);
        assert_eq!(city_day(begin - chrono::TimeDelta::microseconds(1)), day.pred_opt().unwrap());
        assert_eq!(city_moment(day, 24 * 60), city_moment(day.succ_opt().unwrap(), 0));
    }
}
