//! Yitong 一通: everything a person can do with the city, one room per capability; here they come together.

// The browser's side links this package: its islands stay because they are named here.
#[cfg(feature = "hydrate")]
use catalogue as _;

/// The one table of routes, and the pages that belong to no room.
#[cfg(feature = "ssr")]
pub mod shell;
