//! What happened last, over all items.

use std::collections::{BTreeSet, HashMap};

use sea_orm::{ConnectionTrait, EntityTrait, QueryOrder, QuerySelect};

use super::{EventRow, known, records};
use crate::{
    model::Bilingual,
    publishing::{
        entity::publication_event,
        model::{EventKind, News, PublicationEvent},
    },
};
use foundation::database::Fault;

/// The newest events with the names of their items, the newest first.
pub(in crate::publishing) async fn newest(connection: &impl ConnectionTrait, limit: u64) -> Result<Vec<News>, Fault> {
    let rows = publication_event::Entity::find()
        .order_by_desc(publication_event::Column::At)
        .order_by_asc(publication_event::Column::Code)
        .limit(limit)
        .all(connection)
        .await?;
    let codes: BTreeSet<String> = rows.iter().map(|row| row.code.clone()).collect();
    let records = records::many(connection, &codes.into_iter().collect::<Vec<_>>()).await?;
    let names: HashMap<String, Bilingual> =
        records.into_iter().map(|record| (record.code, Bilingual::new(record.name_zh, record.name_en))).collect();
    rows.into_iter()
        .map(|row| {
            let EventRow { id, code, kind, version, at, by_name, reason } = row;
            let kind = known(EventKind::parse(&kind), "publication_event", "kind")?;
            let name = names.get(&code).cloned().unwrap_or_else(|| Bilingual::zh(code.clone()));
            Ok(News { id, code, name, event: PublicationEvent { kind, version, at, by: by_name, reason } })
        })
        .collect()
}
