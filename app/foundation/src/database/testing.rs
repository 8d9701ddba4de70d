//! Real databases for tests: a fresh `SQLite` file, and a fresh `PostgreSQL` database cloned from a migrated template.
//!
//! `make test` starts a temporary `PostgreSQL` and names it in `YITONG_TEST_POSTGRES`. Without it the tests fail, unless
//! `YITONG_TEST_SQLITE_ONLY=1` says that half a proof is wanted.

#![expect(clippy::missing_panics_doc, clippy::unwrap_used, reason = "for tests: a panic is the report")]

use std::{
    path::PathBuf,
    sync::atomic::{AtomicU32, Ordering},
};

use sea_orm::{ConnectionTrait, Database as Connection};
use tokio::sync::OnceCell;

use super::{Database, Engine, PoolSizes};

static SERIAL: AtomicU32 = AtomicU32::new(0);
static TEMPLATE: OnceCell<String> = OnceCell::const_new();

/// A migrated database of its own for one test; an embedded one is removed when dropped.
pub struct TestDatabase {
    /// The handle.
    pub database: Database,
    /// Its address, for opening it a second time.
    pub address: String,
    file: Option<PathBuf>,
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        if let Some(file) = &self.file {
            for suffix in ["", "-wal", "-shm"] {
                let _ = std::fs::remove_file(format!("{}{suffix}", file.display()));
            }
            let _ = std::fs::remove_file(file.with_extension("migrate.lock"));
        }
    }
}

/// The engines this run tests on.
pub fn engines() -> Vec<Engine> {
    if server().is_some() {
        return vec![Engine::Sqlite, Engine::Postgres];
    }
    assert!(
        variable("YITONG_TEST_SQLITE_ONLY").as_deref() == Some("1"),
        "no PostgreSQL to test on: run `make test`, set YITONG_TEST_POSTGRES, or accept half a proof with YITONG_TEST_SQLITE_ONLY=1"
    );
    vec![Engine::Sqlite]
}

/// A fresh, migrated database on an engine.
pub async fn fresh(engine: Engine) -> TestDatabase {
    match engine {
        Engine::Sqlite => {
            let name = format!("yitong-test-{}-{}.db", std::process::id(), SERIAL.fetch_add(1, Ordering::Relaxed));
            let file = std::env::temp_dir().join(name);
            let address = format!("sqlite:{}", file.display());
            let database = Database::open(&address, PoolSizes { readers: 2 }).await.unwrap();
            database.migrate().await.unwrap();
            TestDatabase { database, address, file: Some(file) }
        }
        Engine::Postgres => {
            let server = server().unwrap();
            let template = TEMPLATE.get_or_init(|| make_template(server.clone())).await;
            let name = format!("t{}_{}", std::process::id(), SERIAL.fetch_add(1, Ordering::Relaxed));
            administer(&server, &format!("CREATE DATABASE {name} TEMPLATE {template}")).await;
            let address = at(&server, &name);
            let database = Database::open(&address, PoolSizes { readers: 3 }).await.unwrap();
            TestDatabase { database, address, file: None }
        }
    }
}

/// An empty database without schema, to test migrations themselves.
pub async fn bare_postgres() -> Option<String> {
    let server = server()?;
    let name = format!("b{}_{}", std::process::id(), SERIAL.fetch_add(1, Ordering::Relaxed));
    administer(&server, &format!("CREATE DATABASE {name}")).await;
    Some(at(&server, &name))
}

async fn make_template(server: String) -> String {
    let name = format!("template_{}", std::process::id());
    administer(&server, &format!("CREATE DATABASE {name}")).await;
    let database = Database::open(&at(&server, &name), PoolSizes { readers: 2 }).await.unwrap();
    database.migrate().await.unwrap();
    database.close().await;
    name
}

async fn administer(server: &str, statement: &str) {
    let connection = Connection::connect(at(server, "postgres")).await.unwrap();
    // A template in use by another connection cannot be cloned for a moment: several tests start at once.
    for attempt in 0u32.. {
        match connection.execute_unprepared(statement).await {
            Ok(_) => break,
            Err(error) => assert!(attempt < 40, "{statement}: {error}"),
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    connection.close().await.unwrap();
}

fn at(server: &str, name: &str) -> String {
    server.replace("/postgres", &format!("/{name}"))
}

/// For example `postgres://app@localhost/postgres?host=/tmp/socket-folder`.
fn server() -> Option<String> {
    variable("YITONG_TEST_POSTGRES").filter(|address| !address.is_empty())
}

fn variable(name: &str) -> Option<String> {
    #[expect(clippy::disallowed_methods, reason = "the test harness is configured by its environment")]
    std::env::var(name).ok()
}
