//! How a resident books: one file a page.

mod calendar;
mod cancel;
mod choose;
mod choose_view;
mod confirm;
mod ended;
mod hold;
mod item;
mod linked;
mod linked_move;
mod moving;
mod offices;
mod own;
pub(crate) mod parts;
mod qr;
mod ticket;
mod ticket_view;
mod wait;
mod waiting;

pub use calendar::{calendar, change_calendar, own_calendar, visit_file};
pub use cancel::{ask_cancel, cancel};
pub use choose::choose;
pub use confirm::{check, confirm};
pub use hold::hold;
pub use item::book_item;
pub use linked::{cancel_linked, linked};
pub use linked_move::{ask_move_linked, move_linked};
pub use moving::{ask_move, move_visit};
pub use offices::offices;
pub use own::own;
pub use ticket::ticket;
pub use wait::{ask_wait, wait};
pub use waiting::{leave, waiting};
