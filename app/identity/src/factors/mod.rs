//! What somebody proves with beside the first way of signing in: authenticator apps, recovery codes, codes to their phone; and
//! proving again to be there.
//!
//! Promises: every code works once, however many send it at once; the secret of an app is sealed at rest, recovery codes are
//! kept as keyed hashes; a proof gives the session another token.

mod entity;
mod proof;
mod recovery;
mod service;
mod store;
#[cfg(test)]
mod tests;
mod totp;

pub(super) use proof::{Checked, Proof};
pub(super) use recovery::{HOW_MANY, RecoveryCode};
pub(super) use service::{FactorsShown, Ways};
pub(super) use store::{Factors, of, remove_all};
pub(super) use totp::Secret;
