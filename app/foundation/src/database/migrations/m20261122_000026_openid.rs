//! The portal as OpenID Provider: applications, what was granted to them, and the keys it signs with.

use sea_orm_migration::{prelude::*, sea_orm::DatabaseBackend};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

/// Tables without columns of bytes.
const UP: &[&str] = &[
    // An application of a department. What describes it is one document; what is asked in queries stands beside it.
    "CREATE TABLE oauth_client (
    id uuid PRIMARY KEY,
    client_id text NOT NULL UNIQUE,
    department_id text NOT NULL REFERENCES department (id),
    state text NOT NULL CHECK (state IN ('requested', 'test', 'live', 'suspended', 'refused')),
    definition text NOT NULL,
    secret_hash text,
    former_secret_hash text,
    former_secret_until timestamp with time zone,
    service_account_id uuid REFERENCES account (id),
    revision integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    created_by text NOT NULL,
    changed_at timestamp with time zone NOT NULL
)",
    "CREATE INDEX oauth_client_by_department ON oauth_client (department_id, client_id)",
    // What a department wants changed of an application that people use; it waits for another person's approval.
    "CREATE TABLE oauth_client_change (
    client_id uuid PRIMARY KEY REFERENCES oauth_client (id),
    definition text NOT NULL,
    proposed_by text NOT NULL,
    proposed_at timestamp with time zone NOT NULL
)",
    // What happened to an application, as its department reads it.
    "CREATE TABLE oauth_client_event (
    id uuid PRIMARY KEY,
    client_id uuid NOT NULL REFERENCES oauth_client (id),
    act text NOT NULL,
    by_name text NOT NULL,
    note text NOT NULL,
    at timestamp with time zone NOT NULL
)",
    "CREATE INDEX oauth_client_event_by_client ON oauth_client_event (client_id, id)",
    // What was asked at the authorization endpoint and waits: pushed by an application, or for a person to answer.
    "CREATE TABLE oauth_request (
    id_hash text PRIMARY KEY,
    client_id uuid NOT NULL REFERENCES oauth_client (id),
    pushed boolean NOT NULL,
    parameters text NOT NULL,
    account_id uuid,
    created_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone
)",
    "CREATE INDEX oauth_request_by_end ON oauth_request (ends_at)",
    // What a person agreed to pass on, once per application.
    "CREATE TABLE oauth_consent (
    account_id uuid NOT NULL REFERENCES account (id),
    client_id uuid NOT NULL REFERENCES oauth_client (id),
    scopes text NOT NULL,
    claims text NOT NULL,
    agreed_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone NOT NULL,
    PRIMARY KEY (account_id, client_id)
)",
    // What was granted: begun by a code that is redeemed once, carried on by refresh tokens, ended as a whole.
    "CREATE TABLE oauth_grant (
    id uuid PRIMARY KEY,
    client_id uuid NOT NULL REFERENCES oauth_client (id),
    account_id uuid REFERENCES account (id),
    session_id uuid,
    sid text,
    subject text NOT NULL,
    scopes text NOT NULL,
    claims text NOT NULL,
    nonce text,
    acr text NOT NULL,
    amr text NOT NULL,
    auth_time timestamp with time zone NOT NULL,
    code_hash text UNIQUE,
    code_ends_at timestamp with time zone,
    code_used_at timestamp with time zone,
    redirect_uri text,
    code_challenge text,
    created_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    revoked_at timestamp with time zone
)",
    "CREATE INDEX oauth_grant_by_account ON oauth_grant (account_id, client_id) WHERE revoked_at IS NULL",
    "CREATE INDEX oauth_grant_by_client ON oauth_grant (client_id) WHERE revoked_at IS NULL",
    "CREATE INDEX oauth_grant_by_session ON oauth_grant (session_id) WHERE revoked_at IS NULL",
    "CREATE INDEX oauth_grant_by_end ON oauth_grant (ends_at)",
    "CREATE TABLE oauth_refresh_token (
    token_hash text PRIMARY KEY,
    grant_id uuid NOT NULL REFERENCES oauth_grant (id),
    issued_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone
)",
    "CREATE INDEX oauth_refresh_token_by_grant ON oauth_refresh_token (grant_id)",
    // Applications a session has signed in to: who must be told when it ends.
    "CREATE TABLE oauth_login (
    sid text PRIMARY KEY,
    session_id uuid NOT NULL,
    client_id uuid NOT NULL REFERENCES oauth_client (id),
    account_id uuid NOT NULL REFERENCES account (id),
    subject text NOT NULL,
    began_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone
)",
    "CREATE UNIQUE INDEX oauth_login_of_session ON oauth_login (session_id, client_id) WHERE ended_at IS NULL",
    "CREATE INDEX oauth_login_open ON oauth_login (began_at) WHERE ended_at IS NULL",
    "CREATE INDEX oauth_login_by_account ON oauth_login (account_id, began_at)",
    // Back-channel logout: told until an application answers, or is given up.
    "CREATE TABLE oauth_logout (
    id uuid PRIMARY KEY,
    client_id uuid NOT NULL REFERENCES oauth_client (id),
    sid text NOT NULL REFERENCES oauth_login (sid),
    created_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone,
    tries integer NOT NULL,
    delivered_at timestamp with time zone,
    failed_at timestamp with time zone,
    failure text NOT NULL
)",
    "CREATE INDEX oauth_logout_due ON oauth_logout (due_at) WHERE due_at IS NOT NULL",
    "CREATE UNIQUE INDEX oauth_logout_once ON oauth_logout (sid)",
    // Assertions by which applications proved themselves: each once (RFC 7523 §3).
    "CREATE TABLE oauth_assertion (
    client_id uuid NOT NULL REFERENCES oauth_client (id),
    jti_hash text NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    PRIMARY KEY (client_id, jti_hash)
)",
    "CREATE INDEX oauth_assertion_by_end ON oauth_assertion (ends_at)",
    "CREATE TABLE oauth_use (
    client_id uuid NOT NULL REFERENCES oauth_client (id),
    day date NOT NULL,
    kind text NOT NULL,
    uses bigint NOT NULL,
    PRIMARY KEY (client_id, day, kind)
)",
];

/// Keys the provider signs with: one signs, the one before is still published until what it signed is over.
const SIGNING_KEY: &str = "CREATE TABLE signing_key (
    kid text PRIMARY KEY,
    algorithm text NOT NULL CHECK (algorithm IN ('ES256', 'RS256')),
    generation integer NOT NULL,
    sealed BYTES NOT NULL,
    public_jwk text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    signs_from timestamp with time zone NOT NULL,
    published_until timestamp with time zone,
    UNIQUE (algorithm, generation)
)";

const TABLES: &[&str] = &[
    "signing_key",
    "oauth_use",
    "oauth_assertion",
    "oauth_logout",
    "oauth_login",
    "oauth_refresh_token",
    "oauth_grant",
    "oauth_consent",
    "oauth_request",
    "oauth_client_event",
    "oauth_client_change",
    "oauth_client",
];

#[sea_orm_migration::async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(manager, UP).await?;
        let bytes = if manager.get_database_backend() == DatabaseBackend::Postgres { "bytea" } else { "blob" };
        super::run(manager, &[&SIGNING_KEY.replace("BYTES", bytes)]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in TABLES {
            super::run(manager, &[&format!("DROP TABLE {table}")]).await?;
        }
        Ok(())
    }
}
