//! 实名认证: who the city knows an account's holder to be, how it came to know, and the register of the demonstration. And a
//! value sealed with the city's key, so that a process with another key is found out before it seals anything.

use sea_orm_migration::{prelude::*, sea_orm::DatabaseBackend};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[sea_orm_migration::async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let bytes = if manager.get_database_backend() == DatabaseBackend::Postgres { "bytea" } else { "blob" };
        super::run(
            manager,
            &[
                &format!(
                    "CREATE TABLE real_name (
    account_id uuid PRIMARY KEY REFERENCES account (id),
    level smallint NOT NULL CHECK (level BETWEEN 2 AND 4),
    name {bytes} NOT NULL,
    id_number {bytes} NOT NULL,
    id_index text NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    paper text NOT NULL,
    paper_until date
)"
                ),
                // One person, one verified account; what is merely said is in nobody's way.
                "CREATE UNIQUE INDEX real_name_verified ON real_name (id_index) WHERE level >= 3",
                // Counters look up by the whole number.
                "CREATE INDEX real_name_by_number ON real_name (id_index)",
                "CREATE TABLE real_name_event (
    id uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES account (id),
    at timestamp with time zone NOT NULL,
    from_level smallint NOT NULL,
    to_level smallint NOT NULL,
    how text NOT NULL CHECK (how IN ('declared', 'register', 'counter')),
    by_name text NOT NULL,
    paper text NOT NULL,
    paper_until date
)",
                "CREATE INDEX real_name_event_by_account ON real_name_event (account_id, id)",
                &format!(
                    "CREATE TABLE register_person (
    id_index text PRIMARY KEY,
    name {bytes} NOT NULL,
    household text NOT NULL,
    role text NOT NULL CHECK (role IN ('head', 'spouse', 'child', 'parent', 'other'))
)"
                ),
                &format!(
                    "CREATE TABLE keyring_check (
    id smallint PRIMARY KEY CHECK (id = 1),
    sealed {bytes} NOT NULL
)"
                ),
            ],
        )
        .await?;
        super::only_ever_added(manager, "real_name_event").await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let statements: &[&str] = &[
            "DROP TABLE keyring_check",
            "DROP TABLE register_person",
            "DROP TABLE real_name_event",
            "DROP TABLE real_name",
        ];
        super::run(manager, statements).await?;
        if manager.get_database_backend() == DatabaseBackend::Postgres {
            super::run(manager, &["DROP FUNCTION real_name_event_is_only_added_to()"]).await?;
        }
        Ok(())
    }
}
