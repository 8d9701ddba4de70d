//! Devices that give numbers.

use appointments::model::Slug;
use chrono::{DateTime, Utc};
use foundation::{database::Fault, ids::KioskId};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel as _, QueryFilter, QueryOrder,
    sea_query::{Expr, ExprTrait as _},
};

use crate::{
    entity::hall_kiosk::{self, Column},
    service::{Kiosk, OpenKiosk},
};

fn read(row: hall_kiosk::Model) -> Result<OpenKiosk, Fault> {
    let office = Slug::parse(&row.office_code)
        .ok_or_else(|| Fault::Other(sea_orm::DbErr::Custom(format!("kiosk {} cannot be read", row.id))))?;
    Ok(OpenKiosk {
        kiosk: Kiosk { id: KioskId::from_uuid(row.id), office },
        name: row.name,
        opened_at: row.opened_at,
        is_joined: row.token_hash.is_some(),
    })
}

/// Adds a device that shows a code to join by.
pub(crate) async fn add(
    connection: &impl ConnectionTrait,
    (kiosk, name): (&Kiosk, &str),
    (code_hash, code_until): (String, DateTime<Utc>),
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    let row = hall_kiosk::Model {
        id: kiosk.id.uuid(),
        office_code: kiosk.office.to_string(),
        name: name.to_owned(),
        code_hash: Some(code_hash),
        code_until: Some(code_until),
        token_hash: None,
        minute: 0,
        used: 0,
        opened_at: now,
        closed_at: None,
    };
    hall_kiosk::Entity::insert(row.into_active_model()).exec_without_returning(connection).await?;
    Ok(())
}

/// Gives a device its token for a code that is valid, which it then is no more; answers the device.
pub(crate) async fn join(
    connection: &impl ConnectionTrait,
    office: &Slug,
    (code_hash, token_hash): (&str, &str),
    now: DateTime<Utc>,
) -> Result<Option<OpenKiosk>, Fault> {
    let joined = hall_kiosk::Entity::update_many()
        .col_expr(Column::CodeHash, Expr::value(Option::<String>::None))
        .col_expr(Column::CodeUntil, Expr::value(Option::<DateTime<Utc>>::None))
        .col_expr(Column::TokenHash, Expr::value(token_hash))
        .filter(Column::OfficeCode.eq(office.as_str()))
        .filter(Column::CodeHash.eq(code_hash))
        .filter(Column::CodeUntil.gt(now))
        .filter(Column::ClosedAt.is_null())
        .exec_with_returning(connection)
        .await?;
    joined.into_iter().next().map(read).transpose()
}

/// The open device of a token.
pub(crate) async fn by_token(connection: &impl ConnectionTrait, token_hash: &str) -> Result<Option<OpenKiosk>, Fault> {
    let found = hall_kiosk::Entity::find()
        .filter(Column::TokenHash.eq(token_hash))
        .filter(Column::ClosedAt.is_null())
        .one(connection)
        .await?;
    found.map(read).transpose()
}

/// The open devices of an office, the newest first.
pub(crate) async fn open(connection: &impl ConnectionTrait, office: &Slug) -> Result<Vec<OpenKiosk>, Fault> {
    let rows = hall_kiosk::Entity::find()
        .filter(Column::OfficeCode.eq(office.as_str()))
        .filter(Column::ClosedAt.is_null())
        .order_by_desc(Column::Id)
        .all(connection)
        .await?;
    rows.into_iter().map(read).collect()
}

/// Takes a device out of use; tells whether it was in use.
pub(crate) async fn close(
    connection: &impl ConnectionTrait,
    office: &Slug,
    id: KioskId,
    now: DateTime<Utc>,
) -> Result<bool, Fault> {
    let done = hall_kiosk::Entity::update_many()
        .col_expr(Column::ClosedAt, Expr::value(now))
        .filter(Column::Id.eq(id.uuid()))
        .filter(Column::OfficeCode.eq(office.as_str()))
        .filter(Column::ClosedAt.is_null())
        .exec(connection)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Counts what a device asks for, up to so much a minute; tells whether it was within that.
pub(crate) async fn count(
    connection: &impl ConnectionTrait,
    id: KioskId,
    minute: i64,
    most: i32,
) -> Result<bool, Fault> {
    if count_again(connection, id, minute, most).await? {
        return Ok(true);
    }
    let first = hall_kiosk::Entity::update_many()
        .col_expr(Column::Minute, Expr::value(minute))
        .col_expr(Column::Used, Expr::value(1))
        .filter(Column::Id.eq(id.uuid()))
        .filter(Column::ClosedAt.is_null())
        .filter(Column::Minute.ne(minute))
        .exec(connection)
        .await?;
    // Of two that are the first of a minute at once, one is the second.
    Ok(first.rows_affected == 1 || count_again(connection, id, minute, most).await?)
}

async fn count_again(connection: &impl ConnectionTrait, id: KioskId, minute: i64, most: i32) -> Result<bool, Fault> {
    let again = hall_kiosk::Entity::update_many()
        .col_expr(Column::Used, Expr::col(Column::Used).add(1))
        .filter(Column::Id.eq(id.uuid()))
        .filter(Column::ClosedAt.is_null())
        .filter(Column::Minute.eq(minute))
        .filter(Column::Used.lt(most))
        .exec(connection)
        .await?;
    Ok(again.rows_affected == 1)
}
