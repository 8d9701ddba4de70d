//! One file a page.

mod frame;
mod kin;
mod real_name;
mod sign_in;

pub use frame::account_page;
pub use kin::{
    ActingChoice, acting, add_company, add_company_form, add_family, add_family_form, answer_family_request,
    answer_invitation, change_company, change_family_tie, companies, company, family, family_request, family_tie,
    invitation,
};
pub use real_name::{declare_real_name, real_name, verify_real_name};
pub use sign_in::{sign_in, sign_in_form, sign_out};
