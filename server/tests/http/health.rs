use axum::http::StatusCode;
use foundation::database::{Database, PoolSizes, testing};

use crate::support::{on, portal};

#[tokio::test]
async fn a_process_with_a_migrated_database_is_alive_and_ready() {
    for engine in testing::engines() {
        let portal = portal(engine).await;
        assert_eq!(portal.get("/healthz").await.status, StatusCode::OK);
        assert_eq!(portal.get("/readyz").await.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn a_process_whose_database_is_gone_is_alive_but_not_ready() {
    for engine in testing::engines() {
        let test = testing::fresh(engine).await;
        let database = test.database.clone();
        let portal = on(test).await;
        database.close().await;
        assert_eq!(portal.get("/healthz").await.status, StatusCode::OK);
        assert_eq!(portal.get("/readyz").await.status, StatusCode::SERVICE_UNAVAILABLE);
    }
}

#[tokio::test]
async fn several_processes_may_migrate_at_once() {
    let mut addresses = Vec::new();
    let file = std::env::temp_dir().join(format!("yitong-race-{}.db", std::process::id()));
    let _ = std::fs::remove_file(&file);
    addresses.push(format!("sqlite:{}", file.display()));
    addresses.extend(testing::bare_postgres().await);
    for address in addresses {
        let start = |address: String| async move {
            let database = Database::open(&address, PoolSizes { readers: 3 }).await.unwrap();
            database.migrate().await.unwrap();
            assert!(database.is_migrated().await.unwrap(), "{address}");
            database.close().await;
        };
        let starts: Vec<_> = (0..5).map(|_| tokio::spawn(start(address.clone()))).collect();
        for one in starts {
            one.await.unwrap();
        }
    }
    let _ = std::fs::remove_file(&file);
}
