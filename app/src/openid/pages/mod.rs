//! Pages of the provider: what residents agree to, and the applications they are connected with.

mod logins;
pub(super) mod logout;

pub use logins::application_logins;
