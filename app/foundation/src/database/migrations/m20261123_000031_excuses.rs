//! Offices are kept at the desk: missed visits that staff excused, and the matters a department keeps.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

const UP: &[&str] = &[
    // A row of its own, and not a state: the visit was missed and stays so, it only counts no more.
    "CREATE TABLE appointment_excuse (
    appointment_id uuid PRIMARY KEY REFERENCES appointment (id),
    reason text NOT NULL,
    excused_at timestamp with time zone NOT NULL
)",
    "CREATE INDEX matter_by_department ON matter (department_id, code)",
];

#[sea_orm_migration::async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(manager, &["DROP INDEX matter_by_department", "DROP TABLE appointment_excuse"]).await
    }
}
