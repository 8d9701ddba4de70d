//! Places, hours and visits, and their rules.

mod appointment;
mod matter;
mod opening;
mod supply;

pub use appointment::{Appointment, Code, State};
pub use matter::{Slug, Terms, Way};
pub use opening::{CityDays, DayKind, MinuteOfDay, Opening, OpeningHours, PlannedSlot, Stretch, Weekdays, slots_of};
pub use supply::{Access, CounterGroup, Matter, MatterContent, Office, OfficeContent, Position};
