//! Accounts of residents: how they are reached, by what they proved who they are, and codes that are used once.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

const UP: &[&str] = &[
    // 1 一级 … 4 四级; see `identity::realname`.
    "ALTER TABLE account ADD COLUMN level smallint NOT NULL DEFAULT 1 CHECK (level BETWEEN 1 AND 4)",
    // Whether signing in needs a second factor beside what the account's roles ask for.
    "ALTER TABLE account ADD COLUMN second_factor boolean NOT NULL DEFAULT FALSE",
    // The language messages are written in; empty where nobody said.
    "ALTER TABLE account ADD COLUMN language text NOT NULL DEFAULT ''",
    // From when the account is closed, where its holder asked for that.
    "ALTER TABLE account ADD COLUMN closes_at timestamp with time zone",
    // Since when it is closed and knows nobody any more.
    "ALTER TABLE account ADD COLUMN closed_at timestamp with time zone",
    "CREATE INDEX account_by_closing ON account (closes_at) WHERE closes_at IS NOT NULL AND closed_at IS NULL",
    "CREATE TABLE account_contact (
    kind text NOT NULL CHECK (kind IN ('phone', 'email')),
    address text NOT NULL,
    account_id uuid NOT NULL REFERENCES account (id),
    verified_at timestamp with time zone NOT NULL,
    PRIMARY KEY (kind, address)
)",
    "CREATE UNIQUE INDEX account_contact_by_account ON account_contact (account_id, kind)",
    // By what the session proved itself, separated by spaces.
    "ALTER TABLE session ADD COLUMN methods text NOT NULL DEFAULT 'password'",
    // What is missing before it is one: nothing, `second_factor`, or `enrolment` of one.
    "ALTER TABLE session ADD COLUMN awaits text NOT NULL DEFAULT ''
    CHECK (awaits IN ('', 'second_factor', 'enrolment'))",
    // When its holder last proved to be there.
    "ALTER TABLE session ADD COLUMN proven_at timestamp with time zone",
    // Whether the person asked to stay signed in on this device.
    "ALTER TABLE session ADD COLUMN stays boolean NOT NULL DEFAULT FALSE",
    "CREATE TABLE one_time_code (
    id uuid PRIMARY KEY,
    purpose text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('phone', 'email')),
    address text NOT NULL,
    account_id uuid REFERENCES account (id),
    browser_hash text NOT NULL,
    code_hash text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    tries integer NOT NULL,
    redeemed_at timestamp with time zone
)",
    "CREATE INDEX one_time_code_by_end ON one_time_code (ends_at)",
];

const DOWN: &[&str] = &[
    "DROP TABLE one_time_code",
    "ALTER TABLE session DROP COLUMN stays",
    "ALTER TABLE session DROP COLUMN proven_at",
    "ALTER TABLE session DROP COLUMN awaits",
    "ALTER TABLE session DROP COLUMN methods",
    "DROP TABLE account_contact",
    "DROP INDEX account_by_closing",
    "ALTER TABLE account DROP COLUMN closed_at",
    "ALTER TABLE account DROP COLUMN closes_at",
    "ALTER TABLE account DROP COLUMN language",
    "ALTER TABLE account DROP COLUMN second_factor",
    "ALTER TABLE account DROP COLUMN level",
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
