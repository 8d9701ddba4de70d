//! The nouns of the catalogue: values that cannot hold nonsense, and the service item made of them.
//!
//! Field names and codes follow GB/T 39046-2020 (table 4 and annex A); each type names its clause.

mod bilingual;
mod codes;
mod fee;
mod identifiers;
mod item;
mod item_rules;
mod limit;
mod vocabulary;

pub use bilingual::{Bilingual, MAX_TEXT_BYTES};
pub use codes::{
    Audience, AuthorityNature, CaseType, ExerciseLevel, ItemType, NextStep, Scope, ServiceMode, SpecialProcedure,
};
pub use fee::{Fee, FeeLine};
pub use identifiers::{CodePattern, ItemCode};
pub use item::{ItemFault, Material, Question, ServiceItem, Step};
pub use limit::{Limit, LimitUnit};
pub use vocabulary::{Area, Department, Division, DivisionLevel, LifeEvent, Place};
