use std::{
    collections::{BTreeSet, HashMap},
    time::Duration,
};

use chrono::{DateTime, NaiveDate, Utc};
use foundation::{
    clock::city_day,
    database::Fault,
    ids::{AppointmentId, CounterGroupId},
};
use sea_orm::DatabaseTransaction;

use super::{
    Appointments,
    booking::{Outcome, conflict, new_code},
    finding::beginnings,
    telling::News,
    waiting::FURTHEST,
};
use crate::{
    entity::slot,
    error::{BookingError, Limit},
    model::{Appointment, CounterGroup, Matter, Slug, State, Waiting},
    store::{
        appointments::{self, NewHold, offer_key, subject_of},
        listing, places, supply, waiting,
    },
};

/// How often lines are looked at: a place that is freed is offered this much later at most.
const EVERY: Duration = Duration::from_secs(5);
/// Entries of a line read at once.
const SOME: u64 = 100;

/// What is free in a line's office, as far as it was looked at.
struct Free<'a> {
    matter: &'a Matter,
    groups: Vec<CounterGroup>,
    days: BTreeSet<NaiveDate>,
    slots: HashMap<NaiveDate, Vec<slot::Model>>,
}

impl Free<'_> {
    fn group_ids(&self) -> Vec<CounterGroupId> {
        self.groups.iter().map(|group| group.id).collect()
    }

    /// The times of a day at which a visit of some people fits and that leave time to say yes.
    fn times(&self, day: NaiveDate, persons: u16, after: DateTime<Utc>) -> BTreeSet<DateTime<Utc>> {
        let Some(slots) = self.slots.get(&day) else { return BTreeSet::new() };
        let of_group = |group: &CounterGroup| {
            let own: Vec<&slot::Model> = slots.iter().filter(|slot| slot.group_id == group.id.uuid()).collect();
            let needed = self.matter.content.terms.slots(persons, group.slot_minutes);
            beginnings(group.slot_minutes, &own, usize::from(needed))
        };
        let times = self.groups.iter().flat_map(of_group);
        times.filter(|(starts_at, free)| *free > 0 && *starts_at > after).map(|(starts_at, _)| starts_at).collect()
    }
}

impl Appointments {
    /// Looks at every line and offers what is free to the first one in it for whom it fits; how many offers. Several processes may
    /// look at once: the database gives each place to one, and each one a place.
    pub async fn offer_places(&self) -> Outcome<usize> {
        let now = self.clock.now();
        let mut offered = 0;
        for (office, matter) in waiting::lines(self.database.reader()).await? {
            match self.offer_in_line(&office, &matter, now).await {
                Ok(some) => offered += some,
                Err(error) => tracing::warn!(%office, %matter, %error, "a line was not looked at to its end"),
            }
        }
        Ok(offered)
    }

    async fn offer_in_line(&self, office: &Slug, matter: &Slug, now: DateTime<Utc>) -> Outcome<usize> {
        let reader = self.database.reader();
        let groups = supply::serving(reader, matter, Some(office)).await?;
        let Some(matter) = supply::matter(reader, matter).await? else { return Ok(0) };
        let mut free = Free { matter: &matter, groups, days: BTreeSet::new(), slots: HashMap::new() };
        let days = places::free_days(reader, &free.group_ids(), city_day(now), city_day(now) + FURTHEST).await?;
        free.days = days.into_iter().filter(|(_, free)| *free > 0).map(|(day, _)| day).collect();
        let (mut offered, mut after) = (0, None);
        while !free.days.is_empty() {
            let some = waiting::in_line(reader, office, &matter.code, after, SOME).await?;
            for entry in &some {
                offered += usize::from(self.offer_to(entry, &mut free, now).await?);
            }
            match some.last() {
                Some(last) if some.len() as u64 == SOME => after = Some((last.since, last.id)),
                _ => break,
            }
        }
        Ok(offered)
    }

    /// Offers the first place that fits to one in line, if there is one they may have.
    async fn offer_to(&self, entry: &Waiting, free: &mut Free<'_>, now: DateTime<Utc>) -> Outcome<bool> {
        let wish = &entry.wish;
        let days: Vec<NaiveDate> =
            free.days.iter().copied().filter(|day| (wish.from..=wish.until).contains(day)).collect();
        if days.is_empty() {
            return Ok(false);
        }
        let reader = self.database.reader();
        let subject = subject_of(entry.account, &wish.acting);
        let open = listing::open_days(reader, &subject).await?;
        if open.len() >= usize::try_from(self.rules.most_open).unwrap_or(0)
            || matches!(self.is_not_paused(reader, &subject, now).await, Err(BookingError::Paused))
        {
            return Ok(false);
        }
        let is_booked =
            |day: &NaiveDate| open.iter().any(|(other, matter)| other == day && matter == wish.matter.as_str());
        for day in days.into_iter().filter(|day| !is_booked(day)) {
            let mut tried = BTreeSet::new();
            loop {
                if !free.slots.contains_key(&day) {
                    let slots = places::on_days(reader, &free.group_ids(), day, day).await?;
                    free.slots.insert(day, slots);
                }
                let times = free.times(day, wish.persons, now + self.rules.offer);
                let Some(starts_at) = times.into_iter().find(|starts_at| tried.insert(*starts_at)) else { break };
                let offered = self.offer(entry, free.matter, starts_at, now).await;
                // Whatever it was, the day is not what it was.
                free.slots.remove(&day);
                match offered {
                    Ok(()) => return Ok(true),
                    Err(BookingError::SlotTaken) => {}
                    Err(BookingError::LimitReached(Limit::OnceADay)) => break,
                    // They left, were offered a place by another process, or are at a limit or in a pause.
                    Err(BookingError::State | BookingError::LimitReached(_) | BookingError::Paused) => {
                        return Ok(false);
                    }
                    Err(error) => return Err(error),
                }
            }
        }
        Ok(false)
    }

    /// Keeps a place for one in line, and tells them.
    async fn offer(
        &self,
        entry: &Waiting,
        matter: &Matter,
        starts_at: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Outcome<()> {
        let _turn = self.turn().await;
        self.database
            .write(&(self, entry, matter, starts_at, now), |transaction, (booking, entry, matter, starts_at, now)| {
                Box::pin(booking.offer_in(transaction, entry, matter, *starts_at, *now))
            })
            .await
    }

    async fn offer_in(
        &self,
        transaction: &DatabaseTransaction,
        entry: &Waiting,
        matter: &Matter,
        starts_at: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Outcome<()> {
        if !waiting::hold(transaction, entry.id).await? {
            return Err(BookingError::State);
        }
        let wish = &entry.wish;
        let subject = subject_of(entry.account, &wish.acting);
        self.is_not_paused(transaction, &subject, now).await?;
        let standing = appointments::hold_standing(transaction, entry.account, &subject, None).await?;
        // What they hold by themselves stays theirs.
        let taken: BTreeSet<i16> = standing.seats.into_iter().chain(standing.kept).collect();
        let seat = (1..=self.rules.most_open).find(|seat| !taken.contains(seat));
        let seat = seat.ok_or(BookingError::LimitReached(Limit::Open))?;
        let spans = self.spans(transaction, (&wish.office, starts_at, wish.persons), matter, true).await?;
        let span = places::change(transaction, &[], &spans).await?.ok_or(BookingError::SlotTaken)?;
        let ends_at = now + self.rules.offer;
        let visit = Appointment {
            id: AppointmentId::new(),
            code: new_code()?,
            office: wish.office.clone(),
            group: span.group,
            matter: wish.matter.clone(),
            item: wish.item.clone(),
            account: entry.account,
            acting: wish.acting.clone(),
            shown_name: entry.shown_name.clone(),
            day: span.day,
            starts_at: span.starts_at,
            ends_at: span.ends_at(),
            slots: span.slots,
            slot_minutes: span.slot_minutes,
            persons: wish.persons,
            state: State::Held,
            hold_ends_at: Some(ends_at),
            sequence: 0,
            changed_at: now,
            offered: true,
        };
        let new = NewHold { visit: &visit, seat, request_key: &offer_key(entry.id), now };
        appointments::add(transaction, &new).await.map_err(offered_already)?;
        if !waiting::offer(transaction, entry.id, visit.id).await? {
            return Err(BookingError::State);
        }
        self.tell(transaction, &visit, News::Offered(ends_at), now).await
    }

    /// Looks at the lines, in every process, for as long as it lives.
    pub(super) async fn keep_offering(&self) {
        loop {
            if let Err(error) = self.offer_places().await {
                tracing::warn!(%error, "nobody in line was offered a place");
            }
            tokio::time::sleep(EVERY).await;
        }
    }
}

/// Each entry has one offer: the key of its request is its own.
fn offered_already(fault: Fault) -> BookingError {
    match fault {
        Fault::Conflict(detail) if detail.contains("request") => BookingError::State,
        fault => conflict(fault),
    }
}

#[cfg(test)]
impl Appointments {
    /// Where one in line fits right now, as the next look would find it.
    pub(crate) async fn fitting(&self, entry: &Waiting) -> Outcome<Vec<DateTime<Utc>>> {
        let (reader, wish, now) = (self.database.reader(), &entry.wish, self.clock.now());
        let groups = supply::serving(reader, &wish.matter, Some(&wish.office)).await?;
        let matter = supply::matter(reader, &wish.matter).await?.ok_or(BookingError::Unknown)?;
        let mut free = Free { matter: &matter, groups, days: BTreeSet::new(), slots: HashMap::new() };
        let mut fitting = Vec::new();
        for day in wish.from.iter_days().take_while(|day| *day <= wish.until) {
            let slots = places::on_days(reader, &free.group_ids(), day, day).await?;
            free.slots.insert(day, slots);
            fitting.extend(free.times(day, wish.persons, now + self.rules.offer));
        }
        Ok(fitting)
    }
}
