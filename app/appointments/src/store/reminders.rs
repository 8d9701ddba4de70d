//! What is to be told before visits: rows that come and go with them.

use chrono::{DateTime, Utc};
use foundation::{database::Fault, ids::AppointmentId};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel as _, QueryFilter, QueryOrder, QuerySelect};

use crate::{
    entity::visit_reminder::{self, Column},
    model::Reminder,
};

/// A reminder whose moment has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Due {
    pub(crate) visit: AppointmentId,
    pub(crate) reminder: Reminder,
    pub(crate) at: DateTime<Utc>,
}

/// Puts what is to be told before a visit in place of what was.
pub(crate) async fn put(
    connection: &impl ConnectionTrait,
    visit: AppointmentId,
    starts_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    take_back(connection, visit).await?;
    let row = |(reminder, due_at): (Reminder, _)| {
        visit_reminder::Model { visit_id: visit.uuid(), kind: reminder.code().to_owned(), due_at }.into_active_model()
    };
    let rows: Vec<_> = Reminder::of(starts_at, now).map(row).collect();
    if !rows.is_empty() {
        visit_reminder::Entity::insert_many(rows).exec_without_returning(connection).await?;
    }
    Ok(())
}

/// Nothing is told before a visit any more.
pub(crate) async fn take_back(connection: &impl ConnectionTrait, visit: AppointmentId) -> Result<(), Fault> {
    visit_reminder::Entity::delete_many().filter(Column::VisitId.eq(visit.uuid())).exec(connection).await?;
    Ok(())
}

/// What is due, the longest first.
pub(crate) async fn due(connection: &impl ConnectionTrait, now: DateTime<Utc>, limit: u64) -> Result<Vec<Due>, Fault> {
    let rows = visit_reminder::Entity::find()
        .filter(Column::DueAt.lte(now))
        .order_by_asc(Column::DueAt)
        .limit(limit)
        .all(connection)
        .await?;
    let read = |row: visit_reminder::Model| {
        let visit = AppointmentId::from_uuid(row.visit_id);
        Some(Due { visit, reminder: Reminder::parse(&row.kind)?, at: row.due_at })
    };
    Ok(rows.into_iter().filter_map(read).collect())
}

/// Takes one that is due; tells whether it was there as it was seen. Of several who try, one takes it.
pub(crate) async fn take(connection: &impl ConnectionTrait, due: &Due) -> Result<bool, Fault> {
    let done = visit_reminder::Entity::delete_many()
        .filter(Column::VisitId.eq(due.visit.uuid()))
        .filter(Column::Kind.eq(due.reminder.code()))
        .filter(Column::DueAt.eq(due.at))
        .exec(connection)
        .await?;
    Ok(done.rows_affected == 1)
}
