use chrono::{DateTime, Utc};
use foundation::ids::AppointmentId;
use identity::Holder;

use super::{Appointments, booking::Outcome, changing::changes_until};
use crate::{
    error::BookingError,
    model::{Appointment, Matter, Office, State},
    store::{appointments, listing, supply},
};

/// Visits shown of each kind.
const SHOWN: u64 = 50;

/// A visit with where it is and what for.
#[derive(Debug, Clone, PartialEq)]
pub struct Ticket {
    /// The visit.
    pub visit: Appointment,
    /// Where.
    pub office: Office,
    /// What for.
    pub matter: Matter,
    /// Whether it may still be moved or called off by whoever booked it.
    pub may_change: bool,
}

impl Ticket {
    /// Until when it may be moved or called off.
    pub fn changes_until(&self) -> DateTime<Utc> {
        changes_until(&self.visit, &self.matter)
    }
}

impl Appointments {
    /// A visit of somebody's own.
    pub async fn ticket(&self, holder: &Holder, id: AppointmentId) -> Outcome<Ticket> {
        let reader = self.database.reader();
        let visit = appointments::of_account(reader, holder.account, id).await?.ok_or(BookingError::Unknown)?;
        let office = supply::office(reader, &visit.office).await?.ok_or(BookingError::Unknown)?;
        let matter = supply::matter(reader, &visit.matter).await?.ok_or(BookingError::Unknown)?;
        let may_change = visit.state == State::Confirmed && self.clock.now() < changes_until(&visit, &matter);
        Ok(Ticket { visit, office, matter, may_change })
    }

    /// Somebody's visits: those to come, the next first, and those that are over, the newest first.
    pub async fn own(&self, holder: &Holder) -> Outcome<(Vec<Ticket>, Vec<Ticket>)> {
        let (reader, now) = (self.database.reader(), self.clock.now());
        let to_come = listing::to_come(reader, holder.account, now, SHOWN).await?;
        let past = listing::past(reader, holder.account, now, SHOWN).await?;
        let all = || to_come.iter().chain(&past);
        let offices = supply::offices(reader, all().map(|visit| &visit.office)).await?;
        let matters = supply::matters(reader, all().map(|visit| &visit.matter)).await?;
        let ticket = |visit: &Appointment| {
            let (office, matter) = (offices.get(&visit.office)?.clone(), matters.get(&visit.matter)?.clone());
            let may_change = visit.state == State::Confirmed && now < changes_until(visit, &matter);
            Some(Ticket { visit: visit.clone(), office, matter, may_change })
        };
        Ok((to_come.iter().filter_map(ticket).collect(), past.iter().filter_map(ticket).collect()))
    }
}
