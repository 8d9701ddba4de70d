//! One SeaORM entity a file; they never leave `store`.

pub(super) mod passkey;
pub(super) mod passkey_ceremony;
