//! 我的: one file a page of somebody's own account.

mod close;
mod contacts;
mod data;
mod home;
mod message_choice;
mod parts;
mod profile;
mod undo;

pub use close::{ask_close, close, closing, closing_asked, keep};
pub use contacts::{ask_confirm, ask_contact, confirm_contact, contacts, remove_contact};
pub use data::{data, data_json};
pub use home::me;
pub use message_choice::{choose_messages, message_choice};
pub use profile::{profile, save_profile};
pub use undo::{ask_undo, undo, undone};
