//! What the desk talks about: records, drafts, versions.

use chrono::{DateTime, Utc};

use super::Sheet;
use crate::model::{Bilingual, ItemCode, ItemFault, ServiceItem};
use foundation::{
    database::{Fault, TransientFault},
    error::AppError,
    ids::AccountId,
};

/// What residents have of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Live {
    /// Nothing yet: it was never published.
    Never,
    /// Its newest version.
    Published,
    /// Nothing: somebody took it away.
    Withdrawn,
    /// Nothing: its time is over.
    Expired,
}

impl Live {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Never, Self::Published, Self::Withdrawn, Self::Expired];

    /// The name as stored, and as it stands in addresses.
    pub fn code(self) -> &'static str {
        match self {
            Self::Never => "never",
            Self::Published => "published",
            Self::Withdrawn => "withdrawn",
            Self::Expired => "expired",
        }
    }

    /// Reads a name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|value| value.code() == text)
    }
}

/// Where the text that is being written stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Work {
    /// Nobody writes.
    None,
    /// Being written.
    Draft,
    /// Handed in; waits for a reviewer.
    Review,
    /// Approved; waits for its time.
    Approved,
}

impl Work {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::None, Self::Draft, Self::Review, Self::Approved];

    /// The name as stored, and as it stands in addresses.
    pub fn code(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Draft => "draft",
            Self::Review => "review",
            Self::Approved => "approved",
        }
    }

    /// Reads a name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|value| value.code() == text)
    }
}

/// Somebody of the desk, as pages name them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The account; none for the program itself and the command line.
    pub account: Option<AccountId>,
    /// What colleagues call the person.
    pub display_name: String,
}

/// One line of the list of items: what is known of an item whatever its state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// 实施编码.
    pub code: ItemCode,
    /// The department, as the newest text has it.
    pub department: String,
    /// The name, as the newest text has it.
    pub name: Bilingual,
    /// What residents have.
    pub live: Live,
    /// The newest version that was published.
    pub version: Option<i32>,
    /// Where the text being written stands.
    pub work: Work,
    /// When what is approved becomes public.
    pub publish_at: Option<DateTime<Utc>>,
    /// When what is public, or about to be, ends.
    pub expire_at: Option<DateTime<Utc>>,
    /// When anything last changed.
    pub changed_at: DateTime<Utc>,
    /// By whom.
    pub changed_by: String,
}

/// A text being written.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// The item.
    pub code: ItemCode,
    /// The text.
    pub sheet: Sheet,
    /// Grows with every save; a save says which one it saw.
    pub revision: i64,
    /// The published version it was begun from.
    pub base_version: Option<i32>,
    /// [`Work::Draft`], [`Work::Review`] or [`Work::Approved`].
    pub state: Work,
    /// Everybody who wrote in it since it was begun: none of them may approve it.
    pub editors: Vec<Person>,
    /// Who last saved, and when.
    pub changed_by: Person,
    /// When it was last saved.
    pub changed_at: DateTime<Utc>,
    /// Who handed it in, when, and what they said about the change.
    pub submitted: Option<(Person, DateTime<Utc>)>,
    /// What residents are told about the change, in the editor's words; may be empty.
    pub note: String,
    /// Who approved it, and when.
    pub approved: Option<(Person, DateTime<Utc>)>,
    /// When it is to become public: asked for by the editor, decided by the reviewer. None: at once.
    pub publish_at: Option<DateTime<Utc>>,
    /// When it is to end.
    pub expire_at: Option<DateTime<Utc>>,
    /// Texts that met others and wait to be chosen between.
    pub conflicts: Vec<Conflict>,
    /// What reviewers said.
    pub comments: Vec<Comment>,
}

/// Two texts for one field, of which neither was thrown away.
#[derive(Debug, Clone, PartialEq)]
pub struct Conflict {
    /// Its number within the draft.
    pub number: i64,
    /// The field: the first segment of its paths.
    pub field: String,
    /// What stood there when the second person began.
    pub base: Sheet,
    /// What the second person wrote and could not be put there.
    pub mine: Sheet,
    /// What stands in the draft now.
    pub theirs: Sheet,
    /// The second person.
    pub by: Person,
    /// When.
    pub at: DateTime<Utc>,
}

/// How a conflict ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// What stands in the draft stays.
    Theirs,
    /// What was set aside takes its place.
    Mine,
}

/// What a reviewer said about a field, or about the whole where it is empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// Its number within the draft.
    pub number: i64,
    /// The field.
    pub field: String,
    /// The words.
    pub text: String,
    /// Who.
    pub by: Person,
    /// When.
    pub at: DateTime<Utc>,
    /// When an editor marked it as done.
    pub done_at: Option<DateTime<Utc>>,
}

/// Somebody who has the editor open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Presence {
    /// Who.
    pub person: Person,
    /// When they last gave a sign.
    pub seen_at: DateTime<Utc>,
}

/// What came of a save.
#[derive(Debug, Clone, PartialEq)]
pub struct Saved {
    /// The draft's revision now.
    pub revision: i64,
    /// Fields where another text stood meanwhile: both are kept, see [`Conflict`].
    pub conflicts: Vec<Conflict>,
}

/// When an approved text takes effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// At once.
    Now,
    /// At a time.
    At(DateTime<Utc>),
}

/// How a version came to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// Written and reviewed at the desk.
    Desk,
    /// Loaded by whoever has the machine's command line.
    Import,
}

impl Cause {
    /// Every cause.
    pub const ALL: [Self; 2] = [Self::Desk, Self::Import];

    /// The name as stored, and as it stands in addresses.
    pub fn code(self) -> &'static str {
        match self {
            Self::Desk => "desk",
            Self::Import => "import",
        }
    }

    /// Reads a name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|value| value.code() == text)
    }
}

/// A published version without its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionHead {
    /// From 1.
    pub number: i32,
    /// How it came to be.
    pub cause: Cause,
    /// When it became public.
    pub published_at: DateTime<Utc>,
    /// Who wrote it: display names; empty for imports.
    pub written_by: Vec<String>,
    /// Who approved it; empty for imports.
    pub approved_by: String,
    /// Who published it.
    pub published_by: String,
    /// What residents are told about the change.
    pub note: String,
}

/// A published version; a row that is never changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Version {
    /// Everything but the text.
    pub head: VersionHead,
    /// The text.
    pub item: ServiceItem,
}

/// What happened to what residents have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventKind {
    /// A version became public.
    Published,
    /// Somebody took the item away.
    Withdrawn,
    /// Its time was over.
    Expired,
    /// It came back.
    Restored,
}

impl EventKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Published, Self::Withdrawn, Self::Expired, Self::Restored];

    /// The name as stored, and as it stands in addresses.
    pub fn code(self) -> &'static str {
        match self {
            Self::Published => "published",
            Self::Withdrawn => "withdrawn",
            Self::Expired => "expired",
            Self::Restored => "restored",
        }
    }

    /// Reads a name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|value| value.code() == text)
    }
}

/// One thing that happened to what residents have; a row that is never changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicationEvent {
    /// What.
    pub kind: EventKind,
    /// Which version was, or is, public.
    pub version: i32,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: String,
    /// Why; for a withdrawal residents read it.
    pub reason: String,
}

/// Something that happened to what residents have of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct News {
    /// Never the same twice.
    pub id: uuid::Uuid,
    /// The item.
    pub code: String,
    /// Its name, as its newest text has it.
    pub name: Bilingual,
    /// What happened.
    pub event: PublicationEvent,
}

/// Which records are listed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListFilter {
    /// Of this department and those below it.
    pub department: Option<String>,
    /// With this to residents.
    pub live: Option<Live>,
    /// With this being written.
    pub work: Option<Work>,
    /// In this area (as published).
    pub area: Option<String>,
    /// Whose name, code or keywords hold this.
    pub text: String,
    /// In which order.
    pub sort: Sort,
}

/// In which order records are listed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Sort {
    /// What changed last first.
    #[default]
    Changed,
    /// By code.
    Code,
}

/// A page of records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListPage {
    /// The records.
    pub records: Vec<Record>,
    /// What to ask the next page with; none where this is the last.
    pub next: Option<String>,
}

/// Why an act was not done. Nothing is half done.
#[derive(Debug, thiserror::Error)]
pub enum PublishingError {
    /// There is no such item, draft or version, or it is none of this person's.
    #[error("there is no such item")]
    NotFound,
    /// The person sees it and may not do this.
    #[error("not allowed")]
    Forbidden,
    /// Whoever wrote a text does not approve it.
    #[error("whoever wrote in a draft cannot approve it")]
    OwnText,
    /// It is not in the state the act needs, or changed since it was looked at.
    #[error("the item changed meanwhile")]
    Changed,
    /// The text breaks rules.
    #[error("the text breaks {} rules", .0.len())]
    Faults(Vec<ItemFault>),
    /// Two texts for a field still wait to be chosen between.
    #[error("{0} fields have two texts: choose one of each first")]
    Undecided(usize),
    /// A reason, a name or a time is missing or cannot be: the name of the form's field, and the reason's key.
    #[error("{field}: {reason}")]
    Invalid {
        /// The form's field.
        field: &'static str,
        /// The message key under `error-field-…`.
        reason: &'static str,
    },
    /// The database failed.
    #[error(transparent)]
    Database(#[from] Fault),
}

impl TransientFault for PublishingError {
    fn is_transient(&self) -> bool {
        matches!(self, Self::Database(fault) if fault.is_transient())
    }
}

impl From<PublishingError> for AppError {
    fn from(error: PublishingError) -> Self {
        match error {
            PublishingError::NotFound => Self::NotFound,
            PublishingError::Forbidden => Self::Forbidden,
            PublishingError::OwnText => Self::Conflict("own-text".to_owned()),
            PublishingError::Changed => Self::Conflict("changed".to_owned()),
            PublishingError::Undecided(_) => Self::Conflict("undecided".to_owned()),
            PublishingError::Faults(faults) => Self::Invalid(
                faults.into_iter().map(|fault| foundation::error::FieldError::new(fault.field, "item-rule")).collect(),
            ),
            PublishingError::Invalid { field, reason } => Self::invalid(field, reason),
            PublishingError::Database(fault) => fault.into(),
        }
    }
}
