//! The router in process, over real databases: one test an outcome.

#![expect(clippy::unwrap_used, reason = "a panic is a test's report")]

mod access;
mod api;
mod bad_input;
mod catalogue;
mod desk;
mod editor;
mod exchange;
mod freshness;
mod health;
mod identity;
mod machine;
mod profile;
mod realname;
mod shell;
mod support;
mod versions;
