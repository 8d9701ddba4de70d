//! One SeaORM entity a file; they never leave `store`.

pub(super) mod dependant;
pub(super) mod dependant_request;
pub(super) mod family_event;
pub(super) mod family_request;
pub(super) mod family_tie;
