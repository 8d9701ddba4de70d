//! What of an office is free: the days of a month and the times of one of them, loaded together.

use chrono::{DateTime, Datelike as _, Days, Months, NaiveDate, Utc};
use foundation::clock::city_day;

use super::{
    asked::Choice,
    month::{Beside, can_be_chosen, last_of},
    words::day_and_time,
};
use crate::{
    Appointments, BookingError, DayState, FreeTime,
    model::{Matter, Slug},
};

/// So many other times are proposed to whoever came too late.
const PROPOSED: usize = 3;

/// What is shown of what is free.
#[derive(Debug, Clone)]
pub struct Schedule {
    /// The first day of the month.
    pub month: NaiveDate,
    /// What is free on its days from today on.
    pub days: Vec<(NaiveDate, DayState)>,
    /// The day whose times are shown; none where none of the month can be chosen.
    pub day: Option<NaiveDate>,
    /// Its times.
    pub times: Vec<FreeTime>,
    earlier: Option<NaiveDate>,
    later: Option<NaiveDate>,
}

impl Schedule {
    /// Loads what was asked for: the day, else the first that is free in the month, else the first that is free at all.
    pub async fn load(
        service: &Appointments,
        office: &Slug,
        matter: &Matter,
        choice: &Choice,
        persons: u16,
    ) -> Result<Self, BookingError> {
        let today = city_day(service.clock.now());
        let this_month = first_of(today);
        let reach = service.reach(office, &matter.code).await?;
        let last_month = first_of(reach.last);
        let is_near = |month: &NaiveDate| (this_month..=last_month).contains(month);
        let asked = choice.time.map(city_day).or(choice.day).filter(|day| is_near(&first_of(*day)) && *day >= today);
        let wanted = choice.month.filter(is_near).or_else(|| asked.map(first_of));
        let month = wanted.unwrap_or_else(|| first_of(reach.first_free.unwrap_or(today)));
        let days = service.days(office, &matter.code, month.max(today), last_of(month)).await?;
        let in_month = asked.filter(|day| first_of(*day) == month);
        let first = || days.iter().find(|(_, state)| can_be_chosen(*state)).map(|(day, _)| *day);
        let day = in_month.or_else(first);
        let times = match day {
            Some(day) => service.times(office, matter, day, persons).await?,
            None => Vec::new(),
        };
        let earlier = (month > this_month).then(|| month - Months::new(1));
        let later = Some(month + Months::new(1)).filter(is_near);
        Ok(Self { month, days, day, times, earlier, later })
    }

    /// The ways to the months beside this one.
    pub fn beside(&self, link: impl Fn(NaiveDate) -> String) -> Beside {
        Beside { earlier: self.earlier.map(&link), later: self.later.map(&link) }
    }

    /// The first times that are still free, with their words and ways.
    pub fn proposed(
        &self,
        texts: &foundation::text::Texts,
        link: impl Fn(DateTime<Utc>) -> String,
    ) -> Vec<(FreeTime, String, String)> {
        let free = self.times.iter().filter(|time| time.free > 0).take(PROPOSED);
        free.map(|time| (*time, day_and_time(texts, time.starts_at), link(time.starts_at))).collect()
    }
}

/// The first day of a day's month.
fn first_of(day: NaiveDate) -> NaiveDate {
    day - Days::new(u64::from(day.day0()))
}
