use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait as _, QueryFilter, QueryOrder, QuerySelect,
    sea_query::Expr,
};

use super::super::entity::message;
use foundation::{
    database::Fault,
    ids::{AccountId, MessageId},
};

/// A message as it is stored, its text still sealed.
pub(crate) struct Stored {
    pub(crate) id: MessageId,
    pub(crate) channel: String,
    pub(crate) address: String,
    pub(crate) language: String,
    pub(crate) subject: String,
    pub(crate) body: Option<Vec<u8>>,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) read: bool,
    pub(crate) failure: String,
}

fn read(row: message::Model) -> Stored {
    Stored {
        id: MessageId::from_uuid(row.id),
        channel: row.channel,
        address: row.address,
        language: row.language,
        subject: row.subject,
        body: row.body,
        created_at: row.created_at,
        read: row.read_at.is_some(),
        failure: row.failure,
    }
}

/// Messages in an account's inbox, the newest first.
pub(crate) async fn of(
    connection: &impl ConnectionTrait,
    account: AccountId,
    before: Option<MessageId>,
    most: u64,
) -> Result<Vec<Stored>, Fault> {
    let mut query = message::Entity::find()
        .filter(message::Column::AccountId.eq(account.uuid()))
        .filter(Expr::cust("channel = 'inbox'"));
    if let Some(before) = before {
        query = query.filter(message::Column::Id.lt(before.uuid()));
    }
    let rows = query.order_by_desc(message::Column::Id).limit(most).all(connection).await?;
    Ok(rows.into_iter().map(read).collect())
}

/// How many messages of an inbox are unread.
pub(crate) async fn unread(connection: &impl ConnectionTrait, account: AccountId) -> Result<u64, Fault> {
    Ok(message::Entity::find()
        .filter(message::Column::AccountId.eq(account.uuid()))
        .filter(Expr::cust("channel = 'inbox' AND read_at IS NULL"))
        .count(connection)
        .await?)
}

/// Marks a message of an inbox as read, or all of them up to one.
pub(crate) async fn mark_read(
    connection: &impl ConnectionTrait,
    account: AccountId,
    only: Option<MessageId>,
    now: DateTime<Utc>,
) -> Result<u64, Fault> {
    let mut update = message::Entity::update_many()
        .col_expr(message::Column::ReadAt, Expr::value(Some(now)))
        .filter(message::Column::AccountId.eq(account.uuid()))
        .filter(Expr::cust("channel = 'inbox' AND read_at IS NULL"));
    if let Some(only) = only {
        update = update.filter(message::Column::Id.eq(only.uuid()));
    }
    Ok(update.exec(connection).await?.rows_affected)
}

/// Messages that left the house or are about to, the newest first; those to one address where one is named.
pub(crate) async fn sent(
    connection: &impl ConnectionTrait,
    address: Option<&str>,
    most: u64,
) -> Result<Vec<Stored>, Fault> {
    let mut query = message::Entity::find().filter(Expr::cust("channel <> 'inbox'"));
    if let Some(address) = address {
        query = query.filter(message::Column::Address.eq(address));
    }
    let rows = query.order_by_desc(message::Column::Id).limit(most).all(connection).await?;
    Ok(rows.into_iter().map(read).collect())
}
