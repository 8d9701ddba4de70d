use chrono::NaiveDate;
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    sea_query::{Expr, ExprTrait as _, OnConflict},
};

use super::super::{
    entity::oauth_use::{self, Column},
    registry::DayUse,
};
use foundation::{database::Fault, ids::ApplicationId};

/// Counts a use of an application. The row is every use's of that day: count last in a transaction.
pub(crate) async fn count(
    connection: &impl ConnectionTrait,
    client: ApplicationId,
    day: NaiveDate,
    kind: &str,
) -> Result<(), Fault> {
    let row = oauth_use::ActiveModel {
        client_id: Set(client.uuid()),
        day: Set(day),
        kind: Set(kind.to_owned()),
        uses: Set(1),
    };
    let again = OnConflict::columns([Column::ClientId, Column::Day, Column::Kind])
        .value(Column::Uses, Expr::col((oauth_use::Entity, Column::Uses)).add(1))
        .to_owned();
    oauth_use::Entity::insert(row).on_conflict(again).exec_without_returning(connection).await?;
    Ok(())
}

/// How often an application was used since a day, the newest day first.
pub(crate) async fn since(
    connection: &impl ConnectionTrait,
    application: ApplicationId,
    day: NaiveDate,
) -> Result<Vec<DayUse>, Fault> {
    let rows = oauth_use::Entity::find()
        .filter(oauth_use::Column::ClientId.eq(application.uuid()))
        .filter(oauth_use::Column::Day.gte(day))
        .order_by_desc(oauth_use::Column::Day)
        .order_by_asc(oauth_use::Column::Kind)
        .all(connection)
        .await?;
    Ok(rows.into_iter().map(|row| DayUse { day: row.day, kind: row.kind, uses: row.uses }).collect())
}
