use std::cmp::Reverse;

use chrono::{DateTime, TimeDelta, Utc};
use foundation::{
    clock::city_day,
    database::Fault,
    ids::{AppointmentId, CounterGroupId},
};
use identity::{
    Holder,
    acting::{Acting, ActingFor},
    powers::Power,
};
use sea_orm::{ConnectionTrait, DatabaseTransaction};

use super::{Appointments, Rules, telling::News};
use crate::{
    error::{BookingError, Limit},
    model::{Appointment, Code, Matter, Outcome as Ended, Slug, State},
    store::{
        appointments::{self, NewHold, subject_of},
        listing,
        places::{self, Span},
        reminders, supply, waiting,
    },
};

pub(super) type Outcome<T> = Result<T, BookingError>;

/// What makes a request the same one when it comes again (the `Idempotency-Key` of machines, a hidden field of forms): 8 to 100
/// visible ASCII signs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestKey(String);

impl RequestKey {
    /// Reads a key.
    pub fn parse(text: &str) -> Option<Self> {
        let well_formed = (8..=100).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic());
        well_formed.then(|| Self(text.to_owned()))
    }

    /// The key as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A place somebody wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// Where.
    pub office: Slug,
    /// What for.
    pub matter: Slug,
    /// The item it is booked from.
    pub item: Option<String>,
    /// When.
    pub starts_at: DateTime<Utc>,
    /// How many people come.
    pub persons: u16,
    /// For whom.
    pub acting: Acting,
    /// What makes it the same wish when it comes again.
    pub key: RequestKey,
}

/// A wish with what does not depend on what others do at the same time.
struct Wanted<'a> {
    wish: &'a Wish,
    matter: &'a Matter,
    shown_name: String,
    now: DateTime<Utc>,
}

impl Appointments {
    /// Keeps a place for somebody for a while; whatever they held before is given back. The same wish that comes again finds the
    /// place it has.
    pub async fn hold(&self, holder: &Holder, wish: &Wish) -> Outcome<Appointment> {
        let _turn = self.turn().await;
        let reader = self.database.reader();
        if let Some(there) = appointments::by_request(reader, holder.account, wish.key.as_str()).await? {
            return again(there, wish);
        }
        let matter = supply::matter(reader, &wish.matter).await?.ok_or(BookingError::Unknown)?;
        if !(1..=matter.content.terms.most_persons).contains(&wish.persons) {
            return Err(BookingError::Persons);
        }
        let now = self.clock.now();
        if wish.starts_at <= now {
            return Err(BookingError::TooLate);
        }
        let shown_name = self.shown_name(holder, &wish.acting).await?;
        let wanted = Wanted { wish, matter: &matter, shown_name, now };
        let held = self
            .database
            .write(&(self, holder, &wanted), |transaction, (booking, holder, wanted)| {
                Box::pin(booking.hold_in(transaction, holder, wanted))
            })
            .await;
        let Err(refused) = held else { return held };
        // The same wish, twice at once: what refused this one may be that the other has the place.
        match appointments::by_request(self.database.writer(), holder.account, wish.key.as_str()).await? {
            Some(there) => again(there, wish),
            None => Err(refused),
        }
    }

    async fn hold_in(
        &self,
        transaction: &DatabaseTransaction,
        holder: &Holder,
        wanted: &Wanted<'_>,
    ) -> Outcome<Appointment> {
        let Wanted { wish, matter, now, .. } = wanted;
        let acting_for = self.identity.may_act(transaction, holder, &wish.acting, Power::Book).await?;
        let subject = subject_of(holder.account, acting_for.acting());
        self.is_not_paused(transaction, &subject, *now).await?;
        let same = (&wish.matter, city_day(wish.starts_at));
        let standing = appointments::hold_standing(transaction, holder.account, &subject, Some(same)).await?;
        let seat = (1..=self.rules.most_open).find(|seat| !standing.seats.contains(seat));
        let seat = seat.ok_or(BookingError::LimitReached(Limit::Open))?;
        let before: Vec<Span> = standing.held.iter().map(Appointment::span).collect();
        let wanted_there = (&wish.office, wish.starts_at, wish.persons);
        let spans = self.spans(transaction, wanted_there, matter, before.is_empty()).await?;
        let span = places::change(transaction, &before, &spans).await?.ok_or(BookingError::SlotTaken)?;
        for held in &standing.held {
            appointments::end(transaction, held.id, State::Held, State::Released, *now).await?;
        }
        let visit = Appointment {
            id: AppointmentId::new(),
            code: new_code()?,
            office: wish.office.clone(),
            group: span.group,
            matter: wish.matter.clone(),
            item: wish.item.clone().filter(|item| matter.items.contains(item)),
            account: holder.account,
            acting: wish.acting.clone(),
            shown_name: wanted.shown_name.clone(),
            day: span.day,
            starts_at: span.starts_at,
            ends_at: span.ends_at(),
            slots: span.slots,
            slot_minutes: span.slot_minutes,
            persons: wish.persons,
            state: State::Held,
            hold_ends_at: Some(*now + self.rules.hold),
            sequence: 0,
            changed_at: *now,
            offered: false,
        };
        let new = NewHold { visit: &visit, seat, request_key: wish.key.as_str(), now: *now };
        appointments::add(transaction, &new).await.map_err(conflict)?;
        Ok(visit)
    }

    /// Where a wish could be met, the emptiest counters first. Counters that are full are left out where that cannot change in
    /// this transaction: most of a burst is refused by this one look, without waiting for those who are being served.
    pub(super) async fn spans(
        &self,
        transaction: &DatabaseTransaction,
        (office, starts_at, persons): (&Slug, DateTime<Utc>, u16),
        matter: &Matter,
        only_free: bool,
    ) -> Outcome<Vec<Span>> {
        let serving = supply::serving(transaction, &matter.code, Some(office)).await?;
        if serving.is_empty() {
            return Err(BookingError::Unknown);
        }
        let groups: Vec<CounterGroupId> = serving.iter().map(|group| group.id).collect();
        let free = places::free_at(transaction, &groups, starts_at).await?;
        let free = |group: &CounterGroupId| free.get(group).copied().unwrap_or(0);
        let spans = serving.iter().filter(|group| !only_free || free(&group.id) > 0).map(|group| Span {
            group: group.id,
            day: city_day(starts_at),
            starts_at,
            slots: matter.content.terms.slots(persons, group.slot_minutes),
            slot_minutes: group.slot_minutes,
        });
        let mut spans: Vec<Span> = spans.collect();
        spans.sort_by_key(|span| Reverse(free(&span.group)));
        Ok(spans)
    }

    /// Says yes to a place that is kept. The same yes again finds the visit it made.
    pub async fn confirm(&self, holder: &Holder, id: AppointmentId) -> Outcome<Appointment> {
        let given = (self, holder, id, self.clock.now());
        let _turn = self.turn().await;
        self.database
            .write(&given, |transaction, (booking, holder, id, now)| {
                Box::pin(async move {
                    let visit = appointments::of_account(transaction, holder.account, *id).await?;
                    let visit = visit.ok_or(BookingError::Unknown)?;
                    if visit.state != State::Held {
                        return said_already(visit);
                    }
                    // What was allowed when the place was kept may have been taken away since.
                    let may_act = booking.identity.may_act(transaction, holder, &visit.acting, Power::Book);
                    let acting_for = may_act.await?;
                    let subject = subject_of(holder.account, &visit.acting);
                    waiting::end_booked(transaction, (&subject, &visit.matter), visit.day, *now).await?;
                    if !appointments::confirm(transaction, holder.account, *id, *now).await? {
                        // The same yes was first, or the end of the hold.
                        let there = appointments::of_account(transaction, holder.account, *id).await?;
                        return said_already(there.ok_or(BookingError::Unknown)?);
                    }
                    let visit = Appointment { state: State::Confirmed, hold_ends_at: None, changed_at: *now, ..visit };
                    reminders::put(transaction, visit.id, visit.starts_at, *now).await?;
                    if visit.offered {
                        waiting::settle(transaction, visit.id, Ended::Taken, *now).await?;
                    }
                    booking.tell(transaction, &visit, News::Booked, *now).await?;
                    booking.record(transaction, &acting_for, &visit, *now).await?;
                    Ok(visit)
                })
            })
            .await
    }

    /// Writes down where both read it that something was booked for another.
    async fn record(
        &self,
        transaction: &DatabaseTransaction,
        acting_for: &ActingFor,
        visit: &Appointment,
        now: DateTime<Utc>,
    ) -> Outcome<()> {
        if *acting_for.acting() == Acting::Myself {
            return Ok(());
        }
        let matter = self.matter_of(transaction, visit).await?;
        Ok(self.identity.record_act(transaction, acting_for, "deed-book", &matter.content.name.zh, now).await?)
    }

    /// Refuses who missed so many visits of the last year that there is a pause.
    pub(super) async fn is_not_paused(
        &self,
        connection: &impl ConnectionTrait,
        subject: &str,
        now: DateTime<Utc>,
    ) -> Outcome<()> {
        let Rules { missed, pause, .. } = self.rules;
        let today = city_day(now);
        let of_year = listing::missed_since(connection, subject, today - TimeDelta::days(365)).await?;
        let is_paused =
            missed > 0 && of_year >= missed && listing::missed_since(connection, subject, today - pause).await? > 0;
        if is_paused { Err(BookingError::Paused) } else { Ok(()) }
    }

    /// What whom somebody acts for is called on a ticket.
    pub(super) async fn shown_name(&self, holder: &Holder, acting: &Acting) -> Outcome<String> {
        if *acting == Acting::Myself {
            return Ok(holder.display_name.clone());
        }
        let options = self.identity.acting_options(holder).await?;
        options
            .into_iter()
            .find(|option| option.acting == *acting)
            .map(|option| option.name)
            .ok_or(BookingError::Unknown)
    }
}

/// What became of a wish that came again. Under its key another may have been asked for: then nothing is answered that was not
/// asked.
fn again((there, wished_at): (Appointment, Option<DateTime<Utc>>), wish: &Wish) -> Outcome<Appointment> {
    let is_same = (&there.matter, &there.office, there.persons, &there.acting)
        == (&wish.matter, &wish.office, wish.persons, &wish.acting)
        && wished_at.is_none_or(|wished| wished == wish.starts_at);
    if !is_same {
        return Err(BookingError::KeyReused);
    }
    match there.state {
        State::Held | State::Confirmed => Ok(there),
        State::Released | State::Expired => Err(BookingError::HoldExpired),
        _ => Err(BookingError::State),
    }
}

/// What a yes finds that does not make the visit.
fn said_already(there: Appointment) -> Outcome<Appointment> {
    match there.state {
        State::Confirmed => Ok(there),
        State::Held | State::Expired | State::Released => Err(BookingError::HoldExpired),
        State::Cancelled | State::Missed | State::Finished => Err(BookingError::State),
    }
}

/// Which rule of the database refused a new place.
pub(super) fn conflict(fault: Fault) -> BookingError {
    match fault {
        Fault::Conflict(detail) if detail.contains("appointment_once") || detail.contains("matter_code") => {
            BookingError::LimitReached(Limit::OnceADay)
        }
        // Two of one person at once looked for a seat and found the same, or a code was drawn that is another's: the next try
        // finds others.
        Fault::Conflict(detail) if detail.contains("seat") || detail.contains("code") => Fault::Retry(detail).into(),
        fault => fault.into(),
    }
}

pub(super) fn new_code() -> Outcome<Code> {
    let mut random = [0_u8; 24];
    getrandom::fill(&mut random).map_err(|_| Fault::Unavailable("no randomness".to_owned()))?;
    Code::of(random).ok_or_else(|| Fault::Unavailable("no randomness".to_owned()).into())
}

#[cfg(test)]
mod tests {
    use super::RequestKey;

    #[test]
    fn a_key_is_read_or_refused_whole() {
        for good in ["12345678", "0193-abcd_!~", &"x".repeat(100)] {
            assert!(RequestKey::parse(good).is_some(), "{good}");
        }
        for bad in ["", "1234567", "with space", "中文中文中文", &"x".repeat(101)] {
            assert!(RequestKey::parse(bad).is_none(), "{bad}");
        }
    }
}
