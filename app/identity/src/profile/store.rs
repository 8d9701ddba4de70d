use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel as _, QueryFilter, sea_query::Expr};

use super::{
    entity::profile::{self, Column},
    model::Profile,
};
use foundation::{database::Fault, ids::AccountId, keyring::Keyring};

/// For what a profile is sealed.
fn place(account: AccountId) -> String {
    format!("profile of {account}")
}

/// What an account's holder told, by the names of fields, with its revision; 0 where they told nothing yet.
pub(super) async fn of(
    connection: &impl ConnectionTrait,
    keyring: &Keyring,
    account: AccountId,
) -> Result<(BTreeMap<String, String>, i64), Fault> {
    let Some(row) = profile::Entity::find_by_id(account.uuid()).one(connection).await? else {
        return Ok((BTreeMap::new(), 0));
    };
    let unread = |error: &dyn std::fmt::Display| Fault::Other(DbErr::Custom(format!("profile of {account}: {error}")));
    let content = keyring.open(&place(account), &row.content).map_err(|error| unread(&error))?;
    let values = serde_json::from_slice(&content).map_err(|_| unread(&"no JSON"))?;
    Ok((values, row.revision))
}

/// As [`of`], without the revision, for whoever changes nothing.
pub(crate) async fn told(
    connection: &impl ConnectionTrait,
    keyring: &Keyring,
    account: AccountId,
) -> Result<BTreeMap<String, String>, Fault> {
    Ok(of(connection, keyring, account).await?.0)
}

/// When somebody last changed what they told.
pub(crate) async fn changed_at(
    connection: &impl ConnectionTrait,
    account: AccountId,
) -> Result<Option<DateTime<Utc>>, Fault> {
    let row = profile::Entity::find_by_id(account.uuid()).one(connection).await?;
    Ok(row.map(|row| row.changed_at))
}

/// Keeps what was told, where the revision is the one that was seen; tells whether it was.
pub(super) async fn save(
    connection: &impl ConnectionTrait,
    keyring: &Keyring,
    account: AccountId,
    seen: i64,
    told: &Profile,
    now: DateTime<Utc>,
) -> Result<bool, Fault> {
    let values: BTreeMap<&str, &str> = told.pairs().map(|(field, value)| (field.code(), value)).collect();
    let content = serde_json::to_vec(&values).map_err(|error| Fault::Other(DbErr::Custom(error.to_string())))?;
    let content = keyring.seal(&place(account), &content);
    if seen == 0 {
        let row = profile::Model { account_id: account.uuid(), revision: 1, content, changed_at: now };
        return match profile::Entity::insert(row.into_active_model()).exec_without_returning(connection).await {
            Ok(_) => Ok(true),
            Err(error) => match Fault::from(error) {
                Fault::Conflict(_) => Ok(false),
                fault => Err(fault),
            },
        };
    }
    let done = profile::Entity::update_many()
        .col_expr(Column::Revision, Expr::value(seen.saturating_add(1)))
        .col_expr(Column::Content, Expr::value(content))
        .col_expr(Column::ChangedAt, Expr::value(now))
        .filter(Column::AccountId.eq(account.uuid()))
        .filter(Column::Revision.eq(seen))
        .exec(connection)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Forgets an account's.
pub(crate) async fn forget(connection: &impl ConnectionTrait, account: AccountId) -> Result<(), Fault> {
    profile::Entity::delete_by_id(account.uuid()).exec(connection).await?;
    Ok(())
}
