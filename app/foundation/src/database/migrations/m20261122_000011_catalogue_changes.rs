//! Which items changed at which revision of the catalogue, so that no process reads all of them for one that changed.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

const UP: &[&str] = &["CREATE TABLE catalogue_change (
    revision bigint NOT NULL,
    code text NOT NULL,
    PRIMARY KEY (revision, code)
)"];

const DOWN: &[&str] = &["DROP TABLE catalogue_change"];

#[sea_orm_migration::async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(manager, DOWN).await
    }
}
