//! How many records each kind has, and what refers to one.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter};

use crate::{
    entity::{
        area, department, division, life_event, place, search_boost, service_item, service_item_area,
        service_item_district, service_item_life_event, service_item_place, synonym, zero_hit_query,
    },
    import::Kind,
};
use foundation::{calendar, database::Fault};

/// How many records there are of a kind.
pub(crate) async fn count(connection: &impl ConnectionTrait, kind: Kind) -> Result<u64, Fault> {
    Ok(match kind {
        Kind::Divisions => division::Entity::find().count(connection).await?,
        Kind::Departments => department::Entity::find().count(connection).await?,
        Kind::Calendar => calendar::count(connection).await?,
        Kind::Areas => area::Entity::find().count(connection).await?,
        Kind::LifeEvents => life_event::Entity::find().count(connection).await?,
        Kind::Places => place::Entity::find().count(connection).await?,
        Kind::Synonyms => synonym::Entity::find().count(connection).await?,
        Kind::Boosts => search_boost::Entity::find().count(connection).await?,
        Kind::Catalogue => service_item::Entity::find().count(connection).await?,
    })
}

/// How many queries found nothing.
pub(crate) async fn count_zero_hits(connection: &impl ConnectionTrait) -> Result<u64, Fault> {
    Ok(zero_hit_query::Entity::find().count(connection).await?)
}

/// How many items, and how many records of its own kind, refer to a record.
pub(crate) async fn references(connection: &impl ConnectionTrait, kind: Kind, key: &str) -> Result<(u64, u64), Fault> {
    Ok(match kind {
        Kind::Divisions => (
            service_item_district::Entity::find()
                .filter(service_item_district::Column::DivisionCode.eq(key))
                .count(connection)
                .await?,
            division::Entity::find().filter(division::Column::ParentCode.eq(key)).count(connection).await?,
        ),
        Kind::Departments => (
            service_item::Entity::find().filter(service_item::Column::DepartmentId.eq(key)).count(connection).await?,
            department::Entity::find().filter(department::Column::ParentId.eq(key)).count(connection).await?,
        ),
        Kind::Areas => (
            service_item_area::Entity::find()
                .filter(service_item_area::Column::AreaCode.eq(key))
                .count(connection)
                .await?,
            0,
        ),
        Kind::LifeEvents => (
            service_item_life_event::Entity::find()
                .filter(service_item_life_event::Column::EventCode.eq(key))
                .count(connection)
                .await?,
            0,
        ),
        Kind::Places => (
            service_item_place::Entity::find()
                .filter(service_item_place::Column::PlaceId.eq(key))
                .count(connection)
                .await?,
            0,
        ),
        Kind::Calendar | Kind::Synonyms | Kind::Boosts | Kind::Catalogue => (0, 0),
    })
}
