//! Accounts of people with the roles they were given, and the sessions they are signed in by. Takes the place of
//! `staff_account`, which knew one role an account.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

const UP: &[&str] = &[
    "CREATE TABLE account (
    id uuid PRIMARY KEY,
    name text NOT NULL UNIQUE,
    display_name text NOT NULL,
    password_hash text,
    created_at timestamp with time zone NOT NULL,
    disabled_at timestamp with time zone
)",
    "INSERT INTO account (id, name, display_name, password_hash, created_at, disabled_at)
    SELECT id, name, display_name, password_hash, created_at, disabled_at FROM staff_account",
    "CREATE TABLE role_grant (
    account_id uuid NOT NULL REFERENCES account (id),
    role text NOT NULL CHECK (role IN ('editor', 'reviewer', 'clerk', 'department_admin', 'city_admin', 'auditor')),
    department_id text NOT NULL,
    granted_by text NOT NULL,
    granted_at timestamp with time zone NOT NULL,
    PRIMARY KEY (account_id, role, department_id),
    CHECK ((role IN ('city_admin', 'auditor')) = (department_id = ''))
)",
    "CREATE INDEX role_grant_by_department ON role_grant (department_id, account_id)",
    "INSERT INTO role_grant (account_id, role, department_id, granted_by, granted_at)
    SELECT id, role, CASE WHEN role IN ('city_admin', 'auditor') THEN '' ELSE department_id END, 'migration', created_at
    FROM staff_account",
    "DROP TABLE staff_account",
    "CREATE TABLE session (
    id uuid PRIMARY KEY,
    token_hash text NOT NULL UNIQUE,
    account_id uuid NOT NULL REFERENCES account (id),
    created_at timestamp with time zone NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    network text NOT NULL,
    device text NOT NULL
)",
    "CREATE INDEX session_by_account ON session (account_id, created_at)",
    "CREATE INDEX session_by_end ON session (ends_at)",
    "CREATE TABLE throttle (
    subject text NOT NULL,
    period timestamp with time zone NOT NULL,
    tries integer NOT NULL,
    PRIMARY KEY (subject, period)
)",
    "CREATE INDEX throttle_by_period ON throttle (period)",
];

const DOWN: &[&str] = &[
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
    "INSERT INTO staff_account (id, name, display_name, role, department_id, password_hash, created_at, disabled_at)
    SELECT a.id, a.name, a.display_name, g.role, nullif(g.department_id, ''), a.password_hash, a.created_at, a.disabled_at
    FROM account a JOIN role_grant g ON g.account_id = a.id
    WHERE a.password_hash IS NOT NULL AND g.role = (SELECT min(o.role) FROM role_grant o WHERE o.account_id = a.id)
    AND g.department_id = (SELECT min(o.department_id) FROM role_grant o WHERE o.account_id = a.id AND o.role = g.role)",
    "DROP TABLE throttle",
    "DROP TABLE session",
    "DROP TABLE role_grant",
    "DROP TABLE account",
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
