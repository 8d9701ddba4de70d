//! Published texts and what became of them: added to, never changed.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use data_encoding::HEXLOWER;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, FromQueryResult, IntoActiveModel as _, QueryFilter,
    QueryOrder, QuerySelect,
};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::{EventRow, VersionRow, decode, known};
use crate::{
    model::ServiceItem,
    publishing::{
        entity::{item_version, publication_event},
        model::{Cause, EventKind, Person, PublicationEvent, Version, VersionHead},
    },
    store::write::{CHUNK, document},
};
use foundation::{
    database::Fault,
    ids::{AccountId, PublicationEventId},
};

/// Somebody who wrote, as a version keeps them.
#[derive(Serialize, Deserialize)]
struct Writer {
    account: Option<Uuid>,
    name: String,
}

/// A version's row, ready to be added.
pub(in crate::publishing) struct NewVersion<'a> {
    pub(in crate::publishing) item: &'a ServiceItem,
    pub(in crate::publishing) number: i32,
    pub(in crate::publishing) cause: Cause,
    pub(in crate::publishing) note: &'a str,
    pub(in crate::publishing) written_by: &'a [Person],
    pub(in crate::publishing) approved_by: Option<&'a Person>,
    pub(in crate::publishing) published_by: &'a str,
}

/// Adds versions; a number that is taken is a conflict.
pub(in crate::publishing) async fn insert(
    transaction: &DatabaseTransaction,
    versions: &[NewVersion<'_>],
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    for chunk in versions.chunks(CHUNK) {
        let rows = chunk.iter().map(|version| row(version, now)).collect::<Result<Vec<_>, _>>()?;
        item_version::Entity::insert_many(rows.into_iter().map(sea_orm::IntoActiveModel::into_active_model))
            .exec_without_returning(transaction)
            .await?;
    }
    Ok(())
}

fn row(version: &NewVersion<'_>, now: DateTime<Utc>) -> Result<VersionRow, Fault> {
    let content = document(version.item)?;
    let writers: Vec<Writer> = version
        .written_by
        .iter()
        .map(|person| Writer { account: person.account.map(AccountId::uuid), name: person.display_name.clone() })
        .collect();
    Ok(VersionRow {
        code: version.item.code.to_string(),
        number: version.number,
        content_hash: HEXLOWER.encode(&Sha256::digest(&content)),
        content,
        cause: version.cause.code().to_owned(),
        note: version.note.to_owned(),
        written_by: document(&writers)?,
        approved_by_id: version.approved_by.and_then(|person| person.account).map(AccountId::uuid),
        approved_by: version.approved_by.map(|person| person.display_name.clone()).unwrap_or_default(),
        published_by: version.published_by.to_owned(),
        published_at: now,
    })
}

/// Every version without its text, the newest first.
pub(in crate::publishing) async fn heads(
    connection: &impl ConnectionTrait,
    code: &str,
) -> Result<Vec<VersionHead>, Fault> {
    use item_version::Column as C;
    let rows = item_version::Entity::find()
        .select_only()
        .columns([C::Number, C::Cause, C::PublishedAt, C::WrittenBy, C::ApprovedBy, C::PublishedBy, C::Note])
        .filter(C::Code.eq(code))
        .order_by_desc(C::Number)
        .into_model::<HeadRow>()
        .all(connection)
        .await?;
    rows.into_iter().map(|row| head(code, row)).collect()
}

/// A version's row without its text.
#[derive(FromQueryResult)]
struct HeadRow {
    number: i32,
    cause: String,
    published_at: DateTime<Utc>,
    written_by: String,
    approved_by: String,
    published_by: String,
    note: String,
}

fn head(code: &str, row: HeadRow) -> Result<VersionHead, Fault> {
    const TABLE: &str = "item_version";
    let HeadRow { number, cause, published_at, written_by, approved_by, published_by, note } = row;
    let writers: Vec<Writer> = decode(&written_by, TABLE, code)?;
    Ok(VersionHead {
        number,
        cause: known(Cause::parse(&cause), TABLE, "cause")?,
        published_at,
        written_by: writers.into_iter().map(|writer| writer.name).collect(),
        approved_by,
        published_by,
        note,
    })
}

pub(in crate::publishing) async fn one(
    connection: &impl ConnectionTrait,
    code: &str,
    number: i32,
) -> Result<Option<Version>, Fault> {
    let row = item_version::Entity::find_by_id((code.to_owned(), number)).one(connection).await?;
    row.map(|row| {
        let item = decode(&row.content, "item_version", &row.code)?;
        let VersionRow { code, number, cause, note, written_by, approved_by, published_by, published_at, .. } = row;
        let row = HeadRow { number, cause, published_at, written_by, approved_by, published_by, note };
        let head = head(&code, row)?;
        Ok(Version { head, item })
    })
    .transpose()
}

/// The texts of versions, each given by its code and number.
pub(in crate::publishing) async fn texts(
    connection: &impl ConnectionTrait,
    wanted: &[(String, i32)],
) -> Result<HashMap<String, ServiceItem>, Fault> {
    use item_version::Column as C;
    let mut texts = HashMap::with_capacity(wanted.len());
    for chunk in wanted.chunks(CHUNK) {
        let newest: HashMap<&str, i32> = chunk.iter().map(|(code, number)| (code.as_str(), *number)).collect();
        let rows: Vec<(String, i32, String)> = item_version::Entity::find()
            .select_only()
            .columns([C::Code, C::Number, C::Content])
            .filter(C::Code.is_in(newest.keys().copied()))
            .filter(C::Number.is_in(newest.values().copied()))
            .into_tuple()
            .all(connection)
            .await?;
        for (code, number, content) in rows {
            if newest.get(code.as_str()) == Some(&number) {
                let item = decode(&content, "item_version", &code)?;
                texts.insert(code, item);
            }
        }
    }
    Ok(texts)
}

/// Adds what became of items.
pub(in crate::publishing) async fn tell(
    transaction: &DatabaseTransaction,
    kind: EventKind,
    items: &[(String, i32)],
    by: &str,
    reason: &str,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    for chunk in items.chunks(CHUNK) {
        let rows = chunk.iter().map(|(code, version)| {
            EventRow {
                id: PublicationEventId::new().uuid(),
                code: code.clone(),
                kind: kind.code().to_owned(),
                version: *version,
                at: now,
                by_name: by.to_owned(),
                reason: reason.to_owned(),
            }
            .into_active_model()
        });
        publication_event::Entity::insert_many(rows).exec_without_returning(transaction).await?;
    }
    Ok(())
}

/// What became of an item, the newest first.
pub(in crate::publishing) async fn events(
    connection: &impl ConnectionTrait,
    code: &str,
) -> Result<Vec<PublicationEvent>, Fault> {
    let rows = publication_event::Entity::find()
        .filter(publication_event::Column::Code.eq(code))
        .order_by_desc(publication_event::Column::Id)
        .all(connection)
        .await?;
    rows.into_iter()
        .map(|row| {
            let EventRow { id: _, code: _, kind, version, at, by_name, reason } = row;
            let kind = known(EventKind::parse(&kind), "publication_event", "kind")?;
            Ok(PublicationEvent { kind, version, at, by: by_name, reason })
        })
        .collect()
}
