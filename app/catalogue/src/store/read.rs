//! What pages read: items by code, and the vocabulary whole (it is small, and every page needs some of it).

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::de::DeserializeOwned;

use super::super::{
    entity::{area, catalogue_revision, department, division, life_event, place, service_item},
    model::{Area, Bilingual, Department, Division, DivisionLevel, LifeEvent, Place, ServiceItem},
};
use foundation::database::Fault;

/// An item as stored, with when it was last changed.
#[derive(Debug, Clone)]
pub(crate) struct StoredItem {
    pub(crate) item: ServiceItem,
    pub(crate) updated_at: DateTime<Utc>,
}

/// The catalogue's revision: a number that grows with every change.
pub(crate) async fn revision(connection: &impl ConnectionTrait) -> Result<i64, Fault> {
    let row = catalogue_revision::Entity::find_by_id(1).one(connection).await?;
    Ok(row.map_or(0, |row| row.revision))
}

/// One item.
pub(crate) async fn item(connection: &impl ConnectionTrait, code: &str) -> Result<Option<StoredItem>, Fault> {
    let row = service_item::Entity::find().filter(service_item::Column::Code.eq(code)).one(connection).await?;
    row.map(decode_item).transpose()
}

/// Items by code, in one query; those that do not exist are left out.
pub(crate) async fn items(
    connection: &impl ConnectionTrait,
    codes: &[String],
) -> Result<HashMap<String, StoredItem>, Fault> {
    if codes.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = service_item::Entity::find()
        .filter(service_item::Column::Code.is_in(codes.iter().map(String::as_str)))
        .all(connection)
        .await?;
    rows.into_iter().map(|row| decode_item(row).map(|stored| (stored.item.code.to_string(), stored))).collect()
}

/// Items after a code, in the order of their codes: a page of at most `limit`.
pub(crate) async fn items_after(
    connection: &impl ConnectionTrait,
    after: Option<&str>,
    limit: u64,
) -> Result<Vec<StoredItem>, Fault> {
    let mut query = service_item::Entity::find().order_by_asc(service_item::Column::Code).limit(limit);
    if let Some(after) = after {
        query = query.filter(service_item::Column::Code.gt(after));
    }
    query.all(connection).await?.into_iter().map(decode_item).collect()
}

/// Codes and times of change of every item after a code, for the sitemap.
pub(crate) async fn codes_after(
    connection: &impl ConnectionTrait,
    after: Option<&str>,
    limit: u64,
) -> Result<Vec<(String, DateTime<Utc>)>, Fault> {
    let mut query = service_item::Entity::find()
        .select_only()
        .columns([service_item::Column::Code, service_item::Column::UpdatedAt])
        .order_by_asc(service_item::Column::Code)
        .limit(limit);
    if let Some(after) = after {
        query = query.filter(service_item::Column::Code.gt(after));
    }
    Ok(query.into_tuple().all(connection).await?)
}

fn decode_item(row: service_item::Model) -> Result<StoredItem, Fault> {
    let service_item::Model { id: _, code, department_id: _, name_zh: _, content, created_at: _, updated_at } = row;
    Ok(StoredItem { item: decode(&content, &code)?, updated_at })
}

/// Every department, in the city's order.
pub(crate) async fn departments(connection: &impl ConnectionTrait) -> Result<Vec<Department>, Fault> {
    let rows = department::Entity::find()
        .order_by_asc(department::Column::Position)
        .order_by_asc(department::Column::Id)
        .all(connection)
        .await?;
    rows.into_iter().map(|department::Model { id, content, .. }| decode(&content, &id)).collect()
}

/// Every area, in the city's order.
pub(crate) async fn areas(connection: &impl ConnectionTrait) -> Result<Vec<Area>, Fault> {
    let rows = area::Entity::find().order_by_asc(area::Column::Position).all(connection).await?;
    rows.into_iter().map(|area::Model { code, content, .. }| decode(&content, &code)).collect()
}

/// Every life event, in the order of a life.
pub(crate) async fn life_events(connection: &impl ConnectionTrait) -> Result<Vec<LifeEvent>, Fault> {
    let rows = life_event::Entity::find().order_by_asc(life_event::Column::Position).all(connection).await?;
    rows.into_iter().map(|life_event::Model { code, content, .. }| decode(&content, &code)).collect()
}

/// Every place.
pub(crate) async fn places(connection: &impl ConnectionTrait) -> Result<Vec<Place>, Fault> {
    let rows = place::Entity::find().order_by_asc(place::Column::Position).all(connection).await?;
    rows.into_iter().map(|place::Model { id, content, .. }| decode(&content, &id)).collect()
}

/// Every district, by code.
pub(crate) async fn districts(connection: &impl ConnectionTrait) -> Result<Vec<Division>, Fault> {
    divisions(connection, division::Column::Level.eq(DivisionLevel::District.code())).await
}

/// The divisions right below one.
pub(crate) async fn divisions_below(connection: &impl ConnectionTrait, parent: &str) -> Result<Vec<Division>, Fault> {
    divisions(connection, division::Column::ParentCode.eq(parent)).await
}

/// One division.
pub(crate) async fn division(connection: &impl ConnectionTrait, code: &str) -> Result<Option<Division>, Fault> {
    Ok(division::Entity::find_by_id(code).one(connection).await?.and_then(decode_division))
}

async fn divisions(
    connection: &impl ConnectionTrait,
    condition: sea_orm::sea_query::SimpleExpr,
) -> Result<Vec<Division>, Fault> {
    let rows = division::Entity::find()
        .filter(condition)
        .order_by_asc(division::Column::Code)
        .limit(1_000)
        .all(connection)
        .await?;
    Ok(rows.into_iter().filter_map(decode_division).collect())
}

fn decode_division(row: division::Model) -> Option<Division> {
    let division::Model { code, name_zh, name_en, level, parent_code, is_local } = row;
    // The column's CHECK admits no other level.
    let level = DivisionLevel::parse(&level)?;
    Some(Division { code, name: Bilingual::new(name_zh, name_en), level, parent: parent_code, local: is_local })
}

fn decode<T: DeserializeOwned>(content: &str, key: &str) -> Result<T, Fault> {
    serde_json::from_str(content).map_err(|error| {
        Fault::Other(sea_orm::DbErr::Type(format!("stored content of `{key}` cannot be read: {error}")))
    })
}
