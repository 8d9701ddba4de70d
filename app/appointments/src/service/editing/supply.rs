//! What an office offers, in memory: as it is, and as a change would make it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use foundation::{
    calendar,
    clock::{city_day, city_moment},
    ids::{AppointmentId, CounterGroupId},
};
use sea_orm::ConnectionTrait;

use super::{EditError, Edited};
use crate::{
    entity::slot,
    model::{
        Appointment, CityDays, Closure, KeptCounters, Office, State, Stretch, SupplyChange, first_that_meet,
        placing::{Ruled, Times, without_place},
        slots_of,
    },
    store::{editing, supply::last_day},
};

/// An office with its counters, and the visits to come there.
#[derive(Clone)]
pub(super) struct Supply {
    pub(super) office: Office,
    pub(super) counters: Vec<KeptCounters>,
    pub(super) closures: Vec<Closure>,
}

/// What stands beside the rules and does not change with them.
pub(super) struct Standing {
    pub(super) calendar: CityDays,
    /// Open visits that are not over, in the order they were booked in.
    pub(super) visits: Vec<Appointment>,
    pub(super) taken: Times<i32>,
    pub(super) now: DateTime<Utc>,
}

impl Standing {
    pub(super) async fn load(
        connection: &impl ConnectionTrait,
        groups: &[CounterGroupId],
        slots: &[slot::Model],
        now: DateTime<Utc>,
    ) -> Edited<Self> {
        let mut taken: Times<i32> = BTreeMap::new();
        for slot in slots {
            taken.entry(CounterGroupId::from_uuid(slot.group_id)).or_default().insert(slot.starts_at, slot.taken);
        }
        let calendar = CityDays::of(calendar::days(connection).await?);
        Ok(Self { calendar, visits: editing::open_visits(connection, groups, now).await?, taken, now })
    }

    pub(super) fn today(&self) -> NaiveDate {
        city_day(self.now)
    }
}

impl Supply {
    pub(super) async fn load(connection: &impl ConnectionTrait, office: Office, today: NaiveDate) -> Edited<Self> {
        let counters = editing::counters(connection, &office.code, today).await?;
        let closures = editing::closures(connection, &office.code, today).await?;
        Ok(Self { office, counters, closures })
    }

    pub(super) fn groups(&self) -> Vec<CounterGroupId> {
        self.counters.iter().map(|kept| kept.group.id).collect()
    }

    /// The revision a change is made of: that of the counters it is about, else that of the office.
    pub(super) fn revision(&self, change: &SupplyChange) -> Edited<i32> {
        match change.group() {
            None => Ok(self.office.revision),
            Some(id) => {
                let kept = self.counters.iter().find(|kept| kept.group.id == id).ok_or(EditError::Unknown)?;
                Ok(kept.revision)
            }
        }
    }

    /// The counters whose places a change makes anew.
    pub(super) fn touched(&self, change: &SupplyChange) -> Vec<CounterGroupId> {
        change.group().map_or_else(|| self.groups(), |group| vec![group])
    }

    /// As a change makes it.
    pub(super) fn with(&self, change: &SupplyChange) -> Edited<Self> {
        let mut after = self.clone();
        let counters = |after: &'_ mut Self, id| {
            after.counters.iter().position(|kept| kept.group.id == id).ok_or(EditError::Unknown)
        };
        match change {
            SupplyChange::Counters(id, settings) => {
                let at = counters(&mut after, *id)?;
                let group = &mut after.counters[at].group;
                group.name = settings.name.clone();
                group.horizon_days = settings.horizon_days;
                group.matters = settings.matters.iter().cloned().collect();
            }
            SupplyChange::Hours(id, openings) => {
                if openings.iter().any(|opening| !opening.stretch.is_sound()) || first_that_meet(openings).is_some() {
                    return Err(EditError::invalid("openings", "office-openings-meet"));
                }
                let at = counters(&mut after, *id)?;
                after.counters[at].openings.clone_from(openings);
            }
            SupplyChange::Day(id, day, stretches) => {
                let meet =
                    |all: &[Stretch]| all.iter().enumerate().any(|(n, one)| all[..n].iter().any(|o| o.meets(one)));
                let wrong = |all: &Vec<Stretch>| all.iter().any(|one| !one.is_sound()) || meet(all);
                if stretches.as_ref().is_some_and(wrong) {
                    return Err(EditError::invalid("begins-0", "office-openings-meet"));
                }
                let at = counters(&mut after, *id)?;
                match stretches {
                    None => drop(after.counters[at].exceptions.remove(day)),
                    Some(stretches) => drop(after.counters[at].exceptions.insert(*day, stretches.clone())),
                }
            }
            SupplyChange::Close(closure) if closure.from > closure.until => {
                return Err(EditError::invalid("until", "office-until"));
            }
            SupplyChange::Close(closure) => after.closures.push(closure.clone()),
            SupplyChange::Reopen(id) => {
                let at = after.closures.iter().position(|closure| closure.id == *id).ok_or(EditError::Unknown)?;
                after.closures.remove(at);
            }
        }
        Ok(after)
    }

    /// The times of all counters by the rules, from a day until one that each of them says.
    pub(super) fn rules(
        &self,
        calendar: &CityDays,
        from: NaiveDate,
        until: impl Fn(&KeptCounters) -> NaiveDate,
    ) -> Times<Ruled> {
        let of_counters = |kept: &KeptCounters| {
            let (hours, until) = (kept.hours(&self.closures), until(kept));
            let days = from.iter_days().take_while(|day| *day <= until);
            let times = days.flat_map(|day| {
                let slots = slots_of(&hours.on(day, calendar), kept.group.slot_minutes);
                slots.into_iter().map(move |slot| {
                    let ruled = Ruled { places: slot.places.into(), bookable: slot.bookable.into() };
                    (city_moment(day, slot.begins), ruled)
                })
            });
            (kept.group.id, times.collect())
        };
        self.counters.iter().map(of_counters).collect()
    }

    /// The times that can be booked.
    pub(super) fn bookable(&self, standing: &Standing) -> Times<Ruled> {
        let today = standing.today();
        self.rules(&standing.calendar, today, |kept| last_day(today, kept.group.horizon_days.into()))
    }

    /// The visits that cannot be served.
    fn without_place(&self, standing: &Standing) -> BTreeSet<AppointmentId> {
        let today = standing.today();
        // However far ahead places are opened: a visit booked before is served by its hours all the same.
        let last = standing.visits.iter().map(|visit| visit.day).max().unwrap_or(today);
        let rules = self.rules(&standing.calendar, today, |_| last);
        let serves = |visit: &Appointment| {
            let kept = self.counters.iter().find(|kept| kept.group.id == visit.group);
            kept.is_some_and(|kept| kept.group.matters.contains(&visit.matter))
        };
        without_place(&standing.visits, &rules, serves)
    }

    /// The visits a change hits: those it leaves without a place that had one before and are still to come.
    pub(super) fn hit_by<'s>(&self, after: &Self, standing: &'s Standing) -> Hit<'s> {
        let (before, after) = (self.without_place(standing), after.without_place(standing));
        let is_hit = |visit: &&Appointment| {
            visit.starts_at > standing.now && after.contains(&visit.id) && !before.contains(&visit.id)
        };
        let (held, mut booked): (Vec<_>, Vec<_>) =
            standing.visits.iter().filter(is_hit).partition(|visit| visit.state == State::Held);
        booked.sort_by_key(|visit| (visit.starts_at, visit.id));
        Hit { booked, held }
    }
}

/// The visits a change hits.
pub(super) struct Hit<'s> {
    /// Those somebody is to be asked about, the first one first.
    pub(super) booked: Vec<&'s Appointment>,
    /// Places nobody said yes to: whoever wants one is told that it is gone.
    pub(super) held: Vec<&'s Appointment>,
}

impl Hit<'_> {
    /// Names exactly these visits as they stand.
    pub(super) fn fingerprint(&self) -> String {
        // FNV-1a: it tells sets apart that people saw, and keeps no secret.
        let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
        for visit in &self.booked {
            let bytes = visit.id.uuid().into_bytes().into_iter().chain(visit.sequence.to_be_bytes());
            for byte in bytes {
                hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
            }
        }
        format!("{}-{hash:016x}", self.booked.len())
    }
}

/// From when on a visit is put elsewhere: not before its own time, for whoever comes cannot come earlier unasked.
pub(super) fn elsewhere_from(visit: &Appointment, now: DateTime<Utc>) -> DateTime<Utc> {
    visit.starts_at.max(now + TimeDelta::hours(1))
}
