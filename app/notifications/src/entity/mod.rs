//! One SeaORM entity a file; they never leave `store`.

pub(super) mod message;
