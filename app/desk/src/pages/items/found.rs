use std::collections::HashSet;

use catalogue::{
    Catalogue,
    publishing::{ListFilter, ListPage, Publishing, PublishingError, Record},
    search::{Filters, Query},
};
use identity::Actor;

/// How many hits of the search stand before what only has the text in its name or code.
const BEST: usize = 50;

/// A page of what is looked for.
///
/// Words are looked up in the residents' index, which knows pinyin, synonyms and slips; what is not published is not in it,
/// so the records whose name or code holds the text follow.
pub(super) async fn page(
    catalogue: &Catalogue,
    publishing: &Publishing,
    actor: &Actor,
    filter: &ListFilter,
    after: &str,
    limit: u64,
) -> Result<ListPage, PublishingError> {
    let best = best(catalogue, filter);
    let cursor = (!after.is_empty()).then_some(after);
    let mut page = publishing.list(actor, filter, cursor, limit).await?;
    if best.is_empty() {
        return Ok(page);
    }
    let known: HashSet<&str> = best.iter().map(String::as_str).collect();
    page.records.retain(|record| !known.contains(record.code.as_str()));
    if cursor.is_none() {
        let mut records = publishing.list_of(actor, &best).await?;
        records.retain(|record| fits(catalogue, filter, record));
        records.append(&mut page.records);
        page.records = records;
    }
    Ok(page)
}

/// The best hits of the text among what is published, the best first.
fn best(catalogue: &Catalogue, filter: &ListFilter) -> Vec<String> {
    if filter.text.is_empty() {
        return Vec::new();
    }
    let filters = Filters { area: filter.area.clone(), ..Filters::default() };
    let query = Query::new(&filter.text, filters, 0, BEST);
    catalogue.snapshot().index.search(&query).hits.into_iter().map(|hit| hit.code).collect()
}

/// Whether a record found by its words passes the other filters.
fn fits(catalogue: &Catalogue, filter: &ListFilter, record: &Record) -> bool {
    let in_department = filter.department.as_ref().is_none_or(|department| {
        record.department == *department
            || catalogue.snapshot().department_chain(&record.department).contains(department)
    });
    in_department
        && filter.live.is_none_or(|live| record.live == live)
        && filter.work.is_none_or(|work| record.work == work)
}
