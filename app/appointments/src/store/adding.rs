//! Offices, matters, counters and hours that are new, many at once.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use foundation::database::Fault;
use sea_orm::{ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QuerySelect};

use crate::{
    entity::{counter_group, group_matter, matter, matter_item, office, opening},
    model::{CounterGroup, Matter, Office, Opening},
};

/// Rows of one statement.
const ROWS: usize = 500;

pub(super) fn document(content: &impl serde::Serialize) -> Result<String, Fault> {
    serde_json::to_string(content).map_err(|error| Fault::Other(sea_orm::DbErr::Custom(error.to_string())))
}

async fn insert<E>(transaction: &DatabaseTransaction, rows: Vec<E::Model>) -> Result<(), Fault>
where
    E: EntityTrait,
    E::ActiveModel: Send,
    E::Model: IntoActiveModel<E::ActiveModel>,
{
    let mut rows = rows.into_iter().map(IntoActiveModel::into_active_model).peekable();
    while rows.peek().is_some() {
        let some: Vec<E::ActiveModel> = rows.by_ref().take(ROWS).collect();
        E::insert_many(some).exec_without_returning(transaction).await?;
    }
    Ok(())
}

/// The codes of every office.
pub(crate) async fn office_codes(connection: &impl ConnectionTrait) -> Result<BTreeSet<String>, Fault> {
    let codes: Vec<String> =
        office::Entity::find().select_only().column(office::Column::Code).into_tuple().all(connection).await?;
    Ok(codes.into_iter().collect())
}

/// The codes of every matter.
pub(crate) async fn matter_codes(connection: &impl ConnectionTrait) -> Result<BTreeSet<String>, Fault> {
    let codes: Vec<String> =
        matter::Entity::find().select_only().column(matter::Column::Code).into_tuple().all(connection).await?;
    Ok(codes.into_iter().collect())
}

/// Adds offices.
pub(crate) async fn add_offices(
    transaction: &DatabaseTransaction,
    offices: &[Office],
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    let row = |office: &Office| {
        Ok(office::Model {
            code: office.code.to_string(),
            department_id: office.department.clone(),
            division_code: office.division.clone(),
            content: document(&office.content)?,
            is_open: office.is_open,
            revision: office.revision,
            changed_at: now,
        })
    };
    insert::<office::Entity>(transaction, offices.iter().map(row).collect::<Result<_, Fault>>()?).await
}

/// Adds matters, and from which items they are booked.
pub(crate) async fn add_matters(
    transaction: &DatabaseTransaction,
    matters: &[Matter],
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    let row = |matter: &Matter| {
        Ok(matter::Model {
            code: matter.code.to_string(),
            department_id: matter.department.clone(),
            content: document(&matter.content)?,
            revision: 1,
            changed_at: now,
        })
    };
    insert::<matter::Entity>(transaction, matters.iter().map(row).collect::<Result<_, Fault>>()?).await?;
    let items = matters.iter().flat_map(|matter| {
        let of = |item: &String| matter_item::Model { matter_code: matter.code.to_string(), item_code: item.clone() };
        matter.items.iter().map(of)
    });
    insert::<matter_item::Entity>(transaction, items.collect()).await
}

/// Adds counters, what they serve, and when they are open.
pub(crate) async fn add_groups(
    transaction: &DatabaseTransaction,
    groups: &[(CounterGroup, Vec<Opening>)],
) -> Result<(), Fault> {
    let row = |(group, _): &(CounterGroup, Vec<Opening>)| {
        Ok(counter_group::Model {
            id: group.id.uuid(),
            office_code: group.office.to_string(),
            name: document(&group.name)?,
            slot_minutes: group.slot_minutes.into(),
            horizon_days: group.horizon_days.into(),
            opened_until: None,
            revision: 1,
        })
    };
    insert::<counter_group::Entity>(transaction, groups.iter().map(row).collect::<Result<_, Fault>>()?).await?;
    let serve = groups.iter().flat_map(|(group, _)| {
        let one = |matter| group_matter::Model { group_id: group.id.uuid(), matter_code: matter };
        group.matters.iter().map(ToString::to_string).map(one)
    });
    insert::<group_matter::Entity>(transaction, serve.collect()).await?;
    let openings =
        groups.iter().flat_map(|(group, openings)| openings.iter().map(|opening| opening_row(group, opening)));
    insert::<opening::Entity>(transaction, openings.collect::<Result<_, Fault>>()?).await
}

pub(super) fn opening_row(group: &CounterGroup, opening: &Opening) -> Result<opening::Model, Fault> {
    let stretch = opening.stretch;
    let small = |value: u16| {
        i16::try_from(value)
            .map_err(|_| Fault::Other(sea_orm::DbErr::Custom(format!("hours of {} are none", group.id))))
    };
    Ok(opening::Model {
        id: foundation::ids::OpeningId::new().uuid(),
        group_id: group.id.uuid(),
        weekdays: opening.weekdays.bits().into(),
        from_day: opening.from,
        until_day: opening.until,
        begins: small(stretch.begins)?,
        ends: small(stretch.ends)?,
        counters: small(stretch.counters)?,
        walk_in: small(stretch.walk_in)?,
    })
}
