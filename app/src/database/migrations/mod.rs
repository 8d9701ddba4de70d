//! One file a change, named by day and purpose; each expands or contracts, never both, and imports no entity.

use sea_orm_migration::MigrationTrait;

mod m20261122_000001_divisions;
mod m20261122_000002_departments;
mod m20261122_000003_vocabulary;
mod m20261122_000004_service_items;
mod m20261122_000005_search;
mod m20261122_000006_calendar;
mod m20261122_000007_staff_accounts;

pub(super) fn all() -> Vec<Box<dyn MigrationTrait>> {
    vec![
        Box::new(m20261122_000001_divisions::Migration),
        Box::new(m20261122_000002_departments::Migration),
        Box::new(m20261122_000003_vocabulary::Migration),
        Box::new(m20261122_000004_service_items::Migration),
        Box::new(m20261122_000005_search::Migration),
        Box::new(m20261122_000006_calendar::Migration),
        Box::new(m20261122_000007_staff_accounts::Migration),
    ]
}

/// Runs statements in order. The dialect is what `SQLite` and `PostgreSQL` share.
async fn run(manager: &sea_orm_migration::SchemaManager<'_>, statements: &[&str]) -> Result<(), sea_orm::DbErr> {
    use sea_orm::ConnectionTrait as _;
    for statement in statements {
        manager.get_connection().execute_unprepared(statement).await?;
    }
    Ok(())
}
