//! The catalogue's tables; nothing outside this room reads or writes them.

pub(super) mod read;
pub(super) mod search;
