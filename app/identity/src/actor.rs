use std::collections::BTreeSet;

use super::model::Role;
use foundation::{
    audit::{Entry, Who},
    ids::AccountId,
};

/// What somebody may do at the desks. Roles are bundles of these; services ask for these and never for a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Permission {
    /// Write drafts of service items, and hand them in for review.
    EditItems,
    /// Bring files of service items in as drafts.
    ImportItems,
    /// Review what another person wrote: comment, send back, approve, and say when it takes effect.
    ReviewItems,
    /// Take an item from the public at once, and bring it back.
    WithdrawItems,
    /// Work cases at a counter.
    WorkCases,
    /// Make accounts, and give and take roles.
    ManageAccounts,
    /// Change what all departments share: departments, areas, life events, districts, synonyms, the calendar.
    ManageVocabulary,
    /// Read what was done by whom.
    ReadAudit,
    /// Ask for applications that sign people in by way of the portal, and keep those that are there.
    KeepApplications,
    /// Decide about applications: let them be tried and used, and take them out of use.
    DecideApplications,
    /// Keep offices that can be booked: their hours, closures, counters, and what they serve.
    KeepOffices,
}

impl Role {
    /// What the role may do.
    pub fn permissions(self) -> &'static [Permission] {
        use Permission::{
            DecideApplications, EditItems, ImportItems, KeepApplications, KeepOffices, ManageAccounts,
            ManageVocabulary, ReadAudit, ReviewItems, WithdrawItems, WorkCases,
        };
        match self {
            Self::Editor => &[EditItems, ImportItems],
            Self::Reviewer => &[ReviewItems, WithdrawItems],
            Self::Clerk => &[WorkCases],
            Self::DepartmentAdmin => &[
                EditItems,
                ImportItems,
                ReviewItems,
                WithdrawItems,
                WorkCases,
                ManageAccounts,
                KeepApplications,
                KeepOffices,
            ],
            Self::CityAdmin => &[
                EditItems,
                ImportItems,
                ReviewItems,
                WithdrawItems,
                WorkCases,
                ManageAccounts,
                ManageVocabulary,
                ReadAudit,
                KeepApplications,
                DecideApplications,
                KeepOffices,
            ],
            Self::Auditor => &[ReadAudit],
        }
    }
}

/// A role given to an account.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Grant {
    /// The role.
    pub role: Role,
    /// The department it holds in, with those below it; none for roles of the whole city.
    pub department: Option<String>,
}

/// Where somebody may do something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// In the whole city.
    City,
    /// In these departments and those below them; nowhere where there are none.
    Within(BTreeSet<String>),
}

impl Scope {
    /// Whether a department is inside: `chain` is its id followed by those of all departments above it.
    pub fn holds<S: AsRef<str>>(&self, chain: &[S]) -> bool {
        match self {
            Self::City => true,
            Self::Within(departments) => chain.iter().any(|id| departments.contains(id.as_ref())),
        }
    }

    /// Whether there is nothing inside.
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Within(departments) if departments.is_empty())
    }
}

/// Somebody who acts: an account with the roles it has at this moment, and where it acts from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The account.
    pub account: AccountId,
    /// What the person signs in with.
    pub name: String,
    /// What colleagues call the person.
    pub display_name: String,
    /// The roles.
    pub grants: Vec<Grant>,
    /// The network address, or `command line`.
    pub origin: String,
}

impl Actor {
    /// Where the person may do this.
    pub fn scope(&self, permission: Permission) -> Scope {
        let holding = self.grants.iter().filter(|grant| grant.role.permissions().contains(&permission));
        let mut departments = BTreeSet::new();
        for grant in holding {
            match &grant.department {
                None => return Scope::City,
                Some(department) => drop(departments.insert(department.clone())),
            }
        }
        Scope::Within(departments)
    }

    /// Whether the person may do this in a department, given as its id followed by those of all departments above it.
    pub fn may<S: AsRef<str>>(&self, permission: Permission, chain: &[S]) -> bool {
        self.scope(permission).holds(chain)
    }

    /// Where the person may look: wherever any role holds.
    pub fn sight(&self) -> Scope {
        if self.grants.iter().any(|grant| grant.department.is_none()) {
            return Scope::City;
        }
        Scope::Within(self.grants.iter().filter_map(|grant| grant.department.clone()).collect())
    }

    /// Whether the person may see what belongs to a department.
    pub fn sees<S: AsRef<str>>(&self, chain: &[S]) -> bool {
        self.sight().holds(chain)
    }

    /// Whether the person could give this role: nobody gives what they do not hold.
    ///
    /// One must manage accounts there, and be allowed there everything the role allows. `chain` is the department's id
    /// and those above it; empty for roles of the whole city.
    pub fn may_grant<S: AsRef<str>>(&self, role: Role, chain: &[S]) -> bool {
        let everywhere = |permission: Permission| {
            let scope = self.scope(permission);
            if role.needs_department() { scope.holds(chain) } else { scope == Scope::City }
        };
        everywhere(Permission::ManageAccounts) && role.permissions().iter().all(|permission| everywhere(*permission))
    }

    /// As the audit names the person.
    pub fn who(&self) -> Who {
        Who { account: Some(self.account), name: self.name.clone(), origin: self.origin.clone() }
    }

    /// An entry of the audit: this person did something to something.
    pub fn did(&self, act: &'static str, subject_kind: &'static str, subject: impl Into<String>) -> Entry {
        Entry::new(self.who(), act, subject_kind, subject)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn actor(grants: &[(Role, Option<&str>)]) -> Actor {
        Actor {
            account: AccountId::new(),
            name: "a".into(),
            display_name: "A".into(),
            grants: grants
                .iter()
                .map(|(role, department)| Grant { role: *role, department: department.map(str::to_owned) })
                .collect(),
            origin: "command line".into(),
        }
    }

    #[test]
    fn a_role_holds_in_its_department_and_below_and_nowhere_else() {
        let editor = actor(&[(Role::Editor, Some("CD06"))]);
        assert!(editor.may(Permission::EditItems, &["CD06-01", "CD06"]));
        assert!(editor.may(Permission::EditItems, &["CD06"]));
        assert!(!editor.may(Permission::EditItems, &["CD07"]));
        assert!(!editor.may(Permission::ReviewItems, &["CD06"]));
    }

    #[test]
    fn nobody_grants_what_they_do_not_hold() {
        let admin = actor(&[(Role::DepartmentAdmin, Some("CD06"))]);
        assert!(admin.may_grant(Role::Editor, &["CD06-01", "CD06"]));
        assert!(admin.may_grant(Role::DepartmentAdmin, &["CD06"]));
        assert!(!admin.may_grant(Role::Editor, &["CD07"]));
        assert!(!admin.may_grant::<&str>(Role::CityAdmin, &[]));
        assert!(!admin.may_grant::<&str>(Role::Auditor, &[]));
        let city = actor(&[(Role::CityAdmin, None)]);
        assert!(
            Role::ALL.iter().all(|role| city.may_grant(*role, if role.needs_department() { &["CD06"] } else { &[] }))
        );
        assert!(!actor(&[(Role::Editor, Some("CD06"))]).may_grant(Role::Editor, &["CD06"]));
    }
}
