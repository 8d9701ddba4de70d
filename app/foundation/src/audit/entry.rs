use serde_json::Value;

use crate::ids::AccountId;

/// Who did it, and from where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Who {
    /// The account; none for the program itself and for whoever failed to sign in.
    pub account: Option<AccountId>,
    /// What the account signs in with, kept as it was; `yitong` for the program itself.
    pub name: String,
    /// The network address asked from, `command line`, or `worker`.
    pub origin: String,
}

impl Who {
    /// The program itself, doing what it was told to do at a time.
    pub fn worker() -> Self {
        Self { account: None, name: "yitong".to_owned(), origin: "worker".to_owned() }
    }

    /// Whoever has the machine's command line.
    pub fn operator() -> Self {
        Self { account: None, name: "operator".to_owned(), origin: "command line".to_owned() }
    }
}

/// One thing that was done.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Who did it.
    pub who: Who,
    /// What: `item.publish`, `session.begin`; see `audit-act-…` in the message catalogue.
    pub act: &'static str,
    /// What kind of thing it was done to: `item`, `account`.
    pub subject_kind: &'static str,
    /// To which of them.
    pub subject: String,
    /// The department it belongs to; empty where it belongs to none.
    pub department: String,
    /// What was there before, as far as it changed; `Null` where nothing was.
    pub before: Value,
    /// What is there now, as far as it changed.
    pub after: Value,
    /// For whom it was done, where somebody acted for another; empty where they acted for themselves.
    pub on_behalf_of: String,
}

impl Entry {
    /// Says that somebody did something to something.
    pub fn new(who: Who, act: &'static str, subject_kind: &'static str, subject: impl Into<String>) -> Self {
        Self {
            who,
            act,
            subject_kind,
            subject: subject.into(),
            department: String::new(),
            before: Value::Null,
            after: Value::Null,
            on_behalf_of: String::new(),
        }
    }

    /// Of which department.
    #[must_use]
    pub fn department(mut self, department: impl Into<String>) -> Self {
        self.department = department.into();
        self
    }

    /// What was there before. Never a secret and never an ID number: auditors read it.
    #[must_use]
    pub fn before(mut self, before: Value) -> Self {
        self.before = before;
        self
    }

    /// What is there now. Never a secret and never an ID number.
    #[must_use]
    pub fn after(mut self, after: Value) -> Self {
        self.after = after;
        self
    }

    /// For whom: the account number of a relative, the number of a dependant, the code of a company.
    #[must_use]
    pub fn on_behalf_of(mut self, whom: impl Into<String>) -> Self {
        self.on_behalf_of = whom.into();
        self
    }

    /// What is written down as `after`. For whom it was done stands inside, so that the chain hashes it like everything else
    /// and entries written before stay what they were.
    pub(super) fn written_after(&self) -> Value {
        if self.on_behalf_of.is_empty() {
            return self.after.clone();
        }
        let mut after = match &self.after {
            Value::Object(map) => map.clone(),
            Value::Null => serde_json::Map::new(),
            other => serde_json::Map::from_iter([("value".to_owned(), other.clone())]),
        };
        after.insert("on_behalf_of".to_owned(), Value::from(self.on_behalf_of.as_str()));
        Value::Object(after)
    }
}
