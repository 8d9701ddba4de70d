//! What pages of booking share.

pub(crate) mod asked;
pub(crate) mod month;
pub(crate) mod refusal;
pub(crate) mod schedule;
pub(crate) mod stages;
pub(crate) mod times;
pub(crate) mod visitor;
pub(crate) mod words;
