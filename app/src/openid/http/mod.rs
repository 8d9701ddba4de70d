//! What applications read and ask at fixed addresses.

mod discovery;

pub(super) use discovery::described;
pub use discovery::{configuration, jwks};
