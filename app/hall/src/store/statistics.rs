//! What was handled, for statistics.

use appointments::model::Slug;
use chrono::{DateTime, NaiveDate, Timelike as _, Utc};
use foundation::{clock::city, database::Fault};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QuerySelect};

use crate::{
    entity::queue_ticket::{self, Column},
    model::Handled,
};

#[derive(FromQueryResult)]
struct Row {
    matter_code: String,
    step: i32,
    is_booked: bool,
    issued_at: DateTime<Utc>,
    ready_at: DateTime<Utc>,
    first_called_at: Option<DateTime<Utc>>,
    served_at: Option<DateTime<Utc>>,
    ended_at: Option<DateTime<Utc>>,
}

/// Everything handled in an office over some days.
pub(crate) async fn handled(
    connection: &impl ConnectionTrait,
    office: &Slug,
    (from, until): (NaiveDate, NaiveDate),
) -> Result<Vec<Handled>, Fault> {
    let rows = queue_ticket::Entity::find()
        .select_only()
        .columns([
            Column::MatterCode,
            Column::Step,
            Column::IsBooked,
            Column::IssuedAt,
            Column::ReadyAt,
            Column::FirstCalledAt,
            Column::ServedAt,
            Column::EndedAt,
        ])
        .filter(Column::OfficeCode.eq(office.as_str()))
        .filter(Column::Day.between(from, until))
        .into_model::<Row>()
        .all(connection)
        .await?;
    let seconds = |from: DateTime<Utc>, until: DateTime<Utc>| u32::try_from((until - from).num_seconds()).ok();
    let read = |row: Row| {
        Some(Handled {
            matter: Slug::parse(&row.matter_code)?,
            hour: city(row.issued_at).hour(),
            is_first: row.step == 0,
            is_booked: row.is_booked,
            // Who came early to a booked visit waits from the moment they may be called.
            waited: row.first_called_at.and_then(|called_at| seconds(row.ready_at, called_at)),
            handled: row.served_at.zip(row.ended_at).and_then(|(served_at, ended_at)| seconds(served_at, ended_at)),
        })
    };
    Ok(rows.into_iter().filter_map(read).collect())
}
