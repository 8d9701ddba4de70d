use std::collections::HashMap;

use appointments::model::{Matter, Office, Slug};
use chrono::{NaiveDate, Timelike as _};
use foundation::clock::city;

use super::{AtDesk, Hall, Outcome};
use crate::{error::HallError, model::Statistics, store};

/// The most days that are counted at once.
const MOST_DAYS: i64 = 92;

impl Hall {
    /// The figures of a hall from a day to another, both counted; and what the matters are called.
    pub async fn statistics(
        &self,
        desk: &AtDesk,
        office: &Slug,
        (from, until): (NaiveDate, NaiveDate),
    ) -> Outcome<(Office, Statistics, HashMap<Slug, Matter>)> {
        let office = self.office_at(desk, office).await?;
        if until < from {
            return Err(HallError::invalid("until", "hall-span-order"));
        }
        if (until - from).num_days() >= MOST_DAYS {
            return Err(HallError::invalid("until", "hall-span-long"));
        }
        let days = (from, until);
        let handled = store::statistics::handled(self.database.reader(), &office.code, days).await?;
        let attended = self.appointments.attendance(&office.code, days).await?;
        let places = self.appointments.places_between(&office.code, days).await?;
        let hour = |moment| city(moment).hour();
        let expected = attended.into_iter().map(|one| (one.matter, hour(one.starts_at), one.is_missed));
        let places = places.into_iter().map(|place| (hour(place.starts_at), place.bookable, place.taken));
        let statistics = Statistics::of(&handled, expected, places);
        let matters = self.appointments.matters_by(statistics.by_matter.keys()).await?;
        Ok((office, statistics, matters))
    }
}
