//! Places, hours and visits, and their rules.

mod appointment;
pub mod ics;
mod keeping;
mod matter;
mod opening;
pub(crate) mod placing;
mod reminder;
mod supply;
mod waiting;

pub use appointment::{Appointment, Code, State};
pub use keeping::{Closure, CounterSettings, KeptCounters, KeptMatter, SupplyChange, first_that_meet};
pub use matter::{Slug, Terms, Way};
pub use opening::{CityDays, DayKind, MinuteOfDay, Opening, OpeningHours, PlannedSlot, Stretch, Weekdays, slots_of};
pub use reminder::Reminder;
pub use supply::{Access, CounterGroup, Matter, MatterContent, Office, OfficeContent, Position};
pub use waiting::{Outcome, WaitWish, Waiting};
