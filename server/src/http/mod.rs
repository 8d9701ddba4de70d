mod client_address;
mod documents;
mod health;
mod outer;
mod page_cache;
mod security_headers;

pub use client_address::with_client_addresses;
pub use documents::Documents;
pub use outer::{Gate, gate};
