//! 行政区划: province, city, districts, streets, communities.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

const UP: &[&str] = &[
    "CREATE TABLE division (
    code text PRIMARY KEY,
    name_zh text NOT NULL,
    name_en text NOT NULL,
    level text NOT NULL CHECK (level IN ('province', 'city', 'district', 'street', 'community')),
    parent_code text REFERENCES division (code),
    is_local boolean NOT NULL
)",
    "CREATE INDEX division_by_parent ON division (parent_code, code)",
    "CREATE INDEX division_by_level ON division (level, code)",
];

const DOWN: &[&str] = &["DROP TABLE division"];

#[sea_orm_migration::async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(manager, DOWN).await
    }
}
