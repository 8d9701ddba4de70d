//! The jobs' tables. Who holds a job is decided here, by conditional updates.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect,
    sea_query::{Expr, ExprTrait as _, Query},
};
use uuid::Uuid;

use super::{
    entity::{job, job_file},
    model::{File, FileHead, Finished, Input, Job, Order, Requester, State},
    progress::Stage,
};
use crate::{
    database::Fault,
    ids::{AccountId, JobFileId, JobId},
};

/// Stores a job to be done.
pub(super) async fn insert(
    transaction: &DatabaseTransaction,
    id: JobId,
    order: &Order,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    let input = match &order.input {
        None => None,
        Some(Input::Known(file)) => Some(file.uuid()),
        Some(Input::New(file)) => Some(insert_file(transaction, file, now).await?),
    };
    let row = job::ActiveModel {
        id: Set(id.uuid()),
        kind: Set(order.kind.to_owned()),
        payload: Set(order.payload.to_string()),
        state: Set(State::Queued.name().to_owned()),
        stage: Set(Stage::Waiting.name().to_owned()),
        done: Set(0),
        total: Set(0),
        report: Set("null".to_owned()),
        account_id: Set(order.requester.account.uuid()),
        account_name: Set(order.requester.name.clone()),
        requested_at: Set(now),
        started_at: Set(None),
        finished_at: Set(None),
        lease_until: Set(None),
        holder: Set(None),
        attempts: Set(0),
        cancel_asked: Set(false),
        input_id: Set(input),
        output_id: Set(None),
    };
    job::Entity::insert(row).exec_without_returning(transaction).await?;
    Ok(())
}

async fn insert_file(transaction: &DatabaseTransaction, file: &File, now: DateTime<Utc>) -> Result<Uuid, Fault> {
    let id = JobFileId::new().uuid();
    let row = job_file::ActiveModel {
        id: Set(id),
        name: Set(file.name.clone()),
        size: Set(i64::try_from(file.content.len()).unwrap_or(i64::MAX)),
        content: Set(file.content.clone()),
        made_at: Set(now),
    };
    job_file::Entity::insert(row).exec_without_returning(transaction).await?;
    Ok(id)
}

/// One job.
pub(super) async fn get(connection: &impl ConnectionTrait, id: JobId) -> Result<Option<Job>, Fault> {
    let row = job::Entity::find_by_id(id.uuid()).one(connection).await?;
    Ok(with_files(connection, row.into_iter().collect()).await?.pop())
}

/// What an account asked for, the newest first.
pub(super) async fn list_of(
    connection: &impl ConnectionTrait,
    account: AccountId,
    limit: u64,
) -> Result<Vec<Job>, Fault> {
    let rows = job::Entity::find()
        .filter(job::Column::AccountId.eq(account.uuid()))
        .order_by_desc(job::Column::RequestedAt)
        .order_by_desc(job::Column::Id)
        .limit(limit)
        .all(connection)
        .await?;
    with_files(connection, rows).await
}

async fn with_files(connection: &impl ConnectionTrait, rows: Vec<job::Model>) -> Result<Vec<Job>, Fault> {
    let ids: Vec<Uuid> = rows.iter().flat_map(|row| [row.input_id, row.output_id]).flatten().collect();
    let mut heads: HashMap<Uuid, FileHead> = HashMap::new();
    if !ids.is_empty() {
        let found: Vec<(Uuid, String, i64)> = job_file::Entity::find()
            .select_only()
            .columns([job_file::Column::Id, job_file::Column::Name, job_file::Column::Size])
            .filter(job_file::Column::Id.is_in(ids))
            .into_tuple()
            .all(connection)
            .await?;
        heads.extend(found.into_iter().map(|(id, name, size)| {
            (id, FileHead { id: JobFileId::from_uuid(id), name, size: u64::try_from(size).unwrap_or_default() })
        }));
    }
    rows.into_iter().map(|row| decode(row, &heads)).collect()
}

fn decode(row: job::Model, heads: &HashMap<Uuid, FileHead>) -> Result<Job, Fault> {
    let unreadable = |what: &str| Fault::Other(DbErr::Type(format!("job {}: {what} cannot be read", row.id)));
    Ok(Job {
        id: JobId::from_uuid(row.id),
        payload: serde_json::from_str(&row.payload).map_err(|_| unreadable("payload"))?,
        state: State::parse(&row.state).ok_or_else(|| unreadable("state"))?,
        stage: Stage::parse(&row.stage),
        done: u64::try_from(row.done).unwrap_or_default(),
        total: u64::try_from(row.total).unwrap_or_default(),
        report: serde_json::from_str(&row.report).map_err(|_| unreadable("report"))?,
        requester: Requester { account: AccountId::from_uuid(row.account_id), name: row.account_name },
        requested_at: row.requested_at,
        started_at: row.started_at,
        finished_at: row.finished_at,
        attempts: u32::try_from(row.attempts).unwrap_or_default(),
        cancel_asked: row.cancel_asked,
        input: row.input_id.and_then(|id| heads.get(&id).cloned()),
        output: row.output_id.and_then(|id| heads.get(&id).cloned()),
        kind: row.kind,
    })
}

/// A file whole.
pub(super) async fn file(connection: &impl ConnectionTrait, id: JobFileId) -> Result<Option<File>, Fault> {
    let row = job_file::Entity::find_by_id(id.uuid()).one(connection).await?;
    Ok(row.map(|row| File { name: row.name, content: row.content }))
}

/// What can be taken: what waits, and what a process left that gave no sign for too long.
fn open_at(now: DateTime<Utc>) -> Condition {
    Condition::any()
        .add(job::Column::State.eq(State::Queued.name()))
        .add(Condition::all().add(job::Column::State.eq(State::Running.name())).add(job::Column::LeaseUntil.lt(now)))
}

/// The job that waits longest.
pub(super) async fn next(connection: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<Option<JobId>, Fault> {
    let id: Option<Uuid> = job::Entity::find()
        .select_only()
        .column(job::Column::Id)
        // Said once more in the words of the partial index.
        .filter(job::Column::State.is_in([State::Queued.name(), State::Running.name()]))
        .filter(open_at(now))
        .order_by_asc(job::Column::RequestedAt)
        .order_by_asc(job::Column::Id)
        .limit(1)
        .into_tuple()
        .one(connection)
        .await?;
    Ok(id.map(JobId::from_uuid))
}

/// Takes a job; false where another was faster.
pub(super) async fn claim(
    connection: &impl ConnectionTrait,
    id: JobId,
    holder: Uuid,
    now: DateTime<Utc>,
    lease_until: DateTime<Utc>,
) -> Result<bool, Fault> {
    let claimed = job::Entity::update_many()
        .col_expr(job::Column::State, Expr::value(State::Running.name()))
        .col_expr(job::Column::Holder, Expr::value(holder))
        .col_expr(job::Column::LeaseUntil, Expr::value(lease_until))
        .col_expr(job::Column::StartedAt, Expr::value(now))
        .col_expr(job::Column::Attempts, Expr::col(job::Column::Attempts).add(1))
        .filter(job::Column::Id.eq(id.uuid()))
        .filter(open_at(now))
        .exec(connection)
        .await?;
    Ok(claimed.rows_affected == 1)
}

/// Rows of the job while this holder has it.
fn held(id: JobId, holder: Uuid) -> Condition {
    Condition::all()
        .add(job::Column::Id.eq(id.uuid()))
        .add(job::Column::State.eq(State::Running.name()))
        .add(job::Column::Holder.eq(holder))
}

/// Says that the holder is alive and how far it is; false where the job is its no more.
pub(super) async fn beat(
    connection: &impl ConnectionTrait,
    id: JobId,
    holder: Uuid,
    (stage, done, total): (Stage, u64, u64),
    lease_until: DateTime<Utc>,
) -> Result<bool, Fault> {
    let beaten = job::Entity::update_many()
        .col_expr(job::Column::Stage, Expr::value(stage.name()))
        .col_expr(job::Column::Done, Expr::value(i64::try_from(done).unwrap_or(i64::MAX)))
        .col_expr(job::Column::Total, Expr::value(i64::try_from(total).unwrap_or(i64::MAX)))
        .col_expr(job::Column::LeaseUntil, Expr::value(lease_until))
        .filter(held(id, holder))
        .exec(connection)
        .await?;
    Ok(beaten.rows_affected == 1)
}

/// Whether somebody asked for the job's end.
pub(super) async fn is_cancel_asked(connection: &impl ConnectionTrait, id: JobId) -> Result<bool, Fault> {
    let asked: Option<bool> = job::Entity::find_by_id(id.uuid())
        .select_only()
        .column(job::Column::CancelAsked)
        .into_tuple()
        .one(connection)
        .await?;
    Ok(asked.unwrap_or(true))
}

/// Ends a job; false where it is not the holder's any more.
pub(super) async fn finish(
    transaction: &DatabaseTransaction,
    id: JobId,
    holder: Uuid,
    state: State,
    finished: &Finished,
    now: DateTime<Utc>,
) -> Result<bool, Fault> {
    let output = match &finished.output {
        None => None,
        Some(file) => Some(insert_file(transaction, file, now).await?),
    };
    let ended = job::Entity::update_many()
        .col_expr(job::Column::State, Expr::value(state.name()))
        .col_expr(job::Column::Report, Expr::value(finished.report.to_string()))
        .col_expr(job::Column::OutputId, Expr::value(output))
        .col_expr(job::Column::FinishedAt, Expr::value(now))
        .col_expr(job::Column::LeaseUntil, Expr::value(Option::<DateTime<Utc>>::None))
        .filter(held(id, holder))
        .exec(transaction)
        .await?;
    Ok(ended.rows_affected == 1)
}

/// Gives a job back, to be taken by any process.
pub(super) async fn release(connection: &impl ConnectionTrait, id: JobId, holder: Uuid) -> Result<(), Fault> {
    job::Entity::update_many()
        .col_expr(job::Column::State, Expr::value(State::Queued.name()))
        .col_expr(job::Column::Stage, Expr::value(Stage::Waiting.name()))
        .filter(held(id, holder))
        .exec(connection)
        .await?;
    Ok(())
}

/// Ends a job that nobody has begun, or asks for the end of one that is running.
pub(super) async fn cancel(transaction: &DatabaseTransaction, id: JobId, now: DateTime<Utc>) -> Result<(), Fault> {
    let ended = job::Entity::update_many()
        .col_expr(job::Column::State, Expr::value(State::Cancelled.name()))
        .col_expr(job::Column::FinishedAt, Expr::value(now))
        .col_expr(job::Column::CancelAsked, Expr::value(true))
        .filter(job::Column::Id.eq(id.uuid()))
        .filter(job::Column::State.eq(State::Queued.name()))
        .exec(transaction)
        .await?;
    if ended.rows_affected == 0 {
        job::Entity::update_many()
            .col_expr(job::Column::CancelAsked, Expr::value(true))
            .filter(job::Column::Id.eq(id.uuid()))
            .filter(job::Column::State.eq(State::Running.name()))
            .exec(transaction)
            .await?;
    }
    Ok(())
}

/// Removes what was over before a time, and files no job knows any more.
pub(super) async fn sweep(transaction: &DatabaseTransaction, before: DateTime<Utc>) -> Result<u64, Fault> {
    let swept = job::Entity::delete_many().filter(job::Column::FinishedAt.lt(before)).exec(transaction).await?;
    let known = |column: job::Column| {
        let mut query = Query::select();
        query
            .expr(Expr::val(1))
            .from(job::Entity)
            .and_where(Expr::col((job::Entity, column)).equals((job_file::Entity, job_file::Column::Id)));
        Expr::exists(query)
    };
    job_file::Entity::delete_many()
        .filter(job_file::Column::MadeAt.lt(before))
        .filter(known(job::Column::InputId).not())
        .filter(known(job::Column::OutputId).not())
        .exec(transaction)
        .await?;
    Ok(swept.rows_affected)
}
