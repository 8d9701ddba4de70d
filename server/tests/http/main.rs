//! The router in process, over real databases: one test an outcome.

#![expect(clippy::unwrap_used, reason = "a panic is a test's report")]

mod access;
mod api;
mod appointments;
mod bad_input;
mod booking;
mod catalogue;
mod desk;
mod editor;
mod entry;
mod entry_timing;
mod exchange;
mod factors;
mod freshness;
mod hall;
mod health;
mod identity;
mod kin;
mod machine;
mod notices;
mod openid_front;
mod openid_registry;
mod openid_token;
mod profile;
mod proving;
mod realname;
mod shell;
mod support;
mod versions;
