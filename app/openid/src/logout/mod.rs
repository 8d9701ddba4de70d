//! Signing out everywhere: at the portal on an application's word, and at the applications once a session ended, by whatever way.

mod deliver;
mod listed;
mod requested;
#[cfg(test)]
mod tests;
mod watch;

pub use deliver::LogoutTold;
pub use listed::{ApplicationLogin, Told};
pub(super) use requested::{Requested, Unled, carried};
