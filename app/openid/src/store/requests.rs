use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel as _, QueryFilter, sea_query::Expr,
};

use super::super::{authorize::Asked, entity::oauth_request};
use foundation::{
    database::Fault,
    ids::{AccountId, ApplicationId},
};

/// What is asked and begins to wait.
pub(crate) struct New<'n> {
    pub(crate) id_hash: String,
    pub(crate) client: ApplicationId,
    pub(crate) pushed: bool,
    pub(crate) asked: &'n Asked,
}

/// What waits.
pub(crate) struct Kept {
    pub(crate) client: ApplicationId,
    pub(crate) asked: Asked,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) account: Option<AccountId>,
}

/// Adds a request.
pub(crate) async fn add(
    connection: &impl ConnectionTrait,
    new: &New<'_>,
    now: DateTime<Utc>,
    ends_at: DateTime<Utc>,
) -> Result<(), Fault> {
    let parameters = serde_json::to_string(new.asked).map_err(|error| unread(&error))?;
    let row = oauth_request::Model {
        id_hash: new.id_hash.clone(),
        client_id: new.client.uuid(),
        pushed: new.pushed,
        parameters,
        account_id: None,
        created_at: now,
        ends_at,
        used_at: None,
    };
    oauth_request::Entity::insert(row.into_active_model()).exec_without_returning(connection).await?;
    Ok(())
}

/// Takes what an application pushed; of two who take it at once, one gets it.
pub(crate) async fn take_pushed(
    connection: &impl ConnectionTrait,
    id_hash: &str,
    client: ApplicationId,
    now: DateTime<Utc>,
) -> Result<Option<Asked>, Fault> {
    let taken = oauth_request::Entity::update_many()
        .col_expr(oauth_request::Column::UsedAt, Expr::value(now))
        .filter(oauth_request::Column::IdHash.eq(id_hash))
        .filter(oauth_request::Column::ClientId.eq(client.uuid()))
        .filter(oauth_request::Column::Pushed.eq(true))
        .filter(oauth_request::Column::UsedAt.is_null())
        .filter(oauth_request::Column::EndsAt.gt(now))
        .exec(connection)
        .await?;
    if taken.rows_affected == 0 {
        return Ok(None);
    }
    let row = oauth_request::Entity::find_by_id(id_hash).one(connection).await?;
    row.map(|row| asked(&row.parameters)).transpose()
}

/// What waits for a person under an id.
pub(crate) async fn waiting(
    connection: &impl ConnectionTrait,
    id_hash: &str,
    now: DateTime<Utc>,
) -> Result<Option<Kept>, Fault> {
    let row = oauth_request::Entity::find_by_id(id_hash).one(connection).await?;
    let row = row.filter(|row| !row.pushed && row.used_at.is_none() && row.ends_at > now);
    row.map(|row| {
        Ok(Kept {
            client: ApplicationId::from_uuid(row.client_id),
            asked: asked(&row.parameters)?,
            created_at: row.created_at,
            account: row.account_id.map(AccountId::from_uuid),
        })
    })
    .transpose()
}

/// Says whose it is; false where it is somebody else's, or was answered.
pub(crate) async fn bind(connection: &impl ConnectionTrait, id_hash: &str, account: AccountId) -> Result<bool, Fault> {
    let nobodys_or_theirs = Condition::any()
        .add(oauth_request::Column::AccountId.is_null())
        .add(oauth_request::Column::AccountId.eq(account.uuid()));
    let bound = oauth_request::Entity::update_many()
        .col_expr(oauth_request::Column::AccountId, Expr::value(account.uuid()))
        .filter(oauth_request::Column::IdHash.eq(id_hash))
        .filter(oauth_request::Column::UsedAt.is_null())
        .filter(nobodys_or_theirs)
        .exec(connection)
        .await?;
    Ok(bound.rows_affected > 0)
}

/// Says that it is not this account's any more.
pub(crate) async fn unbind(connection: &impl ConnectionTrait, id_hash: &str, account: AccountId) -> Result<(), Fault> {
    oauth_request::Entity::update_many()
        .col_expr(oauth_request::Column::AccountId, Expr::value(None::<uuid::Uuid>))
        .filter(oauth_request::Column::IdHash.eq(id_hash))
        .filter(oauth_request::Column::AccountId.eq(account.uuid()))
        .exec(connection)
        .await?;
    Ok(())
}

/// Ends it, answered; false where it was before.
pub(crate) async fn finish(
    connection: &impl ConnectionTrait,
    id_hash: &str,
    now: DateTime<Utc>,
) -> Result<bool, Fault> {
    let finished = oauth_request::Entity::update_many()
        .col_expr(oauth_request::Column::UsedAt, Expr::value(now))
        .filter(oauth_request::Column::IdHash.eq(id_hash))
        .filter(oauth_request::Column::UsedAt.is_null())
        .filter(oauth_request::Column::EndsAt.gt(now))
        .exec(connection)
        .await?;
    Ok(finished.rows_affected > 0)
}

/// Removes those that ended before a moment.
pub(crate) async fn sweep(connection: &impl ConnectionTrait, before: DateTime<Utc>) -> Result<u64, Fault> {
    let removed = oauth_request::Entity::delete_many().filter(oauth_request::Column::EndsAt.lt(before));
    Ok(removed.exec(connection).await?.rows_affected)
}

fn asked(parameters: &str) -> Result<Asked, Fault> {
    serde_json::from_str(parameters).map_err(|error| unread(&error))
}

fn unread(error: &serde_json::Error) -> Fault {
    Fault::Other(sea_orm::DbErr::Custom(format!("what was asked: {error}")))
}
