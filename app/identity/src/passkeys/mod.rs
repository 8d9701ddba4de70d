//! Passkeys (Web Authentication Level 3): keys that a person's device keeps, opened by fingerprint, face or screen lock.
//!
//! Promises: a challenge is answered once, within five minutes, by the browser it was given to and for what it was given; only
//! keys that verify their user and need no name beside them are taken; what an account proves itself by is never its last way
//! in when it goes.

mod assertions;
#[cfg(test)]
mod device;
mod entity;
mod error;
pub mod http;
mod model;
mod offered;
mod registrations;
mod service;
mod store;
#[cfg(test)]
mod tests;

pub use error::PasskeyError;
pub use model::{Ceremony, KeptPasskey, PasskeyName};
pub use offered::passkeys_offered;
pub use service::Passkeys;
pub(super) use store::{count, remove_all, sweep};
