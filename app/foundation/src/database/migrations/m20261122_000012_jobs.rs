//! Background jobs and the files they read and make.

use sea_orm::{ConnectionTrait as _, DatabaseBackend};
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

/// `BYTES` stands for what the engine calls a string of bytes.
const UP: &[&str] = &[
    "CREATE TABLE job_file (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    size bigint NOT NULL,
    content BYTES NOT NULL,
    made_at timestamp with time zone NOT NULL
)",
    "CREATE INDEX job_file_by_age ON job_file (made_at)",
    "CREATE TABLE job (
    id uuid PRIMARY KEY,
    kind text NOT NULL,
    payload text NOT NULL,
    state text NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled')),
    stage text NOT NULL,
    done bigint NOT NULL,
    total bigint NOT NULL,
    report text NOT NULL,
    account_id uuid NOT NULL,
    account_name text NOT NULL,
    requested_at timestamp with time zone NOT NULL,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    lease_until timestamp with time zone,
    holder uuid,
    attempts integer NOT NULL,
    cancel_asked boolean NOT NULL,
    input_id uuid REFERENCES job_file (id),
    output_id uuid REFERENCES job_file (id)
)",
    "CREATE INDEX job_open ON job (requested_at, id) WHERE state IN ('queued', 'running')",
    "CREATE INDEX job_by_account ON job (account_id, requested_at, id)",
    "CREATE INDEX job_by_end ON job (finished_at)",
    "CREATE INDEX job_by_input ON job (input_id)",
    "CREATE INDEX job_by_output ON job (output_id)",
];

const DOWN: &[&str] = &["DROP TABLE job", "DROP TABLE job_file"];

#[sea_orm_migration::async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let bytes = if manager.get_database_backend() == DatabaseBackend::Postgres { "bytea" } else { "blob" };
        for statement in UP {
            manager.get_connection().execute_unprepared(&statement.replace("BYTES", bytes)).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(manager, DOWN).await
    }
}
