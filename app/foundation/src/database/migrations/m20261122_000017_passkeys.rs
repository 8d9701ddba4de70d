//! Passkeys (Web Authentication) of accounts, and what is kept while one is made or shown.

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
                    "CREATE TABLE passkey (
    id uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES account (id),
    credential_id text NOT NULL UNIQUE,
    credential {bytes} NOT NULL,
    name text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone,
    backed_up boolean NOT NULL
)"
                ),
                "CREATE INDEX passkey_by_account ON passkey (account_id, id)",
                "CREATE TABLE passkey_ceremony (
    id uuid PRIMARY KEY,
    purpose text NOT NULL CHECK (purpose IN ('register', 'sign_in', 'step_up')),
    account_id uuid REFERENCES account (id),
    browser_hash text NOT NULL,
    state text NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone
)",
                "CREATE INDEX passkey_ceremony_by_end ON passkey_ceremony (ends_at)",
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(manager, &["DROP TABLE passkey_ceremony", "DROP TABLE passkey"]).await
    }
}
