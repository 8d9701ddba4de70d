//! The row by which a hall stands in one order.

use appointments::model::Slug;
use foundation::database::Fault;
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QuerySelect,
    sea_query::{Expr, ExprTrait as _, OnConflict},
};

use crate::entity::hall::{self, Column};

/// Raises a hall's revision and holds its row until the transaction ends: of two who change something in a hall, one is first,
/// and whoever watches hears of it. Before every other row of the hall, and before those of visits.
pub(crate) async fn hold(transaction: &DatabaseTransaction, office: &Slug) -> Result<(), Fault> {
    if raise(transaction, office).await? {
        return Ok(());
    }
    // The first one of a new hall; another may be making its row at the same time.
    let row = hall::ActiveModel { office_code: Set(office.to_string()), revision: Set(0) };
    let there = OnConflict::column(Column::OfficeCode).do_nothing().to_owned();
    hall::Entity::insert(row).on_conflict(there).exec_without_returning(transaction).await?;
    raise(transaction, office).await?;
    Ok(())
}

async fn raise(transaction: &DatabaseTransaction, office: &Slug) -> Result<bool, Fault> {
    let done = hall::Entity::update_many()
        .col_expr(Column::Revision, Expr::col(Column::Revision).add(1))
        .filter(Column::OfficeCode.eq(office.as_str()))
        .exec(transaction)
        .await?;
    Ok(done.rows_affected == 1)
}

/// The revision of a hall; 0 where nothing ever happened there.
pub(crate) async fn revision(connection: &impl ConnectionTrait, office: &Slug) -> Result<i64, Fault> {
    let found: Option<i64> = hall::Entity::find_by_id(office.as_str())
        .select_only()
        .column(Column::Revision)
        .into_tuple()
        .one(connection)
        .await?;
    Ok(found.unwrap_or(0))
}
