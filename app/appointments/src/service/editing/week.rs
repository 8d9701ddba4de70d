use std::collections::BTreeMap;

use catalogue::Bilingual;
use chrono::{Datelike as _, Days, NaiveDate, Timelike as _};
use foundation::{
    calendar,
    clock::{city, city_day},
    ids::CounterGroupId,
};
use identity::Authority;

use super::{EditError, Edited, keeps, supply::Supply};
use crate::{
    entity::slot,
    model::{CityDays, CounterGroup, DayKind, Office, Slug},
    service::Appointments,
    store::{editing, supply},
};

/// Places of some counters in an hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Cell {
    /// How many people can be served.
    pub places: i32,
    /// How many places are taken.
    pub taken: i32,
    /// How many can still be booked.
    pub free: i32,
    /// How many are kept for people who walk in.
    pub kept: i32,
}

impl Cell {
    fn add(&mut self, (places, bookable, taken): (i32, i32, i32)) {
        self.places += places;
        self.taken += taken;
        self.free += (bookable - taken).max(0);
        self.kept += places - bookable;
    }
}

/// A day of a week.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WeekDay {
    /// The day.
    pub day: NaiveDate,
    /// What the calendar makes of it.
    pub kind: DayKind,
    /// What the calendar calls it; empty on ordinary days.
    pub name: String,
    /// Why the office is closed; none where it is not.
    pub closed: Option<Bilingual>,
}

/// Counters through a week.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WeekCounters {
    /// The counters.
    pub counters: CounterGroup,
    /// By the hour of the day: what each day of the week has there.
    pub hours: BTreeMap<u32, [Option<Cell>; 7]>,
}

/// An office through a week.
#[derive(Debug, Clone, PartialEq)]
pub struct Week {
    /// The office.
    pub office: Office,
    /// From Monday to Sunday.
    pub days: Vec<WeekDay>,
    /// Its counters.
    pub counters: Vec<WeekCounters>,
}

impl Appointments {
    /// An office through the week a day lies in: what is opened as it stands, days after as the rules have them.
    pub async fn week(&self, authority: &Authority, code: &Slug, day: NaiveDate) -> Edited<Week> {
        let reader = self.database.reader();
        let office = supply::office(reader, code).await?.ok_or(EditError::Unknown)?;
        keeps(authority, &office)?;
        let monday = day - Days::new(day.weekday().num_days_from_monday().into());
        let sunday = monday + Days::new(6);
        let supply = Supply::load(reader, office, monday).await?;
        let imported = calendar::days(reader).await?;
        let names: BTreeMap<NaiveDate, String> =
            imported.iter().map(|day| (day.date, day.name.clone())).filter(|(_, name)| !name.is_empty()).collect();
        let calendar = CityDays::of(imported);
        let slots = editing::slots_between(reader, &supply.groups(), (monday, sunday)).await?;
        let days = monday.iter_days().take(7).map(|day| WeekDay {
            day,
            kind: calendar.kind(day),
            name: names.get(&day).cloned().unwrap_or_default(),
            closed: {
                let closing = supply.closures.iter().find(|closure| (closure.from..=closure.until).contains(&day));
                closing.map(|closure| closure.reason.clone())
            },
        });
        let days = days.collect();
        let counters = self.week_counters(&supply, &calendar, monday, &slots);
        Ok(Week { office: supply.office, days, counters })
    }

    fn week_counters(
        &self,
        supply: &Supply,
        calendar: &CityDays,
        monday: NaiveDate,
        slots: &[slot::Model],
    ) -> Vec<WeekCounters> {
        let sunday = monday + Days::new(6);
        let today = city_day(self.clock.now());
        let rules = supply.rules(calendar, monday, |_| sunday);
        let mut cells: BTreeMap<CounterGroupId, BTreeMap<u32, [Option<Cell>; 7]>> = BTreeMap::new();
        let mut put = |group, at, of_slot| {
            let at = city(at);
            let index = (at.date_naive() - monday).num_days();
            let hour = cells.entry(group).or_default().entry(at.hour()).or_default();
            if let Some(cell) = usize::try_from(index).ok().and_then(|index| hour.get_mut(index)) {
                cell.get_or_insert_default().add(of_slot);
            }
        };
        for slot in slots.iter().filter(|slot| slot.places > 0 || slot.taken > 0) {
            put(CounterGroupId::from_uuid(slot.group_id), slot.starts_at, (slot.places, slot.bookable, slot.taken));
        }
        for kept in &supply.counters {
            let opened = kept.opened_until.unwrap_or(today);
            for (at, ruled) in rules.get(&kept.group.id).into_iter().flatten() {
                if city_day(*at) > opened {
                    put(kept.group.id, *at, (ruled.places, ruled.bookable, 0));
                }
            }
        }
        let of_counters = |kept: &crate::model::KeptCounters| WeekCounters {
            counters: kept.group.clone(),
            hours: cells.remove(&kept.group.id).unwrap_or_default(),
        };
        supply.counters.iter().map(of_counters).collect()
    }
}
