//! The router in process, over real databases: one test an outcome.

mod access;
mod api;
mod bad_input;
mod catalogue;
mod freshness;
mod health;
mod shell;
mod support;
