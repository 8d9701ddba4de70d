//! Accounts of the people who work at the desks.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

const UP: &[&str] = &[
    "CREATE TABLE staff_account (
    id uuid PRIMARY KEY,
    name text NOT NULL UNIQUE,
    display_name text NOT NULL,
    role text NOT NULL CHECK (role IN ('editor', 'reviewer', 'clerk', 'department_admin', 'city_admin', 'auditor')),
    department_id text REFERENCES department (id),
    password_hash text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    disabled_at timestamp with time zone,
    CHECK (role IN ('city_admin', 'auditor') OR department_id IS NOT NULL)
)",
    "CREATE INDEX staff_account_by_department ON staff_account (department_id, name)",
];

const DOWN: &[&str] = &["DROP TABLE staff_account"];

#[sea_orm_migration::async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(manager, DOWN).await
    }
}
