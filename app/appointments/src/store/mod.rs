//! Queries of this room. Nobody else reads its tables.

pub(crate) mod adding;
pub(crate) mod appointments;
pub(crate) mod attending;
pub(crate) mod editing;
pub(crate) mod feeds;
pub(crate) mod listing;
pub(crate) mod matters;
pub(crate) mod opening;
pub(crate) mod places;
pub(crate) mod reminders;
pub(crate) mod supply;
pub(crate) mod visits;
pub(crate) mod waiting;
