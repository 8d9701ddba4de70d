//! Who waits for a place, what is told before a visit, calendars that read along; and how long a place is.

use sea_orm::DatabaseBackend;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

const UP: &[&str] = &[
    // The time that was asked for: a visit may be moved since, and the same wish is still the same.
    "ALTER TABLE appointment ADD COLUMN wished_at timestamp with time zone",
    // An entry stands in line until it ends; a place is being offered to it while it names a visit.
    "CREATE TABLE waiting (
    id uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES account (id),
    subject text NOT NULL,
    shown_name text NOT NULL,
    office_code text NOT NULL REFERENCES office (code),
    matter_code text NOT NULL REFERENCES matter (code),
    item_code text,
    persons integer NOT NULL CHECK (persons > 0),
    from_day date NOT NULL,
    until_day date NOT NULL,
    seat smallint NOT NULL,
    visit_id uuid REFERENCES appointment (id),
    outcome text CHECK (outcome IN ('taken', 'declined', 'missed', 'left', 'booked', 'over')),
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    CHECK (from_day <= until_day),
    CHECK ((outcome IS NULL) = (ended_at IS NULL))
)",
    // Once in a line, and in a few lines in all.
    "CREATE UNIQUE INDEX waiting_once ON waiting (subject, matter_code, office_code) WHERE ended_at IS NULL",
    "CREATE UNIQUE INDEX waiting_seat ON waiting (account_id, seat) WHERE ended_at IS NULL",
    "CREATE UNIQUE INDEX waiting_visit ON waiting (visit_id) WHERE visit_id IS NOT NULL",
    "CREATE INDEX waiting_line ON waiting (office_code, matter_code, created_at, id)
    WHERE ended_at IS NULL AND visit_id IS NULL",
    "CREATE INDEX waiting_until ON waiting (until_day) WHERE ended_at IS NULL",
    "CREATE INDEX waiting_by_account ON waiting (account_id, created_at)",
    "CREATE TABLE visit_reminder (
    visit_id uuid NOT NULL REFERENCES appointment (id),
    kind text NOT NULL CHECK (kind IN ('day', 'hour')),
    due_at timestamp with time zone NOT NULL,
    PRIMARY KEY (visit_id, kind)
)",
    "CREATE INDEX visit_reminder_due ON visit_reminder (due_at)",
    "CREATE TABLE calendar_feed (
    account_id uuid PRIMARY KEY REFERENCES account (id),
    token_hash text NOT NULL UNIQUE,
    created_at timestamp with time zone NOT NULL
)",
    // Counters change how long their slots are while visits stand: what a visit takes is decided by overlap.
    "ALTER TABLE slot ADD COLUMN ends_at timestamp with time zone NOT NULL DEFAULT '1970-01-01T00:00:00+00:00'",
];

const SLOTS_END_SQLITE: &str = "UPDATE slot SET ends_at = strftime('%Y-%m-%dT%H:%M:%S+00:00', starts_at,
    '+' || (SELECT slot_minutes FROM counter_group WHERE id = slot.group_id) || ' minutes')";
const SLOTS_END_POSTGRES: &str =
    "UPDATE slot SET ends_at = starts_at + make_interval(mins => counter_group.slot_minutes)
    FROM counter_group WHERE counter_group.id = slot.group_id";

const DOWN: &[&str] = &[
    "DROP TABLE calendar_feed",
    "DROP TABLE visit_reminder",
    "DROP TABLE waiting",
    "ALTER TABLE appointment DROP COLUMN wished_at",
    "ALTER TABLE slot DROP COLUMN ends_at",
];

#[sea_orm_migration::async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(manager, UP).await?;
        let slots_end = match manager.get_database_backend() {
            DatabaseBackend::Postgres => SLOTS_END_POSTGRES,
            _ => SLOTS_END_SQLITE,
        };
        super::run(manager, &[slots_end]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(manager, DOWN).await
    }
}
