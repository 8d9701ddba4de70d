use chrono::{DateTime, Utc};
use serde_json::Value;

use super::Stage;
use crate::{
    database::Fault,
    ids::{AccountId, JobFileId, JobId},
};

/// What a job does: the name its handler is registered under.
pub type JobKind = &'static str;

/// Where a job stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// Waits for a process to take it.
    Queued,
    /// A process works on it.
    Running,
    /// Done; its report says how it went.
    Done,
    /// Could not be done.
    Failed,
    /// Ended by whoever asked for it, before it changed anything.
    Cancelled,
}

impl State {
    /// The name it is stored under, and part of message keys.
    pub fn name(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }

    pub(super) fn parse(text: &str) -> Option<Self> {
        [Self::Queued, Self::Running, Self::Done, Self::Failed, Self::Cancelled]
            .into_iter()
            .find(|state| state.name() == text)
    }

    /// Whether nothing more will happen to the job.
    pub fn is_over(self) -> bool {
        !matches!(self, Self::Queued | Self::Running)
    }
}

/// Who asked for a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requester {
    /// The account.
    pub account: AccountId,
    /// What the account signs in with.
    pub name: String,
}

/// What is known of a file without reading it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileHead {
    /// Its key.
    pub id: JobFileId,
    /// Its name.
    pub name: String,
    /// How many bytes it has.
    pub size: u64,
}

/// A file whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub content: Vec<u8>,
}

/// A job as it is asked for.
#[derive(Debug, Clone)]
pub struct Order {
    /// What to do.
    pub kind: JobKind,
    /// With what, in the handler's own words.
    pub payload: Value,
    /// Who asks.
    pub requester: Requester,
    /// The file to read: a new one, or one that an earlier job read.
    pub input: Option<Input>,
}

/// A file a job reads.
#[derive(Debug, Clone)]
pub enum Input {
    /// A new file.
    New(File),
    /// The file of an earlier job.
    Known(JobFileId),
}

/// A job.
#[derive(Debug, Clone, PartialEq)]
pub struct Job {
    /// Its key.
    pub id: JobId,
    /// What it does.
    pub kind: String,
    /// With what.
    pub payload: Value,
    /// Where it stands.
    pub state: State,
    /// What it is doing.
    pub stage: Stage,
    /// How much of it is done.
    pub done: u64,
    /// Of how much; 0 where nobody knows yet.
    pub total: u64,
    /// How it went, in the handler's own words; `Null` until then.
    pub report: Value,
    /// Who asked for it.
    pub requester: Requester,
    /// When.
    pub requested_at: DateTime<Utc>,
    /// When a process last began with it.
    pub started_at: Option<DateTime<Utc>>,
    /// When it was over.
    pub finished_at: Option<DateTime<Utc>>,
    /// How often it was begun.
    pub attempts: u32,
    /// Whether somebody asked for its end.
    pub cancel_asked: bool,
    /// The file it reads.
    pub input: Option<FileHead>,
    /// The file it made.
    pub output: Option<FileHead>,
}

/// What a handler hands back.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Finished {
    /// How it went.
    pub report: Value,
    /// A file for whoever asked.
    pub output: Option<File>,
}

/// Why a handler did not do its job. It changed nothing then.
#[derive(Debug, thiserror::Error)]
pub enum JobFault {
    /// It was asked to end.
    #[error("cancelled")]
    Cancelled,
    /// It cannot be done, for a reason whoever asked can read: another run would fail likewise.
    #[error("cannot be done: {0}")]
    Refused(Value),
    /// The database failed: another run may succeed.
    #[error(transparent)]
    Database(#[from] Fault),
}

impl From<super::Cancelled> for JobFault {
    fn from(_: super::Cancelled) -> Self {
        Self::Cancelled
    }
}
