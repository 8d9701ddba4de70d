//! Signing in by way of other providers: whom they know, ways that are being gone, and what they said.

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
                // Of subjects the keyed hash: a provider may name people by their ID number.
                "CREATE TABLE upstream_identity (
    provider text NOT NULL,
    subject_hash text NOT NULL,
    account_id uuid NOT NULL REFERENCES account (id),
    linked_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone NOT NULL,
    PRIMARY KEY (provider, subject_hash)
)",
                "CREATE UNIQUE INDEX upstream_identity_by_account ON upstream_identity (account_id, provider)",
                // What a provider said of the holder, sealed.
                &format!(
                    "CREATE TABLE upstream_assertion (
    account_id uuid NOT NULL REFERENCES account (id),
    provider text NOT NULL,
    level smallint NOT NULL CHECK (level BETWEEN 1 AND 4),
    asserted {bytes} NOT NULL,
    asserted_at timestamp with time zone NOT NULL,
    PRIMARY KEY (account_id, provider)
)"
                ),
                // A way to a provider and back. `secrets` go out with it, `asserted` comes back where the subject is nobody's yet.
                &format!(
                    "CREATE TABLE upstream_attempt (
    id uuid PRIMARY KEY,
    provider text NOT NULL,
    state_hash text NOT NULL,
    browser_hash text NOT NULL,
    return_to text NOT NULL,
    secrets {bytes} NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    answered_at timestamp with time zone,
    asserted {bytes},
    settled_at timestamp with time zone
)"
                ),
                "CREATE UNIQUE INDEX upstream_attempt_by_state ON upstream_attempt (state_hash)",
                "CREATE INDEX upstream_attempt_by_end ON upstream_attempt (ends_at)",
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(
            manager,
            &["DROP TABLE upstream_attempt", "DROP TABLE upstream_assertion", "DROP TABLE upstream_identity"],
        )
        .await
    }
}
