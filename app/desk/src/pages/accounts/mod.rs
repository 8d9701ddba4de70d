//! Accounts and their roles: the list, one account, a new one.

mod account;
mod acts;
mod fields;
mod list;
mod new;

pub use account::account;
pub use acts::{disable, enable, grant, reset_factors, revoke, set_password};
pub use list::accounts;
pub use new::{add_account, new_account};

use catalogue::{Catalogue, Snapshot};
use foundation::{context::Cx, error::AppError};
use identity::{Actor, Authority, Grant, Permission, Role};

/// What this person may do with accounts; without the permission the pages do not exist.
fn authority(actor: &Actor, catalogue: &Catalogue) -> Result<Authority, AppError> {
    if actor.scope(Permission::ManageAccounts).is_empty() {
        return Err(AppError::NotFound);
    }
    Ok(Authority::of(actor.clone(), catalogue.snapshot().department_tree()))
}

/// A role's name.
fn role_words(cx: &Cx, role: Role) -> String {
    cx.texts.by_key(&format!("role-{}", role.code().replace('_', "-"))).unwrap_or_default()
}

/// A role with its department.
pub(super) fn grant_words(cx: &Cx, snapshot: &Snapshot, grant: &Grant) -> String {
    let role = role_words(cx, grant.role);
    match &grant.department {
        Some(id) => cx.texts.role_in(department_words(cx, snapshot, id), role),
        None => role,
    }
}

/// A department's name; its id where it is gone.
pub(super) fn department_words(cx: &Cx, snapshot: &Snapshot, id: &str) -> String {
    let department = snapshot.department(id);
    department.map_or_else(|| id.to_owned(), |department| department.name.get(cx.language()).to_owned())
}
