//! One SeaORM entity a file; they never leave `store`.

pub(super) mod real_name;
pub(super) mod real_name_event;
pub(super) mod register_person;
