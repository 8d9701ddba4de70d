use std::collections::BTreeMap;

use chrono::{Datelike as _, NaiveDate, Weekday};
use foundation::calendar::Day;
use serde::{Deserialize, Serialize};

/// Minutes after midnight, on the city's clocks.
pub type MinuteOfDay = u16;

/// The last minute of a day an office may be open until.
const MIDNIGHT: MinuteOfDay = 24 * 60;
/// The most counters one opening may have.
const MOST_COUNTERS: u16 = 500;

/// On which days of the week something holds, the worked weekend days (调休) among them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Weekdays(u8);

impl Weekdays {
    /// The bit of a weekend day that is worked for a holiday.
    const WORKED_WEEKENDS: u8 = 1 << 7;

    /// These days.
    pub fn of(days: impl IntoIterator<Item = Weekday>) -> Self {
        Self(days.into_iter().fold(0, |bits, day| bits | 1 << day.num_days_from_monday()))
    }

    /// Working days as the State Council has them: from Monday to Friday, and the weekend days worked for holidays.
    pub fn working_days() -> Self {
        Self(0b1_1111).and_worked_weekends()
    }

    /// With the weekend days that are worked for holidays.
    #[must_use]
    pub fn and_worked_weekends(self) -> Self {
        Self(self.0 | Self::WORKED_WEEKENDS)
    }

    /// Whether a day of the week is among them.
    pub fn contain(self, day: Weekday) -> bool {
        self.0 & 1 << day.num_days_from_monday() != 0
    }

    /// Whether weekend days that are worked for holidays are among them.
    pub fn contain_worked_weekends(self) -> bool {
        self.0 & Self::WORKED_WEEKENDS != 0
    }

    /// Whether some day is in both.
    pub fn meet(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// As stored.
    pub fn bits(self) -> u8 {
        self.0
    }

    /// Reads what is stored.
    pub fn from_bits(bits: u8) -> Self {
        Self(bits)
    }
}

/// A stretch of a day in which counters work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stretch {
    /// When it begins.
    pub begins: MinuteOfDay,
    /// When it ends; the counters are closed from this minute.
    pub ends: MinuteOfDay,
    /// How many counters work.
    pub counters: u16,
    /// How many of their places are kept back for people who walk in.
    pub walk_in: u16,
}

impl Stretch {
    /// Whether it makes sense by itself.
    pub fn is_sound(&self) -> bool {
        self.begins < self.ends
            && self.ends <= MIDNIGHT
            && (1..=MOST_COUNTERS).contains(&self.counters)
            && self.walk_in <= self.counters
    }

    /// Whether a minute lies in both.
    pub fn meets(&self, other: &Self) -> bool {
        self.begins < other.ends && other.begins < self.ends
    }
}

/// When counters are open, week by week in a season.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Opening {
    /// The days.
    pub weekdays: Weekdays,
    /// The first day it holds.
    pub from: NaiveDate,
    /// The last day it holds; for good where there is none.
    pub until: Option<NaiveDate>,
    /// The hours.
    pub stretch: Stretch,
}

impl Opening {
    /// Whether two openings are open at the same minute of some day: then places would be counted twice.
    pub fn meets(&self, other: &Self) -> bool {
        let ends = |until: Option<NaiveDate>| until.unwrap_or(NaiveDate::MAX);
        let same_season = self.from <= ends(other.until) && other.from <= ends(self.until);
        same_season && self.weekdays.meet(other.weekdays) && self.stretch.meets(&other.stretch)
    }

    /// Whether it holds on a day: public holidays are closed, weekend days worked for them are open where the opening says so.
    fn holds_on(&self, day: NaiveDate, calendar: &CityDays) -> bool {
        let in_season = self.from <= day && self.until.is_none_or(|until| day <= until);
        in_season
            && match calendar.kind(day) {
                DayKind::Ordinary => self.weekdays.contain(day.weekday()),
                DayKind::Holiday => false,
                DayKind::WorkedWeekend => self.weekdays.contain_worked_weekends(),
            }
    }
}

/// What the calendar makes of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayKind {
    /// Neither of the others.
    Ordinary,
    /// Off by the State Council's notice.
    Holiday,
    /// A Saturday or Sunday worked for a holiday (调休).
    WorkedWeekend,
}

/// The days of the city's calendar that are not ordinary.
#[derive(Debug, Clone, Default)]
pub struct CityDays(BTreeMap<NaiveDate, DayKind>);

impl CityDays {
    /// Of the days that were imported.
    pub fn of(days: impl IntoIterator<Item = Day>) -> Self {
        let kind = |day: &Day| {
            let is_weekend = matches!(day.date.weekday(), Weekday::Sat | Weekday::Sun);
            match (is_weekend, day.is_workday) {
                (true, true) => DayKind::WorkedWeekend,
                (false, false) => DayKind::Holiday,
                (true, false) if day.is_holiday => DayKind::Holiday,
                _ => DayKind::Ordinary,
            }
        };
        Self(
            days.into_iter().map(|day| (day.date, kind(&day))).filter(|(_, kind)| *kind != DayKind::Ordinary).collect(),
        )
    }

    /// What a day is.
    pub fn kind(&self, day: NaiveDate) -> DayKind {
        self.0.get(&day).copied().unwrap_or(DayKind::Ordinary)
    }
}

/// When counters are open: week by week, otherwise on single days, and not at all while they are closed.
#[derive(Debug, Clone, Default)]
pub struct OpeningHours {
    /// Week by week.
    pub openings: Vec<Opening>,
    /// Days with hours of their own, which stand in for everything else, holidays included; none for a day that is closed.
    pub exceptions: BTreeMap<NaiveDate, Vec<Stretch>>,
    /// From the first to the last day of each time it is closed.
    pub closures: Vec<(NaiveDate, NaiveDate)>,
}

impl OpeningHours {
    /// The stretches of a day, in their order.
    pub fn on(&self, day: NaiveDate, calendar: &CityDays) -> Vec<Stretch> {
        if self.closures.iter().any(|(from, until)| (*from..=*until).contains(&day)) {
            return Vec::new();
        }
        let mut stretches = if let Some(stretches) = self.exceptions.get(&day) {
            stretches.clone()
        } else {
            let holding = self.openings.iter().filter(|opening| opening.holds_on(day, calendar));
            holding.map(|opening| opening.stretch).collect()
        };
        stretches.sort_by_key(|stretch| stretch.begins);
        stretches
    }
}

/// Places at a time, as the rules have them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlannedSlot {
    /// When it begins.
    pub begins: MinuteOfDay,
    /// How many people can be served.
    pub places: u16,
    /// How many of them can be booked; the others are for people who walk in.
    pub bookable: u16,
}

/// The slots of a day: as many as fit into its stretches one after the other, `minutes` each.
pub fn slots_of(stretches: &[Stretch], minutes: u16) -> Vec<PlannedSlot> {
    let slots = |stretch: &Stretch| {
        let last = stretch.ends.saturating_sub(minutes);
        let Stretch { counters, walk_in, .. } = *stretch;
        (stretch.begins..=last).step_by(usize::from(minutes.max(1))).map(move |begins| PlannedSlot {
            begins,
            places: counters,
            bookable: counters - walk_in.min(counters),
        })
    };
    stretches.iter().filter(|stretch| stretch.ends.saturating_sub(stretch.begins) >= minutes).flat_map(slots).collect()
}

#[cfg(test)]
mod tests {
    use chrono::Days;
    use proptest::prelude::*;

    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn stretch(begins: MinuteOfDay, ends: MinuteOfDay) -> Stretch {
        Stretch { begins, ends, counters: 3, walk_in: 1 }
    }

    fn weekly(weekdays: Weekdays, stretch: Stretch) -> Opening {
        Opening { weekdays, from: date("2026-01-01"), until: None, stretch }
    }

    fn imported(date_: &str, is_workday: bool, is_holiday: bool) -> Day {
        Day { date: date(date_), is_workday, is_holiday, is_in_lieu: false, name: String::new() }
    }

    #[test]
    fn holidays_are_closed_and_weekends_worked_for_them_are_open() {
        let calendar = CityDays::of([
            imported("2026-10-01", false, true),
            imported("2026-10-03", false, true),
            imported("2026-10-10", true, false),
            imported("2026-10-12", true, false),
        ]);
        let hours = OpeningHours {
            openings: vec![weekly(Weekdays::working_days(), stretch(540, 1020))],
            ..OpeningHours::default()
        };
        let open = |day: &str| !hours.on(date(day), &calendar).is_empty();
        assert!(!open("2026-10-01"), "a Thursday off");
        assert!(!open("2026-10-03"), "a Saturday inside a holiday");
        assert!(open("2026-10-10"), "a Saturday worked for it");
        assert!(!open("2026-10-11"), "a Sunday like any other");
        assert!(open("2026-10-12"));
    }

    #[test]
    fn a_day_of_its_own_stands_in_for_the_week_and_a_closure_for_everything() {
        let day = date("2026-12-05");
        let hours = OpeningHours {
            openings: vec![weekly(Weekdays::working_days(), stretch(540, 720))],
            exceptions: [(day, vec![stretch(600, 660)])].into(),
            closures: vec![(date("2026-12-07"), date("2026-12-08"))],
        };
        let calendar = CityDays::default();
        assert_eq!(hours.on(day, &calendar), [stretch(600, 660)], "a Saturday");
        assert!(hours.on(date("2026-12-08"), &calendar).is_empty(), "a Tuesday");
        assert_eq!(hours.on(date("2026-12-09"), &calendar).len(), 1);
    }

    #[test]
    fn openings_meet_where_some_minute_of_some_day_is_in_both() {
        let morning = weekly(Weekdays::working_days(), stretch(540, 720));
        let noon = weekly(Weekdays::of([Weekday::Fri]), stretch(700, 780));
        assert!(morning.meets(&noon));
        assert!(
            !morning.meets(&weekly(Weekdays::of([Weekday::Fri]), stretch(720, 780))),
            "one begins when the other ends"
        );
        assert!(!morning.meets(&weekly(Weekdays::of([Weekday::Sat]), stretch(540, 720))));
        let later = Opening { from: date("2027-01-01"), ..noon };
        assert!(!Opening { until: Some(date("2026-12-31")), ..morning }.meets(&later));
    }

    fn any_stretch() -> impl Strategy<Value = Stretch> {
        (0_u16..1_400, 1_u16..600, 1_u16..20, 0_u16..20).prop_map(|(begins, length, counters, walk_in)| Stretch {
            begins,
            ends: (begins + length).min(MIDNIGHT),
            counters,
            walk_in: walk_in.min(counters),
        })
    }

    /// Stretches of a day that do not meet.
    fn any_day() -> impl Strategy<Value = Vec<Stretch>> {
        prop::collection::vec(any_stretch(), 0..6).prop_map(|stretches| {
            let mut kept: Vec<Stretch> = Vec::new();
            for stretch in stretches {
                if kept.iter().all(|other| !other.meets(&stretch)) {
                    kept.push(stretch);
                }
            }
            kept.sort_by_key(|stretch| stretch.begins);
            kept
        })
    }

    proptest! {
        #[test]
        fn slots_never_overlap_and_never_leave_the_opening_hours(stretches in any_day(), minutes in 5_u16..121) {
            let slots = slots_of(&stretches, minutes);
            for pair in slots.windows(2) {
                prop_assert!(pair[0].begins + minutes <= pair[1].begins);
            }
            for slot in &slots {
                let around = stretches.iter().find(|s| s.begins <= slot.begins && slot.begins + minutes <= s.ends);
                prop_assert!(around.is_some_and(|s| s.counters == slot.places && s.counters - s.walk_in == slot.bookable));
            }
        }

        #[test]
        fn the_slots_of_a_stretch_fill_it_up_to_less_than_one_slot(stretches in any_day(), minutes in 5_u16..121) {
            for stretch in &stretches {
                let slots = u16::try_from(slots_of(&[*stretch], minutes).len()).unwrap();
                let left = stretch.ends - stretch.begins - slots * minutes;
                prop_assert!(left < minutes);
            }
        }

        #[test]
        fn whatever_the_rules_say_a_closed_day_has_no_slot(stretches in any_day(), ahead in 0_u64..400) {
            let day = date("2026-01-01") + Days::new(ahead);
            let hours = OpeningHours {
                openings: stretches.iter().map(|s| weekly(Weekdays::from_bits(0xff), *s)).collect(),
                exceptions: [(day, stretches.clone())].into(),
                closures: vec![(day, day)],
            };
            prop_assert!(hours.on(day, &CityDays::default()).is_empty());
        }
    }
}
