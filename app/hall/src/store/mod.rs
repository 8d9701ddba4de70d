//! Queries of this room. Nobody else reads its tables.

pub(crate) mod boards;
pub(crate) mod counters;
pub(crate) mod halls;
pub(crate) mod kiosks;
pub(crate) mod statistics;
pub(crate) mod tickets;
