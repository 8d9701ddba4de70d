//! One file a page of the desk.

/// Accounts and their roles.
pub mod accounts;
/// What was done.
pub mod audit;
mod errors;
/// One's own account.
pub mod me;
