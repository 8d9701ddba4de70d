use std::collections::{HashMap, HashSet};

use sea_orm::{ConnectionTrait, EntityTrait, QuerySelect};

use crate::entity::department;
use foundation::database::Fault;
use identity::Scope;

/// The tree of departments.
pub(crate) struct Departments {
    parents: HashMap<String, Option<String>>,
}

impl Departments {
    /// Reads the tree: departments are few.
    pub(crate) async fn read(connection: &impl ConnectionTrait) -> Result<Self, Fault> {
        let rows: Vec<(String, Option<String>)> = department::Entity::find()
            .select_only()
            .columns([department::Column::Id, department::Column::ParentId])
            .into_tuple()
            .all(connection)
            .await?;
        Ok(Self { parents: rows.into_iter().collect() })
    }

    /// Whether there is such a department.
    pub(crate) fn knows(&self, id: &str) -> bool {
        self.parents.contains_key(id)
    }

    /// A department followed by those above it.
    pub(crate) fn chain(&self, id: &str) -> Vec<String> {
        let mut chain = vec![id.to_owned()];
        let mut above = self.parents.get(id).cloned().flatten();
        while let Some(id) = above {
            // Imports let no circle in; a hand in the database might.
            if chain.contains(&id) {
                break;
            }
            above = self.parents.get(&id).cloned().flatten();
            chain.push(id);
        }
        chain
    }

    /// Every department of a scope; none where the scope is the whole city.
    pub(crate) fn within(&self, scope: &Scope) -> Option<Vec<String>> {
        match scope {
            Scope::City => None,
            Scope::Within(tops) => Some(self.below(&tops.iter().map(String::as_str).collect())),
        }
    }

    /// These departments and all below them, in order.
    pub(crate) fn below(&self, tops: &HashSet<&str>) -> Vec<String> {
        let mut below: Vec<String> = self
            .parents
            .keys()
            .filter(|id| self.chain(id).iter().any(|above| tops.contains(above.as_str())))
            .cloned()
            .collect();
        below.sort_unstable();
        below
    }
}
