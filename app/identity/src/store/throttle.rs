use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    sea_query::{Expr, ExprTrait as _, OnConflict},
};

use super::super::entity::throttle;
use foundation::database::Fault;

/// Counts a try; whoever counts the same at the same time waits until the transaction ends.
pub(crate) async fn count(
    connection: &impl ConnectionTrait,
    subject: &str,
    period: DateTime<Utc>,
) -> Result<(), Fault> {
    let row = throttle::ActiveModel { subject: Set(subject.to_owned()), period: Set(period), tries: Set(1) };
    let again = OnConflict::columns([throttle::Column::Subject, throttle::Column::Period])
        .value(throttle::Column::Tries, Expr::col((throttle::Entity, throttle::Column::Tries)).add(1))
        .to_owned();
    throttle::Entity::insert(row).on_conflict(again).exec_without_returning(connection).await?;
    Ok(())
}

/// Takes a try back that turned out to be none.
pub(crate) async fn forget(
    connection: &impl ConnectionTrait,
    subject: &str,
    period: DateTime<Utc>,
) -> Result<(), Fault> {
    throttle::Entity::update_many()
        .col_expr(throttle::Column::Tries, Expr::col(throttle::Column::Tries).sub(1))
        .filter(throttle::Column::Subject.eq(subject))
        .filter(throttle::Column::Period.eq(period))
        .filter(throttle::Column::Tries.gt(0))
        .exec(connection)
        .await?;
    Ok(())
}

/// How often was tried since a moment, by stretch of time, the oldest first.
pub(crate) async fn tries_since(
    connection: &impl ConnectionTrait,
    subject: &str,
    since: DateTime<Utc>,
) -> Result<Vec<(DateTime<Utc>, i32)>, Fault> {
    let rows = throttle::Entity::find()
        .filter(throttle::Column::Subject.eq(subject))
        .filter(throttle::Column::Period.gt(since))
        .filter(throttle::Column::Tries.gt(0))
        .order_by_asc(throttle::Column::Period)
        .all(connection)
        .await?;
    Ok(rows.into_iter().map(|row| (row.period, row.tries)).collect())
}

/// Removes what is too old to count.
pub(crate) async fn sweep(connection: &impl ConnectionTrait, until: DateTime<Utc>) -> Result<(), Fault> {
    throttle::Entity::delete_many().filter(throttle::Column::Period.lte(until)).exec(connection).await?;
    Ok(())
}
