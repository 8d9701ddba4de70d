use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter};

use super::super::entity::oauth_assertion;
use foundation::{database::Fault, ids::ApplicationId};

/// Writes down that an application proved itself by an assertion; a conflict where it did by the same one before.
pub(crate) async fn add(
    connection: &impl ConnectionTrait,
    client: ApplicationId,
    jti_hash: String,
    ends_at: DateTime<Utc>,
) -> Result<(), Fault> {
    let row = oauth_assertion::Model { client_id: client.uuid(), jti_hash, ends_at };
    oauth_assertion::Entity::insert(row.into_active_model()).exec_without_returning(connection).await?;
    Ok(())
}

/// Removes an application's assertions that ended: their time alone refuses them now.
pub(crate) async fn sweep_of(
    connection: &impl ConnectionTrait,
    client: ApplicationId,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    oauth_assertion::Entity::delete_many()
        .filter(oauth_assertion::Column::ClientId.eq(client.uuid()))
        .filter(oauth_assertion::Column::EndsAt.lte(now))
        .exec(connection)
        .await?;
    Ok(())
}
