//! 部门: the organs that offer services, as a tree.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

const UP: &[&str] = &[
    "CREATE TABLE department (
    id text PRIMARY KEY,
    parent_id text REFERENCES department (id),
    position integer NOT NULL,
    content text NOT NULL
)",
    "CREATE INDEX department_by_parent ON department (parent_id, position)",
];

const DOWN: &[&str] = &["DROP TABLE department"];

#[sea_orm_migration::async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(manager, DOWN).await
    }
}
