//! What editors teach the search, and what residents teach the editors; no row names a person.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

const UP: &[&str] = &[
    "CREATE TABLE synonym (
    term text PRIMARY KEY,
    expansions text NOT NULL
)",
    "CREATE TABLE search_boost (
    item_code text PRIMARY KEY,
    factor double precision NOT NULL CHECK (factor > 0 AND factor <= 10)
)",
    "CREATE TABLE zero_hit_query (
    query text PRIMARY KEY,
    times bigint NOT NULL,
    first_at timestamp with time zone NOT NULL,
    last_at timestamp with time zone NOT NULL
)",
    "CREATE INDEX zero_hit_query_by_times ON zero_hit_query (times, query)",
    "CREATE TABLE helpfulness (
    subject text PRIMARY KEY,
    helped bigint NOT NULL,
    missed bigint NOT NULL,
    last_at timestamp with time zone NOT NULL
)",
];

const DOWN: &[&str] =
    &["DROP TABLE helpfulness", "DROP TABLE zero_hit_query", "DROP TABLE search_boost", "DROP TABLE synonym"];

#[sea_orm_migration::async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(manager, DOWN).await
    }
}
