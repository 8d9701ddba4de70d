//! What every room stands on: words, pages, the database, time, the audit, jobs. Knows no room.

/// What was done, by whom, from where.
pub mod audit;
/// Working days, holidays, 调休, deadlines.
pub mod calendar;
/// What time it is, passed in.
pub mod clock;
/// Codes that are the same in the whole country.
pub mod codes;
/// Who asks, in which language, how they want it shown.
pub mod context;
/// `SQLite` or `PostgreSQL`, migrated, with transactions that try again.
pub mod database;
/// What a person can be told when something does not work.
pub mod error;
/// Keys of rows.
pub mod ids;
/// What is done in the background.
pub mod jobs;
/// The city's secret key, and what is done with it.
pub mod keyring;
/// The frame of every page.
pub mod page;
/// Every word a person reads, by language.
pub mod text;
/// What pages are built from.
pub mod ui;
