//! From a draft to what residents read: writing, reviewing by another person, publishing, withdrawing, and the versions
//! that stay.
//!
//! Promises: nothing that was not approved by somebody who did not write it becomes public by the desk; a published
//! version is never changed; of two people who write at once, neither loses a word.

mod entity;
mod model;
mod service;
mod sheet;
mod store;
#[cfg(test)]
mod tests;

pub use model::{
    Cause, Choice, Comment, Conflict, Draft, Effect, EventKind, ListFilter, ListPage, Live, News, Person, Presence,
    PublicationEvent, PublishingError, Record, Saved, Sort, Version, VersionHead, Work,
};
pub use service::{Counts, Edit, Fate, Foreseen, MOST_SELECTED, PublicHistory, Publishing, Waiting};

pub(super) use service::{Plan, Planned, gone, keep, plan, write};
pub use sheet::{
    FIELDS, Field, FieldChange, Finding, Ground, LANGUAGES, MATERIAL_TEXTS, Mark, Point, Reference, Report, Section,
    Severity, Shape, Sheet, Standing, Table, Typed, Words, check, compare, fault_key, place_of,
};
