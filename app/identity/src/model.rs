use std::fmt;

use chrono::{DateTime, Utc};

use super::{
    actor::Grant, method::Methods, password::Password, residents::NUMBER_PREFIX, service_accounts::SERVICE_PREFIX,
};
use foundation::ids::{AccountId, SessionId};

/// What a person may do at the desks, within a department and those below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Writes service items.
    Editor,
    /// Reviews what another person wrote.
    Reviewer,
    /// Works cases at a counter.
    Clerk,
    /// Runs a department's desks and makes its accounts.
    DepartmentAdmin,
    /// Runs the city's; of no department.
    CityAdmin,
    /// Reads everything that was done and changes nothing; of no department.
    Auditor,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 6] =
        [Self::Editor, Self::Reviewer, Self::Clerk, Self::DepartmentAdmin, Self::CityAdmin, Self::Auditor];

    /// The name as stored and typed.
    pub fn code(self) -> &'static str {
        match self {
            Self::Editor => "editor",
            Self::Reviewer => "reviewer",
            Self::Clerk => "clerk",
            Self::DepartmentAdmin => "department_admin",
            Self::CityAdmin => "city_admin",
            Self::Auditor => "auditor",
        }
    }

    /// Reads a role's name; a hyphen does for the underscore.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == text.replace('-', "_"))
    }

    /// Whether the role stands in a department.
    pub fn needs_department(self) -> bool {
        !matches!(self, Self::CityAdmin | Self::Auditor)
    }
}

/// What a member of staff signs in with: 3 to 40 small letters, digits, dots, hyphens or underscores.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct StaffName(String);

impl StaffName {
    /// Reads a name.
    pub fn parse(text: &str) -> Option<Self> {
        // `new` is the address of the form for new ones.
        let well_formed = (3..=40).contains(&text.len())
            && text != "new"
            && !text.starts_with(NUMBER_PREFIX)
            && !text.starts_with(SERVICE_PREFIX)
            && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'_'));
        well_formed.then(|| Self(text.to_owned()))
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for StaffName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What colleagues call a person: 1 to 60 characters on one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DisplayName(String);

impl DisplayName {
    /// Reads a name; spaces around it are dropped.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let well_formed = (1..=60).contains(&text.chars().count()) && !text.chars().any(char::is_control);
        well_formed.then(|| Self(text.to_owned()))
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// An account, without its password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The account.
    pub id: AccountId,
    /// What the person signs in with.
    pub name: String,
    /// What colleagues call the person.
    pub display_name: String,
    /// What the person may do, and where.
    pub grants: Vec<Grant>,
    /// Since when.
    pub created_at: DateTime<Utc>,
    /// Until when, where that is past.
    pub disabled_at: Option<DateTime<Utc>>,
}

/// An account to be made.
#[derive(Debug)]
pub struct NewAccount {
    /// What the person signs in with.
    pub name: StaffName,
    /// What colleagues call the person.
    pub display_name: DisplayName,
    /// What the person may do, and where.
    pub grants: Vec<Grant>,
    /// What the person signs in with, beside the name.
    pub password: Password,
}

/// A browser that is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenSession {
    /// The session.
    pub id: SessionId,
    /// Since when.
    pub created_at: DateTime<Utc>,
    /// When it was last used, to the minute.
    pub seen_at: DateTime<Utc>,
    /// The network address it began at.
    pub network: String,
    /// What the browser calls itself.
    pub device: String,
}

/// A browser that is signed in, as its owner is shown it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedSession {
    /// The browser.
    pub opened: OpenSession,
    /// By what it proved itself.
    pub methods: Methods,
    /// Until when it holds if it is not used again.
    pub until: DateTime<Utc>,
}
