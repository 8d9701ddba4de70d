use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use foundation::clock::{city_day, city_moment};
use identity::Authority;

use super::{
    EditError, Edited, keeps,
    supply::{Hit, Standing, Supply, elsewhere_from},
};
use crate::{
    model::{
        Appointment, Code, CounterGroup, KeptCounters, Matter, Slug, Stretch, SupplyChange,
        placing::{Found, Free, Ruled, Times},
    },
    service::Appointments,
    store::{appointments::subject_of, editing, supply},
};

/// Days of a preview: those beyond are as those before, week by week.
const MOST_DAYS: usize = 62;

/// A visit that a change would hit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HitVisit {
    /// What it is called at the office.
    pub code: Code,
    /// What for.
    pub matter: Matter,
    /// When it begins.
    pub starts_at: DateTime<Utc>,
    /// Where the next free place is; none where there is none.
    pub next: Option<DateTime<Utc>>,
}

/// A day of counters that a change makes another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayChange {
    /// The day.
    pub day: NaiveDate,
    /// The counters.
    pub counters: CounterGroup,
    /// The hours as they are.
    pub before: Vec<Stretch>,
    /// The hours as they would be.
    pub after: Vec<Stretch>,
    /// How many places residents find free.
    pub free_before: i32,
    /// How many they would.
    pub free_after: i32,
}

/// What a change would do. Nothing of it is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Foreseen {
    /// What names the visits it hits.
    pub seen: String,
    /// Those visits, the first one first.
    pub hit: Vec<HitVisit>,
    /// What residents would see, day by day, where it is not what they see.
    pub days: Vec<DayChange>,
}

/// How many people can still be served after now on each time of a day.
struct Shown<'s> {
    supply: &'s Supply,
    rules: Times<Ruled>,
    standing: &'s Standing,
}

impl Shown<'_> {
    fn day(&self, kept: &KeptCounters, day: NaiveDate) -> (Vec<Stretch>, i32) {
        let begin = city_moment(day, 0).max(self.standing.now);
        let end = city_moment(day, 24 * 60);
        let taken = self.standing.taken.get(&kept.group.id);
        let taken = |at| taken.and_then(|times| times.get(at)).copied().unwrap_or(0);
        let times = self.rules.get(&kept.group.id).into_iter().filter(|_| begin < end);
        let free =
            times.flat_map(|times| times.range(begin..end)).map(|(at, ruled)| (ruled.bookable - taken(at)).max(0));
        let free = free.sum();
        let hours = kept.hours(&self.supply.closures).on(day, &self.standing.calendar);
        (hours, free)
    }
}

impl Appointments {
    /// What a change would do to visits, and what residents would see. Nothing is written.
    pub async fn foresee(&self, authority: &Authority, office: &Slug, change: &SupplyChange) -> Edited<Foreseen> {
        let (reader, now) = (self.database.reader(), self.clock.now());
        let today = city_day(now);
        let office = supply::office(reader, office).await?.ok_or(EditError::Unknown)?;
        keeps(authority, &office)?;
        let before = Supply::load(reader, office, today).await?;
        let after = before.with(change)?;
        let groups = before.groups();
        let slots = editing::slots(reader, &groups, today).await?;
        let standing = Standing::load(reader, &groups, &slots, now).await?;
        let hit = before.hit_by(&after, &standing);
        let matters: BTreeSet<&Slug> = hit.booked.iter().map(|visit| &visit.matter).collect();
        let matters = supply::matters(reader, matters).await?;
        let subjects = hit.booked.iter().map(|visit| subject_of(visit.account, &visit.acting));
        let busy = editing::days_of(reader, subjects.collect::<BTreeSet<_>>()).await?;
        let mut free = Free::new(&after.bookable(&standing), &standing.taken, busy);
        let visits = hit.booked.iter().filter_map(|visit| {
            let matter = matters.get(&visit.matter)?.clone();
            let next = next_place(&mut free, &after, visit, &matter, now).map(|found| found.starts_at);
            Some(HitVisit { code: visit.code.clone(), matter, starts_at: visit.starts_at, next })
        });
        let visits = visits.collect();
        Ok(Foreseen { seen: hit.fingerprint(), hit: visits, days: day_changes(&before, &after, &standing) })
    }
}

/// Puts a visit at the next free place, in memory.
pub(super) fn next_place(
    free: &mut Free,
    supply: &Supply,
    visit: &Appointment,
    matter: &Matter,
    now: DateTime<Utc>,
) -> Option<Found> {
    let subject = subject_of(visit.account, &visit.acting);
    let serving = supply.counters.iter().filter(|kept| kept.group.matters.contains(&visit.matter));
    let counters = serving.map(|kept| {
        let minutes = kept.group.slot_minutes;
        (kept.group.id, matter.content.terms.slots(visit.persons, minutes), minutes)
    });
    let counters: Vec<_> = counters.collect();
    free.move_on(visit, &subject, &counters, elsewhere_from(visit, now), city_day)
}

fn day_changes(before: &Supply, after: &Supply, standing: &Standing) -> Vec<DayChange> {
    let shown = |supply| Shown { supply, rules: supply.bookable(standing), standing };
    let (seen, to_see) = (shown(before), shown(after));
    let today = standing.today();
    let pairs = before.counters.iter().zip(&after.counters);
    let changed = pairs.flat_map(|(one, other)| {
        let days = today.iter_days().take(usize::from(one.group.horizon_days.max(other.group.horizon_days)));
        let (seen, to_see) = (&seen, &to_see);
        days.filter_map(move |day| {
            let ((before, free_before), (after, free_after)) = (seen.day(one, day), to_see.day(other, day));
            let is_other = before != after || free_before != free_after;
            is_other.then(|| DayChange { day, counters: other.group.clone(), before, after, free_before, free_after })
        })
    });
    let mut changed: Vec<DayChange> = changed.collect();
    changed.sort_by_key(|change| (change.day, change.counters.id));
    changed.truncate(MOST_DAYS);
    changed
}

impl Hit<'_> {
    /// Whether exactly these visits were shown.
    pub(super) fn were_seen(&self, seen: &str) -> bool {
        self.fingerprint() == seen
    }
}
