//! What people do with places, and what is done for them.

mod attending;
mod booking;
mod calendars;
mod changing;
mod demo;
mod editing;
mod finding;
mod forgetting;
mod keeping;
mod links;
mod offering;
mod opening;
mod own;
mod reach;
mod reminding;
mod telling;
mod waiting;

pub use attending::{Attendance, Came, PlacesAt};
pub use booking::{RequestKey, Wish};
#[cfg(test)]
pub(crate) use demo::demo_items;
pub use editing::{
    Cell, DayChange, EditError, Fate, Foreseen, FoundVisit, HitVisit, KeptOffice, NewCounters, NewMatter, OFFICES_PAGE,
    OfficeChange, Reason, Settled, Settlement, VisitAct, VisitActKind, Week, WeekCounters, WeekDay,
};
pub use finding::{DayState, FreeTime, NextFree};
pub use forgetting::{forget, gather, gather_calendar, gather_waiting};
pub use keeping::HoldsEnded;
pub use links::{LinkedVisit, Links};
pub use own::Ticket;
pub use reach::Reach;
pub use waiting::InLine;

use std::sync::Arc;

use catalogue::Catalogue;
use chrono::TimeDelta;
use foundation::{clock::Clock, database::Database};
use identity::Identity;
use tokio::sync::{Semaphore, SemaphorePermit};

/// How many visits are changed at once in a process. A burst waits here, where nothing runs out, and leaves the connections of
/// the database to everybody else.
const AT_ONCE: usize = 16;

/// What the city decides about booking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rules {
    /// How long a place is kept for somebody who has not said yes.
    pub hold: TimeDelta,
    /// The most visits to come, for one person or company.
    pub most_open: i16,
    /// So many missed visits within a year, and there is a pause.
    pub missed: u64,
    /// How long the pause is, from the last missed visit.
    pub pause: TimeDelta,
    /// How long a place that became free is kept for one who waited.
    pub offer: TimeDelta,
    /// The most lines somebody may stand in at once.
    pub most_lines: i16,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            hold: TimeDelta::minutes(10),
            most_open: 5,
            missed: 3,
            pause: TimeDelta::days(30),
            offer: TimeDelta::minutes(30),
            most_lines: 3,
        }
    }
}

/// Places and visits; clone it freely.
#[derive(Clone)]
pub struct Appointments {
    pub(crate) database: Database,
    pub(crate) clock: Clock,
    pub(crate) identity: Identity,
    pub(crate) rules: Rules,
    gate: Arc<Semaphore>,
    links: Option<Links>,
    catalogue: Option<Catalogue>,
}

impl Appointments {
    /// Over a database, for the accounts there are.
    pub fn new(database: Database, clock: Clock, identity: Identity, rules: Rules) -> Self {
        let gate = Arc::new(Semaphore::new(AT_ONCE));
        Self { database, clock, identity, rules, gate, links: None, catalogue: None }
    }

    /// What the city decided.
    pub fn rules(&self) -> Rules {
        self.rules
    }

    /// Waits for one's turn to change a visit.
    async fn turn(&self) -> Option<SemaphorePermit<'_>> {
        // It is never closed.
        self.gate.acquire().await.ok()
    }
}
