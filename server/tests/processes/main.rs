//! Several real processes on one database: what is done through one is right in the other within a second, also while many people
//! read, and what was promised holds when one of them dies.

#![expect(clippy::unwrap_used, reason = "a panic is a test's report")]

mod bursts;
mod publishing;
mod serving;
