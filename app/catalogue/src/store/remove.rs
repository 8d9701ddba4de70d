//! Taking records of the vocabulary away. Foreign keys decide whether that is possible.

use sea_orm::{DatabaseTransaction, EntityTrait};

use crate::entity::{area, department, division, life_event, place, search_boost, synonym};
use foundation::database::Fault;

/// Removal by key, one function a table.
macro_rules! removals {
    ($($name:ident: $entity:ident),+ $(,)?) => {
        $(pub(crate) async fn $name(transaction: &DatabaseTransaction, key: &str) -> Result<(), Fault> {
            $entity::Entity::delete_by_id(key).exec(transaction).await?;
            Ok(())
        })+
    };
}

removals! {
    division: division,
    department: department,
    area: area,
    life_event: life_event,
    place: place,
    synonym: synonym,
    boost: search_boost,
}
