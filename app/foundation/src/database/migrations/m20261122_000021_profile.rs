//! What a person tells about themselves once, how they want pages shown, and the way back after an address was changed.

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
                // As the cookie `display` says it; empty where nobody chose.
                "ALTER TABLE account ADD COLUMN display text NOT NULL DEFAULT ''",
                // Nobody looks for people by what is in it, so all of it is sealed.
                &format!(
                    "CREATE TABLE profile (
    account_id uuid PRIMARY KEY REFERENCES account (id),
    revision bigint NOT NULL,
    content {bytes} NOT NULL,
    changed_at timestamp with time zone NOT NULL
)"
                ),
                // Of the secret in the link, the keyed hash. `replaced_by` is empty where the address was removed.
                "CREATE TABLE contact_undo (
    token_hash text PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES account (id),
    kind text NOT NULL CHECK (kind IN ('phone', 'email')),
    address text NOT NULL,
    replaced_by text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone
)",
                "CREATE INDEX contact_undo_by_account ON contact_undo (account_id, kind)",
                "CREATE INDEX contact_undo_by_end ON contact_undo (ends_at)",
                // An account that closes takes its codes and messages along.
                "CREATE INDEX message_of_account ON message (account_id) WHERE account_id IS NOT NULL",
                "CREATE INDEX one_time_code_by_account ON one_time_code (account_id) WHERE account_id IS NOT NULL",
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(
            manager,
            &[
                "DROP INDEX one_time_code_by_account",
                "DROP INDEX message_of_account",
                "DROP TABLE contact_undo",
                "DROP TABLE profile",
                "ALTER TABLE account DROP COLUMN display",
            ],
        )
        .await
    }
}
