//! What people are told, and by which way: their account's inbox, a phone, a mailbox.
//!
//! Promises: a message is a row in the transaction of what it tells, so none is lost and none tells what did not happen; it is
//! sent by any process, tried again with growing pauses, and never sent twice by two processes at once; what is secret is
//! sealed at rest and erased once it is sent. What is told to the phone or mailbox of an account and is no secret stands in its
//! inbox too.
//!
//! Every room may tell; this one knows none of them.

mod deliver;
mod entity;
mod gateway;
mod inbox;
mod message;
pub mod pages;
mod service;
#[cfg(test)]
mod smtp_tests;
mod store;
pub mod testing;
#[cfg(test)]
mod tests;

pub use deliver::Told;
pub use gateway::{
    Delivering, Failure, GatewayFault, HttpSms, HttpSmsSettings, MessageGateway, Outbox, Outgoing, Smtp, SmtpSettings,
};
pub use inbox::{Letter, Letters, day_of};
pub use message::{Channel, Message};
pub use service::{Notifications, Settings};
pub use store::{
    kept::{Kept, forget, kept},
    messages::tell,
};
