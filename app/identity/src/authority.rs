use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::{
    actor::{Actor, Grant, Permission, Scope},
    error::IdentityError,
    model::{Account, Role},
};
use foundation::audit::{Entry, Who};

/// Which departments there are and which stands above which; clone it freely.
#[derive(Debug, Clone, Default)]
pub struct DepartmentTree(Arc<BTreeMap<String, Option<String>>>);

impl DepartmentTree {
    /// Of departments, each with the one above it.
    pub fn new(departments: impl IntoIterator<Item = (String, Option<String>)>) -> Self {
        Self(Arc::new(departments.into_iter().collect()))
    }

    /// A department's id, then those of all above it; empty where there is no such department.
    pub fn chain(&self, id: &str) -> Vec<String> {
        let mut chain: Vec<String> = Vec::new();
        let mut next = Some(id);
        while let Some((id, above)) = next.and_then(|id| self.0.get_key_value(id)) {
            // A circle in the data ends where it closes.
            if chain.iter().any(|seen| seen == id) {
                break;
            }
            chain.push(id.clone());
            next = above.as_deref();
        }
        chain
    }

    /// Every department inside a scope.
    fn within(&self, scope: &Scope) -> Vec<String> {
        self.0.keys().filter(|id| scope.holds(&self.chain(id))).cloned().collect()
    }
}

/// Who changes accounts, and how the departments stand: what may be done follows from both.
#[derive(Debug, Clone)]
pub struct Authority {
    actor: Option<Actor>,
    departments: DepartmentTree,
}

impl Authority {
    /// Whoever has the machine's command line may do everything.
    pub fn operator(departments: DepartmentTree) -> Self {
        Self { actor: None, departments }
    }

    /// A member of staff.
    pub fn of(actor: Actor, departments: DepartmentTree) -> Self {
        Self { actor: Some(actor), departments }
    }

    /// As the audit names it.
    pub fn who(&self) -> Who {
        self.actor.as_ref().map_or_else(Who::operator, Actor::who)
    }

    /// Whether this is whoever has the machine's command line.
    pub fn is_operator(&self) -> bool {
        self.actor.is_none()
    }

    /// Whether something may be done in a department there is.
    pub fn may(&self, permission: Permission, department: &str) -> bool {
        let chain = self.departments.chain(department);
        !chain.is_empty() && self.actor.as_ref().is_none_or(|actor| actor.may(permission, &chain))
    }

    /// The departments something may be done in, in the order of their ids; `None` where in all.
    pub fn where_may(&self, permission: Permission) -> Option<Vec<String>> {
        let scope = self.actor.as_ref().map_or(Scope::City, |actor| actor.scope(permission));
        (scope != Scope::City).then(|| self.departments.within(&scope))
    }

    /// Every department, in the order of their ids.
    pub fn all_departments(&self) -> Vec<String> {
        self.departments.0.keys().cloned().collect()
    }

    /// An entry of the audit about an account.
    pub(super) fn did(&self, act: &'static str, account: &str) -> Entry {
        Entry::new(self.who(), act, "account", account)
    }

    /// Whether an account may be seen and changed: whoever does so holds every role it has.
    pub fn manages(&self, account: &Account) -> bool {
        let Some(actor) = &self.actor else { return true };
        if account.grants.is_empty() {
            return actor.scope(Permission::ManageAccounts) == Scope::City;
        }
        account.grants.iter().all(|grant| self.may_grant(grant))
    }

    /// Whether a role could be given, and taken: nobody gives what they do not hold.
    pub fn may_grant(&self, grant: &Grant) -> bool {
        let Some(actor) = &self.actor else { return true };
        let chain = grant.department.as_deref().map(|id| self.departments.chain(id)).unwrap_or_default();
        actor.may_grant(grant.role, &chain)
    }

    /// The roles that could be given in some department or in the city.
    pub fn grantable(&self) -> Vec<Role> {
        let everywhere: BTreeSet<String> = self.departments.0.keys().cloned().collect();
        let somewhere =
            |role: Role| everywhere.iter().any(|id| self.may_grant(&Grant { role, department: Some(id.clone()) }));
        Role::ALL
            .into_iter()
            .filter(|role| {
                if role.needs_department() {
                    somewhere(*role)
                } else {
                    self.may_grant(&Grant { role: *role, department: None })
                }
            })
            .collect()
    }

    /// The departments whose accounts are listed; `None` where all are.
    pub(super) fn listed(&self) -> Option<Vec<String>> {
        self.where_may(Permission::ManageAccounts)
    }

    /// The departments one could give roles in, in the order of their ids.
    pub fn departments(&self) -> Vec<String> {
        self.listed().unwrap_or_else(|| self.all_departments())
    }

    /// Whether the person manages the accounts of the whole city.
    pub fn manages_city(&self) -> bool {
        self.listed().is_none()
    }

    /// Whether the person may manage accounts anywhere.
    pub(super) fn may_manage(&self) -> bool {
        self.actor.as_ref().is_none_or(|actor| !actor.scope(Permission::ManageAccounts).is_empty())
    }

    /// Whether an account is the one that acts.
    pub fn is_self(&self, account: &Account) -> bool {
        self.actor.as_ref().is_some_and(|actor| actor.account == account.id)
    }

    /// Refuses a role that stands in the wrong place, in no place there is, or that is not the giver's to give.
    pub(super) fn check(&self, grant: &Grant) -> Result<(), IdentityError> {
        if grant.role.needs_department() != grant.department.is_some() {
            return Err(IdentityError::Department);
        }
        if grant.department.as_deref().is_some_and(|id| self.departments.chain(id).is_empty()) {
            return Err(IdentityError::NoSuchDepartment);
        }
        if self.may_grant(grant) { Ok(()) } else { Err(IdentityError::NotHeld) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(departments: &[(&str, Option<&str>)]) -> DepartmentTree {
        DepartmentTree::new(departments.iter().map(|(id, above)| ((*id).to_owned(), above.map(str::to_owned))))
    }

    #[test]
    fn a_chain_ends_at_the_top_and_where_it_closes() {
        let tree = tree(&[("a", None), ("b", Some("a")), ("c", Some("b")), ("x", Some("y")), ("y", Some("x"))]);
        assert_eq!(tree.chain("c"), ["c", "b", "a"]);
        assert_eq!(tree.chain("x"), ["x", "y"]);
        assert!(tree.chain("nowhere").is_empty());
    }
}
