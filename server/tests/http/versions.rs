//! What was public stays readable, and says that it is not what holds now.

use axum::http::StatusCode;
use foundation::database::testing;

use crate::{
    machine::{ITEM, publish_name, restore, withdraw},
    support::portal,
};

#[tokio::test]
async fn an_old_version_keeps_its_text_and_leads_to_the_current_one() {
    for engine in testing::engines() {
        let portal = portal(engine).await;
        let at = |rest: &str| format!("/zh/items/{ITEM}{rest}");
        let before = portal.get(&at("")).await.body;
        assert!(before.contains(&format!("href=\"/zh/items/{ITEM}/versions\"")), "no way to the versions");
        publish_name(&portal, "试飞员证").await;
        portal.catalogue.refresh().await.unwrap();

        let old = portal.get(&at("/versions/1")).await;
        assert_eq!(old.status, StatusCode::OK);
        assert!(old.body.contains("这是第 1 版") && old.body.contains("看现在的第 2 版"), "{}", old.body);
        assert!(old.body.contains("noindex") && !old.body.contains("试飞员证"));
        assert!(old.body.contains(&format!("rel=\"canonical\" href=\"https://city.example/zh/items/{ITEM}\"")));
        let current = portal.get(&at("/versions/2")).await;
        assert_eq!((current.status, current.header("location")), (StatusCode::SEE_OTHER, at("").as_str()));
        for nothing in ["/versions/3", "/versions/0", "/versions/-1", "/versions/x", "/versions/99999999999"] {
            assert_eq!(portal.get(&at(nothing)).await.status, StatusCode::NOT_FOUND, "{nothing}");
        }
        let list = portal.get(&at("/versions")).await.body;
        assert!(list.contains("第 1 版") && list.contains("第 2 版") && list.contains("名字变了"), "{list}");
        // Who wrote and who approved is the desk's own business.
        assert!(!list.contains("公安局编辑") && !list.contains("公安局审核"));
        let told = portal.get(&format!("/api/v1/items/{ITEM}/versions")).await.json();
        assert_eq!((&told[0]["number"], &told[0]["valid_until"]), (&2.into(), &serde_json::Value::Null));
        assert_eq!(told[0]["valid_from"], told[1]["valid_until"]);

        withdraw(&portal).await;
        portal.catalogue.refresh().await.unwrap();
        for gone in ["", "/versions/2"] {
            let page = portal.get(&at(gone)).await;
            assert_eq!(page.status, StatusCode::GONE, "{gone}");
            assert!(page.body.contains("窗口搬迁，从今天起暂停办理") && page.body.contains("noindex"), "{gone}");
            assert_eq!(page.header("cache-control"), "no-store");
        }
        let old = portal.get(&at("/versions/1")).await;
        assert!(old.status == StatusCode::OK && old.body.contains("已经停办"), "{}", old.status);
        assert_eq!(portal.get(&format!("/api/v1/items/{ITEM}/versions/2")).await.status, StatusCode::GONE);
        assert_eq!(portal.get(&format!("/api/v1/items/{ITEM}/versions/1")).await.json()["number"], 1);

        restore(&portal).await;
        portal.catalogue.refresh().await.unwrap();
        assert_eq!(portal.get(&at("")).await.status, StatusCode::OK);
        assert!(portal.get(&at("/versions")).await.body.contains("恢复办理"));
    }
}

#[tokio::test]
async fn what_never_was_public_has_no_versions() {
    let portal = portal(foundation::database::Engine::Sqlite).await;
    for path in ["/items/no-such-item", "/items/no-such-item/versions", "/items/no-such-item/versions/1"] {
        assert_eq!(portal.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(portal.get(&format!("/api/v1{path}")).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}
