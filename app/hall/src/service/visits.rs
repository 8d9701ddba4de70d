use std::collections::HashMap;

use appointments::{
    Came,
    model::{Appointment, Matter, Office, Slug, State},
};
use foundation::{audit, ids::AppointmentId};
use serde_json::json;

use super::{AtDesk, Hall, Outcome};
use crate::{
    error::HallError,
    model::{Ticket, is_over_late},
    store::{halls, tickets},
};

/// Somebody who booked a visit for today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expected {
    /// The visit.
    pub visit: Appointment,
    /// Their number, once they came.
    pub ticket: Option<Ticket>,
    /// Whether it can be said that they did not come.
    pub may_be_absent: bool,
}

/// The most people listed at once.
const SHOWN: usize = 200;

impl Hall {
    /// Who is expected today, by time, as far as a name or code holds what is looked for; and what the matters are called.
    pub async fn expected(
        &self,
        desk: &AtDesk,
        office: &Slug,
        looked_for: &str,
    ) -> Outcome<(Office, Vec<Expected>, HashMap<Slug, Matter>)> {
        let office = self.office_at(desk, office).await?;
        let (day, now) = (self.today(), self.now());
        let visits = self.appointments.visits_on(&office.code, day).await?;
        let of_day = tickets::visits_of_day(self.database.reader(), &office.code, day).await?;
        let mut numbers: HashMap<AppointmentId, Ticket> =
            of_day.into_iter().filter_map(|ticket| Some((ticket.appointment?, ticket))).collect();
        let looked_for = looked_for.trim().to_lowercase();
        let as_code: String = looked_for.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
        let is_looked_for = |visit: &Appointment| {
            visit.shown_name.to_lowercase().contains(&looked_for) || visit.code.as_str().eq_ignore_ascii_case(&as_code)
        };
        let expected: Vec<Expected> = visits
            .into_iter()
            .filter(is_looked_for)
            .take(SHOWN)
            .map(|visit| {
                let ticket = numbers.remove(&visit.id);
                let may_be_absent =
                    ticket.is_none() && visit.state == State::Confirmed && is_over_late(visit.starts_at, now);
                Expected { visit, ticket, may_be_absent }
            })
            .collect();
        let matters = self.appointments.matters_by(expected.iter().map(|one| &one.visit.matter)).await?;
        Ok((office, expected, matters))
    }

    /// Says that somebody who booked did not come: not before they are too late, and not of somebody with a number.
    pub async fn mark_absent(&self, desk: &AtDesk, office: &Slug, visit: AppointmentId) -> Outcome<()> {
        let office = self.office_at(desk, office).await?;
        let given = (self, desk, &office, visit, self.now());
        self.database
            .write(&given, |transaction, (hall, desk, office, visit, now)| {
                Box::pin(async move {
                    halls::hold(transaction, &office.code).await?;
                    let visit = hall.appointments.hold_visit(transaction, *visit).await?;
                    let is_here = |visit: &Appointment| visit.office == office.code && visit.day == hall.today();
                    let visit = visit.filter(is_here).ok_or(HallError::Unknown)?;
                    if visit.state == State::Missed {
                        return Ok(());
                    }
                    let has_number = tickets::of_visit(transaction, visit.id).await?.is_some();
                    if has_number || !is_over_late(visit.starts_at, *now) {
                        return Err(HallError::State);
                    }
                    if !hall.appointments.mark(transaction, visit.id, Came::Missed, *now).await? {
                        return Err(HallError::State);
                    }
                    let after = json!({ "visit": visit.id.to_string(), "code": visit.code.as_str() });
                    audit::append(transaction, &desk.did("hall.missed", office, after), *now).await?;
                    Ok(())
                })
            })
            .await
    }
}
