//! What items are sorted by and done at: areas, life events, places.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

const UP: &[&str] = &[
    "CREATE TABLE area (
    code text PRIMARY KEY,
    position integer NOT NULL,
    content text NOT NULL
)",
    "CREATE TABLE life_event (
    code text PRIMARY KEY,
    position integer NOT NULL,
    content text NOT NULL
)",
    "CREATE TABLE place (
    id text PRIMARY KEY,
    position integer NOT NULL,
    content text NOT NULL
)",
];

const DOWN: &[&str] = &["DROP TABLE place", "DROP TABLE life_event", "DROP TABLE area"];

#[sea_orm_migration::async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(manager, DOWN).await
    }
}
