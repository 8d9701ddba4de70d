//! One file a change, named by day and purpose; each expands or contracts, never both, and imports no entity.

use sea_orm_migration::MigrationTrait;

mod m20261122_000001_divisions;
mod m20261122_000002_departments;
mod m20261122_000003_vocabulary;
mod m20261122_000004_service_items;
mod m20261122_000005_search;
mod m20261122_000006_calendar;
mod m20261122_000007_staff_accounts;
mod m20261122_000008_accounts;
mod m20261122_000009_audit;
mod m20261122_000010_publishing;
mod m20261122_000011_catalogue_changes;
mod m20261122_000012_jobs;
mod m20261122_000013_saved_filters;
mod m20261122_000014_residents;
mod m20261122_000015_messages;
mod m20261122_000016_entry;
mod m20261122_000017_passkeys;
mod m20261122_000018_factors;
mod m20261122_000019_realname;
mod m20261122_000020_kin;
mod m20261122_000021_profile;
mod m20261122_000022_upstream;
mod m20261122_000023_delivery;
mod m20261122_000025_message_choice;
mod m20261122_000026_openid;
mod m20261122_000027_ended_sessions;
mod m20261122_000028_application_logos;
mod m20261122_000029_appointments;
mod m20261123_000030_visit_line;
mod m20261123_000031_excuses;
mod m20261123_000032_hall;

pub(super) fn all() -> Vec<Box<dyn MigrationTrait>> {
    vec![
        Box::new(m20261122_000001_divisions::Migration),
        Box::new(m20261122_000002_departments::Migration),
        Box::new(m20261122_000003_vocabulary::Migration),
        Box::new(m20261122_000004_service_items::Migration),
        Box::new(m20261122_000005_search::Migration),
        Box::new(m20261122_000006_calendar::Migration),
        Box::new(m20261122_000007_staff_accounts::Migration),
        Box::new(m20261122_000008_accounts::Migration),
        Box::new(m20261122_000009_audit::Migration),
        Box::new(m20261122_000010_publishing::Migration),
        Box::new(m20261122_000011_catalogue_changes::Migration),
        Box::new(m20261122_000012_jobs::Migration),
        Box::new(m20261122_000013_saved_filters::Migration),
        Box::new(m20261122_000014_residents::Migration),
        Box::new(m20261122_000015_messages::Migration),
        Box::new(m20261122_000016_entry::Migration),
        Box::new(m20261122_000017_passkeys::Migration),
        Box::new(m20261122_000018_factors::Migration),
        Box::new(m20261122_000019_realname::Migration),
        Box::new(m20261122_000020_kin::Migration),
        Box::new(m20261122_000021_profile::Migration),
        Box::new(m20261122_000022_upstream::Migration),
        Box::new(m20261122_000023_delivery::Migration),
        Box::new(m20261122_000025_message_choice::Migration),
        Box::new(m20261122_000026_openid::Migration),
        Box::new(m20261122_000027_ended_sessions::Migration),
        Box::new(m20261122_000028_application_logos::Migration),
        Box::new(m20261122_000029_appointments::Migration),
        Box::new(m20261123_000030_visit_line::Migration),
        Box::new(m20261123_000031_excuses::Migration),
        Box::new(m20261123_000032_hall::Migration),
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

/// Makes the database refuse to change or remove rows of a table.
async fn only_ever_added(manager: &sea_orm_migration::SchemaManager<'_>, table: &str) -> Result<(), sea_orm::DbErr> {
    let statements = match manager.get_database_backend() {
        sea_orm::DatabaseBackend::Postgres => vec![
            format!(
                "CREATE FUNCTION {table}_is_only_added_to() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN RAISE EXCEPTION 'rows of {table} are only ever added'; END $$"
            ),
            format!(
                "CREATE TRIGGER {table}_is_only_added_to BEFORE UPDATE OR DELETE ON {table}
                FOR EACH ROW EXECUTE FUNCTION {table}_is_only_added_to()"
            ),
            format!(
                "CREATE TRIGGER {table}_is_not_emptied BEFORE TRUNCATE ON {table}
                FOR EACH STATEMENT EXECUTE FUNCTION {table}_is_only_added_to()"
            ),
        ],
        _ => ["UPDATE", "DELETE"]
            .into_iter()
            .map(|act| {
                format!(
                    "CREATE TRIGGER {table}_refuses_{act} BEFORE {act} ON {table}
                    BEGIN SELECT RAISE(ABORT, 'rows of {table} are only ever added'); END"
                )
            })
            .collect(),
    };
    for statement in &statements {
        run(manager, &[statement]).await?;
    }
    Ok(())
}
