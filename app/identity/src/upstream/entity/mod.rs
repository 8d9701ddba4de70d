//! One SeaORM entity a file; they never leave `store`.

pub(super) mod upstream_assertion;
pub(super) mod upstream_attempt;
pub(super) mod upstream_identity;
