use chrono::{DateTime, NaiveDate, Utc};

use crate::model::{Client, Definition};

/// What happens to an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ApplicationAct {
    /// Asked for by its department.
    Request,
    /// Entered by whoever runs the portal.
    Register,
    /// Described otherwise.
    Change,
    /// A change that waits for approval.
    Propose,
    /// Approved for trying.
    Approve,
    /// For everybody from now on.
    GoLive,
    /// Refused at the review.
    Refuse,
    /// Taken out of use.
    Suspend,
    /// Back in use.
    Resume,
    /// A change that waited was approved.
    AcceptChange,
    /// A change that waited was refused or taken back.
    RefuseChange,
    /// What the city alone decides was decided.
    Exempt,
    /// Another secret.
    Secret,
}

impl ApplicationAct {
    /// Every act.
    pub const ALL: [Self; 13] = [
        Self::Request,
        Self::Register,
        Self::Change,
        Self::Propose,
        Self::Approve,
        Self::GoLive,
        Self::Refuse,
        Self::Suspend,
        Self::Resume,
        Self::AcceptChange,
        Self::RefuseChange,
        Self::Exempt,
        Self::Secret,
    ];

    /// The name in the audit.
    pub fn audited(self) -> &'static str {
        match self {
            Self::Request => "application.request",
            Self::Register => "application.register",
            Self::Change => "application.change",
            Self::Propose => "application.propose",
            Self::Approve => "application.approve",
            Self::GoLive => "application.go_live",
            Self::Refuse => "application.refuse",
            Self::Suspend => "application.suspend",
            Self::Resume => "application.resume",
            Self::AcceptChange => "application.accept_change",
            Self::RefuseChange => "application.refuse_change",
            Self::Exempt => "application.exempt",
            Self::Secret => "application.secret",
        }
    }

    /// The name as stored.
    pub fn code(self) -> &'static str {
        self.audited().trim_start_matches("application.")
    }

    /// Reads a name as stored.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.code() == text)
    }

    /// Whether who did it wrote something that another person approves.
    pub(super) fn is_writing(self) -> bool {
        matches!(self, Self::Request | Self::Change)
    }

    /// Whether it decided about what was written before.
    pub(super) fn is_decision(self) -> bool {
        matches!(self, Self::Approve | Self::GoLive | Self::Register)
    }
}

/// Something that happened to an application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApplicationEvent {
    /// What.
    pub act: ApplicationAct,
    /// By whom: the name of an account, or `operator`.
    pub by: String,
    /// Why, where somebody said so.
    pub note: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// A change of an application that waits for approval.
#[derive(Debug, Clone, PartialEq)]
pub struct WaitingChange {
    /// What the department wants to say of it.
    pub definition: Definition,
    /// Who wrote it.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// How often an application was used on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayUse {
    /// The day.
    pub day: NaiveDate,
    /// In which way.
    pub kind: String,
    /// How often.
    pub uses: i64,
}

/// An application as those read it who keep it or decide about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Application {
    /// What everybody knows of it.
    pub client: Client,
    /// Whether it has a secret.
    pub has_secret: bool,
    /// Until when the secret before works too.
    pub former_secret_until: Option<DateTime<Utc>>,
    /// What waits for approval.
    pub change: Option<WaitingChange>,
    /// What happened to it, the newest first.
    pub events: Vec<ApplicationEvent>,
    /// Whether the asker keeps it: describes it, makes secrets.
    pub may_keep: bool,
    /// Whether the asker decides about it.
    pub may_decide: bool,
}
