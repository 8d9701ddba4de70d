//! Yitong 一通: everything a person can do with the city, one room per capability.

#![cfg_attr(test, expect(clippy::unwrap_used, reason = "a panic is a test's report"))]

/// What residents can ask of the city: service items, how they are sorted, found and shown.
pub mod catalogue;
/// What a person can be told when something does not work.
pub mod error;

/// Working days, holidays, 调休, deadlines.
#[cfg(feature = "ssr")]
pub mod calendar;
/// What time it is, passed in.
#[cfg(feature = "ssr")]
pub mod clock;
/// `SQLite` or `PostgreSQL`, migrated, with transactions that try again.
#[cfg(feature = "ssr")]
pub mod database;
/// Keys of rows.
#[cfg(feature = "ssr")]
pub mod ids;
/// Every word a person reads, by language.
#[cfg(feature = "ssr")]
pub mod text;
