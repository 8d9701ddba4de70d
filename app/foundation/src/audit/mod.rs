//! What was done: who, what, before, after, from where. Entries are only ever added, each chained to the one before.
//!
//! Promises: an entry stands in the same transaction as the act it tells of; none can be changed, removed or put between
//! two others without `yitong doctor audit` naming the place.

mod acts;
mod chain;
mod csv;
mod entity;
mod entry;
mod search;
mod service;
mod store;
#[cfg(test)]
mod tests;
mod verify;

pub use acts::{ACTS, act_key};
pub use csv::{Export, harmless};
pub use entry::{Entry, Who};
pub use search::{Filter, PAGE, Recorded};
pub use service::Audit;
pub use store::append;
pub use verify::{Broken, Head, Verdict, verify};
