//! 消息设置: which messages reach people outside their inbox, as they say.
//!
//! Everything stands in the inbox. What tells of an account's safety goes to its addresses whatever is chosen: it must reach the
//! holder just when somebody else sits in front of the account.

mod entity;
mod model;
mod service;
mod store;

pub use model::{Channels, MessageKind};
pub(super) use service::reached;
pub(super) use store::{forget, kept};
