//! Numbers, the line they stand in, and how long it takes.

mod board;
mod estimate;
mod label;
mod line;
mod statistics;
mod ticket;

pub use board::{Board, Call, GroupLine, Waiting};
pub use estimate::{Estimate, estimate};
pub use label::CounterLabel;
pub use line::{Line, Place, place_of};
pub use statistics::{Figures, Handled, Statistics, Times};
pub use ticket::{Priority, Ticket, TicketState};

pub(crate) use label::KioskName;
pub(crate) use line::is_over_late;
pub(crate) use ticket::shown;
