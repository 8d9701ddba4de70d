//! The audit: entries that are only ever added, each holding the hash of the one before.

use sea_orm::{ConnectionTrait as _, DatabaseBackend};
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

const UP: &[&str] = &[
    "CREATE TABLE audit_entry (
    number bigint PRIMARY KEY,
    at timestamp with time zone NOT NULL,
    account_id uuid,
    account_name text NOT NULL,
    origin text NOT NULL,
    act text NOT NULL,
    subject_kind text NOT NULL,
    subject text NOT NULL,
    department_id text NOT NULL,
    before text NOT NULL,
    after text NOT NULL,
    previous_hash text NOT NULL,
    hash text NOT NULL
)",
    "CREATE INDEX audit_entry_by_account ON audit_entry (account_name, number)",
    "CREATE INDEX audit_entry_by_subject ON audit_entry (subject, number)",
    "CREATE INDEX audit_entry_by_time ON audit_entry (at, number)",
    "CREATE INDEX audit_entry_by_act ON audit_entry (act, number)",
    "CREATE INDEX audit_entry_by_department ON audit_entry (department_id, number)",
    "CREATE TABLE audit_head (
    id integer PRIMARY KEY CHECK (id = 1),
    number bigint NOT NULL,
    hash text NOT NULL
)",
    "INSERT INTO audit_head (id, number, hash) VALUES (1, 0, '')",
];

const DOWN: &[&str] = &["DROP TABLE audit_head", "DROP TABLE audit_entry"];

#[sea_orm_migration::async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(manager, UP).await?;
        super::only_ever_added(manager, "audit_entry").await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(manager, DOWN).await?;
        if manager.get_database_backend() == DatabaseBackend::Postgres {
            manager.get_connection().execute_unprepared("DROP FUNCTION audit_entry_is_only_added_to()").await?;
        }
        Ok(())
    }
}
