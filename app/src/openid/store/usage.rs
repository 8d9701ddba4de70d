use chrono::NaiveDate;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::super::{entity::oauth_use, registry::DayUse};
use crate::{database::Fault, ids::ApplicationId};

/// How often an application was used since a day, the newest day first.
pub(in crate::openid) async fn since(
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
