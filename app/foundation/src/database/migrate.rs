use std::{collections::BTreeSet, fs::File, path::PathBuf};

use sea_orm::{ConnectionTrait, DbErr, sea_query::Query};
use sea_orm_migration::{MigrationTrait, MigratorTrait};

use super::{Database, Engine, migrations};

/// The one flat list of schema changes; the only writer of schema.
pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        migrations::all()
    }
}

/// Why migrations did not run.
#[derive(Debug, thiserror::Error)]
pub enum MigrateError {
    /// The lock beside an embedded database could not be taken.
    #[error("cannot lock {0}: {1}")]
    Lock(PathBuf, std::io::Error),
    /// The database refused a change.
    #[error("migration failed: {0}")]
    Database(#[from] DbErr),
}

/// Where the migrator notes what has run.
const MIGRATIONS_TABLE: &str = "seaql_migrations";
/// Any number that nothing else in the database locks on.
const POSTGRES_LOCK: i64 = 0x7969_746f_6e67;

impl Database {
    /// Brings the schema up to date. Several processes may call this at once: one works, the others wait for it.
    pub async fn migrate(&self) -> Result<(), MigrateError> {
        match self.engine() {
            Engine::Sqlite => self.migrate_under_file_lock().await,
            Engine::Postgres => self.migrate_under_session_lock().await,
        }
    }

    /// Whether every migration has run. Only reads: the migrator's own question would make its table where it is missing.
    pub async fn is_migrated(&self) -> Result<bool, DbErr> {
        let mut query = Query::select();
        query.column("version").from(MIGRATIONS_TABLE);
        let rows = match self.reader().query_all(&query).await {
            Ok(rows) => rows,
            // An empty database has no such table yet; one that does not answer is another matter.
            Err(_) if self.answers().await => return Ok(false),
            Err(error) => return Err(error),
        };
        let done: BTreeSet<String> = rows.iter().map(|row| row.try_get("", "version")).collect::<Result<_, _>>()?;
        Ok(Migrator::migrations().iter().all(|migration| done.contains(migration.name())))
    }

    async fn migrate_under_file_lock(&self) -> Result<(), MigrateError> {
        let path = self.file().map(|file| file.with_extension("migrate.lock")).unwrap_or_default();
        let name = path.clone();
        let lock = tokio::task::spawn_blocking(move || {
            let lock = File::options().create(true).truncate(false).write(true).open(&path)?;
            lock.lock()?;
            Ok(lock)
        })
        .await
        .map_err(std::io::Error::other)
        .and_then(|locked| locked)
        .map_err(|error: std::io::Error| MigrateError::Lock(name, error))?;
        Migrator::up(self.writer(), None).await?;
        drop(lock);
        Ok(())
    }

    async fn migrate_under_session_lock(&self) -> Result<(), MigrateError> {
        // A connection of its own holds the lock: it goes with the connection, also when this process dies.
        let pool = self.writer().get_postgres_connection_pool();
        let mut holder =
            pool.acquire().await.map_err(|error| DbErr::Conn(sea_orm::RuntimeErr::SqlxError(error.into())))?;
        let run = async |statement: String, holder: &mut sqlx::PgConnection| {
            sqlx::Executor::execute(holder, sqlx::AssertSqlSafe(statement))
                .await
                .map(|_| ())
                .map_err(|error| DbErr::Exec(sea_orm::RuntimeErr::SqlxError(error.into())))
        };
        run("SET statement_timeout = 0".to_owned(), &mut holder).await?;
        run(format!("SELECT pg_advisory_lock({POSTGRES_LOCK})"), &mut holder).await?;
        let outcome = async {
            self.writer().execute_unprepared("SELECT 1").await?;
            Migrator::up(self.writer(), None).await
        }
        .await;
        run(format!("SELECT pg_advisory_unlock({POSTGRES_LOCK})"), &mut holder).await?;
        run("RESET statement_timeout".to_owned(), &mut holder).await?;
        Ok(outcome?)
    }
}
