//! One file a page.

mod code;
mod code_page;
mod enter;
mod form;
mod frame;
mod real_name;
pub mod me;
mod other_ways;
mod passkey_entry;
mod privacy;
mod recover;
mod sign_in;
mod sign_up;
mod sign_up_next;

pub use code::{ask_code, code_form, confirm_code};
pub use enter::{enter, entrance, leave};
pub use frame::account_page;
pub use real_name::{declare_real_name, real_name, verify_real_name};
mod kin;
pub use kin::{
    ActingChoice, acting, add_company, add_company_form, add_family, add_family_form, answer_family_request,
    answer_invitation, change_company, change_family_tie, companies, company, family, family_request, family_tie, invitation,
};
pub use privacy::privacy;
pub use recover::{recover, recover_code, recover_code_form, recover_form, recover_password, recover_password_form};
pub use sign_in::{sign_in, sign_in_form, sign_out};
pub use sign_up::{agree, agree_form, sign_up, sign_up_form};
pub use sign_up_next::{choose_password, next};
