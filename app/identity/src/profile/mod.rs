//! What a person tells about themselves once, for the forms of every room.

mod entity;
mod field;
mod model;
mod service;
mod store;

pub use field::FieldName;
pub use model::{EthnicGroup, Profile};
pub(super) use service::unread;
pub use service::{Profiles, Sheet};
pub(super) use store::{changed_at, forget, told};
