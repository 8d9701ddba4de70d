//! What those who keep offices read and write: rows are held in the order of places (counters, visits, slots), and every change
//! says which revision it was made of.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use foundation::{
    database::Fault,
    ids::{ClosureId, CounterGroupId},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel as _, QueryFilter, QueryOrder,
    QuerySelect,
    sea_query::{Expr, ExprTrait as _, LockType},
};

use super::{
    adding::{self, opening_row},
    appointments,
    supply::{document, read_exception, read_group, read_office, read_opening},
};
use crate::{
    entity::{appointment, counter_group, group_matter, office, office_closure, opening, opening_exception, slot},
    model::{Appointment, Closure, CounterGroup, CounterSettings, KeptCounters, Office, Opening, Slug, Stretch},
};

/// Offices of some departments (all where none are given) after a code, by code.
pub(crate) async fn offices_after(
    connection: &impl ConnectionTrait,
    departments: Option<&[String]>,
    after: &str,
    limit: u64,
) -> Result<Vec<Office>, Fault> {
    let mut query = office::Entity::find().filter(office::Column::Code.gt(after));
    if let Some(departments) = departments {
        query = query.filter(office::Column::DepartmentId.is_in(departments));
    }
    let rows = query.order_by_asc(office::Column::Code).limit(limit).all(connection).await?;
    rows.into_iter().map(read_office).collect()
}

/// An office, held until the transaction ends; visits that point at it are still booked meanwhile.
pub(crate) async fn hold_office(transaction: &DatabaseTransaction, code: &Slug) -> Result<Option<Office>, Fault> {
    let held = office::Entity::find_by_id(code.as_str()).lock(LockType::NoKeyUpdate).one(transaction).await?;
    held.map(read_office).transpose()
}

/// Writes an office as it is to be, if it still is as it was seen; tells whether it was.
pub(crate) async fn change_office(
    transaction: &DatabaseTransaction,
    office: &Office,
    now: DateTime<Utc>,
) -> Result<bool, Fault> {
    let done = office::Entity::update_many()
        .col_expr(office::Column::DivisionCode, Expr::value(office.division.as_str()))
        .col_expr(office::Column::Content, Expr::value(adding::document(&office.content)?))
        .col_expr(office::Column::IsOpen, Expr::value(office.is_open))
        .col_expr(office::Column::Revision, Expr::value(office.revision + 1))
        .col_expr(office::Column::ChangedAt, Expr::value(now))
        .filter(office::Column::Code.eq(office.code.as_str()))
        .filter(office::Column::Revision.eq(office.revision))
        .exec(transaction)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Says that counters, days or closures of an office are not what they were; tells whether they were as they were seen.
pub(crate) async fn raise_office(
    transaction: &DatabaseTransaction,
    code: &Slug,
    seen: i32,
    now: DateTime<Utc>,
) -> Result<bool, Fault> {
    let done = office::Entity::update_many()
        .col_expr(office::Column::Revision, Expr::value(seen + 1))
        .col_expr(office::Column::ChangedAt, Expr::value(now))
        .filter(office::Column::Code.eq(code.as_str()))
        .filter(office::Column::Revision.eq(seen))
        .exec(transaction)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Says that counters are not what they were; tells whether they were as they were seen.
pub(crate) async fn raise_counters(
    transaction: &DatabaseTransaction,
    group: CounterGroupId,
    seen: i32,
) -> Result<bool, Fault> {
    let done = counter_group::Entity::update_many()
        .col_expr(counter_group::Column::Revision, Expr::value(seen + 1))
        .filter(counter_group::Column::Id.eq(group.uuid()))
        .filter(counter_group::Column::Revision.eq(seen))
        .exec(transaction)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Holds the counters of an office until the transaction ends, in one order.
pub(crate) async fn hold_counters(transaction: &DatabaseTransaction, office: &Slug) -> Result<(), Fault> {
    counter_group::Entity::find()
        .filter(counter_group::Column::OfficeCode.eq(office.as_str()))
        .order_by_asc(counter_group::Column::Id)
        .lock(LockType::NoKeyUpdate)
        .all(transaction)
        .await?;
    Ok(())
}

/// The counters of an office with their hours, and days of their own from a day on.
pub(crate) async fn counters(
    connection: &impl ConnectionTrait,
    office: &Slug,
    from: NaiveDate,
) -> Result<Vec<KeptCounters>, Fault> {
    let rows = counter_group::Entity::find()
        .filter(counter_group::Column::OfficeCode.eq(office.as_str()))
        .order_by_asc(counter_group::Column::Id)
        .all(connection)
        .await?;
    let ids: Vec<uuid::Uuid> = rows.iter().map(|row| row.id).collect();
    let mut matters: HashMap<uuid::Uuid, Vec<Slug>> = HashMap::new();
    let serve = group_matter::Entity::find()
        .filter(group_matter::Column::GroupId.is_in(ids.iter().copied()))
        .order_by_asc(group_matter::Column::MatterCode)
        .all(connection)
        .await?;
    for row in serve {
        matters.entry(row.group_id).or_default().extend(Slug::parse(&row.matter_code));
    }
    let mut openings: HashMap<uuid::Uuid, Vec<Opening>> = HashMap::new();
    let weekly = opening::Entity::find()
        .filter(opening::Column::GroupId.is_in(ids.iter().copied()))
        .order_by_asc(opening::Column::FromDay)
        .order_by_asc(opening::Column::Begins)
        .order_by_asc(opening::Column::Id)
        .all(connection)
        .await?;
    for row in &weekly {
        openings.entry(row.group_id).or_default().push(read_opening(row)?);
    }
    let mut exceptions: HashMap<uuid::Uuid, BTreeMap<NaiveDate, Vec<Stretch>>> = HashMap::new();
    let days = opening_exception::Entity::find()
        .filter(opening_exception::Column::GroupId.is_in(ids))
        .filter(opening_exception::Column::Day.gte(from))
        .all(connection)
        .await?;
    for row in &days {
        let (day, stretches) = read_exception(row)?;
        exceptions.entry(row.group_id).or_default().insert(day, stretches);
    }
    let kept = |row: counter_group::Model| {
        let id = row.id;
        Ok(KeptCounters {
            revision: row.revision,
            opened_until: row.opened_until,
            group: read_group(row, matters.remove(&id).unwrap_or_default())?,
            openings: openings.remove(&id).unwrap_or_default(),
            exceptions: exceptions.remove(&id).unwrap_or_default(),
        })
    };
    rows.into_iter().map(kept).collect()
}

/// The times an office is closed that are not over on a day, the first one first.
pub(crate) async fn closures(
    connection: &impl ConnectionTrait,
    office: &Slug,
    from: NaiveDate,
) -> Result<Vec<Closure>, Fault> {
    let rows = office_closure::Entity::find()
        .filter(office_closure::Column::OfficeCode.eq(office.as_str()))
        .filter(office_closure::Column::UntilDay.gte(from))
        .order_by_asc(office_closure::Column::FromDay)
        .order_by_asc(office_closure::Column::Id)
        .all(connection)
        .await?;
    let read = |row: office_closure::Model| {
        Ok(Closure {
            id: ClosureId::from_uuid(row.id),
            from: row.from_day,
            until: row.until_day,
            reason: document(&row.reason, "closure", &row.id)?,
        })
    };
    rows.into_iter().map(read).collect()
}

fn open_of(groups: &[CounterGroupId], now: DateTime<Utc>) -> sea_orm::Select<appointment::Entity> {
    use appointment::Column;
    appointment::Entity::find()
        .filter(Column::GroupId.is_in(groups.iter().map(|group| group.uuid())))
        .filter(Column::Seat.is_not_null())
        .filter(Column::EndsAt.gt(now))
        .order_by_asc(Column::Id)
}

/// The open visits at some counters that are not over, in the order they were booked in.
pub(crate) async fn open_visits(
    connection: &impl ConnectionTrait,
    groups: &[CounterGroupId],
    now: DateTime<Utc>,
) -> Result<Vec<Appointment>, Fault> {
    appointments::all(open_of(groups, now).all(connection).await?)
}

/// Holds those visits until the transaction ends.
pub(crate) async fn hold_visits(
    transaction: &DatabaseTransaction,
    groups: &[CounterGroupId],
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    open_of(groups, now).lock_exclusive().all(transaction).await?;
    Ok(())
}

fn slots_of(groups: &[CounterGroupId], from: NaiveDate) -> sea_orm::Select<slot::Entity> {
    slot::Entity::find()
        .filter(slot::Column::GroupId.is_in(groups.iter().map(|group| group.uuid())))
        .filter(slot::Column::Day.gte(from))
        .order_by_asc(slot::Column::GroupId)
        .order_by_asc(slot::Column::StartsAt)
}

/// The slots of some counters from a day on.
pub(crate) async fn slots(
    connection: &impl ConnectionTrait,
    groups: &[CounterGroupId],
    from: NaiveDate,
) -> Result<Vec<slot::Model>, Fault> {
    Ok(slots_of(groups, from).all(connection).await?)
}

/// Holds the slots of some counters from a day on: nobody books there until the transaction ends.
pub(crate) async fn hold_slots(
    transaction: &DatabaseTransaction,
    groups: &[CounterGroupId],
    from: NaiveDate,
) -> Result<Vec<slot::Model>, Fault> {
    Ok(slots_of(groups, from).lock_exclusive().all(transaction).await?)
}

/// The slots of some counters on the days of a span.
pub(crate) async fn slots_between(
    connection: &impl ConnectionTrait,
    groups: &[CounterGroupId],
    (from, until): (NaiveDate, NaiveDate),
) -> Result<Vec<slot::Model>, Fault> {
    Ok(slots_of(groups, from).filter(slot::Column::Day.lte(until)).all(connection).await?)
}

/// Takes slots away at which nobody is served and nobody has a place: visits that left may have left some.
pub(crate) async fn drop_empty_slots(
    transaction: &DatabaseTransaction,
    groups: &[CounterGroupId],
    from: NaiveDate,
) -> Result<(), Fault> {
    slot::Entity::delete_many()
        .filter(slot::Column::GroupId.is_in(groups.iter().map(|group| group.uuid())))
        .filter(slot::Column::Day.gte(from))
        .filter(slot::Column::Places.eq(0))
        .filter(slot::Column::Taken.eq(0))
        .exec(transaction)
        .await?;
    Ok(())
}

/// On which days some people come for which matter: those of their open visits.
pub(crate) async fn days_of(
    connection: &impl ConnectionTrait,
    subjects: impl IntoIterator<Item = String>,
) -> Result<Vec<(String, Slug, NaiveDate)>, Fault> {
    use appointment::Column;
    let rows: Vec<(String, String, NaiveDate)> = appointment::Entity::find()
        .select_only()
        .columns([Column::Subject, Column::MatterCode, Column::Day])
        .filter(Column::Subject.is_in(subjects))
        .filter(Column::Seat.is_not_null())
        .into_tuple()
        .all(connection)
        .await?;
    Ok(rows.into_iter().filter_map(|(subject, matter, day)| Some((subject, Slug::parse(&matter)?, day))).collect())
}

/// Writes what counters are called, how far ahead they can be booked, and what they serve.
pub(crate) async fn set_counters(
    transaction: &DatabaseTransaction,
    group: CounterGroupId,
    settings: &CounterSettings,
) -> Result<(), Fault> {
    counter_group::Entity::update_many()
        .col_expr(counter_group::Column::Name, Expr::value(adding::document(&settings.name)?))
        .col_expr(counter_group::Column::HorizonDays, Expr::value(i32::from(settings.horizon_days)))
        .filter(counter_group::Column::Id.eq(group.uuid()))
        .exec(transaction)
        .await?;
    group_matter::Entity::delete_many()
        .filter(group_matter::Column::GroupId.eq(group.uuid()))
        .exec(transaction)
        .await?;
    let serve = settings.matters.iter().map(|matter| {
        group_matter::Model { group_id: group.uuid(), matter_code: matter.to_string() }.into_active_model()
    });
    group_matter::Entity::insert_many(serve).exec_without_returning(transaction).await?;
    Ok(())
}

/// Writes the hours of counters, week by week.
pub(crate) async fn set_hours(
    transaction: &DatabaseTransaction,
    group: &CounterGroup,
    openings: &[Opening],
) -> Result<(), Fault> {
    opening::Entity::delete_many().filter(opening::Column::GroupId.eq(group.id.uuid())).exec(transaction).await?;
    if openings.is_empty() {
        return Ok(());
    }
    let rows = openings.iter().map(|opening| Ok(opening_row(group, opening)?.into_active_model()));
    let rows = rows.collect::<Result<Vec<_>, Fault>>()?;
    opening::Entity::insert_many(rows).exec_without_returning(transaction).await?;
    Ok(())
}

/// Writes the hours of one day; none for those of the week.
pub(crate) async fn set_day(
    transaction: &DatabaseTransaction,
    group: CounterGroupId,
    day: NaiveDate,
    stretches: Option<&[Stretch]>,
) -> Result<(), Fault> {
    use opening_exception::{Column, Entity, Model};
    let of_day = Column::GroupId.eq(group.uuid()).and(Column::Day.eq(day));
    Entity::delete_many().filter(of_day).exec(transaction).await?;
    if let Some(stretches) = stretches {
        let row = Model { group_id: group.uuid(), day, stretches: adding::document(&stretches)? };
        Entity::insert(row.into_active_model()).exec_without_returning(transaction).await?;
    }
    Ok(())
}

/// Closes an office on some days.
pub(crate) async fn add_closure(
    transaction: &DatabaseTransaction,
    office: &Slug,
    closure: &Closure,
) -> Result<(), Fault> {
    let row = office_closure::Model {
        id: closure.id.uuid(),
        office_code: office.to_string(),
        from_day: closure.from,
        until_day: closure.until,
        reason: adding::document(&closure.reason)?,
    };
    office_closure::Entity::insert(row.into_active_model()).exec_without_returning(transaction).await?;
    Ok(())
}

/// Takes a closure away.
pub(crate) async fn drop_closure(transaction: &DatabaseTransaction, id: ClosureId) -> Result<(), Fault> {
    office_closure::Entity::delete_by_id(id.uuid()).exec(transaction).await?;
    Ok(())
}
