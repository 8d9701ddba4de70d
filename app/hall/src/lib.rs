//! The day in the hall: who waits, who is called, and where.
//!
//! Promises: whoever has a number is called once, in the order of the line, however many counters ask for the next person at the
//! same moment; what becomes of a number becomes of the booked visit in the same transaction; whoever watches sees what the
//! database says, in any process, also after the line was cut.

mod entity;
mod error;
pub mod http;
pub mod model;
pub mod pages;
mod service;
mod store;
#[cfg(test)]
mod tests;

pub use error::HallError;
pub use service::{
    AtDesk, Expected, Hall, IssuedTicket, Kiosk, KioskCode, Led, OpenCounter, OpenKiosk, Seat, Subscription, TicketView,
};
