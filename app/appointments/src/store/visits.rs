//! Visits as staff look them up, and those that were excused.

use chrono::{DateTime, Utc};
use foundation::{database::Fault, ids::AppointmentId};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel as _, QueryFilter, QuerySelect, sea_query::OnConflict,
};

use super::appointments;
use crate::{
    entity::{appointment, appointment_excuse},
    model::{Appointment, Code},
};

/// A visit by its code, held until the transaction ends where something is to be done with it.
pub(crate) async fn by_code(
    connection: &impl ConnectionTrait,
    code: &Code,
    to_change: bool,
) -> Result<Option<Appointment>, Fault> {
    let mut query = appointment::Entity::find().filter(appointment::Column::Code.eq(code.as_str()));
    if to_change {
        query = query.lock_exclusive();
    }
    query.one(connection).await?.map(appointments::read).transpose()
}

/// Why a visit was excused.
pub(crate) async fn excuse_of(connection: &impl ConnectionTrait, id: AppointmentId) -> Result<Option<String>, Fault> {
    Ok(appointment_excuse::Entity::find_by_id(id.uuid()).one(connection).await?.map(|row| row.reason))
}

/// Excuses a missed visit; tells whether nobody did so before.
pub(crate) async fn excuse(
    connection: &impl ConnectionTrait,
    id: AppointmentId,
    reason: &str,
    now: DateTime<Utc>,
) -> Result<bool, Fault> {
    let row = appointment_excuse::Model { appointment_id: id.uuid(), reason: reason.to_owned(), excused_at: now };
    let once = OnConflict::column(appointment_excuse::Column::AppointmentId).do_nothing().to_owned();
    let added = appointment_excuse::Entity::insert(row.into_active_model())
        .on_conflict(once)
        .exec_without_returning(connection)
        .await?;
    Ok(added == 1)
}
