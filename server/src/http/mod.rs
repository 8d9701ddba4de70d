mod health;
mod outer;
mod page_cache;
mod security_headers;

pub use outer::{Gate, gate};
