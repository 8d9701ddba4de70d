//! One file a page.

mod authenticator;
mod frame;
mod moment;
mod not_me;
mod own_password;
mod passkey_entry;
mod passkeys;
mod proofs;
mod second_factor;
mod security;
mod session_left;
mod sign_in;
mod step_up;
mod two_step;

pub use authenticator::{enrol, own_app, take_enrolled, take_own_app};
pub use frame::account_page;
pub use not_me::{not_me_link, use_not_me_link};
pub use own_password::{change_own_password, own_password};
pub use passkey_entry::passkey_entry;
pub use passkeys::{passkeys, remove_passkey, rename_passkey};
pub use second_factor::{second_factor, send_second_factor, show_second_factor};
pub use security::{end_sessions, not_me, security};
pub use session_left::{session_left, stay};
pub use sign_in::{sign_in, sign_in_form, sign_out};
pub use step_up::{step_up, step_up_code, step_up_confirm, step_up_password, step_up_redirect};
pub use two_step::{change_two_step, two_step};
