//! What a job of this room is told, as its row keeps it.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::super::{Format, Kind};
use foundation::ids::AccountId;
use identity::{Actor, Grant, Role};

/// A file to be brought in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportOrder {
    /// What it holds.
    pub kind: Kind,
    /// How it is written.
    pub format: Format,
    /// Say what would happen and store nothing.
    pub dry_run: bool,
    /// Store the good rows although others are bad.
    pub skip_bad: bool,
}

/// A file to be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportOrder {
    /// What it is to hold.
    pub kind: Kind,
    /// How it is to be written.
    pub format: Format,
}

/// What a job does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Task {
    /// Brings a file in.
    Import(ImportOrder),
    /// Makes a file.
    Export(ExportOrder),
}

/// An order with who gave it, and what they might do when they gave it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Ordered<O> {
    pub(super) order: O,
    by: By,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct By {
    account: Uuid,
    name: String,
    display_name: String,
    grants: Vec<(String, Option<String>)>,
    origin: String,
}

impl<O> Ordered<O> {
    pub(super) fn new(order: O, actor: &Actor) -> Self {
        let grants =
            actor.grants.iter().map(|grant| (grant.role.code().to_owned(), grant.department.clone())).collect();
        let by = By {
            account: actor.account.uuid(),
            name: actor.name.clone(),
            display_name: actor.display_name.clone(),
            grants,
            origin: actor.origin.clone(),
        };
        Self { order, by }
    }

    pub(super) fn actor(&self) -> Actor {
        let By { account, name, display_name, grants, origin } = self.by.clone();
        let grants =
            grants.into_iter().filter_map(|(role, department)| Some(Grant { role: Role::parse(&role)?, department }));
        Actor { account: AccountId::from_uuid(account), name, display_name, grants: grants.collect(), origin }
    }
}
