//! What the desk knows of items: records, drafts, versions, and what became of them. `service_item` stays what is public.

use data_encoding::HEXLOWER;
use sea_orm::{ConnectionTrait as _, DatabaseBackend};
use sea_orm_migration::prelude::*;
use sha2::{Digest as _, Sha256};

use crate::ids::PublicationEventId;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

const UP: &[&str] = &[
    "CREATE TABLE item_record (
    code text PRIMARY KEY,
    department_id text NOT NULL REFERENCES department (id),
    name_zh text NOT NULL,
    name_en text NOT NULL,
    live text NOT NULL CHECK (live IN ('never', 'published', 'withdrawn', 'expired')),
    work text NOT NULL CHECK (work IN ('none', 'draft', 'review', 'approved')),
    version integer,
    last_revision bigint NOT NULL,
    publish_at timestamp with time zone,
    expire_at timestamp with time zone,
    changed_at timestamp with time zone NOT NULL,
    changed_by text NOT NULL,
    CHECK ((live = 'never') = (version IS NULL))
)",
    "CREATE INDEX item_record_by_change ON item_record (changed_at DESC, code)",
    "CREATE INDEX item_record_by_department ON item_record (department_id, changed_at DESC, code)",
    "CREATE INDEX item_record_by_work ON item_record (work, changed_at DESC, code) WHERE work <> 'none'",
    "CREATE INDEX item_record_by_live ON item_record (live, changed_at DESC, code) WHERE live <> 'published'",
    "CREATE INDEX item_record_by_start ON item_record (publish_at, code) WHERE publish_at IS NOT NULL",
    "CREATE INDEX item_record_by_end ON item_record (expire_at, code) WHERE expire_at IS NOT NULL",
    "CREATE TABLE item_version (
    code text NOT NULL REFERENCES item_record (code),
    number integer NOT NULL CHECK (number > 0),
    content text NOT NULL,
    content_hash text NOT NULL,
    cause text NOT NULL CHECK (cause IN ('desk', 'import')),
    note text NOT NULL,
    written_by text NOT NULL,
    approved_by_id uuid,
    approved_by text NOT NULL,
    published_by text NOT NULL,
    published_at timestamp with time zone NOT NULL,
    PRIMARY KEY (code, number)
)",
    "CREATE INDEX item_version_by_time ON item_version (published_at DESC, code)",
    "CREATE TABLE publication_event (
    id uuid PRIMARY KEY,
    code text NOT NULL REFERENCES item_record (code),
    kind text NOT NULL CHECK (kind IN ('published', 'withdrawn', 'expired', 'restored')),
    version integer NOT NULL,
    at timestamp with time zone NOT NULL,
    by_name text NOT NULL,
    reason text NOT NULL
)",
    "CREATE INDEX publication_event_by_item ON publication_event (code, id)",
    "CREATE INDEX publication_event_by_time ON publication_event (at DESC, code)",
    "CREATE TABLE item_draft (
    code text PRIMARY KEY REFERENCES item_record (code),
    sheet text NOT NULL,
    first_revision bigint NOT NULL,
    revision bigint NOT NULL,
    serial bigint NOT NULL,
    base_version integer,
    state text NOT NULL CHECK (state IN ('draft', 'review', 'approved')),
    changed_at timestamp with time zone NOT NULL,
    changed_by_id uuid,
    changed_by text NOT NULL,
    submitted_at timestamp with time zone,
    submitted_by_id uuid,
    submitted_by text NOT NULL,
    note text NOT NULL,
    approved_at timestamp with time zone,
    approved_by_id uuid,
    approved_by text NOT NULL,
    publish_at timestamp with time zone,
    expire_at timestamp with time zone,
    CHECK (state <> 'approved' OR (approved_at IS NOT NULL AND approved_by_id IS NOT NULL AND publish_at IS NOT NULL))
)",
    "CREATE INDEX item_draft_by_start ON item_draft (publish_at, code) WHERE state = 'approved'",
    "CREATE TABLE item_draft_editor (
    code text NOT NULL REFERENCES item_draft (code) ON DELETE CASCADE,
    account_id uuid NOT NULL,
    display_name text NOT NULL,
    PRIMARY KEY (code, account_id)
)",
    "CREATE INDEX item_draft_editor_by_account ON item_draft_editor (account_id, code)",
    "CREATE TABLE item_draft_change (
    code text NOT NULL REFERENCES item_draft (code) ON DELETE CASCADE,
    revision bigint NOT NULL,
    account_id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    fields text NOT NULL,
    PRIMARY KEY (code, revision)
)",
    "CREATE TABLE item_draft_conflict (
    code text NOT NULL REFERENCES item_draft (code) ON DELETE CASCADE,
    number bigint NOT NULL,
    field text NOT NULL,
    base text NOT NULL,
    mine text NOT NULL,
    account_id uuid NOT NULL,
    display_name text NOT NULL,
    at timestamp with time zone NOT NULL,
    PRIMARY KEY (code, number),
    UNIQUE (code, field, account_id)
)",
    "CREATE TABLE item_draft_comment (
    code text NOT NULL REFERENCES item_draft (code) ON DELETE CASCADE,
    number bigint NOT NULL,
    field text NOT NULL,
    body text NOT NULL,
    account_id uuid,
    display_name text NOT NULL,
    at timestamp with time zone NOT NULL,
    done_at timestamp with time zone,
    PRIMARY KEY (code, number)
)",
    "CREATE TABLE item_presence (
    code text NOT NULL REFERENCES item_draft (code) ON DELETE CASCADE,
    account_id uuid NOT NULL,
    display_name text NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    PRIMARY KEY (code, account_id)
)",
];

const DOWN: &[&str] = &[
    "DROP TABLE item_presence",
    "DROP TABLE item_draft_comment",
    "DROP TABLE item_draft_conflict",
    "DROP TABLE item_draft_change",
    "DROP TABLE item_draft_editor",
    "DROP TABLE item_draft",
    "DROP TABLE publication_event",
    "DROP TABLE item_version",
    "DROP TABLE item_record",
];

/// Tables whose rows are only ever added.
const LASTING: [&str; 2] = ["item_version", "publication_event"];
/// Items taken over in one go.
const PAGE: u64 = 500;

#[sea_orm_migration::async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(manager, UP).await?;
        take_over(manager).await?;
        for table in LASTING {
            super::only_ever_added(manager, table).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(manager, DOWN).await?;
        if manager.get_database_backend() == DatabaseBackend::Postgres {
            for table in LASTING {
                let statement = format!("DROP FUNCTION {table}_is_only_added_to()");
                manager.get_connection().execute_unprepared(&statement).await?;
            }
        }
        Ok(())
    }
}

/// Gives every item that is public already its record, its first version and the event of its publication.
async fn take_over(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let connection = manager.get_connection();
    let mut after = String::new();
    loop {
        let mut page = Query::select();
        page.columns(["code", "department_id", "name_zh", "content", "updated_at"])
            .from("service_item")
            .and_where(Expr::col("code").gt(after.as_str()))
            .order_by("code", Order::Asc)
            .limit(PAGE);
        let rows = connection.query_all(&page).await?;
        let Some(last) = rows.last() else { return Ok(()) };
        after = last.try_get("", "code")?;

        let mut records = Query::insert();
        records.into_table("item_record").columns([
            "code",
            "department_id",
            "name_zh",
            "name_en",
            "live",
            "work",
            "version",
            "last_revision",
            "changed_at",
            "changed_by",
        ]);
        let mut versions = Query::insert();
        versions.into_table("item_version").columns([
            "code",
            "number",
            "content",
            "content_hash",
            "cause",
            "note",
            "written_by",
            "approved_by",
            "published_by",
            "published_at",
        ]);
        let mut events = Query::insert();
        events.into_table("publication_event").columns(["id", "code", "kind", "version", "at", "by_name", "reason"]);
        for row in &rows {
            let code: String = row.try_get("", "code")?;
            let department: String = row.try_get("", "department_id")?;
            let name_zh: String = row.try_get("", "name_zh")?;
            let content: String = row.try_get("", "content")?;
            let at: chrono::DateTime<chrono::Utc> = row.try_get("", "updated_at")?;
            let name_en = serde_json::from_str::<serde_json::Value>(&content)
                .ok()
                .and_then(|item| item.pointer("/name/en")?.as_str().map(str::to_owned))
                .unwrap_or_default();
            let hash = HEXLOWER.encode(&Sha256::digest(&content));
            records.values_panic([
                code.clone().into(),
                department.into(),
                name_zh.into(),
                name_en.into(),
                "published".into(),
                "none".into(),
                1.into(),
                0i64.into(),
                at.into(),
                "migration".into(),
            ]);
            versions.values_panic([
                code.clone().into(),
                1.into(),
                content.into(),
                hash.into(),
                "import".into(),
                "".into(),
                "[]".into(),
                "".into(),
                "migration".into(),
                at.into(),
            ]);
            events.values_panic([
                PublicationEventId::new().uuid().into(),
                code.into(),
                "published".into(),
                1.into(),
                at.into(),
                "migration".into(),
                "".into(),
            ]);
        }
        for insert in [&records, &versions, &events] {
            connection.execute(insert).await?;
        }
    }
}
