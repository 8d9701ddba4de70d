use std::collections::BTreeMap;

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::super::entity::account;
use foundation::{database::Fault, ids::AccountId, text::Language};

/// What accounts are called on pages and in the audit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Named {
    pub(crate) name: String,
    pub(crate) display_name: String,
}

/// The language an account's messages are written in, where its holder said.
pub(crate) async fn language(connection: &impl ConnectionTrait, account: AccountId) -> Result<Option<Language>, Fault> {
    let row = account::Entity::find_by_id(account.uuid()).one(connection).await?;
    Ok(row.and_then(|row| Language::parse(&row.language)))
}

/// What some accounts are called.
pub(crate) async fn named(
    connection: &impl ConnectionTrait,
    accounts: impl IntoIterator<Item = AccountId>,
) -> Result<BTreeMap<AccountId, Named>, Fault> {
    let ids: Vec<Uuid> = accounts.into_iter().map(AccountId::uuid).collect();
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let rows = account::Entity::find().filter(account::Column::Id.is_in(ids)).all(connection).await?;
    let named =
        |row: account::Model| (AccountId::from_uuid(row.id), Named { name: row.name, display_name: row.display_name });
    Ok(rows.into_iter().map(named).collect())
}

/// Those of some accounts that may be used, held until the transaction ends; always in the same order, so that two who hold
/// the same do not wait for each other.
pub(crate) async fn hold_usable(
    connection: &impl ConnectionTrait,
    accounts: &[AccountId],
) -> Result<Vec<AccountId>, Fault> {
    let rows = account::Entity::find()
        .filter(account::Column::Id.is_in(accounts.iter().map(|account| account.uuid())))
        .order_by_asc(account::Column::Id)
        .lock_exclusive()
        .all(connection)
        .await?;
    let usable = rows.into_iter().filter(|row| row.disabled_at.is_none() && row.closed_at.is_none());
    Ok(usable.map(|row| AccountId::from_uuid(row.id)).collect())
}

/// Whether an account may be used and what the audit calls it.
pub(crate) async fn usable(connection: &impl ConnectionTrait, account: AccountId) -> Result<Option<Named>, Fault> {
    let row = account::Entity::find_by_id(account.uuid()).one(connection).await?;
    let row = row.filter(|row| row.disabled_at.is_none() && row.closed_at.is_none());
    Ok(row.map(|row| Named { name: row.name, display_name: row.display_name }))
}
