//! Which messages reach somebody by phone and by mail, where they said.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[sea_orm_migration::async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(
            manager,
            &["CREATE TABLE message_choice (
    account_id uuid NOT NULL REFERENCES account (id),
    kind text NOT NULL,
    phone boolean NOT NULL,
    email boolean NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    PRIMARY KEY (account_id, kind)
)"],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(manager, &["DROP TABLE message_choice"]).await
    }
}
