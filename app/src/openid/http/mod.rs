//! What applications read and ask at fixed addresses.

mod asking;
mod discovery;
mod opening;
mod pushing;

pub(super) use asking::no_store;
pub use asking::{authorize, authorize_by_form};
pub(super) use discovery::described;
pub use discovery::{configuration, jwks};
pub use opening::open;
pub use pushing::push;
