#![expect(clippy::unimplemented, unused_variables, reason = "skeleton")]
use chrono::{DateTime, Utc};

use super::{
    Choice, Draft, Effect, ListFilter, ListPage, Presence, PublicationEvent, PublishingError, Record, Saved, Sheet,
    Version, VersionHead,
};
use crate::{
    catalogue::model::{Bilingual, CodePattern, ItemCode},
    clock::Clock,
    database::Database,
    identity::Actor,
};

type Outcome<T> = Result<T, PublishingError>;

/// The acts of the publishing desk; clone it freely.
#[derive(Clone)]
pub struct Publishing {
    database: Database,
    clock: Clock,
    code_pattern: CodePattern,
}

impl Publishing {
    /// On a database.
    pub fn new(database: Database, clock: Clock, code_pattern: CodePattern) -> Self {
        Self { database, clock, code_pattern }
    }

    /// A page of the records this person sees.
    pub async fn list(&self, actor: &Actor, filter: &ListFilter, after: Option<&str>, limit: u64) -> Outcome<ListPage> {
        unimplemented!()
    }

    /// One record.
    pub async fn record(&self, actor: &Actor, code: &ItemCode) -> Outcome<Record> {
        unimplemented!()
    }

    /// Begins an item that was never there.
    pub async fn create(&self, actor: &Actor, code: &ItemCode, name: &Bilingual, department: &str) -> Outcome<Draft> {
        unimplemented!()
    }

    /// The draft of an item; begins one from its newest version where there is none.
    pub async fn open(&self, actor: &Actor, code: &ItemCode) -> Outcome<Draft> {
        unimplemented!()
    }

    /// The draft of an item, for reading.
    pub async fn draft(&self, actor: &Actor, code: &ItemCode) -> Outcome<Draft> {
        unimplemented!()
    }

    /// Saves these fields of a draft, as written by somebody who saw it at a revision. Fields somebody else changed since
    /// are kept twice. `fields` are the fields the form shows: one of them without a text in `sheet` was emptied.
    pub async fn save(
        &self,
        actor: &Actor,
        code: &ItemCode,
        seen: i64,
        fields: &[&str],
        sheet: &Sheet,
    ) -> Outcome<Saved> {
        unimplemented!()
    }

    /// Ends a conflict.
    pub async fn choose(&self, actor: &Actor, code: &ItemCode, conflict: i64, choice: Choice) -> Outcome<()> {
        unimplemented!()
    }

    /// Throws a draft away.
    pub async fn discard(&self, actor: &Actor, code: &ItemCode, seen: i64) -> Outcome<()> {
        unimplemented!()
    }

    /// Says that this person has the editor open; answers who else has.
    pub async fn attend(&self, actor: &Actor, code: &ItemCode) -> Outcome<Vec<Presence>> {
        unimplemented!()
    }

    /// Hands a draft in for review.
    pub async fn submit(
        &self,
        actor: &Actor,
        code: &ItemCode,
        seen: i64,
        note: &str,
        publish_at: Option<DateTime<Utc>>,
        expire_at: Option<DateTime<Utc>>,
    ) -> Outcome<()> {
        unimplemented!()
    }

    /// Takes a text back from review, or from waiting for its time, to be written on.
    pub async fn take_back(&self, actor: &Actor, code: &ItemCode) -> Outcome<()> {
        unimplemented!()
    }

    /// Says something about a field of a text in review; about the whole where the field is empty.
    pub async fn comment(&self, actor: &Actor, code: &ItemCode, field: &str, text: &str) -> Outcome<()> {
        unimplemented!()
    }

    /// Marks a comment as done.
    pub async fn settle_comment(&self, actor: &Actor, code: &ItemCode, number: i64) -> Outcome<()> {
        unimplemented!()
    }

    /// Gives a text in review back to its editors.
    pub async fn send_back(&self, actor: &Actor, code: &ItemCode, seen: i64, text: &str) -> Outcome<()> {
        unimplemented!()
    }

    /// Approves a text in review, just as it stands at this revision; publishes it at once or when its time comes.
    pub async fn approve(
        &self,
        actor: &Actor,
        code: &ItemCode,
        seen: i64,
        effect: Effect,
        expire_at: Option<DateTime<Utc>>,
    ) -> Outcome<()> {
        unimplemented!()
    }

    /// Changes when an approved text takes effect.
    pub async fn reschedule(
        &self,
        actor: &Actor,
        code: &ItemCode,
        effect: Effect,
        expire_at: Option<DateTime<Utc>>,
    ) -> Outcome<()> {
        unimplemented!()
    }

    /// Takes an item from the public at once. Residents read the reason.
    pub async fn withdraw(&self, actor: &Actor, code: &ItemCode, reason: &str) -> Outcome<()> {
        unimplemented!()
    }

    /// Brings a withdrawn or expired item back with its newest version, which was reviewed then.
    pub async fn restore(&self, actor: &Actor, code: &ItemCode) -> Outcome<()> {
        unimplemented!()
    }

    /// Begins a draft with the text of an older version.
    pub async fn revive(&self, actor: &Actor, code: &ItemCode, version: i32) -> Outcome<Draft> {
        unimplemented!()
    }

    /// Every version, the newest first.
    pub async fn versions(&self, code: &ItemCode) -> Outcome<Vec<VersionHead>> {
        unimplemented!()
    }

    /// One version whole.
    pub async fn version(&self, code: &ItemCode, number: i32) -> Outcome<Version> {
        unimplemented!()
    }

    /// What happened to what residents have, the newest first.
    pub async fn events(&self, code: &ItemCode) -> Outcome<Vec<PublicationEvent>> {
        unimplemented!()
    }

    /// What becomes public or ends from a moment on until another, for the publishing calendar.
    pub async fn upcoming(&self, actor: &Actor, from: DateTime<Utc>, until: DateTime<Utc>) -> Outcome<Vec<Record>> {
        unimplemented!()
    }

    /// Publishes and ends whatever is due; says how many. Any number of processes may call it at once.
    pub async fn publish_due(&self) -> Outcome<usize> {
        unimplemented!()
    }
}
