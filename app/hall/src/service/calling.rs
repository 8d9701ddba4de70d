use appointments::{
    Came,
    model::{Office, Slug},
};
use chrono::{DateTime, Utc};
use foundation::{
    audit,
    database::Work,
    ids::{CounterGroupId, TicketId},
};
use sea_orm::DatabaseTransaction;
use serde_json::json;

use super::{AtDesk, Hall, Outcome, Seat};
use crate::{
    error::HallError,
    model::{Line, Place, Ticket, TicketState},
    store::{
        halls,
        tickets::{self, NewTicket, Onward},
    },
};

/// Where somebody is led on to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Led {
    /// To which counters.
    pub group: CounterGroupId,
    /// For what.
    pub matter: Slug,
}

/// Somebody acts at their counter, in a transaction that holds the hall.
struct Acting<'a> {
    hall: &'a Hall,
    transaction: &'a DatabaseTransaction,
    desk: &'a AtDesk,
    office: &'a Office,
    seat: Seat,
    now: DateTime<Utc>,
}

impl Hall {
    /// Runs what somebody does at their counter.
    async fn at_counter<T, C, F>(&self, desk: &AtDesk, office: &Slug, given: C, act: F) -> Outcome<T>
    where
        T: Send,
        C: Sync,
        F: for<'a> Fn(Acting<'a>, &'a C) -> Work<'a, T, HallError> + Send + Sync,
    {
        let office = self.office_at(desk, office).await?;
        let all = (self, desk, &office, given, act);
        self.database
            .write(&all, |transaction, (hall, desk, office, given, act)| {
                Box::pin(async move {
                    halls::hold(transaction, &office.code).await?;
                    let seat = hall.seat(transaction, desk, &office.code).await?;
                    let acting = Acting { hall, transaction, desk, office, seat, now: hall.now() };
                    act(acting, given).await
                })
            })
            .await
    }

    /// Calls the next person to one's counter; none where nobody may be called. Whoever is still there is the answer to a second
    /// press.
    pub async fn call_next(&self, desk: &AtDesk, office: &Slug) -> Outcome<Option<Ticket>> {
        self.at_counter(desk, office, (), |acting, ()| {
            Box::pin(async move {
                let (transaction, seat, now) = (acting.transaction, &acting.seat, acting.now);
                if let Some(there) = tickets::at_counter(transaction, seat.id).await? {
                    return Ok(Some(there));
                }
                let first = tickets::first(transaction, (&seat.office, seat.day), seat.group, now).await?;
                let Some(first) = first else { return Ok(None) };
                acting.call(first.id, &[TicketState::Waiting]).await?;
                tickets::at_counter(transaction, seat.id).await.map_err(HallError::from)
            })
        })
        .await
    }

    /// Calls somebody out of turn: who waits or was set aside.
    pub async fn call(&self, desk: &AtDesk, office: &Slug, id: TicketId) -> Outcome<()> {
        self.at_counter(desk, office, id, |acting, id| {
            Box::pin(async move {
                acting.ticket(*id).await?;
                match tickets::at_counter(acting.transaction, acting.seat.id).await? {
                    Some(there) if there.id == *id => Ok(()),
                    Some(_) => Err(HallError::Occupied),
                    None => acting.call(*id, &[TicketState::Waiting, TicketState::Parked]).await,
                }
            })
        })
        .await
    }

    /// Calls whoever is called to one's counter once more.
    pub async fn recall(&self, desk: &AtDesk, office: &Slug, id: TicketId) -> Outcome<()> {
        self.at_counter(desk, office, id, |acting, id| {
            Box::pin(async move {
                let (ticket, _) = acting.ticket(*id).await?;
                if ticket.counter != Some(acting.seat.id) {
                    return Err(HallError::State);
                }
                acting.call(*id, &[TicketState::Called]).await
            })
        })
        .await
    }

    /// Says that whoever was called came to the counter.
    pub async fn begin(&self, desk: &AtDesk, office: &Slug, id: TicketId) -> Outcome<()> {
        self.go_on(desk, office, id, (&[TicketState::Called], Onward::Serve, TicketState::Serving)).await
    }

    /// Sets somebody aside: they fetch something and come back.
    pub async fn park(&self, desk: &AtDesk, office: &Slug, id: TicketId) -> Outcome<()> {
        let from = &[TicketState::Called, TicketState::Serving];
        self.go_on(desk, office, id, (from, Onward::Park, TicketState::Parked)).await
    }

    /// Ends a visit: the person was served. A booked visit is marked so in the same transaction.
    pub async fn finish(&self, desk: &AtDesk, office: &Slug, id: TicketId) -> Outcome<()> {
        let (from, to) = (&[TicketState::Called, TicketState::Serving], TicketState::Finished);
        self.go_on(desk, office, id, (from, Onward::End(to), to)).await
    }

    /// Ends a visit: the person was called and did not come. A booked visit is marked so in the same transaction.
    pub async fn miss(&self, desk: &AtDesk, office: &Slug, id: TicketId) -> Outcome<()> {
        let to = TicketState::Missed;
        self.go_on(desk, office, id, (&[TicketState::Called], Onward::End(to), to)).await
    }

    async fn go_on(
        &self,
        desk: &AtDesk,
        office: &Slug,
        id: TicketId,
        how: (&'static [TicketState], Onward, TicketState),
    ) -> Outcome<()> {
        self.at_counter(desk, office, (id, how), |acting, (id, (from, onward, to))| {
            Box::pin(async move {
                let (ticket, _) = acting.ticket(*id).await?;
                let counter = acting.seat.id;
                if !tickets::go_on(acting.transaction, (*id, counter), from, *onward, acting.now).await? {
                    // A second press finds what the first one did.
                    return if ticket.state == *to { Ok(()) } else { Err(HallError::State) };
                }
                acting.mark(&ticket, *to).await
            })
        })
        .await
    }

    /// Puts somebody who was set aside back in the line, where they stood.
    pub async fn put_back(&self, desk: &AtDesk, office: &Slug, id: TicketId) -> Outcome<()> {
        self.at_counter(desk, office, id, |acting, id| {
            Box::pin(async move {
                let (ticket, _) = acting.ticket(*id).await?;
                if tickets::put_back(acting.transaction, *id).await? || ticket.state == TicketState::Waiting {
                    Ok(())
                } else {
                    Err(HallError::State)
                }
            })
        })
        .await
    }

    /// Leads whoever is at one's counter on to other counters or another matter. They keep their number and go before those who
    /// walked in.
    pub async fn redirect(&self, desk: &AtDesk, office: &Slug, id: TicketId, to: Led) -> Outcome<()> {
        let groups = self.appointments.groups_of(office).await?;
        let serves = groups.iter().any(|group| group.id == to.group && group.matters.contains(&to.matter));
        if !serves {
            return Err(HallError::invalid("to", "hall-led"));
        }
        self.at_counter(desk, office, (id, to), |acting, (id, to)| Box::pin(acting.lead_on(*id, to))).await
    }
}

impl<'a> Acting<'a> {
    /// A number of this hall and day; every other does not exist.
    async fn ticket(&self, id: TicketId) -> Outcome<(Ticket, String)> {
        let found = tickets::of_day(self.transaction, (&self.office.code, self.seat.day), id).await?;
        found.ok_or(HallError::Unknown)
    }

    async fn call(&self, id: TicketId, from: &[TicketState]) -> Outcome<()> {
        let done = tickets::call(self.transaction, id, from, &self.seat, self.now).await?;
        if done { Ok(()) } else { Err(HallError::State) }
    }

    /// What becomes of a number becomes of the visit. Who was served elsewhere before they were led on was served.
    async fn mark(&self, ticket: &Ticket, to: TicketState) -> Outcome<()> {
        let came = match to {
            TicketState::Missed if ticket.step == 0 => Came::Missed,
            TicketState::Finished | TicketState::Missed => Came::Served,
            _ => return Ok(()),
        };
        let Some(visit) = ticket.appointment else { return Ok(()) };
        if !self.hall.appointments.mark(self.transaction, visit, came, self.now).await? {
            return Ok(());
        }
        let act = if came == Came::Missed { "hall.missed" } else { "hall.served" };
        let after =
            json!({ "number": ticket.shown(), "visit": visit.to_string(), "counter": self.seat.label.as_str() });
        audit::append(self.transaction, &self.desk.did(act, self.office, after), self.now).await?;
        Ok(())
    }

    async fn lead_on(self, id: TicketId, to: &'a Led) -> Outcome<()> {
        let (ticket, token_hash) = self.ticket(id).await?;
        let from = &[TicketState::Called, TicketState::Serving];
        let onward = Onward::End(TicketState::Redirected);
        if !tickets::go_on(self.transaction, (id, self.seat.id), from, onward, self.now).await? {
            return if ticket.state == TicketState::Redirected { Ok(()) } else { Err(HallError::State) };
        }
        let next = Ticket {
            id: TicketId::new(),
            step: ticket.step + 1,
            group: to.group,
            matter: to.matter.clone(),
            place: Place { line: Line::Booked, order_at: self.now, ready_at: self.now },
            state: TicketState::Waiting,
            counter: None,
            counter_label: None,
            issued_at: self.now,
            called_at: None,
            calls: 0,
            served_at: None,
            ended_at: None,
            ..ticket
        };
        tickets::add(self.transaction, &NewTicket { ticket: &next, token_hash: &token_hash, request: None }).await?;
        Ok(())
    }
}
