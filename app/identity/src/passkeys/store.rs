use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel as _, PaginatorTrait as _, QueryFilter, QueryOrder,
    QuerySelect, sea_query::Expr,
};

use super::{
    entity::{passkey, passkey_ceremony},
    model::{Ceremony, KeptPasskey, PasskeyName},
};
use foundation::{
    database::Fault,
    ids::{AccountId, CeremonyId, PasskeyId},
};

/// A passkey as it is kept.
pub(super) struct Kept {
    pub(super) id: PasskeyId,
    pub(super) account: AccountId,
    /// In base64url.
    pub(super) credential_id: String,
    /// Sealed.
    pub(super) credential: Vec<u8>,
    pub(super) name: String,
    pub(super) backed_up: bool,
}

/// A ceremony that begins.
pub(super) struct NewCeremony<'a> {
    pub(super) id: CeremonyId,
    pub(super) purpose: Ceremony,
    pub(super) account: Option<AccountId>,
    pub(super) browser_hash: String,
    pub(super) state: &'a str,
    pub(super) ends_at: DateTime<Utc>,
}

/// Adds a passkey; one whose credential is known is a conflict.
pub(super) async fn add(connection: &impl ConnectionTrait, kept: &Kept, now: DateTime<Utc>) -> Result<(), Fault> {
    let row = passkey::Model {
        id: kept.id.uuid(),
        account_id: kept.account.uuid(),
        credential_id: kept.credential_id.clone(),
        credential: kept.credential.clone(),
        name: kept.name.clone(),
        created_at: now,
        used_at: None,
        backed_up: kept.backed_up,
    };
    passkey::Entity::insert(row.into_active_model()).exec_without_returning(connection).await?;
    Ok(())
}

/// Whose passkey a credential is.
pub(super) async fn owner(connection: &impl ConnectionTrait, credential_id: &str) -> Result<Option<AccountId>, Fault> {
    let row = passkey::Entity::find().filter(passkey::Column::CredentialId.eq(credential_id)).one(connection).await?;
    Ok(row.map(|row| AccountId::from_uuid(row.account_id)))
}

/// A passkey of an account by its credential, held until the transaction ends: its counter is read and written by one at a time.
pub(super) async fn hold(
    connection: &impl ConnectionTrait,
    account: AccountId,
    credential_id: &str,
) -> Result<Option<Kept>, Fault> {
    let row = passkey::Entity::find()
        .filter(passkey::Column::CredentialId.eq(credential_id))
        .filter(passkey::Column::AccountId.eq(account.uuid()))
        .lock_exclusive()
        .one(connection)
        .await?;
    Ok(row.map(|row| Kept {
        id: PasskeyId::from_uuid(row.id),
        account: AccountId::from_uuid(row.account_id),
        credential_id: row.credential_id,
        credential: row.credential,
        name: row.name,
        backed_up: row.backed_up,
    }))
}

/// Writes down that a passkey was shown, and what it said of itself.
pub(super) async fn used(
    connection: &impl ConnectionTrait,
    id: PasskeyId,
    credential: Vec<u8>,
    backed_up: bool,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    passkey::Entity::update_many()
        .col_expr(passkey::Column::Credential, Expr::value(credential))
        .col_expr(passkey::Column::BackedUp, Expr::value(backed_up))
        .col_expr(passkey::Column::UsedAt, Expr::value(Some(now)))
        .filter(passkey::Column::Id.eq(id.uuid()))
        .exec(connection)
        .await?;
    Ok(())
}

/// The passkeys of an account, the oldest first.
pub(super) async fn list(connection: &impl ConnectionTrait, account: AccountId) -> Result<Vec<KeptPasskey>, Fault> {
    let rows = of(account).order_by_asc(passkey::Column::Id).limit(100).all(connection).await?;
    Ok(rows
        .into_iter()
        .map(|row| KeptPasskey {
            id: PasskeyId::from_uuid(row.id),
            name: row.name,
            created_at: row.created_at,
            used_at: row.used_at,
            backed_up: row.backed_up,
        })
        .collect())
}

/// The credential ids of an account's passkeys, in base64url.
pub(super) async fn credential_ids(
    connection: &impl ConnectionTrait,
    account: AccountId,
) -> Result<Vec<String>, Fault> {
    Ok(of(account)
        .select_only()
        .column(passkey::Column::CredentialId)
        .order_by_asc(passkey::Column::Id)
        .limit(100)
        .into_tuple()
        .all(connection)
        .await?)
}

/// How many passkeys an account has.
pub(crate) async fn count(connection: &impl ConnectionTrait, account: AccountId) -> Result<u64, Fault> {
    Ok(of(account).count(connection).await?)
}

fn of(account: AccountId) -> sea_orm::Select<passkey::Entity> {
    passkey::Entity::find().filter(passkey::Column::AccountId.eq(account.uuid()))
}

/// Calls a passkey of an account something else; tells what it was called, where there is one.
pub(super) async fn rename(
    connection: &impl ConnectionTrait,
    account: AccountId,
    id: PasskeyId,
    name: &PasskeyName,
) -> Result<Option<String>, Fault> {
    let Some(row) = of(account).filter(passkey::Column::Id.eq(id.uuid())).lock_exclusive().one(connection).await?
    else {
        return Ok(None);
    };
    passkey::Entity::update_many()
        .col_expr(passkey::Column::Name, Expr::value(name.as_str()))
        .filter(passkey::Column::Id.eq(id.uuid()))
        .exec(connection)
        .await?;
    Ok(Some(row.name))
}

/// Removes a passkey of an account; tells what it was called, where there was one.
pub(super) async fn remove(
    connection: &impl ConnectionTrait,
    account: AccountId,
    id: PasskeyId,
) -> Result<Option<String>, Fault> {
    let row = of(account).filter(passkey::Column::Id.eq(id.uuid())).one(connection).await?;
    let done = passkey::Entity::delete_many()
        .filter(passkey::Column::AccountId.eq(account.uuid()))
        .filter(passkey::Column::Id.eq(id.uuid()))
        .exec(connection)
        .await?;
    Ok(row.filter(|_| done.rows_affected == 1).map(|row| row.name))
}

/// Removes every passkey of an account.
pub(crate) async fn remove_all(connection: &impl ConnectionTrait, account: AccountId) -> Result<(), Fault> {
    passkey::Entity::delete_many().filter(passkey::Column::AccountId.eq(account.uuid())).exec(connection).await?;
    Ok(())
}

/// Adds a ceremony.
pub(super) async fn begin(connection: &impl ConnectionTrait, ceremony: &NewCeremony<'_>) -> Result<(), Fault> {
    let row = passkey_ceremony::Model {
        id: ceremony.id.uuid(),
        purpose: ceremony.purpose.code().to_owned(),
        account_id: ceremony.account.map(AccountId::uuid),
        browser_hash: ceremony.browser_hash.clone(),
        state: ceremony.state.to_owned(),
        ends_at: ceremony.ends_at,
        finished_at: None,
    };
    passkey_ceremony::Entity::insert(row.into_active_model()).exec_without_returning(connection).await?;
    Ok(())
}

/// Finishes a ceremony that is still open, of this browser, purpose and account; tells what was remembered of it. Of many at
/// once one is told.
pub(super) async fn finish(
    connection: &impl ConnectionTrait,
    id: CeremonyId,
    purpose: Ceremony,
    account: Option<AccountId>,
    browser_hash: &str,
    now: DateTime<Utc>,
) -> Result<Option<String>, Fault> {
    let of_whom = match account {
        Some(account) => passkey_ceremony::Column::AccountId.eq(account.uuid()),
        None => passkey_ceremony::Column::AccountId.is_null(),
    };
    let done = passkey_ceremony::Entity::update_many()
        .col_expr(passkey_ceremony::Column::FinishedAt, Expr::value(Some(now)))
        .filter(passkey_ceremony::Column::Id.eq(id.uuid()))
        .filter(passkey_ceremony::Column::Purpose.eq(purpose.code()))
        .filter(passkey_ceremony::Column::BrowserHash.eq(browser_hash))
        .filter(passkey_ceremony::Column::EndsAt.gt(now))
        .filter(passkey_ceremony::Column::FinishedAt.is_null())
        .filter(of_whom)
        .exec(connection)
        .await?;
    if done.rows_affected != 1 {
        return Ok(None);
    }
    let row = passkey_ceremony::Entity::find_by_id(id.uuid()).one(connection).await?;
    Ok(row.map(|row| row.state))
}

/// Removes ceremonies that are over.
pub(crate) async fn sweep(connection: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<(), Fault> {
    passkey_ceremony::Entity::delete_many().filter(passkey_ceremony::Column::EndsAt.lte(now)).exec(connection).await?;
    Ok(())
}
