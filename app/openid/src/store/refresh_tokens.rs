use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, sea_query::Expr};

use super::super::entity::oauth_refresh_token::{self, Column};
use foundation::{database::Fault, ids::GrantId};

/// A refresh token, as it is stored.
pub(crate) struct RefreshToken {
    pub(crate) grant: GrantId,
    pub(crate) issued_at: DateTime<Utc>,
    pub(crate) ends_at: DateTime<Utc>,
    pub(crate) used_at: Option<DateTime<Utc>>,
}

/// Adds a refresh token of a grant.
pub(crate) async fn add(
    connection: &impl ConnectionTrait,
    hash: String,
    grant: GrantId,
    now: DateTime<Utc>,
    ends_at: DateTime<Utc>,
) -> Result<(), Fault> {
    let row =
        oauth_refresh_token::Model { token_hash: hash, grant_id: grant.uuid(), issued_at: now, ends_at, used_at: None };
    oauth_refresh_token::Entity::insert(row.into_active_model()).exec_without_returning(connection).await?;
    Ok(())
}

/// A refresh token by its hash.
pub(crate) async fn by_hash(connection: &impl ConnectionTrait, hash: &str) -> Result<Option<RefreshToken>, Fault> {
    let found = oauth_refresh_token::Entity::find_by_id(hash.to_owned()).one(connection).await?;
    Ok(found.map(|row| RefreshToken {
        grant: GrantId::from_uuid(row.grant_id),
        issued_at: row.issued_at,
        ends_at: row.ends_at,
        used_at: row.used_at,
    }))
}

/// Uses a refresh token up; tells whether this was the first to.
pub(crate) async fn spend(connection: &impl ConnectionTrait, hash: &str, now: DateTime<Utc>) -> Result<bool, Fault> {
    let done = oauth_refresh_token::Entity::update_many()
        .col_expr(Column::UsedAt, Expr::value(Some(now)))
        .filter(Column::TokenHash.eq(hash))
        .filter(Column::UsedAt.is_null())
        .filter(Column::EndsAt.gt(now))
        .exec(connection)
        .await?;
    Ok(done.rows_affected == 1)
}
