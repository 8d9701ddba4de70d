use std::collections::BTreeMap;

use chrono::{DateTime, Days, NaiveDate, Utc};
use foundation::{
    calendar,
    clock::{city_day, city_moment},
    ids::CounterGroupId,
};
use sea_orm::DatabaseTransaction;

use super::{Appointments, booking::Outcome};
use crate::{
    error::BookingError,
    model::{CityDays, CounterGroup, OpeningHours, slots_of},
    store::{
        opening::{self, Wanted},
        supply,
    },
};

impl Appointments {
    /// Opens places as far ahead as they are to be, at counters that are behind; at how many.
    pub async fn open_places(&self) -> Outcome<usize> {
        let today = city_day(self.clock.now());
        let behind = supply::behind(self.database.reader(), today).await?;
        for (group, until) in &behind {
            // What is opened stays as it is: only what changes the rules makes it anew.
            let from = until.map_or(today, |until| (until + Days::new(1)).max(today));
            self.make_places(*group, from).await?;
        }
        Ok(behind.len())
    }

    /// Makes the places of counters what their rules say, from a day to the last one that can be booked.
    pub async fn make_places(&self, group: CounterGroupId, from: NaiveDate) -> Outcome<()> {
        let given = (self, group, from, city_day(self.clock.now()));
        self.database
            .write(&given, |transaction, (booking, group, from, today)| {
                Box::pin(booking.make_places_in(transaction, *group, *from, *today))
            })
            .await
    }

    async fn make_places_in(
        &self,
        transaction: &DatabaseTransaction,
        id: CounterGroupId,
        from: NaiveDate,
        today: NaiveDate,
    ) -> Outcome<()> {
        let held = opening::hold_group(transaction, id).await?.ok_or(BookingError::Unknown)?;
        let group = supply::group(transaction, id).await?.ok_or(BookingError::Unknown)?;
        let until = supply::last_day(today, held.horizon_days);
        if from > until {
            return Ok(());
        }
        let hours = supply::hours(transaction, &group, from).await?;
        let calendar = CityDays::of(calendar::days(transaction).await?);
        let wanted = planned(&group, &hours, &calendar, (from, until));
        opening::make(transaction, id, (from, until), &wanted, group.slot_minutes).await?;
        Ok(opening::opened_until(transaction, id, until).await?)
    }
}

/// The places of some days, by when they begin.
pub(crate) fn planned(
    group: &CounterGroup,
    hours: &OpeningHours,
    calendar: &CityDays,
    (from, until): (NaiveDate, NaiveDate),
) -> BTreeMap<DateTime<Utc>, (NaiveDate, Wanted)> {
    let days = from.iter_days().take_while(|day| *day <= until);
    days.flat_map(|day| {
        let slots = slots_of(&hours.on(day, calendar), group.slot_minutes);
        slots.into_iter().map(move |slot| {
            let wanted = Wanted { places: slot.places.into(), bookable: slot.bookable.into() };
            (city_moment(day, slot.begins), (day, wanted))
        })
    })
    .collect()
}
