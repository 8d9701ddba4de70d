//! A change is seen by every process within a second.

use std::time::{Duration, Instant};

use app::{
    catalogue::{Format, ImportOptions, Kind, import},
    clock::Clock,
    database::{Database, PoolSizes, testing},
};

use crate::support::portal;

/// A second; but segmenting every item without the compiler's optimiser alone takes longer.
fn search_deadline() -> Duration {
    Duration::from_secs(if cfg!(debug_assertions) { 15 } else { 1 })
}

#[tokio::test]
async fn what_another_process_imports_is_on_every_page_within_a_second() {
    for engine in testing::engines() {
        let portal = portal(engine).await;
        tokio::spawn(portal.catalogue.clone().keep_fresh());
        let before = portal.get("/items/510100-06-001").await.body;
        assert!(!before.contains("改名试验"));

        // Another process, with connections of its own.
        let other = Database::open(&portal.test.address, PoolSizes { readers: 2 }).await.unwrap();
        let mut item = portal.get("/api/v1/items/510100-06-001").await.json();
        item["name"]["zh"] = "改名试验".into();
        for answered in ["updated_at", "url"] {
            item.as_object_mut().unwrap().remove(answered);
        }
        let file = serde_json::to_vec(&[item]).unwrap();
        let report =
            import(&other, Clock::Real, Kind::Catalogue, Format::Json, &file, &ImportOptions::default()).await.unwrap();
        assert_eq!((report.changed, report.bad.len()), (1, 0), "{report}");

        let changed = Instant::now();
        while !portal.get("/items/510100-06-001").await.body.contains("改名试验") {
            assert!(changed.elapsed() < Duration::from_secs(1), "{engine:?}: a second passed");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        while portal.get("/api/v1/items?q=%E6%94%B9%E5%90%8D%E8%AF%95%E9%AA%8C").await.json()["total"] != 1 {
            assert!(changed.elapsed() < search_deadline(), "{engine:?}: the search does not know yet");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        other.close().await;
    }
}
