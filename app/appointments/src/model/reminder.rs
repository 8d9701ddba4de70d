use chrono::{DateTime, TimeDelta, Utc};

/// What is told before a visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reminder {
    /// A day before.
    Day,
    /// An hour before.
    Hour,
}

impl Reminder {
    /// Every one, the earliest first.
    pub const ALL: [Self; 2] = [Self::Day, Self::Hour];

    /// The name as stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Hour => "hour",
        }
    }

    /// Reads a name as stored.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reminder| reminder.code() == text)
    }

    /// How long before.
    pub fn before(self) -> TimeDelta {
        match self {
            Self::Day => TimeDelta::days(1),
            Self::Hour => TimeDelta::hours(1),
        }
    }

    /// Those that are still to come for a visit, with the moment of each: what is booked later than that needs no reminder.
    pub fn of(starts_at: DateTime<Utc>, now: DateTime<Utc>) -> impl Iterator<Item = (Self, DateTime<Utc>)> {
        Self::ALL
            .into_iter()
            .map(move |reminder| (reminder, starts_at - reminder.before()))
            .filter(move |(_, due)| *due > now)
    }

    /// Whether it still says something new: a process that stood still for hours does not remind twice at once, nor of what is
    /// past.
    pub fn is_of_use(self, starts_at: DateTime<Utc>, now: DateTime<Utc>) -> bool {
        match self {
            Self::Day => now < starts_at - Self::Hour.before(),
            Self::Hour => now < starts_at,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_told_that_was_known_when_it_was_booked() {
        let starts: DateTime<Utc> = "2026-12-01T02:00:00Z".parse().unwrap();
        let of =
            |hours: i64| Reminder::of(starts, starts - TimeDelta::hours(hours)).map(|(one, _)| one).collect::<Vec<_>>();
        assert_eq!(of(25), [Reminder::Day, Reminder::Hour]);
        assert_eq!(of(24), [Reminder::Hour]);
        assert_eq!(of(1), []);
        assert!(Reminder::Day.is_of_use(starts, starts - TimeDelta::hours(2)));
        assert!(!Reminder::Day.is_of_use(starts, starts - TimeDelta::hours(1)));
        assert!(!Reminder::Hour.is_of_use(starts, starts));
    }
}
