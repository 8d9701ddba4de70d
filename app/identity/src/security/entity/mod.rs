//! One SeaORM entity a file; they never leave `store`.

pub(super) mod known_device;
pub(super) mod not_me_link;
