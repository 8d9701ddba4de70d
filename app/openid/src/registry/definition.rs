use serde_json::{Map, Value};

use super::Exemptions;
use crate::model::{Definition, Scope, SubjectType};

impl Definition {
    /// What the city decided about it.
    pub fn exemptions(&self) -> Exemptions {
        Exemptions {
            full_real_name: self.full_real_name,
            public_subject: self.subject == SubjectType::Public,
            pkce_exempt: self.pkce_exempt,
        }
    }

    /// The same with what the city decided, as far as that still has a meaning.
    #[must_use]
    pub(super) fn with_exemptions(mut self, exemptions: Exemptions) -> Self {
        self.full_real_name = exemptions.full_real_name && self.scopes.contain(Scope::RealName);
        self.pkce_exempt = exemptions.pkce_exempt && self.authentication.is_confidential();
        self.subject = if exemptions.public_subject { SubjectType::Public } else { SubjectType::Pairwise };
        self
    }

    /// Whether another one differs in nothing that people or their data meet: whom to call, and the keys the application
    /// proves itself by, as it may have another secret at any time.
    pub(super) fn differs_inwardly_from(&self, other: &Self) -> bool {
        let inward =
            Self { contact: other.contact.clone(), keys: other.keys.clone(), signing: other.signing, ..self.clone() };
        inward == *other
    }
}

/// What the audit is told of a change: the parts that differ, before and after.
pub(super) fn differences(before: &Definition, after: &Definition) -> (Value, Value) {
    let (Ok(Value::Object(before)), Ok(Value::Object(after))) =
        (serde_json::to_value(before), serde_json::to_value(after))
    else {
        return (Value::Null, Value::Null);
    };
    let only = |of: &Map<String, Value>, other: &Map<String, Value>| {
        let differing = of.iter().filter(|(key, value)| other.get(*key) != Some(value));
        Value::Object(differing.map(|(key, value)| (key.clone(), value.clone())).collect())
    };
    (only(&before, &after), only(&after, &before))
}
