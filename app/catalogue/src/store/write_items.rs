//! What imports read and write of items.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect, sea_query::OnConflict,
};
use uuid::Uuid;

use super::write::{CHUNK, document, unreadable};
use crate::{
    entity::{service_item, service_item_area, service_item_district, service_item_life_event, service_item_place},
    model::ServiceItem,
};
use foundation::{database::Fault, ids::ServiceItemId};

/// How an item compares with what is stored under its code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// Nothing is stored under its code.
    New,
    /// Something else is stored.
    Changed(ServiceItemId),
    /// Just this is stored.
    Same,
}

/// Which of these codes are items.
pub(crate) async fn known_codes<C: ConnectionTrait>(
    connection: &C,
    codes: Vec<String>,
) -> Result<HashSet<String>, Fault> {
    let mut known = HashSet::new();
    for chunk in codes.chunks(CHUNK) {
        let found: Vec<String> = service_item::Entity::find()
            .select_only()
            .column(service_item::Column::Code)
            .filter(service_item::Column::Code.is_in(chunk))
            .into_tuple()
            .all(connection)
            .await?;
        known.extend(found);
    }
    Ok(known)
}

/// How each item compares with what is stored, in the order given.
pub(crate) async fn standings<C: ConnectionTrait>(
    connection: &C,
    items: &[&ServiceItem],
) -> Result<Vec<Standing>, Fault> {
    let mut standings = Vec::with_capacity(items.len());
    for chunk in items.chunks(CHUNK) {
        let rows: Vec<(Uuid, String, String)> = service_item::Entity::find()
            .select_only()
            .columns([service_item::Column::Id, service_item::Column::Code, service_item::Column::Content])
            .filter(service_item::Column::Code.is_in(chunk.iter().map(|item| item.code.as_str())))
            .into_tuple()
            .all(connection)
            .await?;
        let stored: HashMap<String, (Uuid, String)> =
            rows.into_iter().map(|(id, code, content)| (code, (id, content))).collect();
        for item in chunk {
            standings.push(match stored.get(item.code.as_str()) {
                None => Standing::New,
                // The same content may be written in another way by an older version of this program.
                Some((_, content))
                    if *content == document(item)?
                        || serde_json::from_str::<ServiceItem>(content).is_ok_and(|known| known == **item) =>
                {
                    Standing::Same
                }
                Some((id, _)) => Standing::Changed(ServiceItemId::from_uuid(*id)),
            });
        }
    }
    Ok(standings)
}

/// Stores new items.
pub(crate) async fn insert_items(
    transaction: &DatabaseTransaction,
    items: &[&ServiceItem],
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    for chunk in items.chunks(CHUNK) {
        let chunk: Vec<(Uuid, &ServiceItem)> = chunk.iter().map(|item| (ServiceItemId::new().uuid(), *item)).collect();
        service_item::Entity::insert_many(rows(&chunk, now)?).exec_without_returning(transaction).await?;
        insert_places_of_items(transaction, &chunk).await?;
    }
    Ok(())
}

fn rows(items: &[(Uuid, &ServiceItem)], now: DateTime<Utc>) -> Result<Vec<service_item::ActiveModel>, Fault> {
    items
        .iter()
        .map(|(id, item)| {
            Ok(service_item::ActiveModel {
                id: Set(*id),
                code: Set(item.code.to_string()),
                department_id: Set(item.department.clone()),
                name_zh: Set(item.name.zh.clone()),
                content: Set(document(item)?),
                created_at: Set(now),
                updated_at: Set(now),
            })
        })
        .collect()
}

/// Stores items in place of what their codes name.
pub(crate) async fn update_items(
    transaction: &DatabaseTransaction,
    items: &[(ServiceItemId, &ServiceItem)],
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    for chunk in items.chunks(CHUNK) {
        let ids = || chunk.iter().map(|(id, _)| id.uuid());
        service_item_area::Entity::delete_many()
            .filter(service_item_area::Column::ItemId.is_in(ids()))
            .exec(transaction)
            .await?;
        service_item_life_event::Entity::delete_many()
            .filter(service_item_life_event::Column::ItemId.is_in(ids()))
            .exec(transaction)
            .await?;
        service_item_district::Entity::delete_many()
            .filter(service_item_district::Column::ItemId.is_in(ids()))
            .exec(transaction)
            .await?;
        service_item_place::Entity::delete_many()
            .filter(service_item_place::Column::ItemId.is_in(ids()))
            .exec(transaction)
            .await?;
        let chunk: Vec<(Uuid, &ServiceItem)> = chunk.iter().map(|(id, item)| (id.uuid(), *item)).collect();
        // Every row is there: the insert always turns into an update, a chunk in one statement.
        service_item::Entity::insert_many(rows(&chunk, now)?)
            .on_conflict(
                OnConflict::column(service_item::Column::Id)
                    .update_columns([
                        service_item::Column::DepartmentId,
                        service_item::Column::NameZh,
                        service_item::Column::Content,
                        service_item::Column::UpdatedAt,
                    ])
                    .to_owned(),
            )
            .exec_without_returning(transaction)
            .await?;
        insert_places_of_items(transaction, &chunk).await?;
    }
    Ok(())
}

/// Takes items from the public; what they stood in goes with them.
pub(crate) async fn remove_items(transaction: &DatabaseTransaction, codes: &[String]) -> Result<(), Fault> {
    for chunk in codes.chunks(CHUNK) {
        service_item::Entity::delete_many().filter(service_item::Column::Code.is_in(chunk)).exec(transaction).await?;
    }
    Ok(())
}

/// Stores which lists each of these items stands in.
async fn insert_places_of_items(
    transaction: &DatabaseTransaction,
    items: &[(Uuid, &ServiceItem)],
) -> Result<(), Fault> {
    let areas: Vec<_> = items
        .iter()
        .flat_map(|(id, item)| {
            item.areas.iter().zip(0..).map(|(code, position)| service_item_area::ActiveModel {
                item_id: Set(*id),
                area_code: Set(code.clone()),
                position: Set(position),
            })
        })
        .collect();
    for chunk in areas.chunks(CHUNK) {
        service_item_area::Entity::insert_many(chunk.to_vec()).exec_without_returning(transaction).await?;
    }
    let events: Vec<_> = items
        .iter()
        .flat_map(|(id, item)| {
            item.life_events
                .iter()
                .map(|code| service_item_life_event::ActiveModel { item_id: Set(*id), event_code: Set(code.clone()) })
        })
        .collect();
    for chunk in events.chunks(CHUNK) {
        service_item_life_event::Entity::insert_many(chunk.to_vec()).exec_without_returning(transaction).await?;
    }
    let districts: Vec<_> = items
        .iter()
        .flat_map(|(id, item)| {
            item.districts
                .iter()
                .map(|code| service_item_district::ActiveModel { item_id: Set(*id), division_code: Set(code.clone()) })
        })
        .collect();
    for chunk in districts.chunks(CHUNK) {
        service_item_district::Entity::insert_many(chunk.to_vec()).exec_without_returning(transaction).await?;
    }
    let places: Vec<_> = items
        .iter()
        .flat_map(|(id, item)| {
            item.places
                .iter()
                .map(|place| service_item_place::ActiveModel { item_id: Set(*id), place_id: Set(place.clone()) })
        })
        .collect();
    for chunk in places.chunks(CHUNK) {
        service_item_place::Entity::insert_many(chunk.to_vec()).exec_without_returning(transaction).await?;
    }
    Ok(())
}

/// A page of items by code, after the given one: what exports write.
pub(crate) async fn page_by_code<C: ConnectionTrait>(
    connection: &C,
    after: Option<&str>,
    limit: u64,
) -> Result<Vec<ServiceItem>, Fault> {
    let mut query = service_item::Entity::find().order_by_asc(service_item::Column::Code).limit(limit);
    if let Some(after) = after {
        query = query.filter(service_item::Column::Code.gt(after));
    }
    let rows = query.all(connection).await?;
    rows.into_iter()
        .map(|row| serde_json::from_str(&row.content).map_err(|error| unreadable("service_item", &row.code, &error)))
        .collect()
}
