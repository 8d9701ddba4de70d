//! 亲情账号: who helps whom.
//!
//! Promises: nobody is helped without having agreed, or without a register or a clerk having seen that they belong together;
//! nobody helps more than five, nobody is helped by more than three, and the database decides that; either side ends it at
//! once; both read what was agreed and what was done.

mod clerk;
mod consent;
mod counter;
mod dependants;
mod entity;
mod invite;
mod model;
mod overview;
mod service;
mod store;
#[cfg(test)]
mod tests;
mod ties;

pub(super) use clerk::works_cases;
pub use clerk::{Case, CaseState};
pub use counter::CounterTie;
pub use dependants::{Added, NewDependant};
pub use model::{FamilyPaper, Relation, Side, TieAct, Whom};
pub(super) use overview::told;
pub use overview::{AtCounter, DeedView, Overview, RequestView, TieDetail, TieEvent, TieView};
pub use service::{Family, MOST_HELPED, MOST_HELPERS};
pub(super) use service::{bind_demo, options, powers_over};
pub(super) use ties::end_all_of;
