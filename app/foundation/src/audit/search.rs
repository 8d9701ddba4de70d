use chrono::{DateTime, Utc};
use serde_json::Value;

use super::{Audit, entity::audit_entry, store};
use crate::{database::Fault, ids::AccountId};

/// Entries on a page.
pub const PAGE: u64 = 50;

/// Which entries are looked for; what is empty restricts nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Done by the account of this name.
    pub account: String,
    /// What was done.
    pub act: String,
    /// To which thing.
    pub subject: String,
    /// In which department.
    pub department: String,
    /// At this moment or later.
    pub from: Option<DateTime<Utc>>,
    /// Before this moment.
    pub until: Option<DateTime<Utc>>,
}

/// An entry as it is read.
#[derive(Debug, Clone, PartialEq)]
pub struct Recorded {
    /// Its place in the chain.
    pub number: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// Who; none for the program itself and for whoever failed to sign in.
    pub account: Option<AccountId>,
    /// What the account signs in with.
    pub account_name: String,
    /// From where.
    pub origin: String,
    /// What.
    pub act: String,
    /// To what kind of thing.
    pub subject_kind: String,
    /// To which of them.
    pub subject: String,
    /// In which department; empty where it belongs to none.
    pub department: String,
    /// What was there before, as far as it changed.
    pub before: Value,
    /// What is there now, as far as it changed.
    pub after: Value,
    /// The hash over all of it and the entry before.
    pub hash: String,
}

impl From<audit_entry::Model> for Recorded {
    fn from(row: audit_entry::Model) -> Self {
        // What was tampered with may be no JSON: then it is shown as it stands.
        let value = |text: String| serde_json::from_str(&text).unwrap_or(Value::String(text));
        Self {
            number: row.number,
            at: row.at,
            account: row.account_id.map(AccountId::from_uuid),
            account_name: row.account_name,
            origin: row.origin,
            act: row.act,
            subject_kind: row.subject_kind,
            subject: row.subject,
            department: row.department_id,
            before: value(row.before),
            after: value(row.after),
            hash: row.hash,
        }
    }
}

impl Audit {
    /// Entries before a number, the newest first; at most [`PAGE`].
    pub async fn search(&self, filter: &Filter, before: Option<i64>) -> Result<Vec<Recorded>, Fault> {
        let rows = store::search(self.database.reader(), filter, before, PAGE).await?;
        Ok(rows.into_iter().map(Recorded::from).collect())
    }
}
