//! How residents get in: by a code to an address, which makes the account where there is none; by setting another password
//! where the old one is lost.
//!
//! Promises: an account is made in the transaction in which its code is used, and one address makes one account however many
//! ask at once; before a code was right, nothing that is answered tells whether an address is somebody's.

mod by_code;
mod password;
mod recovery;
mod store;
#[cfg(test)]
mod tests;

pub(super) use by_code::{Entered, Entering};
