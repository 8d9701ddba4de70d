use chrono::{DateTime, TimeDelta, Utc};
use foundation::{
    clock::city_day,
    ids::{AccountId, AppointmentId},
};
use identity::Holder;
use sea_orm::DatabaseTransaction;

use super::{
    Appointments,
    booking::{Outcome, conflict},
    telling::News,
};
use crate::{
    error::BookingError,
    model::{Appointment, Matter, State},
    store::{
        appointments,
        places::{self, Span},
        supply,
    },
};

impl Appointments {
    /// Gives a place back that is held or booked; a booked one until its matter's hours before it begins.
    pub async fn cancel(&self, holder: &Holder, id: AppointmentId) -> Outcome<Appointment> {
        self.give_back(holder.account, id, &[State::Held, State::Confirmed]).await
    }

    /// Gives a place back that is held, and only that: what was booked in the same moment stays.
    pub async fn release(&self, holder: &Holder, id: AppointmentId) -> Outcome<Appointment> {
        self.give_back(holder.account, id, &[State::Held]).await
    }

    /// Gives a place back that is in one of some states, for whoever may do it in the place of who booked.
    pub(super) async fn give_back(
        &self,
        account: AccountId,
        id: AppointmentId,
        from: &[State],
    ) -> Outcome<Appointment> {
        let given = (self, account, id, from, self.clock.now());
        let _turn = self.turn().await;
        self.database
            .write(&given, |transaction, (booking, account, id, from, now)| {
                Box::pin(async move {
                    let visit = appointments::hold_row(transaction, *account, *id).await?;
                    let visit = visit.ok_or(BookingError::Unknown)?;
                    let to = match visit.state {
                        State::Held => State::Released,
                        State::Confirmed if from.contains(&State::Confirmed) => State::Cancelled,
                        // It was called off already: that is what was asked for.
                        State::Cancelled | State::Released => return Ok(visit),
                        _ => return Err(BookingError::State),
                    };
                    if visit.state == State::Confirmed {
                        let matter = booking.matter_of(transaction, &visit).await?;
                        is_early(&visit, &matter, *now)?;
                    }
                    places::change(transaction, &[visit.span()], &[]).await?;
                    appointments::end(transaction, visit.id, visit.state, to, *now).await?;
                    let visit = Appointment {
                        state: to,
                        hold_ends_at: None,
                        sequence: visit.sequence + 1,
                        changed_at: *now,
                        ..visit
                    };
                    if to == State::Cancelled {
                        booking.tell(transaction, &visit, News::Cancelled, *now).await?;
                    }
                    Ok(visit)
                })
            })
            .await
    }

    /// Puts a booked visit at another time in the same office: the new place is taken and the old one given back, or neither.
    pub async fn move_to(
        &self,
        holder: &Holder,
        id: AppointmentId,
        sequence: i32,
        starts_at: DateTime<Utc>,
    ) -> Outcome<Appointment> {
        self.move_of(holder.account, id, sequence, starts_at).await
    }

    /// As [`move_to`](Self::move_to), for whoever may do it in the place of who booked.
    pub(super) async fn move_of(
        &self,
        account: AccountId,
        id: AppointmentId,
        sequence: i32,
        starts_at: DateTime<Utc>,
    ) -> Outcome<Appointment> {
        let given = (self, account, id, sequence, starts_at, self.clock.now());
        let _turn = self.turn().await;
        self.database
            .write(&given, |transaction, (booking, account, id, sequence, starts_at, now)| {
                Box::pin(async move {
                    let visit = appointments::hold_row(transaction, *account, *id).await?;
                    let visit = visit.ok_or(BookingError::Unknown)?;
                    // The same move again has been done.
                    if visit.sequence == sequence + 1 && visit.starts_at == *starts_at {
                        return Ok(visit);
                    }
                    if visit.state != State::Confirmed || visit.sequence != *sequence {
                        return Err(BookingError::State);
                    }
                    if visit.starts_at == *starts_at {
                        return Ok(visit);
                    }
                    let matter = booking.matter_of(transaction, &visit).await?;
                    is_early(&visit, &matter, *now)?;
                    if *starts_at <= *now {
                        return Err(BookingError::TooLate);
                    }
                    let span = booking.exchange(transaction, &visit, &matter, *starts_at).await?;
                    if !appointments::put_at(transaction, &visit, &span, *now).await.map_err(conflict)? {
                        return Err(BookingError::State);
                    }
                    let moved = Appointment {
                        group: span.group,
                        day: span.day,
                        starts_at: span.starts_at,
                        ends_at: span.ends_at(),
                        slots: span.slots,
                        slot_minutes: span.slot_minutes,
                        sequence: visit.sequence + 1,
                        changed_at: *now,
                        ..visit
                    };
                    booking.tell(transaction, &moved, News::Moved, *now).await?;
                    Ok(moved)
                })
            })
            .await
    }

    /// Gives the old place back and takes one at another time; what fails undoes both.
    async fn exchange(
        &self,
        transaction: &DatabaseTransaction,
        visit: &Appointment,
        matter: &Matter,
        starts_at: DateTime<Utc>,
    ) -> Outcome<Span> {
        let serving = supply::serving(transaction, &visit.matter, Some(&visit.office)).await?;
        // Its own counters first; whoever moves within a visit of several slots takes places they have themselves.
        let (own, others): (Vec<_>, Vec<_>) = serving.into_iter().partition(|group| group.id == visit.group);
        let spans = own.into_iter().chain(others).map(|group| Span {
            group: group.id,
            day: city_day(starts_at),
            starts_at,
            slots: matter.content.terms.slots(visit.persons, group.slot_minutes),
            slot_minutes: group.slot_minutes,
        });
        let wanted: Vec<Span> = spans.collect();
        places::change(transaction, &[visit.span()], &wanted).await?.ok_or(BookingError::SlotTaken)
    }

    pub(super) async fn matter_of(&self, transaction: &DatabaseTransaction, visit: &Appointment) -> Outcome<Matter> {
        supply::matter(transaction, &visit.matter).await?.ok_or(BookingError::Unknown)
    }
}

/// Until when a visit may be moved or called off.
pub(crate) fn changes_until(visit: &Appointment, matter: &Matter) -> DateTime<Utc> {
    visit.starts_at - TimeDelta::hours(i64::from(matter.content.terms.changes_until_hours))
}

fn is_early(visit: &Appointment, matter: &Matter, now: DateTime<Utc>) -> Outcome<()> {
    if now < changes_until(visit, matter) { Ok(()) } else { Err(BookingError::TooLate) }
}
