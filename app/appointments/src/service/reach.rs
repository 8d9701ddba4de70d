use chrono::{Days, NaiveDate};
use foundation::{clock::city_day, ids::CounterGroupId};

use super::{Appointments, booking::Outcome};
use crate::{
    error::BookingError,
    model::Slug,
    store::{places, supply},
};

/// From when until when an office can be booked for a matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reach {
    /// The next day on which something is free; none where all that can be booked is taken.
    pub first_free: Option<NaiveDate>,
    /// The last day that can be booked.
    pub last: NaiveDate,
}

impl Appointments {
    /// From when until when an office can be booked for a matter.
    pub async fn reach(&self, office: &Slug, matter: &Slug) -> Outcome<Reach> {
        let reader = self.database.reader();
        let serving = supply::serving_in(reader, matter, office).await?;
        let horizon = serving.iter().map(|group| group.horizon_days).max().ok_or(BookingError::Unknown)?;
        let groups: Vec<CounterGroupId> = serving.iter().map(|group| group.id).collect();
        let now = self.clock.now();
        let today = city_day(now);
        let last = supply::last_day(today, i32::from(horizon));
        // What was free this morning is not: today counts by what is still to come.
        if !places::free_after(reader, &groups, now).await?.is_empty() {
            return Ok(Reach { first_free: Some(today), last });
        }
        let days = places::first_free_days(reader, &groups, today + Days::new(1)).await?;
        Ok(Reach { first_free: days.into_iter().map(|(_, day)| day).min(), last })
    }
}
