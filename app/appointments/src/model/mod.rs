//! Places, hours and visits, and their rules.

mod appointment;
pub mod ics;
mod matter;
mod opening;
mod reminder;
mod supply;
mod waiting;

pub use appointment::{Appointment, Code, State};
pub use matter::{Slug, Terms, Way};
pub use opening::{CityDays, DayKind, MinuteOfDay, Opening, OpeningHours, PlannedSlot, Stretch, Weekdays, slots_of};
pub use reminder::Reminder;
pub use supply::{Access, CounterGroup, Matter, MatterContent, Office, OfficeContent, Position};
pub use waiting::{Outcome, WaitWish, Waiting};
