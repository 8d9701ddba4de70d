use appointments::{
    RequestKey,
    model::{Appointment, Code, CounterGroup, Slug, State},
};
use chrono::{DateTime, Utc};
use foundation::ids::{AppointmentId, CounterGroupId, KioskId, StayId, TicketId};
use identity::acting::Acting;
use sea_orm::DatabaseTransaction;
use serde_json::json;

use super::{AtDesk, Hall, Kiosk, Outcome, letter_of};
use crate::{
    error::HallError,
    model::{Priority, Ticket, TicketState, place_of},
    store::{
        halls,
        tickets::{self, NewTicket},
    },
};

/// A number that was given, with what leads to its page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssuedTicket {
    /// The number.
    pub ticket: Ticket,
    /// What the address of its page ends with.
    pub token: String,
}

/// Somebody who arrives.
struct Arrival<'a> {
    office: &'a Slug,
    matter: &'a Slug,
    group: CounterGroupId,
    visit: Option<&'a Appointment>,
    priority: Priority,
    request: Option<(KioskId, &'a str)>,
    now: DateTime<Utc>,
}

impl Hall {
    /// Gives whoever booked their number, by the code of the visit. The same code again finds the number it has.
    pub async fn check_in(&self, kiosk: &Kiosk, code: &str) -> Outcome<IssuedTicket> {
        self.count_use(kiosk).await?;
        let code = Code::parse(code).ok_or(HallError::invalid("code", "hall-code"))?;
        let found = self.appointments.expected_by_code(&kiosk.office, self.today(), &code).await?;
        let visit = found.ok_or(HallError::invalid("code", "hall-code-none"))?;
        self.check_in_visit(&kiosk.office, visit.id, None).await
    }

    /// Gives somebody their number at the desk, where they are known by name.
    pub async fn check_in_at_desk(&self, desk: &AtDesk, office: &Slug, visit: AppointmentId) -> Outcome<IssuedTicket> {
        self.office_at(desk, office).await?;
        self.check_in_visit(office, visit, Some(desk)).await
    }

    async fn check_in_visit(
        &self,
        office: &Slug,
        visit: AppointmentId,
        desk: Option<&AtDesk>,
    ) -> Outcome<IssuedTicket> {
        let groups = self.appointments.groups_of(office).await?;
        let given = (self, office, visit, desk, groups, self.now());
        self.database
            .write(&given, |transaction, (hall, office, visit, desk, groups, now)| {
                Box::pin(async move {
                    halls::hold(transaction, office).await?;
                    if let Some(there) = tickets::of_visit(transaction, *visit).await? {
                        return if there.office == **office { Ok(hall.issued(there)) } else { Err(HallError::Unknown) };
                    }
                    let visit = hall.appointments.hold_visit(transaction, *visit).await?;
                    let is_expected = |visit: &Appointment| {
                        visit.office == **office && visit.day == hall.today() && visit.state == State::Confirmed
                    };
                    let visit = visit.filter(is_expected).ok_or(HallError::Unknown)?;
                    let arrival = Arrival {
                        office,
                        matter: &visit.matter,
                        group: visit.group,
                        visit: Some(&visit),
                        priority: Priority::None,
                        request: None,
                        now: *now,
                    };
                    let issued = hall.issue(transaction, groups, &arrival).await?;
                    if let Some(desk) = desk {
                        let department = hall.appointments.office(office).await?;
                        let after = json!({ "visit": visit.code.as_str(), "number": issued.ticket.shown() });
                        let entry = desk.did("hall.check_in", &department, after);
                        let entry = if visit.acting == Acting::Myself {
                            entry
                        } else {
                            entry.on_behalf_of(visit.acting.value())
                        };
                        foundation::audit::append(transaction, &entry, *now).await?;
                    }
                    Ok(issued)
                })
            })
            .await
    }

    /// Gives a number to somebody who walks in. The same press of the button again finds the number it gave.
    pub async fn walk_in(
        &self,
        kiosk: &Kiosk,
        matter: &Slug,
        priority: Priority,
        key: &RequestKey,
    ) -> Outcome<IssuedTicket> {
        if let Some(there) = tickets::by_request(self.database.reader(), kiosk.id, key.as_str()).await? {
            return Ok(self.issued(there));
        }
        self.count_use(kiosk).await?;
        let groups = self.appointments.groups_of(&kiosk.office).await?;
        let given = (self, kiosk, matter, priority, key, groups, self.now());
        self.database
            .write(&given, |transaction, (hall, kiosk, matter, priority, key, groups, now)| {
                Box::pin(async move {
                    halls::hold(transaction, &kiosk.office).await?;
                    if let Some(there) = tickets::by_request(transaction, kiosk.id, key.as_str()).await? {
                        return Ok(hall.issued(there));
                    }
                    let lengths = tickets::lengths(transaction, &kiosk.office, hall.today()).await?;
                    let length = |group: &CounterGroup| {
                        lengths.iter().find(|(id, _)| *id == group.id).map_or(0, |(_, waiting)| *waiting)
                    };
                    let serving = groups.iter().filter(|group| group.matters.contains(matter));
                    let group = serving.min_by_key(|group| length(group)).ok_or(HallError::Unknown)?.id;
                    let arrival = Arrival {
                        office: &kiosk.office,
                        matter,
                        group,
                        visit: None,
                        priority: *priority,
                        request: Some((kiosk.id, key.as_str())),
                        now: *now,
                    };
                    hall.issue(transaction, groups, &arrival).await
                })
            })
            .await
    }

    async fn issue(
        &self,
        transaction: &DatabaseTransaction,
        groups: &[CounterGroup],
        arrival: &Arrival<'_>,
    ) -> Outcome<IssuedTicket> {
        let Arrival { office, matter, group, visit, priority, request, now } = *arrival;
        let (day, stay) = (self.today(), StayId::new());
        let letter = letter_of(groups, group).ok_or(HallError::Unknown)?;
        let ticket = Ticket {
            id: TicketId::new(),
            stay,
            step: 0,
            office: office.clone(),
            day,
            number: tickets::next_number(transaction, office, day, &letter).await?,
            letter,
            group,
            matter: matter.clone(),
            appointment: visit.map(|visit| visit.id),
            is_booked: visit.is_some(),
            priority,
            place: place_of(now, visit.map(|visit| visit.starts_at), priority),
            state: TicketState::Waiting,
            counter: None,
            counter_label: None,
            issued_at: now,
            called_at: None,
            calls: 0,
            served_at: None,
            ended_at: None,
        };
        let issued = self.issued(ticket);
        let token_hash = self.hash_of(&issued.token).ok_or(HallError::Unknown)?;
        tickets::add(transaction, &NewTicket { ticket: &issued.ticket, token_hash: &token_hash, request }).await?;
        Ok(issued)
    }

    fn issued(&self, ticket: Ticket) -> IssuedTicket {
        IssuedTicket { token: self.token_of(ticket.stay), ticket }
    }
}
