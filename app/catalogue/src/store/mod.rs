//! The catalogue's tables; nothing outside this room reads or writes them.

pub(super) mod changes;
pub(super) mod read;
pub(super) mod remove;
pub(super) mod search;
pub(super) mod vocabulary;
pub(super) mod write;
pub(super) mod write_items;
