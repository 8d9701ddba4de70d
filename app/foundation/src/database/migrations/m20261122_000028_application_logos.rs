//! Logos of applications.

use sea_orm_migration::{prelude::*, sea_orm::DatabaseBackend};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

/// Named by the hash of its bytes: what is shown, and what waits for approval, stand side by side.
const LOGO: &str = "CREATE TABLE oauth_logo (
    client_id uuid NOT NULL REFERENCES oauth_client (id),
    hash text NOT NULL,
    png BYTES NOT NULL,
    PRIMARY KEY (client_id, hash)
)";

#[sea_orm_migration::async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let bytes = if manager.get_database_backend() == DatabaseBackend::Postgres { "bytea" } else { "blob" };
        super::run(manager, &[&LOGO.replace("BYTES", bytes)]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(manager, &["DROP TABLE oauth_logo"]).await
    }
}
