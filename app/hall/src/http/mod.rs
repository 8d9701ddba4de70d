//! What machines read at fixed addresses.

mod events;

pub use events::events;
