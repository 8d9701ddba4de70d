//! One file a page of the desk.

pub mod accounts;
pub mod audit;
mod errors;
pub mod me;
