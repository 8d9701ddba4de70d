//! One file a page.

mod frame;
pub mod me;
mod real_name;
mod sign_in;

pub use frame::account_page;
pub use real_name::{declare_real_name, real_name, verify_real_name};
pub use sign_in::{sign_in, sign_in_form, sign_out};
