//! What somebody sees and does about the safety of their account: devices, what happened, “this was not me”, the password.
//!
//! Promises: a device the account was not used on before is told of in the transaction in which its session begins; a link in
//! such a message works once, and only ever closes doors.

mod device;
mod entity;
mod service;
mod store;
#[cfg(test)]
mod tests;

pub(super) use device::Device;
pub use device::device_words;
pub(super) use service::{EVENT_ACTS, SecurityEvent};
pub(super) use store::{forget, sweep};
