//! The addresses an account is reached at: added, replaced, removed, and put back by whoever has the old one.

mod entity;
mod service;
pub(super) mod store;

pub use service::{Objection, UNDO_LASTS};
