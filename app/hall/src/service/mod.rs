//! What is done in a hall, and who may.

mod arriving;
mod boards;
mod calling;
mod keeping;
mod kiosks;
mod seats;
mod statistics;
mod tokens;
mod visits;

pub use arriving::IssuedTicket;
pub use boards::{Subscription, TicketView};
pub use calling::Led;
pub use kiosks::{Kiosk, KioskCode, OpenKiosk};
pub use seats::{OpenCounter, Seat};
pub use visits::Expected;

use std::sync::Arc;

use appointments::{
    Appointments,
    model::{CounterGroup, Office, Slug},
};
use chrono::{DateTime, NaiveDate, Utc};
use foundation::{
    audit::Entry,
    clock::{Clock, city_day},
    database::Database,
    ids::{AccountId, CounterGroupId, SessionId},
    keyring::Keyring,
};
use identity::{Authority, Permission};

use crate::error::HallError;

pub(crate) type Outcome<T> = Result<T, HallError>;

/// Whoever works at a counter: what they may, and by which session they are there.
#[derive(Debug, Clone)]
pub struct AtDesk {
    /// What they may.
    pub authority: Authority,
    /// Their account.
    pub account: AccountId,
    /// Their session.
    pub session: SessionId,
}

impl AtDesk {
    /// An entry of the audit about a hall.
    pub(crate) fn did(&self, act: &'static str, office: &Office, after: serde_json::Value) -> Entry {
        Entry::new(self.authority.who(), act, "hall", office.code.as_str())
            .department(office.department.clone())
            .after(after)
    }
}

/// The day in the halls; clone it freely.
#[derive(Clone)]
pub struct Hall {
    pub(crate) database: Database,
    pub(crate) clock: Clock,
    pub(crate) keyring: Keyring,
    pub(crate) appointments: Appointments,
    boards: Arc<boards::Boards>,
}

impl Hall {
    /// Over a database, for the visits there are.
    pub fn new(database: Database, clock: Clock, keyring: Keyring, appointments: Appointments) -> Self {
        Self { database, clock, keyring, appointments, boards: Arc::default() }
    }

    /// What day it is in the city.
    pub fn today(&self) -> NaiveDate {
        city_day(self.clock.now())
    }

    /// A hall somebody works in; for everybody else it does not exist.
    pub async fn office_at(&self, desk: &AtDesk, code: &Slug) -> Outcome<Office> {
        let office = self.appointments.office(code).await?;
        if desk.authority.may(Permission::WorkCases, &office.department) { Ok(office) } else { Err(HallError::Unknown) }
    }

    /// The halls somebody works in.
    pub async fn offices_at(&self, authority: &Authority) -> Outcome<Vec<Office>> {
        let departments = authority.where_may(Permission::WorkCases);
        Ok(self.appointments.offices_run_by(departments.as_deref()).await?)
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }
}

/// The letter of counters in an office: A for those made first. More than there are letters begin again with two.
pub(crate) fn letter_of(groups: &[CounterGroup], group: CounterGroupId) -> Option<String> {
    let index = groups.iter().position(|known| known.id == group)?;
    let letter = char::from(b'A' + u8::try_from(index % 26).ok()?);
    Some(letter.to_string().repeat(index / 26 + 1))
}
