use chrono::{DateTime, TimeDelta, Utc};

use super::Priority;

/// How long before its time a booked visit may be called.
const EARLY: TimeDelta = TimeDelta::minutes(30);
/// How long after its time a booked visit still goes before those who walked in.
const LATE: TimeDelta = TimeDelta::minutes(15);

/// Which of the three lines somebody stands in; the first is served first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Line {
    /// Who booked and came in time, and who is led on from another counter.
    Booked,
    /// Who walked in and goes before others.
    Priority,
    /// Who walked in.
    WalkIn,
}

impl Line {
    /// As stored.
    pub fn index(self) -> i32 {
        match self {
            Self::Booked => 0,
            Self::Priority => 1,
            Self::WalkIn => 2,
        }
    }

    /// Reads what is stored.
    pub fn from_index(index: i32) -> Option<Self> {
        [Self::Booked, Self::Priority, Self::WalkIn].into_iter().find(|line| line.index() == index)
    }
}

/// Where in the line somebody stands. The smaller one is called first; of those that are equal, who goes before others does, and
/// then whoever had the number first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// In which line.
    pub line: Line,
    /// Since when, in that line.
    pub order_at: DateTime<Utc>,
    /// From when on the person may be called.
    pub ready_at: DateTime<Utc>,
}

/// The place of somebody who arrives: by the time of their visit where they booked one and are not too late for it, else by when
/// they came.
pub fn place_of(arrived_at: DateTime<Utc>, booked_for: Option<DateTime<Utc>>, priority: Priority) -> Place {
    match booked_for {
        Some(starts_at) if arrived_at <= starts_at + LATE => {
            Place { line: Line::Booked, order_at: starts_at, ready_at: (starts_at - EARLY).max(arrived_at) }
        }
        _ => {
            let line = if priority.is_some() { Line::Priority } else { Line::WalkIn };
            Place { line, order_at: arrived_at, ready_at: arrived_at }
        }
    }
}

/// Whether a booked visit can be counted as missed: whoever comes now walks in.
pub(crate) fn is_over_late(starts_at: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    now > starts_at + LATE
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(minute: i64) -> DateTime<Utc> {
        "2026-11-23T01:00:00Z".parse::<DateTime<Utc>>().unwrap() + TimeDelta::minutes(minute)
    }

    #[test]
    fn who_booked_and_comes_early_waits_for_the_window_and_who_comes_late_walks_in() {
        let early = place_of(at(0), Some(at(90)), Priority::None);
        assert_eq!((early.line, early.ready_at), (Line::Booked, at(60)));
        let in_time = place_of(at(80), Some(at(90)), Priority::None);
        assert_eq!((in_time.line, in_time.ready_at, in_time.order_at), (Line::Booked, at(80), at(90)));
        assert_eq!(place_of(at(105), Some(at(90)), Priority::None).line, Line::Booked);
        let late = place_of(at(106), Some(at(90)), Priority::None);
        assert_eq!((late.line, late.order_at), (Line::WalkIn, at(106)));
        assert_eq!(place_of(at(106), Some(at(90)), Priority::Elderly).line, Line::Priority);
    }

    fn any_priority() -> impl Strategy<Value = Priority> {
        prop::sample::select(Priority::ALL.to_vec())
    }

    proptest! {
        #[test]
        fn nobody_is_ready_before_they_came(came in 0_i64..600, booked in prop::option::of(0_i64..600), priority in any_priority()) {
            let place = place_of(at(came), booked.map(at), priority);
            prop_assert!(place.ready_at >= at(came));
        }

        #[test]
        fn who_walks_in_earlier_stands_before_who_comes_later_with_the_same_reason(
            first in 0_i64..600, after in 1_i64..600, priority in any_priority(),
        ) {
            prop_assert!(place_of(at(first), None, priority) < place_of(at(first + after), None, priority));
        }

        #[test]
        fn who_booked_and_is_in_time_stands_before_everybody_who_walks_in(
            came in 0_i64..600, until in 0_i64..120, other in 0_i64..600, priority in any_priority(),
        ) {
            let booked = place_of(at(came), Some(at(came + until)), Priority::None);
            prop_assert!(booked < place_of(at(other), None, priority));
        }

        #[test]
        fn coming_earlier_never_makes_a_place_worse(came in 1_i64..600, by in 0_i64..600, booked in prop::option::of(0_i64..600), priority in any_priority()) {
            let (sooner, later) = (place_of(at(came - by.min(came)), booked.map(at), priority), place_of(at(came), booked.map(at), priority));
            prop_assert!(sooner.line <= later.line && (sooner.line < later.line || sooner.order_at <= later.order_at));
        }
    }
}
