//! One SeaORM entity a file; they never leave `store`.

pub(super) mod account;
pub(super) mod role_grant;
pub(super) mod session;
pub(super) mod throttle;
