//! What departments keep: offices, hours, matters, and what becomes of visits when those change.

mod apply;
mod error;
mod foresee;
mod matters;
mod offices;
mod supply;
mod told;
mod visits;
mod week;

pub use error::EditError;
pub use foresee::{DayChange, Foreseen, HitVisit};
pub use matters::NewMatter;
pub use offices::{KeptOffice, NewCounters, OFFICES_PAGE, OfficeChange};
pub use told::Reason;
pub use visits::{FoundVisit, VisitAct, VisitActKind};
pub use week::{Cell, Week, WeekCounters, WeekDay};

use std::collections::BTreeMap;

use foundation::{
    audit::{self, Entry},
    database::Fault,
};
use identity::{Authority, Permission};
use sea_orm::DatabaseTransaction;

use super::Appointments;
use crate::model::{Code, Office};

pub(super) type Edited<T> = Result<T, EditError>;

/// What becomes of a visit that a change hits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It is put at the next free place.
    Move,
    /// It is called off, and who booked it is told why.
    CallOff,
    /// It stands as it is: the office serves it all the same.
    Leave,
}

impl Fate {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Move, Self::CallOff, Self::Leave];

    /// The name in forms, and part of message keys (`office-fate-…`).
    pub fn code(self) -> &'static str {
        match self {
            Self::Move => "move",
            Self::CallOff => "call-off",
            Self::Leave => "leave",
        }
    }

    /// Reads a name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|fate| fate.code() == text)
    }
}

/// What somebody decided about the visits a change hits, as they saw them.
#[derive(Debug, Clone)]
pub struct Settlement {
    /// What names the visits that were shown, as [`Foreseen`] said it.
    pub seen: String,
    /// What becomes of each.
    pub all: Fate,
    /// What becomes of some otherwise.
    pub otherwise: BTreeMap<Code, Fate>,
    /// What those are told whose visits are called off.
    pub reason: Option<Reason>,
}

impl Settlement {
    fn of(&self, code: &Code) -> Fate {
        self.otherwise.get(code).copied().unwrap_or(self.all)
    }
}

/// What became of the visits a change hit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Settled {
    /// Put at another time.
    pub moved: usize,
    /// Called off.
    pub called_off: usize,
    /// Left standing because that was wanted.
    pub left: usize,
    /// Left standing because no place was free.
    pub without_place: usize,
}

/// Refuses whose office it is not: for them it does not exist.
fn keeps(authority: &Authority, office: &Office) -> Edited<()> {
    if authority.may(Permission::KeepOffices, &office.department) { Ok(()) } else { Err(EditError::Unknown) }
}

/// Where somebody keeps offices, `None` for everywhere; who keeps none is told that there is nothing.
fn kept_in(authority: &Authority) -> Edited<Option<Vec<String>>> {
    match authority.where_may(Permission::KeepOffices) {
        Some(departments) if departments.is_empty() => Err(EditError::Unknown),
        departments => Ok(departments),
    }
}

impl Appointments {
    /// Writes an act down in its transaction.
    async fn audited(&self, transaction: &DatabaseTransaction, entry: Entry) -> Result<(), Fault> {
        audit::append(transaction, &entry, self.clock.now()).await
    }
}
