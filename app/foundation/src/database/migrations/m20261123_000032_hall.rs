//! The day in the hall: who waits with which number, at which counter somebody is served, which devices give numbers.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

const UP: &[&str] = &[
    // Rises with everything that happens in a hall on any day: whoever changes something there holds this row first, and whoever
    // shows something looks at it to know whether to look again.
    "CREATE TABLE hall (
    office_code text PRIMARY KEY REFERENCES office (code),
    revision bigint NOT NULL
)",
    // `minute` and `used` count what a device asked for in its minute.
    "CREATE TABLE hall_kiosk (
    id uuid PRIMARY KEY,
    office_code text NOT NULL REFERENCES office (code),
    name text NOT NULL,
    code_hash text UNIQUE,
    code_until timestamp with time zone,
    token_hash text UNIQUE,
    minute bigint NOT NULL,
    used integer NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    closed_at timestamp with time zone,
    CHECK ((code_hash IS NULL) = (code_until IS NULL))
)",
    "CREATE INDEX hall_kiosk_open ON hall_kiosk (office_code) WHERE closed_at IS NULL",
    "CREATE TABLE hall_counter (
    id uuid PRIMARY KEY,
    office_code text NOT NULL REFERENCES office (code),
    day date NOT NULL,
    label text NOT NULL,
    group_id uuid NOT NULL REFERENCES counter_group (id),
    account_id uuid NOT NULL,
    session_id uuid NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    closed_at timestamp with time zone
)",
    // A counter is there once a day, and somebody sits at one at a time.
    "CREATE UNIQUE INDEX hall_counter_label ON hall_counter (office_code, day, label) WHERE closed_at IS NULL",
    "CREATE UNIQUE INDEX hall_counter_session ON hall_counter (session_id) WHERE closed_at IS NULL",
    // A stay in the hall is one row, and one more for each time somebody is led on to other counters: `stay_id` ties them, `step`
    // counts them. When the row may be called, and before whom, is written once: `line`, `ready_at`, `order_at`.
    "CREATE TABLE queue_ticket (
    id uuid PRIMARY KEY,
    stay_id uuid NOT NULL,
    step integer NOT NULL CHECK (step >= 0),
    office_code text NOT NULL REFERENCES office (code),
    day date NOT NULL,
    letter text NOT NULL,
    number integer NOT NULL CHECK (number > 0),
    group_id uuid NOT NULL REFERENCES counter_group (id),
    matter_code text NOT NULL REFERENCES matter (code),
    appointment_id uuid REFERENCES appointment (id),
    is_booked boolean NOT NULL,
    priority text NOT NULL CHECK (priority IN ('none', 'elderly', 'disabled')),
    line integer NOT NULL CHECK (line IN (0, 1, 2)),
    ready_at timestamp with time zone NOT NULL,
    order_at timestamp with time zone NOT NULL,
    state text NOT NULL CHECK (state IN ('waiting', 'called', 'serving', 'parked', 'finished', 'missed', 'redirected', 'closed')),
    counter_id uuid REFERENCES hall_counter (id),
    counter_label text,
    token_hash text NOT NULL,
    kiosk_id uuid REFERENCES hall_kiosk (id),
    request_key text,
    issued_at timestamp with time zone NOT NULL,
    first_called_at timestamp with time zone,
    called_at timestamp with time zone,
    calls integer NOT NULL CHECK (calls >= 0),
    served_at timestamp with time zone,
    ended_at timestamp with time zone,
    UNIQUE (office_code, day, letter, number, step),
    UNIQUE (token_hash, step),
    CHECK ((counter_id IS NOT NULL) = (state IN ('called', 'serving'))),
    CHECK ((ended_at IS NOT NULL) = (state IN ('finished', 'missed', 'redirected', 'closed')))
)",
    // One person at a counter at a time; one place in the line for a visit; one number for a press of a button.
    "CREATE UNIQUE INDEX queue_ticket_at ON queue_ticket (counter_id) WHERE counter_id IS NOT NULL",
    "CREATE UNIQUE INDEX queue_ticket_visit ON queue_ticket (appointment_id) WHERE appointment_id IS NOT NULL",
    "CREATE UNIQUE INDEX queue_ticket_request ON queue_ticket (kiosk_id, request_key) WHERE request_key IS NOT NULL",
    "CREATE INDEX queue_ticket_open ON queue_ticket (office_code, day) WHERE ended_at IS NULL",
    "CREATE INDEX queue_ticket_called ON queue_ticket (office_code, day, called_at) WHERE called_at IS NOT NULL",
    "CREATE INDEX queue_ticket_handled ON queue_ticket (group_id, ended_at) WHERE served_at IS NOT NULL",
    // Whose visits an office expects on a day, and what became of them.
    "CREATE INDEX appointment_of_day ON appointment (office_code, day)",
];

const DOWN: &[&str] = &[
    "DROP INDEX appointment_of_day",
    "DROP TABLE queue_ticket",
    "DROP TABLE hall_counter",
    "DROP TABLE hall_kiosk",
    "DROP TABLE hall",
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
