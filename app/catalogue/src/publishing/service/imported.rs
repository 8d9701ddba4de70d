//! What the command line publishes: records, versions and events beside the items it stores.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DatabaseTransaction};

use crate::{
    model::ServiceItem,
    publishing::{
        Cause, EventKind, Live, Work,
        store::{self, RecordRow, versions::NewVersion},
    },
};
use foundation::database::Fault;

/// Which of these items somebody took from residents, or are over: an import does not bring them back.
pub(crate) async fn gone(connection: &impl ConnectionTrait, codes: &[String]) -> Result<HashSet<String>, Fault> {
    store::bulk::gone(connection, codes).await
}

/// Gives items that an import stores their records, versions and events.
pub(crate) async fn keep(
    transaction: &DatabaseTransaction,
    items: &[&ServiceItem],
    by: &str,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    let codes: Vec<String> = items.iter().map(|item| item.code.to_string()).collect();
    let known: HashMap<String, RecordRow> =
        store::records::lock_many(transaction, &codes).await?.into_iter().map(|row| (row.code.clone(), row)).collect();
    let (mut created, mut changed) = (Vec::new(), Vec::new());
    let mut happened = Vec::with_capacity(items.len());
    let mut versions = Vec::with_capacity(items.len());
    for item in items {
        let row = known.get(item.code.as_str());
        let number = row.and_then(|row| row.version).unwrap_or(0) + 1;
        let record = RecordRow {
            code: item.code.to_string(),
            department_id: item.department.clone(),
            name_zh: item.name.zh.clone(),
            name_en: item.name.en.clone(),
            live: Live::Published.code().to_owned(),
            work: row.map_or(Work::None.code(), |row| row.work.as_str()).to_owned(),
            version: Some(number),
            last_revision: row.map_or(0, |row| row.last_revision),
            publish_at: row.and_then(|row| row.publish_at),
            // An end that was decided stays; one that was only asked for goes with its draft.
            expire_at: row.filter(|row| super::is_live(row)).and_then(|row| row.expire_at),
            changed_at: now,
            changed_by: by.to_owned(),
        };
        if row.is_some() {
            changed.push(record);
        } else {
            created.push(record);
        }
        happened.push((item.code.to_string(), number));
        versions.push(NewVersion {
            item,
            number,
            cause: Cause::Import,
            note: "",
            written_by: &[],
            approved_by: None,
            published_by: by,
        });
    }
    store::bulk::insert_records(transaction, &created).await?;
    store::bulk::store_records(transaction, &changed).await?;
    store::versions::insert(transaction, &versions, now).await?;
    store::versions::tell(transaction, EventKind::Published, &happened, by, "", now).await
}
