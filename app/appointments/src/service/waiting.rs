use chrono::TimeDelta;
use foundation::{clock::city_day, database::Fault, ids::WaitingId};
use identity::{Holder, powers::Power};
use sea_orm::DatabaseTransaction;

use super::{Appointments, booking::Outcome};
use crate::{
    error::{BookingError, Limit},
    model::{Appointment, Matter, Office, WaitWish, Waiting},
    store::{
        appointments::{self, subject_of},
        supply, waiting,
    },
};

/// How far ahead somebody may wait for a place.
pub(super) const FURTHEST: TimeDelta = TimeDelta::days(366);
/// Entries shown to somebody, and looked at to say how many are before them.
const SHOWN: u64 = 50;

/// One's own place in a line, with what it is about.
#[derive(Debug, Clone, PartialEq)]
pub struct InLine {
    /// The entry.
    pub entry: Waiting,
    /// Where.
    pub office: Office,
    /// What for.
    pub matter: Matter,
    /// How many are before, while it waits; [`InLine::MANY`] stands for more than are counted.
    pub before: u64,
    /// The place that is offered right now.
    pub offer: Option<Appointment>,
}

impl InLine {
    /// From here on it is not counted.
    pub const MANY: u64 = SHOWN;
}

impl Appointments {
    /// Puts somebody at the end of a line. The same wish again finds the place it has.
    pub async fn wait(&self, holder: &Holder, wish: &WaitWish) -> Outcome<Waiting> {
        let (reader, now) = (self.database.reader(), self.clock.now());
        let matter = supply::matter(reader, &wish.matter).await?.ok_or(BookingError::Unknown)?;
        if supply::serving(reader, &wish.matter, Some(&wish.office)).await?.is_empty() {
            return Err(BookingError::Unknown);
        }
        if !(1..=matter.content.terms.most_persons).contains(&wish.persons) {
            return Err(BookingError::Persons);
        }
        let today = city_day(now);
        if wish.until < wish.from || wish.from < today || wish.until > today + FURTHEST {
            return Err(BookingError::Days);
        }
        let entry = Waiting {
            id: WaitingId::new(),
            account: holder.account,
            shown_name: self.shown_name(holder, &wish.acting).await?,
            wish: WaitWish { item: wish.item.clone().filter(|item| matter.items.contains(item)), ..wish.clone() },
            visit: None,
            since: now,
            outcome: None,
        };
        let _turn = self.turn().await;
        self.database
            .write(&(self, holder, &entry), |transaction, (booking, holder, entry)| {
                Box::pin(booking.wait_in(transaction, holder, entry))
            })
            .await
    }

    async fn wait_in(&self, transaction: &DatabaseTransaction, holder: &Holder, entry: &Waiting) -> Outcome<Waiting> {
        let acting_for = self.identity.may_act(transaction, holder, &entry.wish.acting, Power::Book).await?;
        self.is_not_paused(transaction, &subject_of(holder.account, acting_for.acting()), entry.since).await?;
        let open = waiting::open_of(transaction, holder.account).await?;
        if let Some((_, there)) = open.iter().find(|(_, there)| there.wish == entry.wish) {
            return Ok(there.clone());
        }
        let seat = (1..=self.rules.most_lines).find(|seat| open.iter().all(|(taken, _)| taken != seat));
        let seat = seat.ok_or(BookingError::LimitReached(Limit::Lines))?;
        waiting::add(transaction, entry, seat).await.map_err(conflict)?;
        Ok(entry.clone())
    }

    /// Takes somebody out of a line; a place that is offered to them is somebody else's to have.
    pub async fn leave(&self, holder: &Holder, id: WaitingId) -> Outcome<()> {
        loop {
            let entry = waiting::one_of_account(self.database.writer(), holder.account, id).await?;
            let entry = entry.ok_or(BookingError::Unknown)?;
            match (entry.outcome, entry.visit) {
                (Some(_), _) => return Ok(()),
                (None, Some(visit)) => return self.release(holder, visit).await.map(drop),
                (None, None) if waiting::leave(self.database.writer(), id, self.clock.now()).await? => return Ok(()),
                // A place was offered, or it ended, at the same moment: it never waits again.
                (None, None) => {}
            }
        }
    }

    /// Ends waiting whose last day is over; how often.
    pub async fn end_waiting(&self) -> Outcome<u64> {
        let now = self.clock.now();
        Ok(waiting::end_over(self.database.writer(), city_day(now), now).await?)
    }

    /// The lines somebody stands or stood in, the newest first.
    pub async fn in_line(&self, holder: &Holder) -> Outcome<Vec<InLine>> {
        let reader = self.database.reader();
        let entries = waiting::of_account(reader, holder.account, Some(SHOWN)).await?;
        let offices = supply::offices(reader, entries.iter().map(|entry| &entry.wish.office)).await?;
        let matters = supply::matters(reader, entries.iter().map(|entry| &entry.wish.matter)).await?;
        let mut lines = Vec::with_capacity(entries.len());
        for entry in entries {
            let of = |line: &WaitWish| Some((offices.get(&line.office)?.clone(), matters.get(&line.matter)?.clone()));
            let Some((office, matter)) = of(&entry.wish) else { continue };
            // Few of them last at once: that is a limit.
            let (mut before, mut offer) = (0, None);
            match (entry.outcome, entry.visit) {
                (None, None) => before = waiting::before(reader, &entry, SHOWN).await?,
                (None, Some(visit)) => offer = appointments::of_account(reader, holder.account, visit).await?,
                _ => {}
            }
            lines.push(InLine { entry, office, matter, before, offer });
        }
        Ok(lines)
    }
}

/// Which rule of the database refused a place in line.
fn conflict(fault: Fault) -> BookingError {
    match fault {
        Fault::Conflict(detail) if detail.contains("seat") => Fault::Retry(detail).into(),
        Fault::Conflict(_) => BookingError::LimitReached(Limit::InLine),
        fault => fault.into(),
    }
}
