//! Working days, holidays and 调休, as the State Council publishes them each year.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

const UP: &[&str] = &["CREATE TABLE calendar_day (
    day date PRIMARY KEY,
    is_workday boolean NOT NULL,
    is_holiday boolean NOT NULL,
    is_in_lieu boolean NOT NULL,
    name text NOT NULL
)"];

const DOWN: &[&str] = &["DROP TABLE calendar_day"];

#[sea_orm_migration::async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(manager, DOWN).await
    }
}
