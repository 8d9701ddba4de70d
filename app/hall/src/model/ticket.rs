use appointments::model::Slug;
use chrono::{DateTime, NaiveDate, Utc};
use foundation::ids::{AppointmentId, CounterGroupId, CounterId, StayId, TicketId};

use super::{Line, Place};

/// How far somebody with a number is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TicketState {
    /// In the line.
    Waiting,
    /// On the display, with a counter.
    Called,
    /// At the counter.
    Serving,
    /// Set aside: something is being fetched.
    Parked,
    /// Served.
    Finished,
    /// Was called and did not come.
    Missed,
    /// Led on to other counters, where the same number waits again.
    Redirected,
    /// The day was over first.
    Closed,
}

impl TicketState {
    /// Every state.
    pub const ALL: [Self; 8] = [
        Self::Waiting,
        Self::Called,
        Self::Serving,
        Self::Parked,
        Self::Finished,
        Self::Missed,
        Self::Redirected,
        Self::Closed,
    ];

    /// The name as stored, and part of message keys (`ticket-state-…`).
    pub fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Called => "called",
            Self::Serving => "serving",
            Self::Parked => "parked",
            Self::Finished => "finished",
            Self::Missed => "missed",
            Self::Redirected => "redirected",
            Self::Closed => "closed",
        }
    }

    /// Reads a name as stored.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == text)
    }
}

/// Why somebody goes before others who walked in, as they say themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Priority {
    /// No reason.
    #[default]
    None,
    /// Sixty or older.
    Elderly,
    /// Disabled, pregnant, or with an infant.
    Disabled,
}

impl Priority {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::None, Self::Elderly, Self::Disabled];

    /// The name as stored and sent, and part of message keys (`hall-priority-…`).
    pub fn code(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Elderly => "elderly",
            Self::Disabled => "disabled",
        }
    }

    /// Reads a name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|priority| priority.code() == text)
    }

    /// Whether there is a reason.
    pub fn is_some(self) -> bool {
        self != Self::None
    }
}

/// A number in a hall's line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ticket {
    /// The row.
    pub id: TicketId,
    /// The stay it belongs to.
    pub stay: StayId,
    /// How often the person was led on before.
    pub step: i32,
    /// Where.
    pub office: Slug,
    /// When.
    pub day: NaiveDate,
    /// The letter of the counters the stay began at.
    pub letter: String,
    /// The number.
    pub number: i32,
    /// The counters waited for.
    pub group: CounterGroupId,
    /// What for.
    pub matter: Slug,
    /// The booked visit, if it is one.
    pub appointment: Option<AppointmentId>,
    /// Whether it began with a booked visit.
    pub is_booked: bool,
    /// Why the person goes before others, if they do.
    pub priority: Priority,
    /// Where in the line.
    pub place: Place,
    /// How far.
    pub state: TicketState,
    /// The counter the person is at.
    pub counter: Option<CounterId>,
    /// The name of the counter the person was called to last.
    pub counter_label: Option<String>,
    /// Since when the row is there.
    pub issued_at: DateTime<Utc>,
    /// When it was called last.
    pub called_at: Option<DateTime<Utc>>,
    /// How often it was called.
    pub calls: i32,
    /// When the person came to the counter.
    pub served_at: Option<DateTime<Utc>>,
    /// When it was over.
    pub ended_at: Option<DateTime<Utc>>,
}

impl Ticket {
    /// As it is shown and called: `A007`.
    pub fn shown(&self) -> String {
        shown(&self.letter, self.number)
    }

    /// Whether it waits for its window.
    pub fn is_early(&self, now: DateTime<Utc>) -> bool {
        self.place.line == Line::Booked && self.place.ready_at > now
    }
}

pub(crate) fn shown(letter: &str, number: i32) -> String {
    format!("{letter}{number:03}")
}
