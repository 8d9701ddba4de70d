//! Yitong 一通: everything a person can do with the city, one room per capability.

/// What residents can ask of the city: service items, how they are sorted, found and shown.
pub mod catalogue;
/// What a person can be told when something does not work.
pub mod error;

/// What was done, by whom, from where.
#[cfg(feature = "ssr")]
pub mod audit;
/// Working days, holidays, 调休, deadlines.
#[cfg(feature = "ssr")]
pub mod calendar;
/// What time it is, passed in.
#[cfg(feature = "ssr")]
pub mod clock;
/// Codes that are the same in the whole country.
#[cfg(feature = "ssr")]
pub mod codes;
/// Who asks, in which language, how they want it shown.
#[cfg(feature = "ssr")]
pub mod context;
/// `SQLite` or `PostgreSQL`, migrated, with transactions that try again.
#[cfg(feature = "ssr")]
pub mod database;
/// Where the city's own people work.
#[cfg(feature = "ssr")]
pub mod desk;
/// Who is who.
#[cfg(feature = "ssr")]
pub mod identity;
/// Keys of rows.
#[cfg(feature = "ssr")]
pub mod ids;
/// What is done in the background.
#[cfg(feature = "ssr")]
pub mod jobs;
/// The city's secret key, and what is done with it.
#[cfg(feature = "ssr")]
pub mod keyring;
/// What people are told, and by which way.
#[cfg(feature = "ssr")]
pub mod notifications;
/// The city's OpenID Provider: departments' own applications sign residents in by way of the portal.
#[cfg(feature = "ssr")]
pub mod openid;
/// The frame of every page.
#[cfg(feature = "ssr")]
pub mod page;
/// The one table of routes, and the pages that belong to no room.
#[cfg(feature = "ssr")]
pub mod shell;
/// Every word a person reads, by language.
#[cfg(feature = "ssr")]
pub mod text;
/// What pages are built from.
#[cfg(feature = "ssr")]
pub mod ui;
