use std::collections::{BTreeMap, BTreeSet};

use catalogue::Bilingual;
use chrono::NaiveDate;
use foundation::ids::{ClosureId, CounterGroupId};

use super::{CounterGroup, Matter, Opening, OpeningHours, Slug, Stretch};

/// Days on which an office is closed, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closure {
    /// The row.
    pub id: ClosureId,
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub until: NaiveDate,
    /// Why, as residents read it.
    pub reason: Bilingual,
}

/// Counters with their hours, as those who keep them see them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptCounters {
    /// The counters.
    pub group: CounterGroup,
    /// Rises with every change.
    pub revision: i32,
    /// Until when places are opened.
    pub opened_until: Option<NaiveDate>,
    /// Week by week.
    pub openings: Vec<Opening>,
    /// Days with hours of their own.
    pub exceptions: BTreeMap<NaiveDate, Vec<Stretch>>,
}

impl KeptCounters {
    /// Their hours while the office is closed on some days.
    pub fn hours(&self, closures: &[Closure]) -> OpeningHours {
        OpeningHours {
            openings: self.openings.clone(),
            exceptions: self.exceptions.clone(),
            closures: closures.iter().map(|closure| (closure.from, closure.until)).collect(),
        }
    }
}

/// A matter as those who keep it see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptMatter {
    /// The matter.
    pub matter: Matter,
    /// Rises with every change.
    pub revision: i32,
}

/// What of counters changes without their hours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CounterSettings {
    /// What they are called.
    pub name: Bilingual,
    /// How many days ahead places can be booked, today counted.
    pub horizon_days: u16,
    /// What they serve.
    pub matters: BTreeSet<Slug>,
}

/// A change of what an office offers, of what was seen at a revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SupplyChange {
    /// What counters serve and how far ahead.
    Counters(CounterGroupId, CounterSettings),
    /// Their hours, week by week.
    Hours(CounterGroupId, Vec<Opening>),
    /// The hours of one day; none for those of the week again.
    Day(CounterGroupId, NaiveDate, Option<Vec<Stretch>>),
    /// The office is closed on some days.
    Close(Closure),
    /// It is open again on days it was to be closed.
    Reopen(ClosureId),
}

impl SupplyChange {
    /// The counters it is about; none where it is about the whole office.
    pub fn group(&self) -> Option<CounterGroupId> {
        match self {
            Self::Counters(group, _) | Self::Hours(group, _) | Self::Day(group, ..) => Some(*group),
            Self::Close(_) | Self::Reopen(_) => None,
        }
    }
}

/// Two of some openings that are open at the same minute of some day, by their places in the list.
pub fn first_that_meet(openings: &[Opening]) -> Option<(usize, usize)> {
    let pairs = (0..openings.len()).flat_map(|one| (one + 1..openings.len()).map(move |other| (one, other)));
    pairs.into_iter().find(|(one, other)| openings[*one].meets(&openings[*other]))
}
