//! Which visits have no place by other rules, and where the next one is. Knows rows of visits and times, and no database.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use foundation::ids::{AppointmentId, CounterGroupId};

use super::{Appointment, Slug};

/// Places at a time as rules have them: how many can be served, and how many of those can be booked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Ruled {
    pub(crate) places: i32,
    pub(crate) bookable: i32,
}

/// Times of counters, by what is kept of them.
pub(crate) type Times<T> = BTreeMap<CounterGroupId, BTreeMap<DateTime<Utc>, T>>;

/// When the slots of a visit begin.
fn starts(starts_at: DateTime<Utc>, slots: u16, minutes: u16) -> impl Iterator<Item = DateTime<Utc>> {
    (0..i32::from(slots)).map(move |index| starts_at + TimeDelta::minutes(i64::from(minutes)) * index)
}

/// The visits that cannot be served by some rules: of those at one time, the ones booked first keep their places.
pub(crate) fn without_place(
    visits: &[Appointment],
    rules: &Times<Ruled>,
    serves: impl Fn(&Appointment) -> bool,
) -> BTreeSet<AppointmentId> {
    let mut in_order: Vec<&Appointment> = visits.iter().collect();
    // Keys are made in the order of time.
    in_order.sort_by_key(|visit| visit.id);
    let mut left: Times<i32> = BTreeMap::new();
    let mut without = BTreeSet::new();
    for visit in in_order {
        let own: Vec<_> = starts(visit.starts_at, visit.slots, visit.slot_minutes).collect();
        let of_rules = |at: &DateTime<Utc>| rules.get(&visit.group)?.get(at).map(|ruled| ruled.places);
        let group = left.entry(visit.group).or_default();
        let has_room = own.iter().all(|at| *group.entry(*at).or_insert_with(|| of_rules(at).unwrap_or(0)) > 0);
        if !has_room || !serves(visit) {
            without.insert(visit.id);
            continue;
        }
        for at in own {
            *group.entry(at).or_default() -= 1;
        }
    }
    without
}

/// Slots one after the other that were found for a visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) group: CounterGroupId,
    pub(crate) starts_at: DateTime<Utc>,
    pub(crate) slots: u16,
    pub(crate) minutes: u16,
}

/// What is free while visits are put elsewhere one after the other.
pub(crate) struct Free {
    /// What is left at each time; below nothing where more is taken than can be booked.
    left: Times<i32>,
    /// On which days somebody comes for a matter already: once a day is the limit.
    busy: HashSet<(String, Slug, NaiveDate)>,
}

impl Free {
    /// By rules, and what is taken.
    pub(crate) fn new(
        rules: &Times<Ruled>,
        taken: &Times<i32>,
        busy: impl IntoIterator<Item = (String, Slug, NaiveDate)>,
    ) -> Self {
        let of_group = |(group, times): (&CounterGroupId, &BTreeMap<DateTime<Utc>, Ruled>)| {
            let taken = taken.get(group);
            let taken = |at: &DateTime<Utc>| taken.and_then(|times| times.get(at)).copied().unwrap_or(0);
            (*group, times.iter().map(|(at, ruled)| (*at, ruled.bookable - taken(at))).collect())
        };
        Self { left: rules.iter().map(of_group).collect(), busy: busy.into_iter().collect() }
    }

    fn add(&mut self, group: CounterGroupId, at: impl Iterator<Item = DateTime<Utc>>, by: i32) {
        let Some(times) = self.left.get_mut(&group) else { return };
        for at in at {
            if let Some(left) = times.get_mut(&at) {
                *left += by;
            }
        }
    }

    /// Gives the places of a visit back.
    pub(crate) fn give_back(&mut self, visit: &Appointment, subject: &str) {
        self.add(visit.group, starts(visit.starts_at, visit.slots, visit.slot_minutes), 1);
        self.busy.remove(&(subject.to_owned(), visit.matter.clone(), visit.day));
    }

    /// Puts a visit at the next place, as [`take_next`](Self::take_next) finds it: what it leaves is free for those after it. It
    /// stays where it is where nothing is free.
    pub(crate) fn move_on(
        &mut self,
        visit: &Appointment,
        subject: &str,
        counters: &[(CounterGroupId, u16, u16)],
        from: DateTime<Utc>,
        day_of: impl Fn(DateTime<Utc>) -> NaiveDate,
    ) -> Option<Found> {
        self.give_back(visit, subject);
        let found = self.take_next(visit, subject, counters, from, day_of);
        if found.is_none() {
            self.add(visit.group, starts(visit.starts_at, visit.slots, visit.slot_minutes), -1);
            self.busy.insert((subject.to_owned(), visit.matter.clone(), visit.day));
        }
        found
    }

    /// Takes the first place at or after a moment for a visit of somebody: at counters that serve it, each with how many slots
    /// it takes there and how long those are.
    fn take_next(
        &mut self,
        visit: &Appointment,
        subject: &str,
        counters: &[(CounterGroupId, u16, u16)],
        from: DateTime<Utc>,
        day_of: impl Fn(DateTime<Utc>) -> NaiveDate,
    ) -> Option<Found> {
        let busy = &self.busy;
        let is_busy = |day| busy.contains(&(subject.to_owned(), visit.matter.clone(), day));
        let first = |(group, slots, minutes): &(CounterGroupId, u16, u16)| {
            let times = self.left.get(group)?;
            let is_free =
                |at: DateTime<Utc>| starts(at, *slots, *minutes).all(|at| times.get(&at).is_some_and(|left| *left > 0));
            let starts_at = times.range(from..).map(|(at, _)| *at).find(|at| is_free(*at) && !is_busy(day_of(*at)))?;
            Some(Found { group: *group, starts_at, slots: *slots, minutes: *minutes })
        };
        let found = counters.iter().filter_map(first).min_by_key(|found| found.starts_at)?;
        self.add(found.group, starts(found.starts_at, found.slots, found.minutes), -1);
        self.busy.insert((subject.to_owned(), visit.matter.clone(), day_of(found.starts_at)));
        Some(found)
    }
}

#[cfg(test)]
mod tests {
    use foundation::{clock::city_day, ids::AccountId};
    use identity::acting::Acting;
    use proptest::prelude::*;

    use super::*;
    use crate::model::{Code, State};

    fn at(half_hour: i32) -> DateTime<Utc> {
        "2026-11-23T01:00:00Z".parse::<DateTime<Utc>>().unwrap() + TimeDelta::minutes(30) * half_hour
    }

    fn visit(group: CounterGroupId, half_hour: i32, slots: u16) -> Appointment {
        Appointment {
            id: AppointmentId::new(),
            code: Code::parse("22222222").unwrap(),
            office: Slug::parse("hall").unwrap(),
            group,
            matter: Slug::parse("short").unwrap(),
            item: None,
            account: AccountId::new(),
            acting: Acting::Myself,
            shown_name: String::new(),
            day: city_day(at(half_hour)),
            starts_at: at(half_hour),
            ends_at: at(half_hour + i32::from(slots)),
            slots,
            slot_minutes: 30,
            persons: 1,
            state: State::Confirmed,
            hold_ends_at: None,
            sequence: 0,
            changed_at: at(0),
            offered: false,
        }
    }

    fn rules(group: CounterGroupId, places: &[i32]) -> Times<Ruled> {
        let times = places.iter().enumerate().filter(|(_, places)| **places > 0);
        let ruled = |(index, places): (usize, &i32)| {
            (at(i32::try_from(index).unwrap()), Ruled { places: *places, bookable: *places })
        };
        [(group, times.map(ruled).collect())].into()
    }

    #[test]
    fn of_two_at_a_time_the_one_booked_first_keeps_the_place() {
        let group = CounterGroupId::new();
        let visits = [visit(group, 0, 1), visit(group, 0, 2), visit(group, 1, 1)];
        let hit = without_place(&visits, &rules(group, &[1, 1]), |_| true);
        assert_eq!(hit, [visits[1].id].into(), "the long one leaves its second half to the third");
        assert_eq!(without_place(&visits, &rules(group, &[2, 2]), |_| true), BTreeSet::new());
        assert_eq!(without_place(&visits, &rules(group, &[2, 2]), |_| false).len(), 3);
    }

    #[test]
    fn the_next_place_is_on_no_day_somebody_comes_for_the_same_already() {
        let group = CounterGroupId::new();
        let standing = visit(group, 0, 1);
        // Forty-eight half hours later is the next day.
        let mut places = vec![1; 49];
        places[0] = 0;
        let busy = [("me".to_owned(), standing.matter.clone(), city_day(at(1)))];
        let mut free = Free::new(&rules(group, &places), &Times::new(), busy);
        let counters = [(group, 1, 30)];
        let found = free.take_next(&standing, "me", &counters, at(0), city_day).unwrap();
        assert_eq!(city_day(found.starts_at), city_day(at(48)));
        let other = free.take_next(&standing, "you", &counters, at(0), city_day).unwrap();
        assert_eq!(other.starts_at, at(1));
    }

    proptest! {
        #[test]
        fn those_who_keep_their_places_are_never_more_than_can_be_served(
            places in prop::collection::vec(0_i32..4, 12),
            wanted in prop::collection::vec((0_i32..12, 1_u16..4), 0..30),
        ) {
            let group = CounterGroupId::new();
            let visits: Vec<_> = wanted.iter().map(|(begins, slots)| visit(group, *begins, *slots)).collect();
            let hit = without_place(&visits, &rules(group, &places), |_| true);
            for (index, places) in places.iter().enumerate() {
                let now = at(i32::try_from(index).unwrap());
                let kept = visits.iter().filter(|v| !hit.contains(&v.id) && (v.starts_at..v.ends_at).contains(&now));
                prop_assert!(i32::try_from(kept.count()).unwrap() <= *places);
            }
        }

        #[test]
        fn places_that_are_found_are_never_taken_twice(
            places in prop::collection::vec(0_i32..3, 12),
            wanted in prop::collection::vec((0_i32..12, 1_u16..4), 0..30),
        ) {
            let group = CounterGroupId::new();
            let mut free = Free::new(&rules(group, &places), &Times::new(), []);
            let mut taken = vec![0; places.len()];
            for (number, (begins, slots)) in wanted.iter().enumerate() {
                let visit = visit(group, *begins, *slots);
                let counters = [(group, *slots, 30)];
                let subject = format!("somebody {number}");
                if let Some(found) = free.take_next(&visit, &subject, &counters, at(*begins), city_day) {
                    prop_assert!(found.starts_at >= at(*begins));
                    for (index, taken) in taken.iter_mut().enumerate() {
                        let now = at(i32::try_from(index).unwrap());
                        let ends = found.starts_at + TimeDelta::minutes(30) * i32::from(*slots);
                        *taken += i32::from((found.starts_at..ends).contains(&now));
                    }
                }
            }
            for (taken, places) in taken.iter().zip(&places) {
                prop_assert!(taken <= places);
            }
        }
    }
}
