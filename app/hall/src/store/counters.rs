//! Counters of a day.

use appointments::model::Slug;
use chrono::{DateTime, NaiveDate, Utc};
use foundation::{
    database::Fault,
    ids::{AccountId, CounterGroupId, CounterId, SessionId},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel as _, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait as _},
};

use crate::{
    entity::hall_counter::{self, Column},
    model::CounterLabel,
    service::Seat,
};

fn read(row: hall_counter::Model) -> Result<Seat, Fault> {
    let unread = || Fault::Other(sea_orm::DbErr::Custom(format!("counter {} cannot be read", row.id)));
    Ok(Seat {
        id: CounterId::from_uuid(row.id),
        office: Slug::parse(&row.office_code).ok_or_else(unread)?,
        day: row.day,
        label: CounterLabel::parse(&row.label).ok_or_else(unread)?,
        group: CounterGroupId::from_uuid(row.group_id),
        session: SessionId::from_uuid(row.session_id),
    })
}

/// Where somebody sits by their session, on any day.
pub(crate) async fn of_session(connection: &impl ConnectionTrait, session: SessionId) -> Result<Option<Seat>, Fault> {
    let found = hall_counter::Entity::find()
        .filter(Column::SessionId.eq(session.uuid()))
        .filter(Column::ClosedAt.is_null())
        .one(connection)
        .await?;
    found.map(read).transpose()
}

/// The open counter of a name.
pub(crate) async fn by_label(
    connection: &impl ConnectionTrait,
    office: &Slug,
    day: NaiveDate,
    label: &CounterLabel,
) -> Result<Option<Seat>, Fault> {
    let found = hall_counter::Entity::find()
        .filter(Column::OfficeCode.eq(office.as_str()))
        .filter(Column::Day.eq(day))
        .filter(Column::Label.eq(label.as_str()))
        .filter(Column::ClosedAt.is_null())
        .one(connection)
        .await?;
    found.map(read).transpose()
}

/// Opens a counter.
pub(crate) async fn add(
    connection: &impl ConnectionTrait,
    seat: &Seat,
    account: AccountId,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    let row = hall_counter::Model {
        id: seat.id.uuid(),
        office_code: seat.office.to_string(),
        day: seat.day,
        label: seat.label.as_str().to_owned(),
        group_id: seat.group.uuid(),
        account_id: account.uuid(),
        session_id: seat.session.uuid(),
        opened_at: now,
        closed_at: None,
    };
    hall_counter::Entity::insert(row.into_active_model()).exec_without_returning(connection).await?;
    Ok(())
}

/// Lets somebody sit at an open counter, for some matters.
pub(crate) async fn take_over(
    connection: &impl ConnectionTrait,
    id: CounterId,
    (session, account): (SessionId, AccountId),
    group: CounterGroupId,
) -> Result<(), Fault> {
    hall_counter::Entity::update_many()
        .col_expr(Column::SessionId, Expr::value(session.uuid()))
        .col_expr(Column::AccountId, Expr::value(account.uuid()))
        .col_expr(Column::GroupId, Expr::value(group.uuid()))
        .filter(Column::Id.eq(id.uuid()))
        .filter(Column::ClosedAt.is_null())
        .exec(connection)
        .await?;
    Ok(())
}

/// Closes a counter; tells whether it was open.
pub(crate) async fn close(connection: &impl ConnectionTrait, id: CounterId, now: DateTime<Utc>) -> Result<bool, Fault> {
    let done = hall_counter::Entity::update_many()
        .col_expr(Column::ClosedAt, Expr::value(now))
        .filter(Column::Id.eq(id.uuid()))
        .filter(Column::ClosedAt.is_null())
        .exec(connection)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Closes what was left open on earlier days.
pub(crate) async fn close_before(
    connection: &impl ConnectionTrait,
    day: NaiveDate,
    now: DateTime<Utc>,
) -> Result<u64, Fault> {
    let done = hall_counter::Entity::update_many()
        .col_expr(Column::ClosedAt, Expr::value(now))
        .filter(Column::ClosedAt.is_null())
        .filter(Column::Day.lt(day))
        .exec(connection)
        .await?;
    Ok(done.rows_affected)
}

/// How many counters are open on a day, by what they serve.
pub(crate) async fn open(
    connection: &impl ConnectionTrait,
    office: &Slug,
    day: NaiveDate,
) -> Result<Vec<(CounterGroupId, i64)>, Fault> {
    let rows: Vec<(uuid::Uuid, i64)> = hall_counter::Entity::find()
        .select_only()
        .column(Column::GroupId)
        .column_as(Expr::col(Column::Id).count(), "open")
        .filter(Column::OfficeCode.eq(office.as_str()))
        .filter(Column::Day.eq(day))
        .filter(Column::ClosedAt.is_null())
        .group_by(Column::GroupId)
        .order_by_asc(Column::GroupId)
        .into_tuple()
        .all(connection)
        .await?;
    Ok(rows.into_iter().map(|(group, open)| (CounterGroupId::from_uuid(group), open)).collect())
}
