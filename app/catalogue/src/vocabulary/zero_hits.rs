//! What residents looked for in vain, turned into synonyms.

use chrono::{DateTime, Utc};
use serde_json::json;

use super::{
    super::{
        import::{Synonym, target::Target},
        store::{self, changes, search, write},
    },
    RecordError, Vocabulary,
};
use foundation::{audit, error::AppError};
use identity::Actor;

/// Proposals for one query.
const PROPOSALS: usize = 3;

/// A query that found nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ZeroHit {
    /// What was typed, in its one form.
    pub query: String,
    /// How often.
    pub times: i64,
    /// When last.
    pub last_at: DateTime<Utc>,
    /// Official words near to it.
    pub proposals: Vec<String>,
}

/// A page of queries that found nothing, the most frequent first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ZeroHitPage {
    /// The queries.
    pub hits: Vec<ZeroHit>,
    /// What to go on after: how often, and the query.
    pub next: Option<(i64, String)>,
}

impl Vocabulary {
    /// A page of queries that found nothing, with official words for each.
    pub async fn zero_hits(
        &self,
        actor: &Actor,
        after: Option<(i64, &str)>,
        limit: u64,
    ) -> Result<ZeroHitPage, AppError> {
        Self::authorise(actor)?;
        let mut rows = search::zero_hits_after(self.database.reader(), after, limit + 1).await?;
        let is_whole = rows.len() as u64 <= limit;
        rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        let next = rows.last().filter(|_| !is_whole).map(|(query, times, _)| (*times, query.clone()));
        let snapshot = self.catalogue.snapshot();
        // Every name of the catalogue is compared: work for a thread that answers nobody.
        let hits = tokio::task::spawn_blocking(move || {
            rows.into_iter()
                .map(|(query, times, last_at)| {
                    let proposals = snapshot.index.nearest(&query, PROPOSALS);
                    ZeroHit { query, times, last_at, proposals }
                })
                .collect()
        })
        .await
        .map_err(|_| AppError::Unavailable)?;
        Ok(ZeroHitPage { hits, next })
    }

    /// Lets a query mean official words too, beside what it means already, and takes it off the list.
    pub async fn accept(&self, actor: &Actor, query: &str, expansion: &str) -> Result<(), RecordError> {
        Self::authorise(actor).map_err(|_| RecordError::NotFound)?;
        let (query, expansion) = (query.trim().to_owned(), expansion.trim().to_owned());
        let asked = Synonym { term: query, expansions: vec![expansion] };
        let faults = asked.faults();
        if !faults.is_empty() || asked.expansions[0].is_empty() {
            return Err(RecordError::Faults(faults.into_iter().map(|fault| (fault.column, fault.reason)).collect()));
        }
        let given = (asked, actor, self.clock.now());
        self.database
            .write(&given, |transaction, (asked, actor, now)| {
                Box::pin(async move {
                    changes::queue(transaction).await?;
                    let known = write::synonyms(transaction).await?;
                    let before = known.into_iter().map(|(synonym, _)| synonym).find(|known| known.term == asked.term);
                    let mut after =
                        before.clone().unwrap_or_else(|| Synonym { expansions: Vec::new(), ..asked.clone() });
                    if !after.expansions.contains(&asked.expansions[0]) {
                        after.expansions.extend(asked.expansions.iter().cloned());
                    }
                    after.expansions.retain(|expansion| !expansion.is_empty());
                    let faults = after.faults();
                    if !faults.is_empty() {
                        let faults = faults.into_iter().map(|fault| (fault.column, fault.reason)).collect();
                        return Err(RecordError::Faults(faults));
                    }
                    if before.is_some() {
                        write::update_synonym(transaction, &after).await?;
                    } else {
                        write::insert_synonyms(transaction, &[(&after, 0)]).await?;
                    }
                    search::forget_zero_hit(transaction, &asked.term).await?;
                    changes::bump_revision(transaction, changes::Changed::Everything, *now).await?;
                    let entry = actor
                        .did("vocabulary.change", "synonyms", asked.term.as_str())
                        .before(json!(before))
                        .after(json!(after));
                    Ok(audit::append(transaction, &entry, *now).await?)
                })
            })
            .await
    }

    /// Takes a query that asks for no service off the list.
    pub async fn dismiss(&self, actor: &Actor, query: &str) -> Result<(), AppError> {
        Self::authorise(actor)?;
        let query = query.trim().to_owned();
        if query.chars().any(char::is_control) {
            return Err(AppError::invalid("query", "query"));
        }
        let given = (query, actor, self.clock.now());
        self.database
            .write(&given, |transaction, (query, actor, now)| {
                Box::pin(async move {
                    if store::search::forget_zero_hit(transaction, query).await? {
                        let entry = actor.did("zero_hit.dismiss", "zero-hit", query.as_str());
                        audit::append(transaction, &entry, *now).await?;
                    }
                    Ok::<(), foundation::database::Fault>(())
                })
            })
            .await?;
        Ok(())
    }
}
