use appointments::model::{CounterGroup, Office, Slug};
use chrono::NaiveDate;
use foundation::{
    audit,
    ids::{CounterGroupId, CounterId, SessionId},
};
use sea_orm::DatabaseTransaction;
use serde_json::json;

use super::{AtDesk, Hall, Outcome};
use crate::{
    error::HallError,
    model::{CounterLabel, Ticket},
    store::{counters, halls, tickets},
};

/// A counter somebody sits at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seat {
    /// The row.
    pub id: CounterId,
    /// Where.
    pub office: Slug,
    /// On which day.
    pub day: NaiveDate,
    /// What stands over it.
    pub label: CounterLabel,
    /// What it serves.
    pub group: CounterGroupId,
    /// By which session.
    pub session: SessionId,
}

/// What somebody at a desk sees of their own counter.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenCounter {
    /// The hall.
    pub office: Office,
    /// What it has counters for.
    pub groups: Vec<CounterGroup>,
    /// The counter, once one is chosen.
    pub seat: Option<Seat>,
    /// Who is there.
    pub ticket: Option<Ticket>,
}

impl Hall {
    /// The counter somebody sits at in a hall today, and who is there.
    pub async fn counter(&self, desk: &AtDesk, office: &Slug) -> Outcome<OpenCounter> {
        let office = self.office_at(desk, office).await?;
        let groups = self.appointments.groups_of(&office.code).await?;
        let reader = self.database.reader();
        let seat = counters::of_session(reader, desk.session).await?;
        let seat = seat.filter(|seat| seat.office == office.code && seat.day == self.today());
        let ticket = match &seat {
            Some(seat) => tickets::at_counter(reader, seat.id).await?,
            None => None,
        };
        Ok(OpenCounter { office, groups, seat, ticket })
    }

    /// Lets somebody sit at a counter, for some matters. One that another left open is taken over with whoever is there.
    pub async fn open_counter(
        &self,
        desk: &AtDesk,
        office: &Slug,
        label: &str,
        group: Option<CounterGroupId>,
    ) -> Outcome<Seat> {
        let office = self.office_at(desk, office).await?;
        let label = CounterLabel::parse(label).ok_or(HallError::invalid("label", "hall-counter-label"))?;
        let groups = self.appointments.groups_of(&office.code).await?;
        let group = group.filter(|group| groups.iter().any(|known| known.id == *group));
        let group = group.ok_or(HallError::invalid("group", "unknown-choice"))?;
        let seat = Seat {
            id: CounterId::new(),
            office: office.code.clone(),
            day: self.today(),
            label,
            group,
            session: desk.session,
        };
        let given = (self, desk, &office, seat);
        self.database
            .write(&given, |transaction, (hall, desk, office, seat)| {
                Box::pin(hall.open_counter_in(transaction, desk, office, seat))
            })
            .await
    }

    async fn open_counter_in(
        &self,
        transaction: &DatabaseTransaction,
        desk: &AtDesk,
        office: &Office,
        wanted: &Seat,
    ) -> Outcome<Seat> {
        let now = self.now();
        halls::hold(transaction, &office.code).await?;
        let before = counters::by_label(transaction, &office.code, wanted.day, &wanted.label).await?;
        let own = counters::of_session(transaction, desk.session).await?;
        if let Some(own) = own.filter(|own| before.as_ref().is_none_or(|before| before.id != own.id)) {
            // Whoever moves on leaves nobody behind.
            let is_today = own.day == wanted.day;
            if is_today && tickets::at_counter(transaction, own.id).await?.is_some() {
                return Err(HallError::Occupied);
            }
            counters::close(transaction, own.id, now).await?;
        }
        let seat = if let Some(before) = before {
            counters::take_over(transaction, before.id, (desk.session, desk.account), wanted.group).await?;
            Seat { group: wanted.group, session: desk.session, ..before }
        } else {
            counters::add(transaction, wanted, desk.account, now).await?;
            wanted.clone()
        };
        let after = json!({ "counter": seat.label.as_str(), "group": seat.group.to_string() });
        audit::append(transaction, &desk.did("hall.counter_open", office, after), now).await?;
        Ok(seat)
    }

    /// Leaves a counter; nobody may be there any more.
    pub async fn close_counter(&self, desk: &AtDesk, office: &Slug) -> Outcome<()> {
        let office = self.office_at(desk, office).await?;
        let given = (self, desk, &office, self.now());
        self.database
            .write(&given, |transaction, (hall, desk, office, now)| {
                Box::pin(async move {
                    halls::hold(transaction, &office.code).await?;
                    // Whoever left already has what they asked for.
                    let Ok(seat) = hall.seat(transaction, desk, &office.code).await else { return Ok(()) };
                    if tickets::at_counter(transaction, seat.id).await?.is_some() {
                        return Err(HallError::Occupied);
                    }
                    counters::close(transaction, seat.id, *now).await?;
                    let after = json!({ "counter": seat.label.as_str() });
                    audit::append(transaction, &desk.did("hall.counter_close", office, after), *now).await?;
                    Ok(())
                })
            })
            .await
    }

    /// Where somebody sits in a hall today.
    pub(super) async fn seat(&self, transaction: &DatabaseTransaction, desk: &AtDesk, office: &Slug) -> Outcome<Seat> {
        let seat = counters::of_session(transaction, desk.session).await?;
        seat.filter(|seat| seat.office == *office && seat.day == self.today()).ok_or(HallError::NoCounter)
    }
}
