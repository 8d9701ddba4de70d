//! Offices, matters, counters and their hours.

use std::collections::HashMap;

use catalogue::Bilingual;
use chrono::NaiveDate;
use foundation::{database::Fault, ids::CounterGroupId};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select};
use serde::de::DeserializeOwned;

use crate::{
    entity::{counter_group, group_matter, matter, matter_item, office, office_closure, opening, opening_exception},
    model::{CounterGroup, Matter, Office, Opening, OpeningHours, Slug, Stretch, Weekdays},
};

fn unread(what: &str, of: &dyn std::fmt::Display) -> Fault {
    Fault::Other(sea_orm::DbErr::Custom(format!("{what} {of} cannot be read")))
}

pub(super) fn document<T: DeserializeOwned>(text: &str, what: &str, of: &dyn std::fmt::Display) -> Result<T, Fault> {
    serde_json::from_str(text).map_err(|_| unread(what, of))
}

pub(super) fn read_office(row: office::Model) -> Result<Office, Fault> {
    Ok(Office {
        content: document(&row.content, "office", &row.code)?,
        code: Slug::parse(&row.code).ok_or_else(|| unread("office", &row.code))?,
        department: row.department_id,
        division: row.division_code,
        is_open: row.is_open,
        revision: row.revision,
    })
}

pub(super) fn read_group(row: counter_group::Model, matters: Vec<Slug>) -> Result<CounterGroup, Fault> {
    Ok(CounterGroup {
        id: CounterGroupId::from_uuid(row.id),
        name: document::<Bilingual>(&row.name, "counters", &row.id)?,
        office: Slug::parse(&row.office_code).ok_or_else(|| unread("office", &row.office_code))?,
        slot_minutes: u16::try_from(row.slot_minutes).map_err(|_| unread("counters", &row.id))?,
        horizon_days: u16::try_from(row.horizon_days).map_err(|_| unread("counters", &row.id))?,
        matters,
    })
}

/// An office.
pub(crate) async fn office(connection: &impl ConnectionTrait, code: &Slug) -> Result<Option<Office>, Fault> {
    office::Entity::find_by_id(code.as_str()).one(connection).await?.map(read_office).transpose()
}

/// Offices by their codes.
pub(crate) async fn offices(
    connection: &impl ConnectionTrait,
    codes: impl IntoIterator<Item = &Slug>,
) -> Result<HashMap<Slug, Office>, Fault> {
    let codes: Vec<&str> = codes.into_iter().map(Slug::as_str).collect();
    let rows = office::Entity::find().filter(office::Column::Code.is_in(codes)).all(connection).await?;
    let read = |row| read_office(row).map(|office| (office.code.clone(), office));
    rows.into_iter().map(read).collect()
}

/// Every office that can be booked.
pub(crate) async fn open_offices(connection: &impl ConnectionTrait) -> Result<Vec<Office>, Fault> {
    let rows = office::Entity::find()
        .filter(office::Column::IsOpen.eq(true))
        .order_by_asc(office::Column::Code)
        .all(connection)
        .await?;
    rows.into_iter().map(read_office).collect()
}

/// Some offices that can be booked, by their codes: those after one of them.
pub(crate) async fn open_offices_after(
    connection: &impl ConnectionTrait,
    after: Option<&Slug>,
    most: usize,
) -> Result<Vec<Office>, Fault> {
    let mut asked = office::Entity::find().filter(office::Column::IsOpen.eq(true));
    if let Some(after) = after {
        asked = asked.filter(office::Column::Code.gt(after.as_str()));
    }
    let rows = asked.order_by_asc(office::Column::Code).limit(most as u64).all(connection).await?;
    rows.into_iter().map(read_office).collect()
}

/// A matter, with the items it is booked from.
pub(crate) async fn matter(connection: &impl ConnectionTrait, code: &Slug) -> Result<Option<Matter>, Fault> {
    let Some(row) = matter::Entity::find_by_id(code.as_str()).one(connection).await? else { return Ok(None) };
    let items = matter_item::Entity::find()
        .filter(matter_item::Column::MatterCode.eq(code.as_str()))
        .order_by_asc(matter_item::Column::ItemCode)
        .all(connection)
        .await?;
    Ok(Some(Matter {
        content: document(&row.content, "matter", &row.code)?,
        code: code.clone(),
        department: row.department_id,
        items: items.into_iter().map(|item| item.item_code).collect(),
    }))
}

/// The matters that are booked from an item.
pub(crate) async fn matters_of_item(connection: &impl ConnectionTrait, item: &str) -> Result<Vec<Slug>, Fault> {
    let rows = matter_item::Entity::find()
        .filter(matter_item::Column::ItemCode.eq(item))
        .order_by_asc(matter_item::Column::MatterCode)
        .all(connection)
        .await?;
    Ok(rows.into_iter().filter_map(|row| Slug::parse(&row.matter_code)).collect())
}

/// The items that can be booked, with the first matter of each.
pub(crate) async fn bookable_items(connection: &impl ConnectionTrait) -> Result<HashMap<String, Slug>, Fault> {
    let rows = matter_item::Entity::find().order_by_desc(matter_item::Column::MatterCode).all(connection).await?;
    Ok(rows.into_iter().filter_map(|row| Some((row.item_code, Slug::parse(&row.matter_code)?))).collect())
}

/// The counters that serve a matter: of one office, or of all that can be booked.
pub(crate) async fn serving(
    connection: &impl ConnectionTrait,
    matter: &Slug,
    office: Option<&Slug>,
) -> Result<Vec<CounterGroup>, Fault> {
    let rows = that_serve(matter, office).all(connection).await?;
    rows.into_iter().map(|row| read_group(row, vec![matter.clone()])).collect()
}

/// What finding a time needs to know of counters. An office may have a hundred of them, and a calendar asks several times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Serving {
    pub(crate) id: CounterGroupId,
    pub(crate) slot_minutes: u16,
    pub(crate) horizon_days: u16,
}

/// As [`serving`], of one office and without what the counters are called.
pub(crate) async fn serving_in(
    connection: &impl ConnectionTrait,
    matter: &Slug,
    office: &Slug,
) -> Result<Vec<Serving>, Fault> {
    let rows: Vec<(uuid::Uuid, i32, i32)> = that_serve(matter, Some(office))
        .select_only()
        .column(counter_group::Column::Id)
        .column(counter_group::Column::SlotMinutes)
        .column(counter_group::Column::HorizonDays)
        .into_tuple()
        .all(connection)
        .await?;
    let number = |id: &uuid::Uuid, number: i32| u16::try_from(number).map_err(|_| unread("counters", id));
    let read = |(id, slot_minutes, horizon_days)| {
        let (slot_minutes, horizon_days) = (number(&id, slot_minutes)?, number(&id, horizon_days)?);
        Ok(Serving { id: CounterGroupId::from_uuid(id), slot_minutes, horizon_days })
    };
    rows.into_iter().map(read).collect()
}

fn that_serve(matter: &Slug, office: Option<&Slug>) -> Select<counter_group::Entity> {
    let serves = group_matter::Entity::find()
        .select_only()
        .column(group_matter::Column::GroupId)
        .filter(group_matter::Column::MatterCode.eq(matter.as_str()));
    let mut open =
        office::Entity::find().select_only().column(office::Column::Code).filter(office::Column::IsOpen.eq(true));
    if let Some(office) = office {
        open = open.filter(office::Column::Code.eq(office.as_str()));
    }
    counter_group::Entity::find()
        .filter(counter_group::Column::Id.in_subquery(serves.into_query()))
        .filter(counter_group::Column::OfficeCode.in_subquery(open.into_query()))
        .order_by_asc(counter_group::Column::Id)
}

/// Counters by their rows.
pub(crate) async fn group(
    connection: &impl ConnectionTrait,
    id: CounterGroupId,
) -> Result<Option<CounterGroup>, Fault> {
    let Some(row) = counter_group::Entity::find_by_id(id.uuid()).one(connection).await? else { return Ok(None) };
    let matters = group_matter::Entity::find()
        .filter(group_matter::Column::GroupId.eq(id.uuid()))
        .order_by_asc(group_matter::Column::MatterCode)
        .all(connection)
        .await?;
    let matters = matters.into_iter().filter_map(|row| Slug::parse(&row.matter_code)).collect();
    read_group(row, matters).map(Some)
}

/// Counters whose places are not opened as far as they are to be, with the day until which they are.
pub(crate) async fn behind(
    connection: &impl ConnectionTrait,
    today: NaiveDate,
) -> Result<Vec<(CounterGroupId, Option<NaiveDate>)>, Fault> {
    let rows: Vec<(uuid::Uuid, Option<NaiveDate>, i32)> = counter_group::Entity::find()
        .select_only()
        .columns([counter_group::Column::Id, counter_group::Column::OpenedUntil, counter_group::Column::HorizonDays])
        .order_by_asc(counter_group::Column::Id)
        .into_tuple()
        .all(connection)
        .await?;
    let behind =
        rows.into_iter().filter(|(_, until, horizon)| until.is_none_or(|until| until < last_day(today, *horizon)));
    Ok(behind.map(|(id, until, _)| (CounterGroupId::from_uuid(id), until)).collect())
}

/// The last day that can be booked.
pub(crate) fn last_day(today: NaiveDate, horizon_days: i32) -> NaiveDate {
    today + chrono::TimeDelta::days(i64::from(horizon_days) - 1)
}

/// When counters are open, from a day on.
pub(crate) async fn hours(
    connection: &impl ConnectionTrait,
    group: &CounterGroup,
    from: NaiveDate,
) -> Result<OpeningHours, Fault> {
    let openings = opening::Entity::find().filter(opening::Column::GroupId.eq(group.id.uuid())).all(connection).await?;
    let exceptions = opening_exception::Entity::find()
        .filter(opening_exception::Column::GroupId.eq(group.id.uuid()))
        .filter(opening_exception::Column::Day.gte(from))
        .all(connection)
        .await?;
    let closures = office_closure::Entity::find()
        .filter(office_closure::Column::OfficeCode.eq(group.office.as_str()))
        .filter(office_closure::Column::UntilDay.gte(from))
        .all(connection)
        .await?;
    Ok(OpeningHours {
        openings: openings.iter().map(read_opening).collect::<Result<_, Fault>>()?,
        exceptions: exceptions.iter().map(read_exception).collect::<Result<_, Fault>>()?,
        closures: closures.into_iter().map(|row| (row.from_day, row.until_day)).collect(),
    })
}

pub(super) fn read_opening(row: &opening::Model) -> Result<Opening, Fault> {
    let minute = |value: i16| u16::try_from(value).map_err(|_| unread("opening", &row.id));
    Ok(Opening {
        weekdays: Weekdays::from_bits(u8::try_from(row.weekdays).map_err(|_| unread("opening", &row.id))?),
        from: row.from_day,
        until: row.until_day,
        stretch: Stretch {
            begins: minute(row.begins)?,
            ends: minute(row.ends)?,
            counters: minute(row.counters)?,
            walk_in: minute(row.walk_in)?,
        },
    })
}

pub(super) fn read_exception(row: &opening_exception::Model) -> Result<(NaiveDate, Vec<Stretch>), Fault> {
    Ok((row.day, document(&row.stretches, "hours of a day", &row.day)?))
}

/// Matters by their codes, without their items.
pub(crate) async fn matters(
    connection: &impl ConnectionTrait,
    codes: impl IntoIterator<Item = &Slug>,
) -> Result<HashMap<Slug, Matter>, Fault> {
    let codes: Vec<&str> = codes.into_iter().map(Slug::as_str).collect();
    let rows = matter::Entity::find().filter(matter::Column::Code.is_in(codes)).all(connection).await?;
    let read = |row: matter::Model| {
        let code = Slug::parse(&row.code).ok_or_else(|| unread("matter", &row.code))?;
        let content = document(&row.content, "matter", &row.code)?;
        Ok((code.clone(), Matter { code, content, department: row.department_id, items: Vec::new() }))
    };
    rows.into_iter().map(read).collect()
}

/// The offices some departments run, or all there are.
pub(crate) async fn offices_run_by(
    connection: &impl ConnectionTrait,
    departments: Option<&[String]>,
) -> Result<Vec<Office>, Fault> {
    let mut offices = office::Entity::find();
    if let Some(departments) = departments {
        offices = offices.filter(office::Column::DepartmentId.is_in(departments.iter().cloned()));
    }
    let rows = offices.order_by_asc(office::Column::Code).all(connection).await?;
    rows.into_iter().map(read_office).collect()
}

/// The counters of an office with what they serve, in the order they were made in.
pub(crate) async fn groups_of(connection: &impl ConnectionTrait, office: &Slug) -> Result<Vec<CounterGroup>, Fault> {
    let rows = counter_group::Entity::find()
        .filter(counter_group::Column::OfficeCode.eq(office.as_str()))
        .order_by_asc(counter_group::Column::Id)
        .all(connection)
        .await?;
    let serves = group_matter::Entity::find()
        .filter(group_matter::Column::GroupId.is_in(rows.iter().map(|row| row.id)))
        .order_by_asc(group_matter::Column::MatterCode)
        .all(connection)
        .await?;
    let mut by_group: HashMap<uuid::Uuid, Vec<Slug>> = HashMap::new();
    for one in serves {
        by_group.entry(one.group_id).or_default().extend(Slug::parse(&one.matter_code));
    }
    rows.into_iter()
        .map(|row| {
            let matters = by_group.remove(&row.id).unwrap_or_default();
            read_group(row, matters)
        })
        .collect()
}
