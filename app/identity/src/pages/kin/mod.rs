//! Family and companies: who may act for whom.

mod acting;
mod companies;
mod company;
mod company_add;
mod family;
mod family_add;
mod family_request;
mod family_tie;
mod form;
mod invitation;
mod words;

pub use self::{
    acting::{ActingChoice, acting},
    companies::companies,
    company::{change_company, company},
    company_add::{add_company, add_company_form},
    family::family,
    family_add::{add_family, add_family_form},
    family_request::{answer_family_request, family_request},
    family_tie::{change_family_tie, family_tie},
    invitation::{answer_invitation, invitation},
};
