//! What applications read and ask at fixed addresses.

mod discovery;
mod logout;

pub(super) use discovery::described;
pub use discovery::{configuration, jwks};
pub use logout::{confirm_logout, logout, logout_by_form};
