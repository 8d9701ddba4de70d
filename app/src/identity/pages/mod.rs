//! One file a page.

mod frame;
mod passkey_entry;
mod passkeys;
mod sign_in;

pub use frame::account_page;
pub use passkey_entry::passkey_entry;
pub use passkeys::{passkeys, remove_passkey, rename_passkey};
pub use sign_in::{sign_in, sign_in_form, sign_out};
