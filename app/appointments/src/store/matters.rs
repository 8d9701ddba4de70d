//! Matters as those who keep them read and write them.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use foundation::database::Fault;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel as _, QueryFilter, QueryOrder,
    QuerySelect,
    sea_query::{Expr, LockType},
};

use super::{adding, supply::document};
use crate::{
    entity::{matter, matter_item},
    model::{KeptMatter, Matter, Slug},
};

/// Matters of some departments (all where none are given) after a code, by code, with the items they are booked from.
pub(crate) async fn matters_after(
    connection: &impl ConnectionTrait,
    departments: Option<&[String]>,
    after: &str,
    limit: u64,
) -> Result<Vec<KeptMatter>, Fault> {
    let mut query = matter::Entity::find().filter(matter::Column::Code.gt(after));
    if let Some(departments) = departments {
        query = query.filter(matter::Column::DepartmentId.is_in(departments));
    }
    let rows = query.order_by_asc(matter::Column::Code).limit(limit).all(connection).await?;
    with_items(connection, rows).await
}

/// A matter, held until the transaction ends where it is to be changed.
pub(crate) async fn matter(
    connection: &impl ConnectionTrait,
    code: &Slug,
    to_change: bool,
) -> Result<Option<KeptMatter>, Fault> {
    let mut query = matter::Entity::find_by_id(code.as_str());
    if to_change {
        query = query.lock(LockType::NoKeyUpdate);
    }
    let rows = query.all(connection).await?;
    Ok(with_items(connection, rows).await?.pop())
}

async fn with_items(connection: &impl ConnectionTrait, rows: Vec<matter::Model>) -> Result<Vec<KeptMatter>, Fault> {
    let mut items: HashMap<String, Vec<String>> = HashMap::new();
    let of_rows = matter_item::Entity::find()
        .filter(matter_item::Column::MatterCode.is_in(rows.iter().map(|row| row.code.as_str())))
        .order_by_asc(matter_item::Column::ItemCode)
        .all(connection)
        .await?;
    for row in of_rows {
        items.entry(row.matter_code).or_default().push(row.item_code);
    }
    let unread = |code: &str| Fault::Other(sea_orm::DbErr::Custom(format!("matter {code} cannot be read")));
    let read = |row: matter::Model| {
        Ok(KeptMatter {
            revision: row.revision,
            matter: Matter {
                code: Slug::parse(&row.code).ok_or_else(|| unread(&row.code))?,
                content: document(&row.content, "matter", &row.code)?,
                items: items.remove(&row.code).unwrap_or_default(),
                department: row.department_id,
            },
        })
    };
    rows.into_iter().map(read).collect()
}

/// Writes a matter as it is to be, if it still is as it was seen; tells whether it was.
pub(crate) async fn change_matter(
    transaction: &DatabaseTransaction,
    matter: &Matter,
    seen: i32,
    now: DateTime<Utc>,
) -> Result<bool, Fault> {
    let done = matter::Entity::update_many()
        .col_expr(matter::Column::Content, Expr::value(adding::document(&matter.content)?))
        .col_expr(matter::Column::Revision, Expr::value(seen + 1))
        .col_expr(matter::Column::ChangedAt, Expr::value(now))
        .filter(matter::Column::Code.eq(matter.code.as_str()))
        .filter(matter::Column::Revision.eq(seen))
        .exec(transaction)
        .await?;
    if done.rows_affected != 1 {
        return Ok(false);
    }
    matter_item::Entity::delete_many()
        .filter(matter_item::Column::MatterCode.eq(matter.code.as_str()))
        .exec(transaction)
        .await?;
    let items = matter.items.iter().map(|item| {
        matter_item::Model { matter_code: matter.code.to_string(), item_code: item.clone() }.into_active_model()
    });
    let items: Vec<_> = items.collect();
    if !items.is_empty() {
        matter_item::Entity::insert_many(items).exec_without_returning(transaction).await?;
    }
    Ok(true)
}
