//! One file a page of the desk.

/// Files in and out, as jobs.
pub mod exchange;
mod reasons;
/// What all departments share.
pub mod vocabulary;
