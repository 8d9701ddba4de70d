use super::super::{model::CodePattern, store};
use foundation::database::{Database, Fault};

/// What a look over everything stored found.
#[derive(Debug, Default)]
pub struct Findings {
    /// How many items there are.
    pub items: usize,
    /// How many departments.
    pub departments: usize,
    /// Items that break a rule: code, field, reason.
    pub faults: Vec<String>,
}

/// What residents looked for in vain, for the editors: a query and how often, the most frequent first, at most 1,000.
pub async fn zero_hits(database: &Database) -> Result<Vec<(String, i64)>, Fault> {
    store::search::list_zero_hits(database.reader(), 1_000).await
}

/// Reads every stored item and holds it against the rules it was let in by, and its references against what they name.
pub async fn examine(database: &Database) -> Result<Findings, Fault> {
    let reader = database.reader();
    let mut findings = Findings { departments: store::read::departments(reader).await?.len(), ..Findings::default() };
    let pattern = CodePattern::default();
    let mut after: Option<String> = None;
    loop {
        let page = store::read::items_after(reader, after.as_deref(), 1_000).await?;
        let Some(last) = page.last() else { return Ok(findings) };
        after = Some(last.item.code.to_string());
        for stored in &page {
            findings.items += 1;
            for fault in stored.item.faults(&pattern) {
                findings.faults.push(format!("{}: {} {}", stored.item.code, fault.field, fault.reason));
            }
        }
    }
}
