//! One file a page.

mod authenticator;
mod code;
mod code_page;
mod enter;
mod form;
mod frame;
mod kin;
pub mod me;
mod messages;
mod not_me;
mod other_ways;
mod own_password;
mod passkey_entry;
mod passkeys;
mod privacy;
mod proofs;
mod provider;
mod providers;
mod real_name;
mod recover;
mod second_factor;
mod security;
mod session_left;
mod sign_in;
mod sign_up;
mod sign_up_next;
mod step_up;
mod tries;
mod two_step;

pub use authenticator::{enrol, own_app, take_enrolled, take_own_app};
pub use code::{ask_code, code_form, confirm_code};
pub use enter::{enter, entrance, leave};
pub use foundation::page::when;
pub use frame::account_page;
pub use kin::{
    ActingChoice, acting, add_company, add_company_form, add_family, add_family_form, answer_family_request,
    answer_invitation, change_company, change_family_tie, companies, company, family, family_request, family_tie,
    invitation,
};
pub use messages::{messages, read_messages};
pub use not_me::{not_me_link, use_not_me_link};
pub use other_ways::other_ways;
pub use own_password::{change_own_password, own_password};
pub use passkey_entry::passkey_entry;
pub use passkeys::{passkeys, remove_passkey, rename_passkey};
pub use privacy::privacy;
pub use provider::{provider_begin, provider_link, provider_linked, provider_make, provider_new, provider_return};
pub use providers::{providers, unlink_provider};
pub use real_name::{declare_real_name, real_name, verify_real_name};
pub use recover::{recover, recover_code, recover_code_form, recover_form, recover_password, recover_password_form};
pub use second_factor::{second_factor, send_second_factor, show_second_factor};
pub use security::{end_sessions, not_me, security};
pub use session_left::{session_left, stay};
pub use sign_in::{sign_in, sign_in_form, sign_out};
pub use sign_up::{agree, agree_form, sign_up, sign_up_form};
pub use sign_up_next::{choose_password, next};
pub use step_up::{StepUp, step_up, step_up_code, step_up_confirm, step_up_password};
pub use two_step::{change_two_step, two_step};
