use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

/// The unit of a time limit: 法定 / 承诺办结时限单位, GB/T 39046-2020 table 4 nos. 16 and 19.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LimitUnit {
    /// 小时.
    Hours,
    /// 工作日: days the calendar counts as working, 调休 included.
    WorkingDays,
    /// 自然日.
    CalendarDays,
    /// 月.
    Months,
}

impl LimitUnit {
    /// Reads the unit as departments write it: 工作日, 天, 小时, 月, or our own code, or C0109's `G`, `Z`, `H`, `Y`.
    pub fn parse(text: &str) -> Option<Self> {
        Some(match text.trim() {
            "hours" | "小时" | "时" | "H" | "h" => Self::Hours,
            "working_days" | "工作日" | "个工作日" | "G" | "1" => Self::WorkingDays,
            "calendar_days" | "天" | "日" | "自然日" | "Z" | "2" => Self::CalendarDays,
            "months" | "月" | "个月" | "Y" => Self::Months,
            _ => return None,
        })
    }

    /// The key under which the interface says "so many of this unit".
    pub fn code(self) -> &'static str {
        match self {
            Self::Hours => "hours",
            Self::WorkingDays => "working_days",
            Self::CalendarDays => "calendar_days",
            Self::Months => "months",
        }
    }

    /// Hours in one unit, at the least and at the most: months have 28 to 31 days; five working days can take as little
    /// as five days and, with a long holiday inside, a fortnight.
    fn hours(self) -> (u64, u64) {
        match self {
            Self::Hours => (1, 1),
            Self::WorkingDays | Self::CalendarDays => (24, 24),
            Self::Months => (28 * 24, 31 * 24),
        }
    }
}

/// A time limit of at least one unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Limit {
    /// How many; at least 1.
    #[schema(value_type = u16, minimum = 1)]
    pub value: std::num::NonZeroU16,
    /// Of what.
    pub unit: LimitUnit,
}

impl Limit {
    /// A limit, unless it is none at all.
    pub fn new(value: u16, unit: LimitUnit) -> Option<Self> {
        std::num::NonZeroU16::new(value).map(|value| Self { value, unit })
    }

    /// Whether this limit surely runs longer than the other one, whatever the calendar does.
    ///
    /// A promise may not surely exceed the statute. Between working and calendar days only the sure case is refused:
    /// ten working days do exceed ten calendar days, fourteen calendar days may or may not exceed ten working days.
    pub fn surely_exceeds(self, other: Self) -> bool {
        let value = u64::from(self.value.get());
        let limit = u64::from(other.value.get());
        if self.unit == other.unit {
            return value > limit;
        }
        match (self.unit, other.unit) {
            // n working days hold at least ⌊(n-1)/5⌋ weekends, unless weekends are worked in: n days at the least, and
            // one that begins after them; a weekend falls into any run of six.
            (LimitUnit::WorkingDays, LimitUnit::CalendarDays) => value + 2 * (value.saturating_sub(1) / 5) > limit,
            (LimitUnit::CalendarDays, LimitUnit::WorkingDays) => value > limit * 3 + 10,
            _ => value * self.unit.hours().0 > limit * other.unit.hours().1,
        }
    }
}

impl PartialOrd for Limit {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        if self.unit == other.unit { self.value.partial_cmp(&other.value) } else { None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn limit(value: u16, unit: LimitUnit) -> Limit {
        Limit::new(value, unit).expect("not zero")
    }

    #[test]
    fn a_limit_of_nothing_does_not_exist() {
        assert_eq!(Limit::new(0, LimitUnit::Hours), None);
        assert!(serde_json::from_str::<Limit>(r#"{"value":0,"unit":"hours"}"#).is_err());
    }

    #[test]
    fn working_days_and_calendar_days_are_compared_with_weekends_in_mind() {
        assert!(limit(20, LimitUnit::WorkingDays).surely_exceeds(limit(20, LimitUnit::CalendarDays)));
        assert!(!limit(20, LimitUnit::WorkingDays).surely_exceeds(limit(60, LimitUnit::CalendarDays)));
        assert!(!limit(14, LimitUnit::CalendarDays).surely_exceeds(limit(10, LimitUnit::WorkingDays)));
        assert!(limit(2, LimitUnit::Months).surely_exceeds(limit(20, LimitUnit::CalendarDays)));
        assert!(!limit(1, LimitUnit::Months).surely_exceeds(limit(30, LimitUnit::CalendarDays)));
    }

    proptest! {
        #[test]
        fn no_limit_exceeds_itself_and_no_two_exceed_each_other(a in 1u16..2000, b in 1u16..2000, ua in 0usize..4, ub in 0usize..4) {
            let units = [LimitUnit::Hours, LimitUnit::WorkingDays, LimitUnit::CalendarDays, LimitUnit::Months];
            let (x, y) = (limit(a, units[ua]), limit(b, units[ub]));
            prop_assert!(!x.surely_exceeds(x));
            prop_assert!(!(x.surely_exceeds(y) && y.surely_exceeds(x)));
        }
    }
}
