use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr};

use super::{super::entity::message, messages::place};
use foundation::{
    database::Fault,
    ids::{AccountId, MessageId},
    keyring::Keyring,
};

/// The most messages somebody takes along; nobody's inbox holds as many.
const MOST: u64 = 10_000;

/// A message of an account's inbox, for its holder to take along.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// When it was told.
    pub told_at: DateTime<Utc>,
    /// What it is about, in a line.
    pub subject: String,
    /// What it says; none where that was erased.
    pub body: Option<String>,
}

/// Everything in an account's inbox, the newest first.
pub async fn kept(
    connection: &impl ConnectionTrait,
    keyring: &Keyring,
    account: AccountId,
) -> Result<Vec<Kept>, Fault> {
    let rows = message::Entity::find()
        .filter(message::Column::AccountId.eq(account.uuid()))
        .filter(Expr::cust("channel = 'inbox'"))
        .order_by_desc(message::Column::Id)
        .limit(MOST)
        .all(connection)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| Kept {
            told_at: row.created_at,
            subject: row.subject,
            body: row.body.and_then(|body| keyring.open_text(&place(MessageId::from_uuid(row.id)), &body).ok()),
        })
        .collect())
}

/// Forgets everything an account was told, in the transaction that closes it.
pub async fn forget(transaction: &impl ConnectionTrait, account: AccountId) -> Result<(), Fault> {
    message::Entity::delete_many().filter(message::Column::AccountId.eq(account.uuid())).exec(transaction).await?;
    Ok(())
}
