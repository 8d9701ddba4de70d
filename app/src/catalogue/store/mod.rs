//! Queries of the catalogue; nowhere else is a column named.

pub(super) mod write;
pub(super) mod write_items;
