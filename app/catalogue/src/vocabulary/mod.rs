//! What all departments share, as the city's administration changes it: departments, areas, life events, divisions,
//! places, synonyms, boosts, the calendar; and what residents looked for in vain.
//!
//! Promises: a form keeps the rules of a file; what two people change at once is lost by neither unseen; every change is
//! audited in its own transaction and seen by residents within a second.

mod service;
#[cfg(test)]
mod tests;
mod year;
mod zero_hits;

pub use super::import::{Boost, RecordError, Synonym, layout::Shape};
pub use service::{Effect, FieldShape, Record, RecordPage, Vocabulary};
pub use year::{Notice, NoticeFault, Rest, Year};
pub use zero_hits::{ZeroHit, ZeroHitPage};
