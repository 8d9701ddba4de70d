//! What was done: who, what, before, after, from where. Entries are only ever added, each chained to the one before.
//!
//! Promises: an entry stands in the same transaction as the act it tells of; none can be changed, removed or put between
//! two others without `yitong doctor audit` naming the place.

mod chain;
mod entity;
mod entry;
mod store;

pub use entry::{Entry, Who};
pub use store::append;
