use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use foundation::ids::AppointmentId;
use sea_orm::DatabaseTransaction;

use super::{Appointments, booking::Outcome};
use crate::{
    model::{Appointment, Code, CounterGroup, Matter, Office, Slug, State},
    store::{attending, supply},
};

/// What became of a visit, as those who expected it saw.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Came {
    /// Somebody came and was served.
    Served,
    /// Nobody came.
    Missed,
}

/// A visit as statistics count it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attendance {
    /// What for.
    pub matter: Slug,
    /// When it began.
    pub starts_at: DateTime<Utc>,
    /// Whether nobody came.
    pub is_missed: bool,
}

/// What could be booked at a time, and what was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlacesAt {
    /// When it begins.
    pub starts_at: DateTime<Utc>,
    /// Places that could be booked.
    pub bookable: i64,
    /// Places that were.
    pub taken: i64,
}

impl Appointments {
    /// The offices that some departments run, whether they can be booked or not; of all departments where none are named.
    pub async fn offices_run_by(&self, departments: Option<&[String]>) -> Outcome<Vec<Office>> {
        Ok(supply::offices_run_by(self.database.reader(), departments).await?)
    }

    /// The counters of an office with what they serve, in the order they were made in.
    pub async fn groups_of(&self, office: &Slug) -> Outcome<Vec<CounterGroup>> {
        Ok(supply::groups_of(self.database.reader(), office).await?)
    }

    /// Matters by their codes, without the items they are booked from.
    pub async fn matters_by(&self, codes: impl IntoIterator<Item = &Slug>) -> Outcome<HashMap<Slug, Matter>> {
        Ok(supply::matters(self.database.reader(), codes).await?)
    }

    /// Who is expected at an office on a day, and who was, by time.
    pub async fn visits_on(&self, office: &Slug, day: NaiveDate) -> Outcome<Vec<Appointment>> {
        Ok(attending::of_day(self.database.reader(), office, day).await?)
    }

    /// The visit of a code, where it is to this office on this day and still to be.
    pub async fn expected_by_code(&self, office: &Slug, day: NaiveDate, code: &Code) -> Outcome<Option<Appointment>> {
        Ok(attending::by_code(self.database.reader(), office, day, code).await?)
    }

    /// A visit as it is, held until the transaction ends, so that it is neither moved nor called off meanwhile.
    pub async fn hold_visit(
        &self,
        transaction: &DatabaseTransaction,
        id: AppointmentId,
    ) -> Outcome<Option<Appointment>> {
        Ok(attending::hold(transaction, id).await?)
    }

    /// Writes down in a transaction what became of a visit. One that was called off or marked meanwhile stays as it is, and the
    /// answer is no.
    pub async fn mark(
        &self,
        transaction: &DatabaseTransaction,
        id: AppointmentId,
        came: Came,
        now: DateTime<Utc>,
    ) -> Outcome<bool> {
        let to = match came {
            Came::Served => State::Finished,
            Came::Missed => State::Missed,
        };
        Ok(attending::mark(transaction, id, to, now).await?)
    }

    /// The visits to an office over some days, as statistics count them.
    pub async fn attendance(&self, office: &Slug, days: (NaiveDate, NaiveDate)) -> Outcome<Vec<Attendance>> {
        let rows = attending::came(self.database.reader(), office, days).await?;
        let read = |(matter, starts_at, state): (String, DateTime<Utc>, String)| {
            Some(Attendance {
                matter: Slug::parse(&matter)?,
                starts_at,
                is_missed: State::parse(&state) == Some(State::Missed),
            })
        };
        Ok(rows.into_iter().filter_map(read).collect())
    }

    /// The places of an office over some days, by time.
    pub async fn places_between(&self, office: &Slug, days: (NaiveDate, NaiveDate)) -> Outcome<Vec<PlacesAt>> {
        let groups: Vec<_> = self.groups_of(office).await?.into_iter().map(|group| group.id).collect();
        let rows = attending::places(self.database.reader(), &groups, days).await?;
        Ok(rows.into_iter().map(|(starts_at, bookable, taken)| PlacesAt { starts_at, bookable, taken }).collect())
    }
}
