//! One file a page.

mod frame;
pub mod me;
mod sign_in;

pub use frame::account_page;
pub use sign_in::{sign_in, sign_in_form, sign_out};
