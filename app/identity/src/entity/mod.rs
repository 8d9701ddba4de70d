//! One SeaORM entity a file; they never leave `store`.

pub(super) mod account;
pub(super) mod account_contact;
pub(super) mod acted_for;
pub(super) mod keyring_check;
pub(super) mod one_time_code;
pub(super) mod role_grant;
pub(super) mod session;
pub(super) mod throttle;
