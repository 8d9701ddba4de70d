use appointments::model::{CounterGroup, Matter, Office, Slug};
use chrono::{DateTime, NaiveDate, Utc};
use foundation::ids::{CounterGroupId, StayId, TicketId};
use std::collections::HashMap;

use super::{Estimate, Place, Priority, TicketState, estimate};

/// Somebody who was called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// The number as it is shown.
    pub number: String,
    /// To which counter.
    pub counter: String,
    /// When, the last time.
    pub called_at: DateTime<Utc>,
    /// How often.
    pub calls: i32,
    /// How far they are by now.
    pub state: TicketState,
}

/// Somebody who waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// The row.
    pub id: TicketId,
    /// The stay.
    pub stay: StayId,
    /// The number as it is shown.
    pub number: String,
    /// For which counters.
    pub group: CounterGroupId,
    /// What for.
    pub matter: Slug,
    /// Where in the line.
    pub place: Place,
    /// Why they go before others.
    pub priority: Priority,
    /// Since when they wait here.
    pub issued_at: DateTime<Utc>,
    /// Whether they are set aside and not in the line.
    pub is_parked: bool,
}

/// What is known of counters that serve the same matters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupLine {
    /// The counters.
    pub group: CounterGroup,
    /// How many of them somebody sits at.
    pub open: usize,
    /// Seconds that those who were served last took.
    pub handled: Vec<u32>,
    /// Minutes that a matter of theirs takes by its description.
    pub minutes: u16,
}

/// All that is shown of a hall at a moment.
#[derive(Debug, Clone, PartialEq)]
pub struct Board {
    /// The hall.
    pub office: Office,
    /// Its day.
    pub day: NaiveDate,
    /// Rises with everything that happens there.
    pub revision: i64,
    /// When it was read.
    pub at: DateTime<Utc>,
    /// Who was called, the last one first.
    pub calls: Vec<Call>,
    /// Who waits, in the order they will be called in as far as it depends on no time to come; those set aside last.
    pub waiting: Vec<Waiting>,
    /// The counters.
    pub lines: Vec<GroupLine>,
    /// What people come for here.
    pub matters: HashMap<Slug, Matter>,
}

impl Board {
    /// The counters of a key.
    pub fn line(&self, group: CounterGroupId) -> Option<&GroupLine> {
        self.lines.iter().find(|line| line.group.id == group)
    }

    /// Who stands in the line of some counters, in order.
    pub fn line_of(&self, group: CounterGroupId) -> impl Iterator<Item = &Waiting> {
        self.waiting.iter().filter(move |waiting| waiting.group == group && !waiting.is_parked)
    }

    /// How many people stand before somebody; none where they are not in the line.
    pub fn before(&self, stay: StayId) -> Option<usize> {
        let own = self.waiting.iter().find(|waiting| waiting.stay == stay && !waiting.is_parked)?;
        // Who waits for a window that is not open yet stands in nobody's way until then.
        let open_by = self.at.max(own.place.ready_at);
        let before = self.line_of(own.group).take_while(|waiting| waiting.stay != stay);
        Some(before.filter(|waiting| waiting.place.ready_at <= open_by).count())
    }

    /// How long somebody still waits: those before them, and at least until they may be called.
    pub fn estimate(&self, stay: StayId) -> Option<Estimate> {
        let own = self.waiting.iter().find(|waiting| waiting.stay == stay && !waiting.is_parked)?;
        let line = self.line(own.group)?;
        let told = estimate(self.before(stay)?, line.open, &line.handled, line.minutes)?;
        let until_ready = u32::try_from((own.place.ready_at - self.at).num_minutes().max(0)).unwrap_or(0) / 5 * 5;
        Some(Estimate { from: told.from.max(until_ready), to: told.to.max(until_ready.saturating_add(5)) })
    }

    /// How long somebody would wait who walks in now.
    pub fn estimate_for_newcomer(&self, group: CounterGroupId) -> Option<Estimate> {
        let line = self.line(group)?;
        let before = self.line_of(group).filter(|waiting| waiting.place.ready_at <= self.at).count();
        estimate(before, line.open, &line.handled, line.minutes)
    }
}
