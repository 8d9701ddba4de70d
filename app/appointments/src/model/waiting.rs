use chrono::{DateTime, NaiveDate, Utc};
use foundation::ids::{AccountId, AppointmentId, WaitingId};
use identity::acting::Acting;

use super::Slug;

/// How standing in line ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// A place was offered and taken.
    Taken,
    /// A place was offered and given back.
    Declined,
    /// A place was offered, and nobody said yes in time.
    Missed,
    /// They left.
    Left,
    /// They booked by themselves.
    Booked,
    /// The last day came.
    Over,
}

impl Outcome {
    /// Every outcome.
    pub const ALL: [Self; 6] = [Self::Taken, Self::Declined, Self::Missed, Self::Left, Self::Booked, Self::Over];

    /// The name as stored, and part of message keys (`waiting-outcome-…`).
    pub fn code(self) -> &'static str {
        match self {
            Self::Taken => "taken",
            Self::Declined => "declined",
            Self::Missed => "missed",
            Self::Left => "left",
            Self::Booked => "booked",
            Self::Over => "over",
        }
    }

    /// Reads a name as stored.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.code() == text)
    }
}

/// What somebody waits for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitWish {
    /// Where.
    pub office: Slug,
    /// What for.
    pub matter: Slug,
    /// The item it is booked from.
    pub item: Option<String>,
    /// The first day they could come.
    pub from: NaiveDate,
    /// The last.
    pub until: NaiveDate,
    /// How many people come.
    pub persons: u16,
    /// For whom.
    pub acting: Acting,
}

/// One who stands, or stood, in line for a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// The row.
    pub id: WaitingId,
    /// Who waits.
    pub account: AccountId,
    /// What they are called on the ticket.
    pub shown_name: String,
    /// What for.
    pub wish: WaitWish,
    /// The place that is offered, or was.
    pub visit: Option<AppointmentId>,
    /// Since when: the first comes first.
    pub since: DateTime<Utc>,
    /// How it ended; none while it lasts.
    pub outcome: Option<Outcome>,
}

impl Waiting {
    /// Whether a place is being offered right now.
    pub fn is_offered(&self) -> bool {
        self.outcome.is_none() && self.visit.is_some()
    }
}
