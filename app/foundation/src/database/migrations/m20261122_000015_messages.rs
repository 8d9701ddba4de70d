//! What people are told: the account's inbox, and what is still to be sent to a phone or by mail.

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
                    "CREATE TABLE message (
    id uuid PRIMARY KEY,
    account_id uuid REFERENCES account (id),
    channel text NOT NULL CHECK (channel IN ('inbox', 'phone', 'email')),
    address text NOT NULL,
    reason text NOT NULL,
    language text NOT NULL,
    subject text NOT NULL,
    body {bytes},
    secret boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone,
    tries integer NOT NULL,
    delivered_at timestamp with time zone,
    failed_at timestamp with time zone,
    failure text NOT NULL,
    read_at timestamp with time zone
)"
                ),
                // Whoever delivers takes what is due, the oldest first.
                "CREATE INDEX message_by_due ON message (due_at) WHERE due_at IS NOT NULL",
                "CREATE INDEX message_by_account ON message (account_id, id) WHERE channel = 'inbox'",
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(manager, &["DROP TABLE message"]).await
    }
}
