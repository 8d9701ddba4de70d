//! Appointments: a place, a day, a time, and never one too many.
//!
//! Promises: a place is somebody's by one statement of the database, so no burst of people ever has it twice; what is held and
//! not wanted is free again; moving takes the new place and gives the old one back, or neither; who asks twice gets one.

mod entity;
mod error;
pub mod http;
pub mod model;
pub mod pages;
mod service;
mod store;
#[cfg(test)]
mod tests;

pub use error::{BookingError, Limit};
pub use service::{
    Appointments, Attendance, Came, Cell, DayChange, DayState, EditError, Fate, Foreseen, FoundVisit, FreeTime,
    HitVisit, HoldsEnded, InLine, KeptOffice, LinkedVisit, Links, NewCounters, NewMatter, NextFree, OFFICES_PAGE,
    OfficeChange, PlacesAt, Reach, Reason, RequestKey, Rules, Settled, Settlement, Ticket, VisitAct, VisitActKind,
    Week, WeekCounters, WeekDay, Wish, forget, gather, gather_calendar, gather_waiting,
};
