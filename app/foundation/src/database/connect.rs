use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use sea_orm::{ConnectOptions, ConnectionTrait, DatabaseConnection, DbErr};
use sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};

/// Which engine answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// Embedded, one file.
    Sqlite,
    /// A server, for several processes.
    Postgres,
}

/// How many connections a process may hold.
#[derive(Debug, Clone, Copy)]
pub struct PoolSizes {
    /// Connections for reading (`SQLite`), or for everything (`PostgreSQL`).
    pub readers: u32,
}

/// The database of the city: clone it freely, it is a handle on pools.
#[derive(Debug, Clone)]
pub struct Database(Arc<Pools>);

#[derive(Debug)]
struct Pools {
    engine: Engine,
    /// `SQLite` admits one writer; a pool of one makes the others wait here and not fail there.
    writer: DatabaseConnection,
    reader: DatabaseConnection,
    file: Option<PathBuf>,
}

/// Why a database could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The address names no engine we speak.
    #[error("`{0}` is no database address: use sqlite:FILE or postgres://USER@HOST/NAME")]
    Address(String),
    /// The folder of the file could not be made.
    #[error("cannot make the folder {0}: {1}")]
    Folder(PathBuf, std::io::Error),
    /// The engine did not let us in.
    #[error("cannot open the database: {0}")]
    Engine(#[from] DbErr),
}

impl Database {
    /// Opens `sqlite:FILE` (made if missing) or `postgres://…`.
    pub async fn open(address: &str, sizes: PoolSizes) -> Result<Self, OpenError> {
        if let Some(file) = address.strip_prefix("sqlite:") {
            let file = PathBuf::from(file.trim_start_matches("//"));
            return Self::open_sqlite(&file, sizes).await;
        }
        if address.starts_with("postgres://") || address.starts_with("postgresql://") {
            let mut options = ConnectOptions::new(address);
            options
                .max_connections(sizes.readers.max(2))
                .min_connections(1)
                .acquire_timeout(Duration::from_secs(5))
                .max_lifetime(Duration::from_mins(30))
                .sqlx_logging(false)
                .map_sqlx_postgres_opts(|options| {
                    options.application_name("yitong").options([("statement_timeout", "15000")])
                });
            let connection = sea_orm::Database::connect(options).await?;
            return Ok(Self(Arc::new(Pools {
                engine: Engine::Postgres,
                writer: connection.clone(),
                reader: connection,
                file: None,
            })));
        }
        // Never the address itself: it may hold a password.
        Err(OpenError::Address(address.split_once(':').map_or("", |(scheme, _)| scheme).to_owned()))
    }

    async fn open_sqlite(file: &Path, sizes: PoolSizes) -> Result<Self, OpenError> {
        if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder).map_err(|error| OpenError::Folder(folder.to_owned(), error))?;
        }
        let address = format!("sqlite://{}?mode=rwc", file.display());
        let options = |connections: u32, query_only: bool| {
            let mut options = ConnectOptions::new(address.clone());
            options
                .max_connections(connections)
                .min_connections(1)
                .acquire_timeout(Duration::from_secs(10))
                .sqlx_logging(false)
                .map_sqlx_sqlite_opts(move |options| {
                    let options = options
                        .journal_mode(SqliteJournalMode::Wal)
                        .synchronous(SqliteSynchronous::Normal)
                        .busy_timeout(Duration::from_secs(5))
                        .foreign_keys(true)
                        .pragma("temp_store", "memory")
                        .pragma("cache_size", "-4000");
                    if query_only { options.pragma("query_only", "on") } else { options }
                });
            options
        };
        let writer = sea_orm::Database::connect(options(1, false)).await?;
        let reader = sea_orm::Database::connect(options(sizes.readers.max(1), true)).await?;
        Ok(Self(Arc::new(Pools { engine: Engine::Sqlite, writer, reader, file: Some(file.to_owned()) })))
    }

    /// The engine behind this handle.
    pub fn engine(&self) -> Engine {
        self.0.engine
    }

    /// The file of an embedded database.
    pub fn file(&self) -> Option<&Path> {
        self.0.file.as_deref()
    }

    /// For reading outside a transaction.
    pub fn reader(&self) -> &DatabaseConnection {
        &self.0.reader
    }

    /// For a change that is one statement; what takes several goes through [`Database::write`].
    pub fn writer(&self) -> &DatabaseConnection {
        &self.0.writer
    }

    /// Whether the database answers.
    pub async fn answers(&self) -> bool {
        self.0.reader.execute_unprepared("SELECT 1").await.is_ok()
    }

    /// Closes every connection, so that an embedded database is left as one file.
    pub async fn close(self) {
        let _ = self.0.reader.clone().close().await;
        let _ = self.0.writer.clone().close().await;
    }
}
