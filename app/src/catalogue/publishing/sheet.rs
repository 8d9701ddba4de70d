use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// An item as it stands in a form: what was typed in each place, whether or not it makes sense yet.
///
/// Keys are paths into the item's document: `name.zh`, `materials.0.issuer.en`. A place left empty is not kept. The field
/// of a path is what stands before the first dot; fields are what changes are compared, merged and talked about by.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Sheet(BTreeMap<String, String>);

impl Sheet {
    /// What stands at a path; empty where nothing does.
    pub fn get(&self, path: &str) -> &str {
        self.0.get(path).map_or("", String::as_str)
    }

    /// Writes at a path.
    pub fn set(&mut self, path: impl Into<String>, text: impl Into<String>) {
        let (path, text) = (path.into(), text.into());
        if text.is_empty() {
            self.0.remove(&path);
        } else {
            self.0.insert(path, text);
        }
    }

    /// Every path with what stands there, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// The field of a path: `materials` of `materials.0.issuer.en`.
    pub fn field_of(path: &str) -> &str {
        path.split('.').next().unwrap_or(path)
    }

    /// What stands in one field.
    pub fn field(&self, field: &str) -> Self {
        Self(
            self.0
                .iter()
                .filter(|(path, _)| Self::field_of(path) == field)
                .map(|(p, t)| (p.clone(), t.clone()))
                .collect(),
        )
    }

    /// Puts what stands in one field of another sheet in place of what stands there now.
    pub fn replace_field(&mut self, field: &str, with: &Self) {
        self.0.retain(|path, _| Self::field_of(path) != field);
        self.0.extend(with.field(field).0);
    }
}
