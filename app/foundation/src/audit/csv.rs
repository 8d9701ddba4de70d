use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::Value;

use super::{Audit, Entry, Filter, Recorded, Who, append, store};
use crate::database::Fault;

/// Entries fetched at once.
const PAGE: u64 = 1_000;
/// The columns, as the first line names them.
const COLUMNS: [&str; 12] = [
    "number",
    "at",
    "account_id",
    "account",
    "origin",
    "act",
    "subject_kind",
    "subject",
    "department",
    "before",
    "after",
    "hash",
];

/// Entries being written as CSV (RFC 4180), the oldest first, part by part.
pub struct Export {
    audit: Audit,
    filter: Filter,
    after: i64,
    until: i64,
    begun: bool,
}

impl Audit {
    /// Begins an export; that it was made is an entry of its own, and the last one it may hold.
    pub async fn export(&self, who: Who, filter: Filter, now: DateTime<Utc>) -> Result<Export, Fault> {
        let asked = Entry::new(who, "audit.export", "audit", "").after(told(&filter));
        let until = self
            .database
            .write(&(asked, now), |transaction, (asked, now)| {
                Box::pin(async move {
                    append(transaction, asked, *now).await?;
                    Ok::<_, Fault>(store::head(transaction).await?.number)
                })
            })
            .await?;
        Ok(Export { audit: self.clone(), filter, after: 0, until, begun: false })
    }
}

impl Export {
    /// The next part; none where all is written.
    pub async fn next(&mut self) -> Result<Option<Vec<u8>>, Fault> {
        let reader = self.audit.database.reader();
        let rows = store::between(reader, &self.filter, self.after, self.until, PAGE).await?;
        if rows.is_empty() && self.begun {
            return Ok(None);
        }
        let mut part = Vec::new();
        if !self.begun {
            // The mark by which spreadsheets know UTF-8.
            part.extend_from_slice("\u{feff}".as_bytes());
            part.extend(line(COLUMNS.map(str::to_owned)));
            self.begun = true;
        }
        for row in rows {
            self.after = row.number;
            part.extend(line(cells(row.into())));
        }
        Ok(Some(part))
    }
}

fn cells(entry: Recorded) -> [String; 12] {
    let value = |value: Value| if value.is_null() { String::new() } else { value.to_string() };
    [
        entry.number.to_string(),
        entry.at.to_rfc3339_opts(SecondsFormat::Secs, true),
        entry.account.map(|account| account.uuid().to_string()).unwrap_or_default(),
        entry.account_name,
        entry.origin,
        entry.act,
        entry.subject_kind,
        entry.subject,
        entry.department,
        value(entry.before),
        value(entry.after),
        entry.hash,
    ]
}

fn line(cells: [String; 12]) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    // Writing into memory does not fail, and neither does taking it out.
    let _ = writer.write_record(cells.map(harmless));
    writer.into_inner().unwrap_or_default()
}

/// A cell that a spreadsheet would take for a formula is given a quotation mark in front (CSV injection).
pub fn harmless(cell: String) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell }
}

/// What was looked for, as far as anything was.
fn told(filter: &Filter) -> Value {
    let moment = |moment: Option<DateTime<Utc>>| moment.map(|moment| moment.to_rfc3339()).unwrap_or_default();
    let parts = [
        ("account", filter.account.clone()),
        ("act", filter.act.clone()),
        ("subject", filter.subject.clone()),
        ("department", filter.department.clone()),
        ("from", moment(filter.from)),
        ("until", moment(filter.until)),
    ];
    let told = parts.into_iter().filter(|(_, value)| !value.is_empty());
    Value::Object(told.map(|(name, value)| (name.to_owned(), Value::String(value))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        for bad in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"] {
            assert!(harmless(bad.to_owned()).starts_with('\''), "{bad}");
        }
        assert_eq!(harmless("police.editor".to_owned()), "police.editor");
    }
}
