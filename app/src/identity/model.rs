use std::fmt;

use chrono::{DateTime, Utc};

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
        let well_formed = (3..=40).contains(&text.len())
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

/// An account, without its password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffAccount {
    /// What the person signs in with.
    pub name: String,
    /// What colleagues call the person.
    pub display_name: String,
    /// What the person may do.
    pub role: Role,
    /// Where.
    pub department: Option<String>,
    /// Since when.
    pub created_at: DateTime<Utc>,
    /// Until when, where that is past.
    pub disabled_at: Option<DateTime<Utc>>,
}
