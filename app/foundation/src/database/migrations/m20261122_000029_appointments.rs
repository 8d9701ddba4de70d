//! Appointments: offices with their hours, the places that follow from them, and who has one.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

const UP: &[&str] = &[
    "CREATE TABLE office (
    code text PRIMARY KEY,
    department_id text NOT NULL REFERENCES department (id),
    division_code text NOT NULL,
    content text NOT NULL,
    is_open boolean NOT NULL,
    revision integer NOT NULL,
    changed_at timestamp with time zone NOT NULL
)",
    "CREATE INDEX office_by_department ON office (department_id, code)",
    "CREATE TABLE matter (
    code text PRIMARY KEY,
    department_id text NOT NULL REFERENCES department (id),
    content text NOT NULL,
    revision integer NOT NULL,
    changed_at timestamp with time zone NOT NULL
)",
    // By its code, not its row: an item may be withdrawn and come back.
    "CREATE TABLE matter_item (
    matter_code text NOT NULL REFERENCES matter (code),
    item_code text NOT NULL,
    PRIMARY KEY (matter_code, item_code)
)",
    "CREATE INDEX matter_item_by_item ON matter_item (item_code)",
    "CREATE TABLE counter_group (
    id uuid PRIMARY KEY,
    office_code text NOT NULL REFERENCES office (code),
    name text NOT NULL,
    slot_minutes integer NOT NULL CHECK (slot_minutes BETWEEN 5 AND 120),
    horizon_days integer NOT NULL CHECK (horizon_days BETWEEN 1 AND 366),
    opened_until date,
    revision integer NOT NULL
)",
    "CREATE INDEX counter_group_by_office ON counter_group (office_code)",
    "CREATE TABLE group_matter (
    group_id uuid NOT NULL REFERENCES counter_group (id),
    matter_code text NOT NULL REFERENCES matter (code),
    PRIMARY KEY (group_id, matter_code)
)",
    "CREATE INDEX group_matter_by_matter ON group_matter (matter_code)",
    "CREATE TABLE opening (
    id uuid PRIMARY KEY,
    group_id uuid NOT NULL REFERENCES counter_group (id),
    weekdays smallint NOT NULL,
    from_day date NOT NULL,
    until_day date,
    begins smallint NOT NULL,
    ends smallint NOT NULL,
    counters smallint NOT NULL,
    walk_in smallint NOT NULL,
    CHECK (0 <= begins AND begins < ends AND ends <= 1440),
    CHECK (0 <= walk_in AND walk_in <= counters)
)",
    "CREATE INDEX opening_by_group ON opening (group_id)",
    "CREATE TABLE opening_exception (
    group_id uuid NOT NULL REFERENCES counter_group (id),
    day date NOT NULL,
    stretches text NOT NULL,
    PRIMARY KEY (group_id, day)
)",
    "CREATE TABLE office_closure (
    id uuid PRIMARY KEY,
    office_code text NOT NULL REFERENCES office (code),
    from_day date NOT NULL,
    until_day date NOT NULL,
    reason text NOT NULL,
    CHECK (from_day <= until_day)
)",
    "CREATE INDEX office_closure_by_office ON office_closure (office_code, until_day)",
    // A place is taken by raising `taken` where it is below `bookable`: the database decides, one statement a visit. `bookable`
    // may fall below `taken` when hours are cut: those visits stand until somebody moves them.
    "CREATE TABLE slot (
    group_id uuid NOT NULL REFERENCES counter_group (id),
    starts_at timestamp with time zone NOT NULL,
    day date NOT NULL,
    places integer NOT NULL CHECK (places >= 0),
    bookable integer NOT NULL CHECK (0 <= bookable AND bookable <= places),
    taken integer NOT NULL CHECK (taken >= 0),
    PRIMARY KEY (group_id, starts_at)
)",
    "CREATE INDEX slot_by_day ON slot (group_id, day)",
    // The sum of what is free on a day, kept in the transaction of every change: a month's calendar reads at most 31 rows a
    // group, however many slots there are.
    "CREATE TABLE slot_day (
    group_id uuid NOT NULL REFERENCES counter_group (id),
    day date NOT NULL,
    free integer NOT NULL CHECK (free >= 0),
    PRIMARY KEY (group_id, day)
)",
    "CREATE INDEX slot_day_free ON slot_day (group_id, day) WHERE free > 0",
    "CREATE TABLE appointment (
    id uuid PRIMARY KEY,
    code text NOT NULL UNIQUE,
    office_code text NOT NULL REFERENCES office (code),
    group_id uuid NOT NULL REFERENCES counter_group (id),
    matter_code text NOT NULL REFERENCES matter (code),
    item_code text,
    account_id uuid NOT NULL REFERENCES account (id),
    subject text NOT NULL,
    shown_name text NOT NULL,
    day date NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    slots integer NOT NULL CHECK (slots > 0),
    slot_minutes integer NOT NULL,
    persons integer NOT NULL CHECK (persons > 0),
    state text NOT NULL CHECK (state IN ('held', 'confirmed', 'released', 'expired', 'cancelled', 'missed', 'finished')),
    seat smallint,
    hold_ends_at timestamp with time zone,
    sequence integer NOT NULL,
    request_key text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    CHECK ((seat IS NOT NULL) = (state IN ('held', 'confirmed'))),
    CHECK ((hold_ends_at IS NOT NULL) = (state = 'held'))
)",
    "CREATE UNIQUE INDEX appointment_by_request ON appointment (account_id, request_key)",
    // Once a day for a matter, and a few in all: for whom it is, whoever books it.
    "CREATE UNIQUE INDEX appointment_once ON appointment (subject, matter_code, day) WHERE seat IS NOT NULL",
    "CREATE UNIQUE INDEX appointment_seat ON appointment (subject, seat) WHERE seat IS NOT NULL",
    "CREATE INDEX appointment_by_account ON appointment (account_id, starts_at)",
    // Conditions that hold of what is bound later, too: a state that is a parameter would not be seen to be the index's.
    "CREATE INDEX appointment_held ON appointment (hold_ends_at) WHERE hold_ends_at IS NOT NULL",
    "CREATE INDEX appointment_open ON appointment (ends_at) WHERE seat IS NOT NULL",
    "CREATE INDEX appointment_by_slot ON appointment (group_id, starts_at) WHERE seat IS NOT NULL",
    "CREATE INDEX appointment_by_subject ON appointment (subject, day)",
];

const TABLES: &[&str] = &[
    "appointment",
    "slot_day",
    "slot",
    "office_closure",
    "opening_exception",
    "opening",
    "group_matter",
    "counter_group",
    "matter_item",
    "matter",
    "office",
];

#[sea_orm_migration::async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in TABLES {
            super::run(manager, &[&format!("DROP TABLE {table}")]).await?;
        }
        Ok(())
    }
}
