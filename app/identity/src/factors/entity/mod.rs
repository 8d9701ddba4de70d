//! One SeaORM entity a file; they never leave `store`.

pub(super) mod recovery_code;
pub(super) mod totp;
