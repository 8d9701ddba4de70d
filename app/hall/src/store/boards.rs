//! What is shown of a hall.

use appointments::model::Slug;
use chrono::NaiveDate;
use foundation::{database::Fault, ids::CounterGroupId};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::tickets::read;
use crate::{
    entity::queue_ticket::{self, Column},
    model::Ticket,
};

/// Who was called last, the last one first.
pub(crate) async fn called(
    connection: &impl ConnectionTrait,
    office: &Slug,
    day: NaiveDate,
    some: u64,
) -> Result<Vec<Ticket>, Fault> {
    let rows = queue_ticket::Entity::find()
        .filter(Column::OfficeCode.eq(office.as_str()))
        .filter(Column::Day.eq(day))
        .filter(Column::CalledAt.is_not_null())
        .order_by_desc(Column::CalledAt)
        .order_by_desc(Column::Id)
        .limit(some)
        .all(connection)
        .await?;
    rows.into_iter().map(read).collect()
}

/// How many seconds those took who were served last at some counters.
pub(crate) async fn handled(
    connection: &impl ConnectionTrait,
    group: CounterGroupId,
    some: u64,
) -> Result<Vec<u32>, Fault> {
    let rows = queue_ticket::Entity::find()
        .filter(Column::GroupId.eq(group.uuid()))
        .filter(Column::ServedAt.is_not_null())
        .filter(Column::EndedAt.is_not_null())
        .order_by_desc(Column::EndedAt)
        .limit(some)
        .all(connection)
        .await?;
    let seconds = rows.into_iter().filter_map(|row| {
        let took = row.ended_at? - row.served_at?;
        u32::try_from(took.num_seconds()).ok()
    });
    Ok(seconds.collect())
}
