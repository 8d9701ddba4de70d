use axum::http::StatusCode;
use foundation::database::{Engine, testing};

use crate::support::portal;

#[tokio::test]
async fn every_kind_of_page_is_drawn_in_both_languages_on_both_engines() {
    for engine in testing::engines() {
        let portal = portal(engine).await;
        for path in [
            "/",
            "/services",
            "/areas/official",
            "/life-events/birth",
            "/departments",
            "/departments/CD06",
            "/districts",
            "/districts/510104",
            "/search",
            "/search?q=%E5%B1%85%E4%BD%8F%E8%AF%81",
            "/items/510100-06-001",
            "/settings",
            "/about",
            "/offline",
            "/ui",
        ] {
            for prefix in ["", "/zh", "/en"] {
                let address =
                    if path == "/" && !prefix.is_empty() { prefix.to_owned() } else { format!("{prefix}{path}") };
                let answer = portal.get(&address).await;
                assert_eq!(answer.status, StatusCode::OK, "{engine:?} {address}");
                assert!(answer.body.starts_with("<!DOCTYPE html>") && answer.body.contains("<h1"), "{address}");
                assert!(answer.body.trim_end().ends_with("</html>"), "{address}");
            }
        }
    }
}

#[tokio::test]
async fn the_demonstration_is_a_city_of_22_districts_30_departments_and_187_items() {
    let portal = portal(Engine::Sqlite).await;
    let snapshot = portal.catalogue.snapshot();
    assert_eq!(snapshot.districts.len(), 22);
    assert!(snapshot.items_by_department.len() >= 30, "{}", snapshot.items_by_department.len());
    assert!(snapshot.item_count >= 187, "{}", snapshot.item_count);
    let pillars: Vec<_> = snapshot.areas.iter().filter(|area| area.pillar).collect();
    assert_eq!(pillars.len(), 6);
    for area in pillars {
        assert!(snapshot.items_by_area.get(&area.code).is_some_and(|count| *count > 0), "{} is empty", area.code);
    }
    assert_eq!(snapshot.life_events.len(), 8);
}

#[tokio::test]
async fn every_item_of_the_demonstration_has_its_page_and_no_page_shows_a_button_that_leads_nowhere() {
    let portal = portal(Engine::Sqlite).await;
    let codes = portal.catalogue.changes_after(None, 10_000).await.unwrap();
    for (code, _) in codes {
        let answer = portal.get(&format!("/en/items/{code}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{code}");
        assert!(!answer.body.contains("href=\"#\"") && !answer.body.contains("href=\"\""), "{code}");
        if answer.body.contains("href=\"#where\"") {
            assert!(answer.body.contains("id=\"where\""), "{code}");
        }
    }
}

#[tokio::test]
async fn an_item_page_tells_machines_what_it_is_and_where_it_stands() {
    let portal = portal(Engine::Sqlite).await;
    let body = portal.get("/items/510100-06-001").await.body;
    assert!(body.contains("\"@type\":\"GovernmentService\""));
    assert!(body.contains("<link rel=\"canonical\" href=\"https://city.example/zh/items/510100-06-001\""), "{body}");
    assert!(body.contains("hreflang=\"en\" href=\"https://city.example/en/items/510100-06-001\""));
}

#[tokio::test]
async fn a_page_without_an_island_asks_for_no_wasm() {
    let portal = portal(Engine::Sqlite).await;
    assert!(!portal.get("/items/510100-06-001").await.body.contains("leptos-island"));
    assert!(portal.get("/").await.body.contains("leptos-island"));
}

#[tokio::test]
async fn a_page_that_did_not_change_is_not_sent_again() {
    let portal = portal(Engine::Sqlite).await;
    let first = portal.get("/items/510100-06-001").await;
    let etag = first.header("etag").to_owned();
    assert!(!etag.is_empty());
    let again = portal.get_with("/items/510100-06-001", &[("accept", "text/html"), ("if-none-match", &etag)]).await;
    assert_eq!((again.status, again.body.len()), (StatusCode::NOT_MODIFIED, 0));
    assert!(again.header("vary").contains("Cookie"));
}

#[tokio::test]
async fn the_same_address_looks_different_to_who_wants_it_different() {
    let portal = portal(Engine::Sqlite).await;
    let plain = portal.get("/").await.body;
    let elder = portal.get_with("/", &[("cookie", "display=mode=elder")]).await.body;
    assert!(plain != elder && elder.contains("data-mode=\"elder\""));
    assert_eq!(plain, portal.get("/").await.body);
}

#[tokio::test]
async fn a_search_in_vain_says_so_and_is_kept_for_the_editors_without_the_person() {
    for engine in testing::engines() {
        let portal = portal(engine).await;
        for query in ["zzqqxx", "zzqqxx", "%E6%9C%88%E7%90%83%E6%97%85%E8%A1%8Czqx", "13800138000zz", "zz@zz.zz"] {
            let answer = portal.get(&format!("/search?q={query}")).await;
            assert_eq!(answer.status, StatusCode::OK);
        }
        let kept = catalogue::zero_hits(&portal.test.database).await.unwrap();
        assert!(kept.iter().any(|(query, times)| query == "zzqqxx" && *times == 2), "{engine:?}: {kept:?}");
        assert!(!kept.iter().any(|(query, _)| query.contains("138") || query.contains('@')), "{kept:?}");
    }
}

#[tokio::test]
async fn an_answer_to_did_this_help_is_counted_and_thanked_for() {
    for engine in testing::engines() {
        let portal = portal(engine).await;
        let answer =
            portal.post("/feedback", "subject=item:510100-06-001&helped=yes&return=%2Fitems%2F510100-06-001").await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        assert_eq!(answer.header("location"), "/items/510100-06-001?thanks=1");
        assert!(portal.get("/items/510100-06-001?thanks=1").await.body.contains("谢谢"));
        assert_eq!(portal.post("/feedback", "subject=item:none&helped=yes").await.status, StatusCode::NOT_FOUND);
        assert_eq!(portal.post("/feedback", "subject=x&helped=yes").await.status, StatusCode::BAD_REQUEST);
        assert_eq!(portal.post("/feedback", "subject=search&helped=maybe").await.status, StatusCode::BAD_REQUEST);
    }
}

#[tokio::test]
async fn the_sitemap_lists_every_page_in_both_languages() {
    let portal = portal(Engine::Sqlite).await;
    let xml = portal.get("/sitemap.xml").await.body;
    let items = portal.catalogue.snapshot().item_count;
    assert_eq!(xml.matches("/items/").count() / 3, items * 2, "each with its two alternates");
    assert!(xml.contains("<loc>https://city.example/en/areas/official</loc>"));
}

#[tokio::test]
async fn matches_are_marked_and_the_best_one_is_opened() {
    let portal = portal(Engine::Sqlite).await;
    let body = portal.get("/search?q=%E5%B1%85%E4%BD%8F%E8%AF%81").await.body;
    assert!(body.contains("<mark>居住证</mark>") && body.contains("最像您要找的"), "{body}");
}
