//! The router in process, over real databases: one test an outcome.

#![expect(clippy::unwrap_used, reason = "a panic is a test's report")]

mod access;
mod api;
mod bad_input;
mod catalogue;
mod exchange;
mod freshness;
mod health;
mod shell;
mod support;
