//! 事项: the service item as one document, and what lists of items are made by.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

const UP: &[&str] = &[
    "CREATE TABLE service_item (
    id uuid PRIMARY KEY,
    code text NOT NULL UNIQUE,
    department_id text NOT NULL REFERENCES department (id),
    name_zh text NOT NULL,
    content text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL
)",
    "CREATE INDEX service_item_by_department ON service_item (department_id, code)",
    "CREATE TABLE service_item_area (
    item_id uuid NOT NULL REFERENCES service_item (id) ON DELETE CASCADE,
    area_code text NOT NULL REFERENCES area (code),
    position integer NOT NULL,
    PRIMARY KEY (item_id, area_code)
)",
    "CREATE INDEX service_item_area_by_area ON service_item_area (area_code, item_id)",
    "CREATE TABLE service_item_life_event (
    item_id uuid NOT NULL REFERENCES service_item (id) ON DELETE CASCADE,
    event_code text NOT NULL REFERENCES life_event (code),
    PRIMARY KEY (item_id, event_code)
)",
    "CREATE INDEX service_item_life_event_by_event ON service_item_life_event (event_code, item_id)",
    "CREATE TABLE service_item_district (
    item_id uuid NOT NULL REFERENCES service_item (id) ON DELETE CASCADE,
    division_code text NOT NULL REFERENCES division (code),
    PRIMARY KEY (item_id, division_code)
)",
    "CREATE INDEX service_item_district_by_division ON service_item_district (division_code, item_id)",
    "CREATE TABLE service_item_place (
    item_id uuid NOT NULL REFERENCES service_item (id) ON DELETE CASCADE,
    place_id text NOT NULL REFERENCES place (id),
    PRIMARY KEY (item_id, place_id)
)",
    "CREATE TABLE catalogue_revision (
    id integer PRIMARY KEY CHECK (id = 1),
    revision bigint NOT NULL,
    changed_at timestamp with time zone NOT NULL
)",
    "INSERT INTO catalogue_revision (id, revision, changed_at) VALUES (1, 1, '2026-01-01 00:00:00+00:00')",
];

const DOWN: &[&str] = &[
    "DROP TABLE service_item_place",
    "DROP TABLE service_item_district",
    "DROP TABLE service_item_life_event",
    "DROP TABLE service_item_area",
    "DROP TABLE service_item",
    "DROP TABLE catalogue_revision",
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
