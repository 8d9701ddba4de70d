//! Records of items: what an act takes hold of first, so that acts on one item follow one another.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel as _,
    QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait as _},
};

use super::{RecordRow, known};
use crate::{
    model::{Bilingual, ItemCode},
    publishing::{
        entity::item_record,
        model::{Live, Record, Work},
    },
    store::write::CHUNK,
};
use foundation::database::Fault;

pub(in crate::publishing) async fn one(
    connection: &impl ConnectionTrait,
    code: &str,
) -> Result<Option<RecordRow>, Fault> {
    Ok(item_record::Entity::find_by_id(code).one(connection).await?)
}

/// A record, with every other act on the item waiting.
pub(in crate::publishing) async fn lock(
    transaction: &DatabaseTransaction,
    code: &str,
) -> Result<Option<RecordRow>, Fault> {
    Ok(item_record::Entity::find_by_id(code).lock_exclusive().one(transaction).await?)
}

/// Records by code, with every other act on these items waiting; taken hold of in one order, so that no two wait for
/// each other.
pub(in crate::publishing) async fn lock_many(
    connection: &impl ConnectionTrait,
    codes: &[String],
) -> Result<Vec<RecordRow>, Fault> {
    let mut codes: Vec<&str> = codes.iter().map(String::as_str).collect();
    codes.sort_unstable();
    let mut rows = Vec::with_capacity(codes.len());
    for chunk in codes.chunks(CHUNK) {
        let found = item_record::Entity::find()
            .filter(item_record::Column::Code.is_in(chunk.iter().copied()))
            .order_by_asc(item_record::Column::Code)
            .lock_exclusive()
            .all(connection)
            .await?;
        rows.extend(found);
    }
    Ok(rows)
}

/// Records by code, for reading.
pub(in crate::publishing) async fn many(
    connection: &impl ConnectionTrait,
    codes: &[String],
) -> Result<Vec<RecordRow>, Fault> {
    let mut rows = Vec::with_capacity(codes.len());
    for chunk in codes.chunks(CHUNK) {
        let found = item_record::Entity::find()
            .filter(item_record::Column::Code.is_in(chunk.iter().map(String::as_str)))
            .all(connection)
            .await?;
        rows.extend(found);
    }
    Ok(rows)
}

/// Adds a record; a code that is taken is a conflict.
pub(in crate::publishing) async fn insert(transaction: &DatabaseTransaction, row: RecordRow) -> Result<(), Fault> {
    item_record::Entity::insert(row.into_active_model()).exec_without_returning(transaction).await?;
    Ok(())
}

/// Stores a record that was taken hold of.
pub(in crate::publishing) async fn store(transaction: &DatabaseTransaction, row: RecordRow) -> Result<(), Fault> {
    row.into_active_model().reset_all().update(transaction).await?;
    Ok(())
}

/// Removes the record of an item that was never published.
pub(in crate::publishing) async fn remove(transaction: &DatabaseTransaction, code: &str) -> Result<(), Fault> {
    item_record::Entity::delete_by_id(code).exec(transaction).await?;
    Ok(())
}

/// Ends what is public; says whether it was due.
pub(in crate::publishing) async fn expire(
    transaction: &DatabaseTransaction,
    code: &str,
    by: &str,
    now: DateTime<Utc>,
) -> Result<bool, Fault> {
    use item_record::Column as C;
    let done = item_record::Entity::update_many()
        .col_expr(C::Live, Expr::value(Live::Expired.code()))
        .col_expr(C::ExpireAt, Expr::value(None::<DateTime<Utc>>))
        .col_expr(C::ChangedAt, Expr::value(now))
        .col_expr(C::ChangedBy, Expr::value(by))
        .filter(C::Code.eq(code))
        .filter(C::Live.eq(Live::Published.code()))
        .filter(Expr::col(C::ExpireAt).lte(now))
        .exec(transaction)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Codes of items whose time is over.
pub(in crate::publishing) async fn ending(
    connection: &impl ConnectionTrait,
    now: DateTime<Utc>,
    limit: u64,
) -> Result<Vec<String>, Fault> {
    use item_record::Column as C;
    Ok(item_record::Entity::find()
        .select_only()
        .column(C::Code)
        .filter(C::Live.eq(Live::Published.code()))
        .filter(C::ExpireAt.lte(now))
        .order_by_asc(C::ExpireAt)
        .order_by_asc(C::Code)
        .limit(limit)
        .into_tuple()
        .all(connection)
        .await?)
}

pub(in crate::publishing) fn record_of(row: RecordRow) -> Result<Record, Fault> {
    const TABLE: &str = "item_record";
    let RecordRow {
        code,
        department_id,
        name_zh,
        name_en,
        live,
        work,
        version,
        last_revision: _,
        publish_at,
        expire_at,
        changed_at,
        changed_by,
    } = row;
    Ok(Record {
        code: known(ItemCode::parse(&code), TABLE, "code")?,
        department: department_id,
        name: Bilingual::new(name_zh, name_en),
        live: known(Live::parse(&live), TABLE, "live")?,
        version,
        work: known(Work::parse(&work), TABLE, "work")?,
        publish_at,
        expire_at,
        changed_at,
        changed_by,
    })
}
