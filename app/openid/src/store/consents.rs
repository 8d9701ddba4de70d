use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel as _, QueryFilter,
    sea_query::{Expr, OnConflict},
};

use super::super::{
    entity::oauth_consent,
    model::{ClaimsRequest, Scopes},
};
use foundation::{
    database::Fault,
    ids::{AccountId, ApplicationId},
};

/// What somebody agreed to.
pub(crate) struct Consent {
    pub(crate) scopes: Scopes,
    pub(crate) agreed_at: DateTime<Utc>,
}

fn key(account: AccountId, client: ApplicationId) -> (uuid::Uuid, uuid::Uuid) {
    (account.uuid(), client.uuid())
}

/// What an account agreed to pass on to an application.
pub(crate) async fn of(
    connection: &impl ConnectionTrait,
    account: AccountId,
    client: ApplicationId,
) -> Result<Option<Consent>, Fault> {
    let row = oauth_consent::Entity::find_by_id(key(account, client)).one(connection).await?;
    Ok(row.map(|row| Consent { scopes: Scopes::parse(&row.scopes), agreed_at: row.agreed_at }))
}

/// Writes down what somebody agrees to, beside what they agreed to before.
pub(crate) async fn agree(
    connection: &impl ConnectionTrait,
    account: AccountId,
    client: ApplicationId,
    scopes: &Scopes,
    claims: &ClaimsRequest,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    let before = of(connection, account, client).await?.map(|consent| consent.scopes).unwrap_or_default();
    let claims =
        serde_json::to_string(claims).map_err(|error| Fault::Other(sea_orm::DbErr::Custom(error.to_string())))?;
    let row = oauth_consent::Model {
        account_id: account.uuid(),
        client_id: client.uuid(),
        scopes: scopes.joined_with(&before).joined(),
        claims,
        agreed_at: now,
        used_at: now,
    };
    let again = OnConflict::columns([oauth_consent::Column::AccountId, oauth_consent::Column::ClientId])
        .update_columns([
            oauth_consent::Column::Scopes,
            oauth_consent::Column::Claims,
            oauth_consent::Column::AgreedAt,
            oauth_consent::Column::UsedAt,
        ])
        .to_owned();
    let insert = oauth_consent::Entity::insert(row.into_active_model()).on_conflict(again);
    insert.exec_without_returning(connection).await?;
    Ok(())
}

/// Writes down that an application was signed in to with what was agreed; false where it was taken back.
pub(crate) async fn used(
    connection: &impl ConnectionTrait,
    account: AccountId,
    client: ApplicationId,
    now: DateTime<Utc>,
) -> Result<bool, Fault> {
    let used = oauth_consent::Entity::update_many()
        .col_expr(oauth_consent::Column::UsedAt, Expr::value(now))
        .filter(oauth_consent::Column::AccountId.eq(account.uuid()))
        .filter(oauth_consent::Column::ClientId.eq(client.uuid()))
        .exec(connection)
        .await?;
    Ok(used.rows_affected > 0)
}

/// Takes back what was agreed; false where nothing was.
pub(crate) async fn remove(
    connection: &impl ConnectionTrait,
    account: AccountId,
    client: ApplicationId,
) -> Result<bool, Fault> {
    let removed = oauth_consent::Entity::delete_by_id(key(account, client)).exec(connection).await?;
    Ok(removed.rows_affected > 0)
}
