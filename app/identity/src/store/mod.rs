//! The tables of accounts, sessions and tries.

pub(super) mod accounts;
pub(super) mod acting;
pub(super) mod bearers;
pub(super) mod codes;
pub(super) mod contacts;
pub(super) mod key_check;
pub(super) mod people;
pub(super) mod sessions;
pub(super) mod testing;
pub(super) mod throttle;
