use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Days, NaiveDate, Utc};
use foundation::{clock::city_day, ids::CounterGroupId};

use super::{Appointments, booking::Outcome};
use crate::{
    entity::slot,
    error::BookingError,
    model::{Matter, Office, Slug},
    store::{
        places,
        supply::{self, Serving},
    },
};

/// At most so many free places, and a day has few.
const FEW: i64 = 5;

/// How much of a day is free.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayState {
    /// The office is closed, or the day cannot be booked yet.
    Closed,
    /// Every place is taken.
    Full,
    /// So many places are free.
    Few(i64),
    /// Many are.
    Free(i64),
}

/// A time at which a visit could begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FreeTime {
    /// When it begins.
    pub starts_at: DateTime<Utc>,
    /// How many could.
    pub free: i32,
}

/// An office with the next day on which something is free there.
#[derive(Debug, Clone, PartialEq)]
pub struct NextFree {
    /// Where.
    pub office: Office,
    /// When; none where everything that can be booked is taken.
    pub day: Option<NaiveDate>,
}

impl Appointments {
    /// A matter.
    pub async fn matter(&self, code: &Slug) -> Outcome<Matter> {
        supply::matter(self.database.reader(), code).await?.ok_or(BookingError::Unknown)
    }

    /// An office.
    pub async fn office(&self, code: &Slug) -> Outcome<Office> {
        supply::office(self.database.reader(), code).await?.ok_or(BookingError::Unknown)
    }

    /// Every office that can be booked.
    pub async fn offices(&self) -> Outcome<Vec<Office>> {
        Ok(supply::open_offices(self.database.reader()).await?)
    }

    /// Some offices that can be booked, by their codes: those after one of them.
    pub async fn offices_after(&self, after: Option<&Slug>, most: usize) -> Outcome<Vec<Office>> {
        Ok(supply::open_offices_after(self.database.reader(), after, most).await?)
    }

    /// The items that can be booked, each with its first matter.
    pub async fn bookable_items(&self) -> Outcome<HashMap<String, Slug>> {
        Ok(supply::bookable_items(self.database.reader()).await?)
    }

    /// The matters booked from an item.
    pub async fn matters_of_item(&self, item: &str) -> Outcome<Vec<Slug>> {
        Ok(supply::matters_of_item(self.database.reader(), item).await?)
    }

    /// The matters booked from an item, with what is said of them.
    pub async fn matters_for_item(&self, item: &str) -> Outcome<Vec<Matter>> {
        let reader = self.database.reader();
        let codes = supply::matters_of_item(reader, item).await?;
        let mut matters = supply::matters(reader, &codes).await?;
        Ok(codes.iter().filter_map(|code| matters.remove(code)).collect())
    }

    /// The offices that serve a matter, with the next day something is free there.
    pub async fn offices_for(&self, matter: &Slug) -> Outcome<Vec<NextFree>> {
        let reader = self.database.reader();
        let serving = supply::serving(reader, matter, None).await?;
        let mut offices = supply::offices(reader, serving.iter().map(|group| &group.office)).await?;
        let groups: Vec<CounterGroupId> = serving.iter().map(|group| group.id).collect();
        // What was free this morning is not: today counts by what is still to come.
        let now = self.clock.now();
        let today = city_day(now);
        let later_today = places::free_after(reader, &groups, now).await?;
        let mut days: HashMap<CounterGroupId, NaiveDate> =
            places::first_free_days(reader, &groups, today + Days::new(1)).await?.into_iter().collect();
        days.extend(later_today.into_keys().map(|group| (group, today)));
        let mut next: BTreeMap<&Slug, Option<NaiveDate>> = BTreeMap::new();
        for group in &serving {
            let day = days.get(&group.id).copied();
            let known = next.entry(&group.office).or_default();
            *known = [*known, day].into_iter().flatten().min();
        }
        let found = next.into_iter().filter_map(|(code, day)| Some(NextFree { office: offices.remove(code)?, day }));
        Ok(found.collect())
    }

    /// What is free in an office for a matter on each day of a span.
    pub async fn days(
        &self,
        office: &Slug,
        matter: &Slug,
        from: NaiveDate,
        until: NaiveDate,
    ) -> Outcome<Vec<(NaiveDate, DayState)>> {
        let reader = self.database.reader();
        let serving = supply::serving_in(reader, matter, office).await?;
        if serving.is_empty() {
            return Err(BookingError::Unknown);
        }
        let groups: Vec<CounterGroupId> = serving.iter().map(|group| group.id).collect();
        let now = self.clock.now();
        let today = city_day(now);
        let mut free: HashMap<NaiveDate, i64> =
            places::free_days(reader, &groups, from.max(today), until).await?.into_iter().collect();
        if let Some(left) = free.get_mut(&today) {
            *left = places::free_after(reader, &groups, now).await?.into_values().sum();
        }
        let state = |day: NaiveDate| match free.get(&day) {
            None => DayState::Closed,
            Some(0) => DayState::Full,
            Some(free) if *free <= FEW => DayState::Few(*free),
            Some(free) => DayState::Free(*free),
        };
        Ok(from.iter_days().take_while(|day| *day <= until).map(|day| (day, state(day))).collect())
    }

    /// The times of a day at which a visit of some people could begin, those that are taken as well; none that are past.
    pub async fn times(&self, office: &Slug, matter: &Matter, day: NaiveDate, persons: u16) -> Outcome<Vec<FreeTime>> {
        self.times_of_days(office, matter, day, day, persons).await
    }

    /// As [`Self::times`], of a span of days.
    pub async fn times_of_days(
        &self,
        office: &Slug,
        matter: &Matter,
        from: NaiveDate,
        until: NaiveDate,
        persons: u16,
    ) -> Outcome<Vec<FreeTime>> {
        let reader = self.database.reader();
        let serving = supply::serving_in(reader, &matter.code, office).await?;
        if serving.is_empty() {
            return Err(BookingError::Unknown);
        }
        let needed = |group: &Serving| matter.content.terms.slots(persons, group.slot_minutes);
        // Where a visit is one slot, how they follow each other does not matter.
        let (one, several): (Vec<&Serving>, Vec<_>) = serving.iter().partition(|group| needed(group) <= 1);
        let ids = |groups: &[&Serving]| groups.iter().map(|group| group.id).collect::<Vec<_>>();
        let now = self.clock.now();
        let mut times: BTreeMap<DateTime<Utc>, i32> = BTreeMap::new();
        if !one.is_empty() {
            let free = places::free_by_time(reader, &ids(&one), from, until).await?;
            times
                .extend(free.into_iter().map(|(starts_at, free)| (starts_at, i32::try_from(free).unwrap_or(i32::MAX))));
        }
        let slots = match &*several {
            [] => Vec::new(),
            several => places::on_days(reader, &ids(several), from, until).await?,
        };
        for group in several {
            let own: Vec<&slot::Model> = slots.iter().filter(|slot| slot.group_id == group.id.uuid()).collect();
            for (starts_at, free) in beginnings(group.slot_minutes, &own, usize::from(needed(group))) {
                *times.entry(starts_at).or_default() += free;
            }
        }
        let free = times.into_iter().filter(|(starts_at, _)| *starts_at > now);
        Ok(free.map(|(starts_at, free)| FreeTime { starts_at, free }).collect())
    }
}

/// When a visit of so many slots can begin: where they follow each other without a gap, and as often as the fullest allows.
pub(super) fn beginnings(slot_minutes: u16, slots: &[&slot::Model], needed: usize) -> Vec<(DateTime<Utc>, i32)> {
    let each = chrono::TimeDelta::minutes(i64::from(slot_minutes));
    let windows = slots.windows(needed.max(1)).filter(|window| {
        window.iter().all(|slot| slot.bookable > 0 && slot.starts_at + each == slot.ends_at)
            && window.windows(2).all(|two| two[0].starts_at + each == two[1].starts_at)
    });
    windows
        .map(|window| {
            let free = window.iter().map(|slot| (slot.bookable - slot.taken).max(0)).min().unwrap_or(0);
            (window[0].starts_at, free)
        })
        .collect()
}
