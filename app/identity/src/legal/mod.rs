//! 法人账号: companies, their legal representatives, and the agents who act for them.
//!
//! Promises: one account a code; its representative is who the register, or a clerk who saw the licence, says; nobody gives a
//! power they do not hold; what is taken away is gone at once.

mod agents;
mod clerk;
mod entity;
mod http_register;
mod model;
mod open;
mod overview;
mod register;
mod service;
mod store;
#[cfg(test)]
mod tests;

pub(super) use agents::end_all_of;
pub use clerk::{CompanyCase, CompanyPaper};
pub use model::{CompanyAct, CompanyName};
pub use open::Opened;
pub use overview::{AgentView, Companies, CompanyDetail, CompanyEventView, CompanyView, InvitationView, RequestState};
pub(super) use overview::{represents, told};
pub use register::DEMO_COMPANIES;
pub(super) use register::{add_demo_companies, open_demo};
pub use service::LegalPersons;
pub(super) use service::{options, powers_in};
