//! Second factors, the devices an account was used on, and the links by which somebody says “this was not me”.

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
                // The step of the last code that was used: none is used twice (RFC 6238 §5.2).
                &format!(
                    "CREATE TABLE totp (
    account_id uuid PRIMARY KEY REFERENCES account (id),
    secret {bytes} NOT NULL,
    last_step bigint NOT NULL,
    created_at timestamp with time zone NOT NULL
)"
                ),
                "CREATE TABLE recovery_code (
    account_id uuid NOT NULL REFERENCES account (id),
    code_hash text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone,
    PRIMARY KEY (account_id, code_hash)
)",
                "CREATE TABLE known_device (
    account_id uuid NOT NULL REFERENCES account (id),
    browser_hash text NOT NULL,
    first_at timestamp with time zone NOT NULL,
    last_at timestamp with time zone NOT NULL,
    forgotten_at timestamp with time zone,
    PRIMARY KEY (account_id, browser_hash)
)",
                "CREATE TABLE not_me_link (
    token_hash text PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES account (id),
    ends_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone
)",
                "CREATE INDEX not_me_link_by_end ON not_me_link (ends_at)",
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(
            manager,
            &["DROP TABLE not_me_link", "DROP TABLE known_device", "DROP TABLE recovery_code", "DROP TABLE totp"],
        )
        .await
    }
}
