use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait, sea_query::OnConflict};

use super::super::entity::keyring_check;
use foundation::database::Fault;

const ONLY: i16 = 1;

/// Keeps a sealed value, where none is kept yet.
pub(crate) async fn keep(connection: &impl ConnectionTrait, sealed: Vec<u8>) -> Result<(), Fault> {
    let row = keyring_check::ActiveModel { id: Set(ONLY), sealed: Set(sealed) };
    let there = OnConflict::column(keyring_check::Column::Id).do_nothing().to_owned();
    keyring_check::Entity::insert(row).on_conflict(there).exec_without_returning(connection).await?;
    Ok(())
}

/// The value that is kept.
pub(crate) async fn kept(connection: &impl ConnectionTrait) -> Result<Option<Vec<u8>>, Fault> {
    Ok(keyring_check::Entity::find_by_id(ONLY).one(connection).await?.map(|row| row.sealed))
}
