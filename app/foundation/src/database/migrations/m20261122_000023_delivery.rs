//! By which messages are delivered, found and forgotten.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

const UP: &[&str] = &[
    // What is told by several ways at once stands in the inbox once.
    "CREATE UNIQUE INDEX message_once_in_inbox ON message (account_id, reason, created_at, subject)
    WHERE channel = 'inbox'",
    // What was sent to an address, the newest first.
    "CREATE INDEX message_by_address ON message (address, id) WHERE channel <> 'inbox'",
    // What is to be erased, and what is to be forgotten.
    "CREATE INDEX message_with_body ON message (created_at) WHERE channel <> 'inbox' AND body IS NOT NULL",
    "CREATE INDEX message_by_age ON message (created_at)",
    "CREATE INDEX message_unread ON message (account_id, id) WHERE channel = 'inbox' AND read_at IS NULL",
];

const DOWN: &[&str] = &[
    "DROP INDEX message_unread",
    "DROP INDEX message_by_age",
    "DROP INDEX message_with_body",
    "DROP INDEX message_by_address",
    "DROP INDEX message_once_in_inbox",
];

#[sea_orm_migration::async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(manager, DOWN).await
    }
}
