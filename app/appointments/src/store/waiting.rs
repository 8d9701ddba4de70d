//! Who stands in line. What an entry becomes is an update that says what it was. One that waits is held before any visit is; one
//! that is offered a place is nobody's but its visit's, and written after it.

use chrono::{DateTime, NaiveDate, Utc};
use foundation::{
    database::Fault,
    ids::{AccountId, AppointmentId, WaitingId},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel as _, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait as _,
    sea_query::{Expr, ExprTrait as _, SimpleExpr},
};

use super::appointments::{acting_of, subject_of};
use crate::{
    entity::waiting::{self, Column},
    model::{Outcome, Slug, WaitWish, Waiting},
};

fn read(row: waiting::Model) -> Result<Waiting, Fault> {
    let unread = |what: &str| Fault::Other(sea_orm::DbErr::Custom(format!("waiting {}: {what}", row.id)));
    Ok(Waiting {
        id: WaitingId::from_uuid(row.id),
        account: AccountId::from_uuid(row.account_id),
        visit: row.visit_id.map(AppointmentId::from_uuid),
        since: row.created_at,
        outcome: match &row.outcome {
            Some(outcome) => Some(Outcome::parse(outcome).ok_or_else(|| unread("outcome"))?),
            None => None,
        },
        wish: WaitWish {
            office: Slug::parse(&row.office_code).ok_or_else(|| unread("office"))?,
            matter: Slug::parse(&row.matter_code).ok_or_else(|| unread("matter"))?,
            from: row.from_day,
            until: row.until_day,
            persons: u16::try_from(row.persons).map_err(|_| unread("persons"))?,
            acting: acting_of(row.account_id, &row.subject).ok_or_else(|| unread("subject"))?,
            item: row.item_code,
        },
        shown_name: row.shown_name,
    })
}

fn all(rows: Vec<waiting::Model>) -> Result<Vec<Waiting>, Fault> {
    rows.into_iter().map(read).collect()
}

/// Stands in line and is offered nothing.
fn waits() -> SimpleExpr {
    Column::EndedAt.is_null().and(Column::VisitId.is_null())
}

/// Puts somebody at the end of a line. Who stands in it already, or took the seat, is a conflict.
pub(crate) async fn add(connection: &impl ConnectionTrait, entry: &Waiting, seat: i16) -> Result<(), Fault> {
    let wish = &entry.wish;
    let row = waiting::Model {
        id: entry.id.uuid(),
        account_id: entry.account.uuid(),
        subject: subject_of(entry.account, &wish.acting),
        shown_name: entry.shown_name.clone(),
        office_code: wish.office.to_string(),
        matter_code: wish.matter.to_string(),
        item_code: wish.item.clone(),
        persons: wish.persons.into(),
        from_day: wish.from,
        until_day: wish.until,
        seat,
        visit_id: None,
        outcome: None,
        created_at: entry.since,
        ended_at: None,
    };
    waiting::Entity::insert(row.into_active_model()).exec_without_returning(connection).await?;
    Ok(())
}

/// The lines an account stands in, with their seats.
pub(crate) async fn open_of(
    connection: &impl ConnectionTrait,
    account: AccountId,
) -> Result<Vec<(i16, Waiting)>, Fault> {
    let rows = waiting::Entity::find()
        .filter(Column::AccountId.eq(account.uuid()))
        .filter(Column::EndedAt.is_null())
        .all(connection)
        .await?;
    rows.into_iter()
        .map(|row| {
            let seat = row.seat;
            read(row).map(|entry| (seat, entry))
        })
        .collect()
}

/// Every line an account stands or stood in, the newest first; at most so many, if a number is told.
pub(crate) async fn of_account(
    connection: &impl ConnectionTrait,
    account: AccountId,
    limit: Option<u64>,
) -> Result<Vec<Waiting>, Fault> {
    let rows = waiting::Entity::find()
        .filter(Column::AccountId.eq(account.uuid()))
        .order_by_desc(Column::CreatedAt)
        .order_by_desc(Column::Id)
        .apply_if(limit, QuerySelect::limit)
        .all(connection)
        .await?;
    all(rows)
}

/// One who stands or stood in line, of an account.
pub(crate) async fn one_of_account(
    connection: &impl ConnectionTrait,
    account: AccountId,
    id: WaitingId,
) -> Result<Option<Waiting>, Fault> {
    let found =
        waiting::Entity::find_by_id(id.uuid()).filter(Column::AccountId.eq(account.uuid())).one(connection).await?;
    found.map(read).transpose()
}

/// The lines in which somebody waits: office and matter.
pub(crate) async fn lines(connection: &impl ConnectionTrait) -> Result<Vec<(Slug, Slug)>, Fault> {
    let lines: Vec<(String, String)> = waiting::Entity::find()
        .select_only()
        .columns([Column::OfficeCode, Column::MatterCode])
        .distinct()
        .filter(waits())
        .into_tuple()
        .all(connection)
        .await?;
    Ok(lines.into_iter().filter_map(|(office, matter)| Some((Slug::parse(&office)?, Slug::parse(&matter)?))).collect())
}

/// Those who wait in a line, after one of them, the first one first; at most `limit`.
pub(crate) async fn in_line(
    connection: &impl ConnectionTrait,
    office: &Slug,
    matter: &Slug,
    after: Option<(DateTime<Utc>, WaitingId)>,
    limit: u64,
) -> Result<Vec<Waiting>, Fault> {
    let mut waiting = waiting::Entity::find()
        .filter(waits())
        .filter(Column::OfficeCode.eq(office.as_str()))
        .filter(Column::MatterCode.eq(matter.as_str()));
    if let Some((since, id)) = after {
        let later = Column::CreatedAt.gt(since).or(Column::CreatedAt.eq(since).and(Column::Id.gt(id.uuid())));
        waiting = waiting.filter(later);
    }
    let rows = waiting.order_by_asc(Column::CreatedAt).order_by_asc(Column::Id).limit(limit).all(connection).await?;
    all(rows)
}

/// How many wait in the line of one who does, before them; at most `limit`.
pub(crate) async fn before(connection: &impl ConnectionTrait, entry: &Waiting, limit: u64) -> Result<u64, Fault> {
    let earlier =
        Column::CreatedAt.lt(entry.since).or(Column::CreatedAt.eq(entry.since).and(Column::Id.lt(entry.id.uuid())));
    let before: Vec<uuid::Uuid> = waiting::Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(waits())
        .filter(Column::OfficeCode.eq(entry.wish.office.as_str()))
        .filter(Column::MatterCode.eq(entry.wish.matter.as_str()))
        .filter(earlier)
        .limit(limit)
        .into_tuple()
        .all(connection)
        .await?;
    Ok(before.len() as u64)
}

/// Holds one who waits until the transaction ends; tells whether they still do. Before anything else is held: so whoever looks at
/// the same entry finds out before a place is taken for it, and nobody behind finds that place taken.
pub(crate) async fn hold(connection: &impl ConnectionTrait, id: WaitingId) -> Result<bool, Fault> {
    let found = waiting::Entity::find_by_id(id.uuid()).filter(waits()).lock_exclusive().one(connection).await?;
    Ok(found.is_some())
}

/// Offers a place to one who waits; tells whether they still did.
pub(crate) async fn offer(
    connection: &impl ConnectionTrait,
    id: WaitingId,
    visit: AppointmentId,
) -> Result<bool, Fault> {
    let done = waiting::Entity::update_many()
        .col_expr(Column::VisitId, Expr::value(visit.uuid()))
        .filter(Column::Id.eq(id.uuid()))
        .filter(waits())
        .exec(connection)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Ends the waiting of whoever was offered a place, if it was offered.
pub(crate) async fn settle(
    connection: &impl ConnectionTrait,
    visit: AppointmentId,
    outcome: Outcome,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    end(connection, Column::VisitId.eq(visit.uuid()).and(Column::EndedAt.is_null()), outcome, now).await?;
    Ok(())
}

/// Ends the waiting of one who is offered nothing; tells whether that was so.
pub(crate) async fn leave(connection: &impl ConnectionTrait, id: WaitingId, now: DateTime<Utc>) -> Result<bool, Fault> {
    Ok(end(connection, Column::Id.eq(id.uuid()).and(waits()), Outcome::Left, now).await? == 1)
}

/// Ends the waiting, wherever it is, of whoever books the same by themselves on one of the days. Before their visit is held.
pub(crate) async fn end_booked(
    connection: &impl ConnectionTrait,
    (subject, matter): (&str, &Slug),
    day: NaiveDate,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    let same = Column::Subject
        .eq(subject)
        .and(Column::MatterCode.eq(matter.as_str()))
        .and(Column::FromDay.lte(day))
        .and(Column::UntilDay.gte(day));
    end(connection, same.and(waits()), Outcome::Booked, now).await?;
    Ok(())
}

/// Ends waiting whose last day is before a day; how often.
pub(crate) async fn end_over(
    connection: &impl ConnectionTrait,
    today: NaiveDate,
    now: DateTime<Utc>,
) -> Result<u64, Fault> {
    end(connection, Column::UntilDay.lt(today).and(waits()), Outcome::Over, now).await
}

async fn end(
    connection: &impl ConnectionTrait,
    which: SimpleExpr,
    outcome: Outcome,
    now: DateTime<Utc>,
) -> Result<u64, Fault> {
    let done = waiting::Entity::update_many()
        .col_expr(Column::Outcome, Expr::value(outcome.code()))
        .col_expr(Column::EndedAt, Expr::value(now))
        .filter(which)
        .exec(connection)
        .await?;
    Ok(done.rows_affected)
}

/// Forgets every line an account stands or stood in.
pub(crate) async fn forget(connection: &impl ConnectionTrait, account: AccountId) -> Result<(), Fault> {
    waiting::Entity::delete_many().filter(Column::AccountId.eq(account.uuid())).exec(connection).await?;
    Ok(())
}
