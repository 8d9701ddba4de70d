//! Who may act for whom: relatives, those without an account, companies with their agents; and what was done so.

use sea_orm_migration::{prelude::*, sea_orm::DatabaseBackend};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

/// Tables without columns of bytes.
const UP: &[&str] = &[
    // Somebody asks to help whoever is reached at an address.
    "CREATE TABLE family_request (
    id uuid PRIMARY KEY,
    helper_id uuid NOT NULL REFERENCES account (id),
    kind text NOT NULL CHECK (kind IN ('phone', 'email')),
    address text NOT NULL,
    relation text NOT NULL,
    powers text NOT NULL,
    state text NOT NULL CHECK (state IN ('open', 'agreed', 'refused', 'withdrawn')),
    code_id uuid,
    created_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    decided_at timestamp with time zone
)",
    "CREATE INDEX family_request_by_helper ON family_request (helper_id, id)",
    "CREATE INDEX family_request_by_address ON family_request (address, kind) WHERE state = 'open'",
    // Who helps whom. The places are what limits both: five relatives a helper, three helpers a relative.
    "CREATE TABLE family_tie (
    id uuid PRIMARY KEY,
    helper_id uuid NOT NULL REFERENCES account (id),
    relative_id uuid REFERENCES account (id),
    dependant_id uuid REFERENCES dependant (id),
    relation text NOT NULL,
    powers text NOT NULL,
    helper_place smallint NOT NULL CHECK (helper_place BETWEEN 1 AND 5),
    relative_place smallint NOT NULL CHECK (relative_place BETWEEN 1 AND 3),
    begun_at timestamp with time zone NOT NULL,
    until timestamp with time zone,
    ended_at timestamp with time zone,
    CHECK ((relative_id IS NULL) <> (dependant_id IS NULL)),
    CHECK (relative_id IS NULL OR relative_id <> helper_id)
)",
    "CREATE UNIQUE INDEX family_tie_places_of_helper ON family_tie (helper_id, helper_place) WHERE ended_at IS NULL",
    "CREATE UNIQUE INDEX family_tie_places_of_relative ON family_tie (relative_id, relative_place)
    WHERE ended_at IS NULL AND relative_id IS NOT NULL",
    "CREATE UNIQUE INDEX family_tie_places_of_dependant ON family_tie (dependant_id, relative_place)
    WHERE ended_at IS NULL AND dependant_id IS NOT NULL",
    "CREATE UNIQUE INDEX family_tie_of_two ON family_tie (helper_id, relative_id)
    WHERE ended_at IS NULL AND relative_id IS NOT NULL",
    "CREATE UNIQUE INDEX family_tie_of_dependant ON family_tie (helper_id, dependant_id)
    WHERE ended_at IS NULL AND dependant_id IS NOT NULL",
    "CREATE INDEX family_tie_by_helper ON family_tie (helper_id, id)",
    "CREATE INDEX family_tie_by_relative ON family_tie (relative_id, id) WHERE relative_id IS NOT NULL",
    "CREATE INDEX family_tie_by_end ON family_tie (until) WHERE until IS NOT NULL AND ended_at IS NULL",
    // What happened between two; both read it.
    "CREATE TABLE family_event (
    id uuid PRIMARY KEY,
    tie_id uuid NOT NULL REFERENCES family_tie (id),
    act text NOT NULL,
    by_side text NOT NULL CHECK (by_side IN ('helper', 'relative', 'clerk', 'age', 'closure')),
    powers text NOT NULL,
    at timestamp with time zone NOT NULL
)",
    "CREATE INDEX family_event_by_tie ON family_event (tie_id, id)",
    "CREATE TABLE company (
    uscc text PRIMARY KEY,
    name text NOT NULL,
    representative_id uuid NOT NULL REFERENCES account (id),
    created_at timestamp with time zone NOT NULL
)",
    "CREATE INDEX company_by_representative ON company (representative_id)",
    "CREATE TABLE company_agent (
    uscc text NOT NULL REFERENCES company (uscc),
    account_id uuid NOT NULL REFERENCES account (id),
    powers text NOT NULL,
    since timestamp with time zone NOT NULL,
    PRIMARY KEY (uscc, account_id)
)",
    "CREATE INDEX company_agent_by_account ON company_agent (account_id)",
    "CREATE TABLE company_invitation (
    id uuid PRIMARY KEY,
    uscc text NOT NULL REFERENCES company (uscc),
    kind text NOT NULL CHECK (kind IN ('phone', 'email')),
    address text NOT NULL,
    powers text NOT NULL,
    invited_by uuid NOT NULL REFERENCES account (id),
    state text NOT NULL CHECK (state IN ('open', 'agreed', 'refused', 'withdrawn')),
    created_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    decided_at timestamp with time zone
)",
    "CREATE INDEX company_invitation_by_company ON company_invitation (uscc, id) WHERE state = 'open'",
    "CREATE INDEX company_invitation_by_address ON company_invitation (address, kind) WHERE state = 'open'",
    // What a clerk has to decide: an old code that fails its check, or a representative the register does not know.
    "CREATE TABLE company_request (
    id uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES account (id),
    uscc text NOT NULL,
    name text NOT NULL,
    state text NOT NULL CHECK (state IN ('open', 'approved', 'refused')),
    paper text NOT NULL,
    reason text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    decided_at timestamp with time zone,
    decided_by text NOT NULL
)",
    "CREATE INDEX company_request_by_account ON company_request (account_id, id)",
    "CREATE INDEX company_request_open ON company_request (id) WHERE state = 'open'",
    "CREATE UNIQUE INDEX company_request_once ON company_request (account_id, uscc) WHERE state = 'open'",
    "CREATE TABLE company_event (
    id uuid PRIMARY KEY,
    uscc text NOT NULL REFERENCES company (uscc),
    act text NOT NULL,
    by_account uuid REFERENCES account (id),
    about_account uuid REFERENCES account (id),
    powers text NOT NULL,
    at timestamp with time zone NOT NULL
)",
    "CREATE INDEX company_event_by_company ON company_event (uscc, id)",
    // The register of legal persons that comes with the portal.
    "CREATE TABLE register_company (
    uscc text PRIMARY KEY,
    name text NOT NULL,
    representative_name text NOT NULL,
    representative_index text NOT NULL
)",
    // What somebody did for another.
    "CREATE TABLE acted_for (
    id uuid PRIMARY KEY,
    actor_id uuid NOT NULL REFERENCES account (id),
    account_id uuid REFERENCES account (id),
    dependant_id uuid REFERENCES dependant (id),
    uscc text REFERENCES company (uscc),
    what text NOT NULL,
    subject text NOT NULL,
    at timestamp with time zone NOT NULL
)",
    "CREATE INDEX acted_for_by_actor ON acted_for (actor_id, id)",
    "CREATE INDEX acted_for_by_account ON acted_for (account_id, id) WHERE account_id IS NOT NULL",
    "CREATE INDEX acted_for_by_dependant ON acted_for (dependant_id, id) WHERE dependant_id IS NOT NULL",
    "CREATE INDEX acted_for_by_company ON acted_for (uscc, id) WHERE uscc IS NOT NULL",
];

const DOWN: &[&str] = &[
    "DROP TABLE acted_for",
    "DROP TABLE register_company",
    "DROP TABLE company_event",
    "DROP TABLE company_request",
    "DROP TABLE company_invitation",
    "DROP TABLE company_agent",
    "DROP TABLE company",
    "DROP TABLE family_event",
    "DROP TABLE family_tie",
    "DROP TABLE family_request",
    "DROP TABLE dependant_request",
    "DROP TABLE dependant",
];

/// Names and ID numbers are sealed with the city's key; of the number there is a keyed hash to find it by.
fn sealed(bytes: &str) -> [String; 5] {
    [
        format!(
            "CREATE TABLE dependant (
    id uuid PRIMARY KEY,
    name {bytes} NOT NULL,
    id_number {bytes} NOT NULL,
    id_number_index text NOT NULL UNIQUE,
    born_on date NOT NULL,
    created_at timestamp with time zone NOT NULL
)"
        ),
        format!(
            "CREATE TABLE dependant_request (
    id uuid PRIMARY KEY,
    helper_id uuid NOT NULL REFERENCES account (id),
    name {bytes} NOT NULL,
    id_number {bytes},
    id_number_index text NOT NULL,
    born_on date NOT NULL,
    relation text NOT NULL,
    powers text NOT NULL,
    state text NOT NULL CHECK (state IN ('open', 'approved', 'refused', 'withdrawn')),
    paper text NOT NULL,
    reason text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    decided_at timestamp with time zone,
    decided_by text NOT NULL
)"
        ),
        "CREATE INDEX dependant_request_by_helper ON dependant_request (helper_id, id)".to_owned(),
        "CREATE INDEX dependant_request_open ON dependant_request (id) WHERE state = 'open'".to_owned(),
        "CREATE UNIQUE INDEX dependant_request_once ON dependant_request (helper_id, id_number_index)
    WHERE state = 'open'"
            .to_owned(),
    ]
}

#[sea_orm_migration::async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let bytes = if manager.get_database_backend() == DatabaseBackend::Postgres { "bytea" } else { "blob" };
        for statement in sealed(bytes) {
            super::run(manager, &[&statement]).await?;
        }
        super::run(manager, UP).await?;
        for log in ["family_event", "company_event", "acted_for"] {
            super::only_ever_added(manager, log).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(manager, DOWN).await?;
        if manager.get_database_backend() == DatabaseBackend::Postgres {
            for log in ["family_event", "company_event", "acted_for"] {
                super::run(manager, &[&format!("DROP FUNCTION {log}_is_only_added_to()")]).await?;
            }
        }
        Ok(())
    }
}
