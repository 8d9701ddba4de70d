//! How a resident books: one file a page.

mod cancel;
mod choose;
mod choose_view;
mod confirm;
mod ended;
mod hold;
mod item;
mod moving;
mod offices;
mod own;
pub(crate) mod parts;
mod qr;
mod ticket;
mod ticket_view;

pub use cancel::{ask_cancel, cancel};
pub use choose::choose;
pub use confirm::{check, confirm};
pub use hold::hold;
pub use item::book_item;
pub use moving::{ask_move, move_visit};
pub use offices::offices;
pub use own::own;
pub use ticket::ticket;
