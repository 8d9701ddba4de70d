//! Filters of the list of items that people of the desk keep under a name.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

const UP: &[&str] = &["CREATE TABLE saved_filter (
    account_id uuid NOT NULL REFERENCES account (id),
    name text NOT NULL,
    query text NOT NULL,
    saved_at timestamp with time zone NOT NULL,
    PRIMARY KEY (account_id, name)
)"];

const DOWN: &[&str] = &["DROP TABLE saved_filter"];

#[sea_orm_migration::async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(manager, DOWN).await
    }
}
