//! Sessions that ended and that applications have to be told of.
//!
//! A session ends in many ways: signed out, ended from another device, made room for another, too old, its account closed. All of
//! them remove its row, so the database itself notes the end, in the transaction that brought it about. Nothing is noted of
//! sessions that signed in to no application.

use sea_orm_migration::{prelude::*, sea_orm::DatabaseBackend};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

const TABLE: &str = "CREATE TABLE oauth_ended_session (session_id uuid PRIMARY KEY)";

const IS_KNOWN: &str = "EXISTS (SELECT 1 FROM oauth_login WHERE session_id = OLD.id AND ended_at IS NULL)";

#[sea_orm_migration::async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(manager, &[TABLE]).await?;
        if manager.get_database_backend() == DatabaseBackend::Postgres {
            let function = format!(
                "CREATE FUNCTION session_end_is_noted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                        IF {IS_KNOWN} THEN
                            INSERT INTO oauth_ended_session (session_id) VALUES (OLD.id) ON CONFLICT DO NOTHING;
                        END IF;
                        RETURN OLD;
                    END $$"
            );
            let trigger = "CREATE TRIGGER session_end_is_noted AFTER DELETE ON session
                    FOR EACH ROW EXECUTE FUNCTION session_end_is_noted()";
            super::run(manager, &[&function, trigger]).await
        } else {
            let trigger = format!(
                "CREATE TRIGGER session_end_is_noted AFTER DELETE ON session WHEN {IS_KNOWN}
                    BEGIN INSERT OR IGNORE INTO oauth_ended_session (session_id) VALUES (OLD.id); END"
            );
            super::run(manager, &[&trigger]).await
        }
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if manager.get_database_backend() == DatabaseBackend::Postgres {
            let statements = ["DROP TRIGGER session_end_is_noted ON session", "DROP FUNCTION session_end_is_noted()"];
            super::run(manager, &statements).await?;
        } else {
            super::run(manager, &["DROP TRIGGER session_end_is_noted"]).await?;
        }
        super::run(manager, &["DROP TABLE oauth_ended_session"]).await
    }
}
