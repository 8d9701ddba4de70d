use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, sea_query::OnConflict};

use super::super::{
    entity::oauth_logo::{self, Column},
    model::{Logo, LogoHash},
};
use foundation::{database::Fault, ids::ApplicationId};

/// Keeps a logo of an application; the same one is kept once.
pub(crate) async fn keep(
    connection: &impl ConnectionTrait,
    application: ApplicationId,
    logo: &Logo,
) -> Result<(), Fault> {
    let row = oauth_logo::ActiveModel {
        client_id: Set(application.uuid()),
        hash: Set(logo.hash().to_string()),
        png: Set(logo.png().to_vec()),
    };
    let there = OnConflict::columns([Column::ClientId, Column::Hash]).do_nothing().to_owned();
    oauth_logo::Entity::insert(row).on_conflict(there).exec_without_returning(connection).await?;
    Ok(())
}

/// Drops the logos of an application but these.
pub(crate) async fn drop_but(
    connection: &impl ConnectionTrait,
    application: ApplicationId,
    kept: &[&LogoHash],
) -> Result<(), Fault> {
    oauth_logo::Entity::delete_many()
        .filter(Column::ClientId.eq(application.uuid()))
        .filter(Column::Hash.is_not_in(kept.iter().map(|hash| hash.as_str())))
        .exec(connection)
        .await?;
    Ok(())
}

/// The PNG of a logo.
pub(crate) async fn png(
    connection: &impl ConnectionTrait,
    application: ApplicationId,
    hash: &LogoHash,
) -> Result<Option<Vec<u8>>, Fault> {
    let key = (application.uuid(), hash.to_string());
    Ok(oauth_logo::Entity::find_by_id(key).one(connection).await?.map(|row| row.png))
}
