//! The tables of families.

pub(super) mod dependants;
pub(super) mod requests;
pub(super) mod ties;
