use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use foundation::{audit::Entry, clock::city_day, ids::AppointmentId};
use identity::Authority;
use sea_orm::DatabaseTransaction;
use serde_json::{Value, json};

use super::{
    EditError, Edited, Fate, Reason, Settled, Settlement,
    foresee::next_place,
    keeps,
    supply::{Standing, Supply},
};
use crate::{
    model::{Appointment, Closure, Code, KeptCounters, Opening, Slug, State, SupplyChange, placing::Free},
    service::{Appointments, booking::conflict, opening::planned, telling::News},
    store::{
        appointments::{self, subject_of},
        editing, opening,
        places::{self, Span},
        supply,
    },
};

/// Visits whose places are given back by one statement.
const SOME: usize = 50;

/// Who changes what, and what they decided.
struct Asked<'a> {
    authority: &'a Authority,
    office: &'a Slug,
    revision: i32,
    change: &'a SupplyChange,
    settlement: &'a Settlement,
    now: DateTime<Utc>,
}

/// What becomes of the visits a change hits.
#[derive(Default)]
struct Sorted<'s> {
    to_move: Vec<&'s Appointment>,
    called_off: Vec<&'s Appointment>,
    released: Vec<&'s Appointment>,
    left: Vec<&'s Appointment>,
}

impl Appointments {
    /// Changes what an office offers, makes its places anew, and does with the visits that are hit what was decided about them:
    /// all of it, or nothing. Where other visits are hit than those that were shown, nothing is changed.
    pub async fn change_supply(
        &self,
        authority: &Authority,
        office: &Slug,
        revision: i32,
        change: &SupplyChange,
        settlement: &Settlement,
    ) -> Edited<Settled> {
        let asked = Asked { authority, office, revision, change, settlement, now: self.clock.now() };
        let _turn = self.turn().await;
        self.database
            .write(&(self, asked), |transaction, (booking, asked)| Box::pin(booking.change_in(transaction, asked)))
            .await
    }

    async fn change_in(&self, transaction: &DatabaseTransaction, asked: &Asked<'_>) -> Edited<Settled> {
        let (now, today) = (asked.now, city_day(asked.now));
        let office = editing::hold_office(transaction, asked.office).await?.ok_or(EditError::Unknown)?;
        keeps(asked.authority, &office)?;
        // Counters, then visits, then slots: the order of everything that touches places.
        editing::hold_counters(transaction, asked.office).await?;
        let before = Supply::load(transaction, office, today).await?;
        if before.revision(asked.change)? != asked.revision {
            return Err(EditError::Changed);
        }
        let after = before.with(asked.change)?;
        let groups = before.groups();
        editing::hold_visits(transaction, &groups, now).await?;
        let slots = editing::hold_slots(transaction, &groups, today).await?;
        // Read again: from here on nobody books here, and who was on the way is done.
        let standing = Standing::load(transaction, &groups, &slots, now).await?;
        let hit = before.hit_by(&after, &standing);
        if !hit.were_seen(&asked.settlement.seen) {
            return Err(EditError::Hit);
        }
        let mut sorted = Sorted { released: hit.held, ..Sorted::default() };
        for visit in hit.booked {
            match asked.settlement.of(&visit.code) {
                Fate::Move => sorted.to_move.push(visit),
                Fate::CallOff => sorted.called_off.push(visit),
                Fate::Leave => sorted.left.push(visit),
            }
        }
        if !sorted.called_off.is_empty() && asked.settlement.reason.is_none() {
            return Err(EditError::invalid("reason", "required"));
        }
        self.write_rules(transaction, asked, &after).await?;
        self.settle(transaction, asked, (&before, &after), &standing, &sorted).await
    }

    async fn write_rules(&self, transaction: &DatabaseTransaction, asked: &Asked<'_>, after: &Supply) -> Edited<()> {
        let is_as_seen = match asked.change.group() {
            None => editing::raise_office(transaction, asked.office, asked.revision, asked.now).await?,
            Some(group) => editing::raise_counters(transaction, group, asked.revision).await?,
        };
        if !is_as_seen {
            return Err(EditError::Changed);
        }
        match asked.change {
            SupplyChange::Counters(group, settings) => {
                let matters = supply::matters(transaction, &settings.matters).await?;
                if settings.matters.is_empty() || matters.len() != settings.matters.len() {
                    return Err(EditError::invalid("matters", "office-matters"));
                }
                editing::set_counters(transaction, *group, settings).await?;
            }
            SupplyChange::Hours(group, openings) => {
                let kept = after.counters.iter().find(|kept| kept.group.id == *group).ok_or(EditError::Unknown)?;
                editing::set_hours(transaction, &kept.group, openings).await?;
            }
            SupplyChange::Day(group, day, stretches) => {
                editing::set_day(transaction, *group, *day, stretches.as_deref()).await?;
            }
            SupplyChange::Close(closure) => editing::add_closure(transaction, asked.office, closure).await?,
            SupplyChange::Reopen(closure) => editing::drop_closure(transaction, *closure).await?,
        }
        Ok(())
    }

    /// Gives back what is given up, makes the places, puts visits elsewhere, and writes those last.
    async fn settle(
        &self,
        transaction: &DatabaseTransaction,
        asked: &Asked<'_>,
        (before, after): (&Supply, &Supply),
        standing: &Standing,
        sorted: &Sorted<'_>,
    ) -> Edited<Settled> {
        let (now, today) = (asked.now, standing.today());
        let given_up: Vec<&Appointment> = sorted.called_off.iter().chain(&sorted.released).copied().collect();
        for some in given_up.chunks(SOME) {
            let spans: Vec<Span> = some.iter().map(|visit| visit.span()).collect();
            places::change(transaction, &spans, &[]).await?;
        }
        // These are over before places are made: whoever counts them finds nobody there any more. Nothing of another office is
        // needed from here on, so whoever waits at their keys waits for this transaction alone.
        for visit in &sorted.called_off {
            let reason = asked.settlement.reason.as_ref().ok_or_else(|| EditError::invalid("reason", "required"))?;
            self.write_called_off(transaction, visit, reason, now).await?;
        }
        for visit in &sorted.released {
            appointments::end(transaction, visit.id, State::Held, State::Released, now).await?;
        }
        let touched = after.touched(asked.change);
        for kept in after.counters.iter().filter(|kept| touched.contains(&kept.group.id)) {
            make_places(transaction, kept, after, standing).await?;
        }
        let (moves, without) = elsewhere(transaction, after, standing, &sorted.to_move, &given_up, now).await?;
        for (visit, span) in &moves {
            if places::change(transaction, &[visit.span()], &[*span]).await?.is_none() {
                return Err(EditError::Hit);
            }
        }
        editing::drop_empty_slots(transaction, &touched, today).await?;
        for (visit, span) in &moves {
            self.write_moved(transaction, visit, span, now).await?;
        }
        let moved_to: BTreeMap<&Code, String> =
            moves.iter().map(|(visit, span)| (&visit.code, span.starts_at.to_rfc3339())).collect();
        self.write_down(transaction, asked, (before, after), sorted, &moved_to).await?;
        Ok(Settled {
            moved: moves.len(),
            called_off: sorted.called_off.len(),
            left: sorted.left.len(),
            without_place: without.len(),
        })
    }

    async fn write_moved(
        &self,
        transaction: &DatabaseTransaction,
        visit: &Appointment,
        span: &Span,
        now: DateTime<Utc>,
    ) -> Edited<()> {
        if !appointments::put_at(transaction, visit, span, now).await.map_err(conflict)? {
            return Err(EditError::Hit);
        }
        let moved = Appointment {
            group: span.group,
            day: span.day,
            starts_at: span.starts_at,
            ends_at: span.ends_at(),
            slots: span.slots,
            slot_minutes: span.slot_minutes,
            sequence: visit.sequence + 1,
            changed_at: now,
            ..visit.clone()
        };
        Ok(self.tell(transaction, &moved, News::Moved, now).await?)
    }

    /// Ends a visit that the office calls off, and tells who booked it.
    pub(super) async fn write_called_off(
        &self,
        transaction: &DatabaseTransaction,
        visit: &Appointment,
        reason: &Reason,
        now: DateTime<Utc>,
    ) -> Edited<()> {
        if !appointments::end(transaction, visit.id, State::Confirmed, State::Cancelled, now).await? {
            return Err(EditError::State);
        }
        self.tell_called_off(transaction, visit, reason, now).await
    }

    async fn write_down(
        &self,
        transaction: &DatabaseTransaction,
        asked: &Asked<'_>,
        (before, after): (&Supply, &Supply),
        sorted: &Sorted<'_>,
        moved_to: &BTreeMap<&Code, String>,
    ) -> Edited<()> {
        let act = match asked.change {
            SupplyChange::Counters(..) => "office.counters",
            SupplyChange::Hours(..) => "office.hours",
            SupplyChange::Day(..) => "office.day",
            SupplyChange::Close(_) => "office.close",
            SupplyChange::Reopen(_) => "office.reopen",
        };
        let codes = |visits: &[&Appointment]| visits.iter().map(|visit| visit.code.to_string()).collect::<Vec<_>>();
        let mut told = said(after, asked.change);
        if let Value::Object(map) = &mut told {
            let without = sorted.to_move.iter().filter(|visit| !moved_to.contains_key(&visit.code)).copied();
            let stand: Vec<&Appointment> = sorted.left.iter().copied().chain(without).collect();
            for (name, visits) in [("called_off", codes(&sorted.called_off)), ("left", codes(&stand))] {
                if !visits.is_empty() {
                    map.insert(name.to_owned(), json!(visits));
                }
            }
            if !moved_to.is_empty() {
                let moved: BTreeMap<String, &String> = moved_to.iter().map(|(c, at)| (c.to_string(), at)).collect();
                map.insert("moved".to_owned(), json!(moved));
            }
            if let Some(reason) = asked.settlement.reason.as_ref().filter(|_| !sorted.called_off.is_empty()) {
                map.insert("reason".to_owned(), json!(reason.as_str()));
            }
        }
        let entry = Entry::new(asked.authority.who(), act, "office", asked.office.as_str())
            .department(before.office.department.clone())
            .before(said(before, asked.change))
            .after(told);
        Ok(self.audited(transaction, entry).await?)
    }
}

/// What of an office a change is about, for the audit.
fn said(supply: &Supply, change: &SupplyChange) -> Value {
    let kept = change.group().and_then(|id| supply.counters.iter().find(|kept| kept.group.id == id));
    let closures = || {
        let closure =
            |closure: &Closure| json!({ "from": closure.from, "until": closure.until, "reason": closure.reason });
        json!({ "closures": supply.closures.iter().map(closure).collect::<Vec<_>>() })
    };
    match (change, kept) {
        (SupplyChange::Counters(..), Some(kept)) => json!({
            "counters": kept.group.name,
            "horizon_days": kept.group.horizon_days,
            "matters": kept.group.matters,
        }),
        (SupplyChange::Hours(..), Some(kept)) => {
            let opening = |opening: &Opening| {
                json!({
                    "weekdays": opening.weekdays, "from": opening.from, "until": opening.until,
                    "stretch": opening.stretch,
                })
            };
            let openings: Vec<Value> = kept.openings.iter().map(opening).collect();
            json!({ "counters": kept.group.name, "openings": openings })
        }
        (SupplyChange::Day(_, day, _), Some(kept)) => {
            json!({ "counters": kept.group.name, "day": day, "hours": kept.exceptions.get(day) })
        }
        (SupplyChange::Close(_) | SupplyChange::Reopen(_), _) => closures(),
        (_, None) => Value::Null,
    }
}

/// Makes the places of counters what the rules say. Whatever is opened beyond what can be booked by now is closed.
async fn make_places(
    transaction: &DatabaseTransaction,
    kept: &KeptCounters,
    after: &Supply,
    standing: &Standing,
) -> Edited<()> {
    let today = standing.today();
    let last = supply::last_day(today, kept.group.horizon_days.into());
    let until = kept.opened_until.map_or(last, |opened| opened.max(last));
    let wanted = planned(&kept.group, &kept.hours(&after.closures), &standing.calendar, (today, last));
    opening::make(transaction, kept.group.id, (today, until), &wanted, kept.group.slot_minutes).await?;
    Ok(opening::opened_until(transaction, kept.group.id, last).await?)
}

/// Visits with the places they are put at.
type Moves<'s> = Vec<(&'s Appointment, Span)>;

/// Where visits can be put, one after the other, and those for which nothing is free.
async fn elsewhere<'s>(
    transaction: &DatabaseTransaction,
    after: &Supply,
    standing: &Standing,
    to_move: &[&'s Appointment],
    given_up: &[&Appointment],
    now: DateTime<Utc>,
) -> Edited<(Moves<'s>, Vec<AppointmentId>)> {
    if to_move.is_empty() {
        return Ok(Default::default());
    }
    let matters: BTreeSet<&Slug> = to_move.iter().map(|visit| &visit.matter).collect();
    let matters = supply::matters(transaction, matters).await?;
    let subject = |visit: &Appointment| subject_of(visit.account, &visit.acting);
    let subjects: BTreeSet<String> = to_move.iter().map(|visit| subject(visit)).collect();
    let busy = editing::days_of(transaction, subjects).await?;
    let mut free = Free::new(&after.bookable(standing), &standing.taken, busy);
    for visit in given_up {
        free.give_back(visit, &subject(visit));
    }
    let (mut moves, mut without) = (Vec::new(), Vec::new());
    for visit in to_move {
        let matter = matters.get(&visit.matter).ok_or(EditError::Unknown)?;
        match next_place(&mut free, after, visit, matter, now) {
            None => without.push(visit.id),
            Some(found) => {
                let span = Span {
                    group: found.group,
                    day: city_day(found.starts_at),
                    starts_at: found.starts_at,
                    slots: found.slots,
                    slot_minutes: found.minutes,
                };
                moves.push((*visit, span));
            }
        }
    }
    Ok((moves, without))
}
