//! A change is right on every page of every process within a second. Nothing is told inside a process: each follows the
//! database, so what one changes itself comes to it as another one's would.

use std::time::{Duration, Instant};

use axum::http::StatusCode;
use catalogue::{Format, ImportOptions, Kind, import};
use foundation::{
    clock::Clock,
    database::{Database, Engine, PoolSizes, testing},
};

use crate::{
    machine::{ITEM, publish_name, restore, withdraw},
    support::{Portal, portal},
};

/// Within a second every one of these addresses says (or does not say) something.
async fn soon(engine: Engine, portal: &Portal, since: Instant, expected: &[(&str, &str, bool)]) {
    for (address, words, says) in expected {
        loop {
            let answer = portal.get(address).await;
            assert!(answer.status.as_u16() < 500, "{engine:?} {address}: {}", answer.status);
            if answer.body.contains(words) == *says {
                break;
            }
            let passed = since.elapsed();
            assert!(passed < Duration::from_secs(1), "{engine:?} {address}: {words} should be there: {says}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

const NAMED_PAGE: &str = "/items/510100-06-017";
const SEARCH: &str = "/search?q=%E8%AF%95%E9%A3%9E%E5%91%98";
const FILTERED: &str = "/search?q=%E8%AF%95%E9%A3%9E%E5%91%98&department=CD06";
const SUGGEST: &str = "/api/v1/suggest?q=%E8%AF%95%E9%A3%9E";
const API: &str = "/api/v1/items?q=%E8%AF%95%E9%A3%9E%E5%91%98&limit=1";

#[tokio::test]
async fn what_is_published_withdrawn_and_brought_back_is_so_everywhere_within_a_second() {
    for engine in testing::engines() {
        let portal = portal(engine).await;
        tokio::spawn(portal.catalogue.clone().keep_fresh());
        let new = "试飞员证";
        let everywhere = |says: bool| {
            [
                (NAMED_PAGE, "试飞员证", says),
                (SEARCH, ITEM, says),
                (FILTERED, ITEM, says),
                (SUGGEST, ITEM, says),
                (API, ITEM, says),
            ]
        };
        // Pages are kept from here on.
        for (address, ..) in everywhere(false) {
            portal.get(address).await;
        }
        let count = portal.catalogue.snapshot().item_count;

        publish_name(&portal, new).await;
        let changed = Instant::now();
        soon(engine, &portal, changed, &everywhere(true)).await;
        soon(
            engine,
            &portal,
            changed,
            &[("/changes.atom", "试飞员证 · 更新到第 2 版", true), ("/sitemap.xml", ITEM, true)],
        )
        .await;
        assert_eq!(portal.catalogue.snapshot().item_count, count);

        withdraw(&portal).await;
        let withdrawn = Instant::now();
        soon(engine, &portal, withdrawn, &everywhere(false)[1..]).await;
        soon(
            engine,
            &portal,
            withdrawn,
            &[
                (NAMED_PAGE, "窗口搬迁，从今天起暂停办理", true),
                ("/sitemap.xml", ITEM, false),
                ("/changes.atom", "窗口搬迁，从今天起暂停办理", true),
            ],
        )
        .await;
        assert_eq!(portal.get(NAMED_PAGE).await.status, StatusCode::GONE);
        let api = portal.get("/api/v1/items/510100-06-017").await;
        assert_eq!((api.status, api.header("content-type")), (StatusCode::GONE, "application/problem+json"));
        assert_eq!(portal.catalogue.snapshot().item_count, count - 1);

        restore(&portal).await;
        let restored = Instant::now();
        soon(engine, &portal, restored, &everywhere(true)).await;
        soon(engine, &portal, restored, &[("/sitemap.xml", ITEM, true), ("/changes.atom", "恢复办理", true)]).await;
        assert_eq!(portal.get(NAMED_PAGE).await.status, StatusCode::OK);
        assert_eq!(portal.catalogue.snapshot().item_count, count);
    }
}

#[tokio::test]
async fn what_another_process_imports_is_on_every_page_within_a_second() {
    for engine in testing::engines() {
        let portal = portal(engine).await;
        tokio::spawn(portal.catalogue.clone().keep_fresh());
        portal.get(NAMED_PAGE).await;

        // Another process, with connections of its own.
        let other = Database::open(&portal.test.address, PoolSizes { readers: 2 }).await.unwrap();
        let mut item = crate::machine::published(&portal).await;
        item["name"]["zh"] = "试飞员证".into();
        let file = serde_json::to_vec(&[item]).unwrap();
        let report =
            import(&other, Clock::Real, Kind::Catalogue, Format::Json, &file, &ImportOptions::default()).await.unwrap();
        assert_eq!((report.changed, report.bad.len()), (1, 0), "{report}");
        let changed = Instant::now();
        soon(engine, &portal, changed, &[(NAMED_PAGE, "试飞员证", true), (SEARCH, ITEM, true), (API, ITEM, true)])
            .await;
        other.close().await;
    }
}

#[tokio::test]
async fn a_renamed_department_is_on_pages_within_a_second_and_found_when_the_index_is_built() {
    for engine in testing::engines() {
        let portal = portal(engine).await;
        tokio::spawn(portal.catalogue.clone().keep_fresh());
        let other = Database::open(&portal.test.address, PoolSizes { readers: 2 }).await.unwrap();
        let mut department = portal.catalogue.snapshot().department("CD06").unwrap().clone();
        department.name.zh = "平安守护局".to_owned();
        let file = serde_json::to_vec(&[department]).unwrap();
        let report = import(&other, Clock::Real, Kind::Departments, Format::Json, &file, &ImportOptions::default())
            .await
            .unwrap();
        assert_eq!(report.changed, 1, "{report}");
        let changed = Instant::now();
        soon(engine, &portal, changed, &[("/departments/CD06", "平安守护局", true), (NAMED_PAGE, "平安守护局", true)])
            .await;
        // Items are still right while the index is built anew.
        publish_name(&portal, "试飞员证").await;
        soon(engine, &portal, Instant::now(), &[(API, ITEM, true)]).await;
        while portal.catalogue.revision().is_none() {
            assert!(changed.elapsed() < Duration::from_mins(1), "{engine:?}: not settled");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        let suggested = portal.get("/api/v1/suggest?q=%E5%B9%B3%E5%AE%89%E5%AE%88").await.json();
        assert_eq!(suggested[0]["path"], "/departments/CD06", "{suggested}");
        assert!(portal.get(API).await.body.contains(ITEM));
        other.close().await;
    }
}
