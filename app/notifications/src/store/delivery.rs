use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, UpdateMany,
    sea_query::{Expr, ExprTrait as _, SimpleExpr},
};
use uuid::Uuid;

use super::super::{entity::message, message::ChannelKind};
use foundation::{database::Fault, ids::MessageId};

/// As the indexes have it, so that they are used.
const SENT_OUT: &str = "channel <> 'inbox'";

/// A message that is due, as it was seen.
pub(crate) struct Due {
    id: Uuid,
    due_at: DateTime<Utc>,
}

/// A message this process holds until it is sent or the lease ends.
pub(crate) struct Held {
    pub(crate) id: MessageId,
    pub(crate) channel: ChannelKind,
    pub(crate) address: String,
    pub(crate) language: String,
    pub(crate) subject: String,
    pub(crate) body: Option<Vec<u8>>,
    pub(crate) secret: bool,
    pub(crate) created_at: DateTime<Utc>,
    /// This try counted.
    pub(crate) tries: i32,
    lease: DateTime<Utc>,
}

/// What became of a try.
pub(crate) enum Outcome {
    Delivered,
    Later { due_at: DateTime<Utc>, failure: String },
    GivenUp { failure: String },
}

/// What is due, the oldest first.
pub(crate) async fn due(connection: &impl ConnectionTrait, now: DateTime<Utc>, most: u64) -> Result<Vec<Due>, Fault> {
    let rows: Vec<(Uuid, DateTime<Utc>)> = message::Entity::find()
        .select_only()
        .column(message::Column::Id)
        .column(message::Column::DueAt)
        .filter(message::Column::DueAt.lte(now))
        .order_by_asc(message::Column::DueAt)
        .limit(most)
        .into_tuple()
        .all(connection)
        .await?;
    Ok(rows.into_iter().map(|(id, due_at)| Due { id, due_at }).collect())
}

/// Takes a message until `lease`; none where another was faster. While it is held it is due when the lease ends: whoever holds
/// it and dies loses it.
pub(crate) async fn claim(
    connection: &impl ConnectionTrait,
    due: &Due,
    lease: DateTime<Utc>,
) -> Result<Option<Held>, Fault> {
    let claimed = message::Entity::update_many()
        .col_expr(message::Column::DueAt, Expr::value(Some(lease)))
        .col_expr(message::Column::Tries, Expr::col(message::Column::Tries).add(1))
        .filter(message::Column::Id.eq(due.id))
        .filter(message::Column::DueAt.eq(due.due_at))
        .exec(connection)
        .await?;
    if claimed.rows_affected != 1 {
        return Ok(None);
    }
    let row = message::Entity::find_by_id(due.id).one(connection).await?;
    Ok(row.and_then(|row| {
        Some(Held {
            id: MessageId::from_uuid(row.id),
            channel: ChannelKind::parse(&row.channel)?,
            address: row.address,
            language: row.language,
            subject: row.subject,
            body: row.body,
            secret: row.secret,
            created_at: row.created_at,
            tries: row.tries,
            lease,
        })
    }))
}

/// Writes down what became of a try; tells whether the message still was the holder's.
pub(crate) async fn finish(
    connection: &impl ConnectionTrait,
    held: &Held,
    outcome: &Outcome,
    erase: bool,
    now: DateTime<Utc>,
) -> Result<bool, Fault> {
    let (mut due_at, mut delivered_at, mut failed_at, mut failure) = (None, None, None, "");
    match outcome {
        Outcome::Delivered => delivered_at = Some(now),
        Outcome::Later { due_at: again, failure: words } => (due_at, failure) = (Some(*again), words),
        Outcome::GivenUp { failure: words } => (failed_at, failure) = (Some(now), words),
    }
    let mut update = message::Entity::update_many()
        .col_expr(message::Column::DueAt, Expr::value(due_at))
        .col_expr(message::Column::DeliveredAt, Expr::value(delivered_at))
        .col_expr(message::Column::FailedAt, Expr::value(failed_at))
        .col_expr(message::Column::Failure, Expr::value(failure));
    if erase {
        update = erased(update);
    }
    let done = update
        .filter(message::Column::Id.eq(held.id.uuid()))
        .filter(message::Column::Tries.eq(held.tries))
        .filter(message::Column::DueAt.eq(held.lease))
        .exec(connection)
        .await?;
    Ok(done.rows_affected == 1)
}

fn erased(update: UpdateMany<message::Entity>) -> UpdateMany<message::Entity> {
    update.col_expr(message::Column::Body, SimpleExpr::Value(sea_orm::Value::Bytes(None)))
}

/// Erases texts of messages that left the house before a time.
pub(crate) async fn erase(connection: &impl ConnectionTrait, before: DateTime<Utc>) -> Result<(), Fault> {
    erased(message::Entity::update_many())
        .filter(Expr::cust(SENT_OUT))
        .filter(message::Column::Body.is_not_null())
        .filter(message::Column::DueAt.is_null())
        .filter(message::Column::CreatedAt.lt(before))
        .exec(connection)
        .await?;
    Ok(())
}

/// Removes messages that were sent, or stood in an inbox, before a time.
pub(crate) async fn forget(
    connection: &impl ConnectionTrait,
    sent_before: DateTime<Utc>,
    told_before: DateTime<Utc>,
) -> Result<(), Fault> {
    message::Entity::delete_many()
        .filter(Expr::cust(SENT_OUT))
        .filter(message::Column::DueAt.is_null())
        .filter(message::Column::CreatedAt.lt(sent_before))
        .exec(connection)
        .await?;
    message::Entity::delete_many().filter(message::Column::CreatedAt.lt(told_before)).exec(connection).await?;
    Ok(())
}

/// Whether a message has a text, is due, was delivered, was given up.
#[cfg(test)]
pub(crate) async fn state(
    connection: &impl ConnectionTrait,
    id: MessageId,
) -> Result<Option<(bool, bool, bool, bool)>, Fault> {
    let row = message::Entity::find_by_id(id.uuid()).one(connection).await?;
    let state = |row: message::Model| {
        (row.body.is_some(), row.due_at.is_some(), row.delivered_at.is_some(), row.failed_at.is_some())
    };
    Ok(row.map(state))
}
