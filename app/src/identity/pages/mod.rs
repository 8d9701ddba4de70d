//! One file a page.

mod sign_in;

pub use sign_in::{sign_in, sign_in_form, sign_out};
