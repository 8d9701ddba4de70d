//! 实名认证: how surely the city knows who an account's holder is.
//!
//! Promises: name and ID number are sealed at rest and found again by keyed hash only; a number is verified for one account at a
//! time, which the database itself enforces; an account's level changes in the transaction of what proved it, and how it did is
//! only ever added to; nobody learns from an answer which of name and number was wrong, or whose account has a number.

mod built_in;
mod counter;
mod entity;
mod error;
mod http_register;
mod id_number;
mod level;
mod on_word;
mod paper;
mod person_name;
mod population;
mod register;
mod service;
mod store;
#[cfg(test)]
mod tests;

pub use counter::{LookedUp, ResidentAccount};
pub use error::RealNameError;
pub use id_number::{IdKind, IdNumber, IdNumberFault, Sex};
pub use level::RealNameLevel;
pub use on_word::raise_on_word;
pub use paper::{Paper, PaperKind};
pub use person_name::{PersonName, PersonNameFault};
pub use population::{DemoPerson, demo_number, demo_register};
pub use register::{Household, HouseholdRole, IdentityRegister};
pub use service::{Person, RealName, Rise, forget, level_words, person_of, verified_account};

pub(crate) use population::add_demo_register;
