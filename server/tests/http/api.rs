use std::collections::BTreeSet;

use axum::http::StatusCode;
use foundation::database::{Engine, testing};

use crate::support::portal;

#[tokio::test]
async fn pages_of_the_interface_hold_every_item_once() {
    for engine in testing::engines() {
        let portal = portal(engine).await;
        let mut seen = BTreeSet::new();
        let mut address = "/api/v1/items?limit=37".to_owned();
        loop {
            let answer = portal.get(&address).await;
            assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
            let page = answer.json();
            for item in page["items"].as_array().unwrap() {
                assert!(seen.insert(item["code"].as_str().unwrap().to_owned()), "twice: {}", item["code"]);
            }
            match page["next"].as_str() {
                Some(next) => address = format!("/api/v1/items?limit=37&cursor={next}"),
                None => break,
            }
        }
        assert_eq!(seen.len(), portal.catalogue.snapshot().item_count);
    }
}

#[tokio::test]
async fn an_item_is_told_whole_and_with_its_page() {
    let portal = portal(Engine::Sqlite).await;
    let item = portal.get("/api/v1/items/510100-06-001").await.json();
    assert_eq!(item["code"], "510100-06-001");
    assert!(item["materials"].as_array().is_some_and(|materials| !materials.is_empty()));
    assert_eq!(item["url"], "https://city.example/zh/items/510100-06-001");
}

#[tokio::test]
async fn filters_narrow_and_every_item_keeps_to_them() {
    let portal = portal(Engine::Sqlite).await;
    let all = portal.get("/api/v1/items").await.json()["total"].as_u64().unwrap();
    for (filter, field, value) in [
        ("department=CD06", "department", "CD06"),
        ("area=medical", "areas", "medical"),
        ("mode=online", "modes", "online"),
        ("audience=2", "audiences", "2"),
    ] {
        let page = portal.get(&format!("/api/v1/items?limit=100&{filter}")).await.json();
        assert!(page["total"].as_u64().is_some_and(|total| total > 0 && total < all), "{filter}");
        for item in page["items"].as_array().unwrap() {
            let holds =
                item[field] == value || item[field].as_array().is_some_and(|all| all.iter().any(|one| one == value));
            assert!(holds, "{filter}: {}", item["code"]);
        }
    }
}

#[tokio::test]
async fn a_cursor_of_another_question_a_wild_limit_and_an_unknown_choice_are_refused_with_their_field() {
    let portal = portal(Engine::Sqlite).await;
    let next = portal.get("/api/v1/items?limit=5").await.json()["next"].as_str().unwrap().to_owned();
    for (query, field) in [
        (format!("q=shebao&cursor={next}"), "cursor"),
        ("cursor=ffffffff-99999999999999999999".to_owned(), "cursor"),
        ("cursor=%00".to_owned(), "cursor"),
        ("limit=0".to_owned(), "limit"),
        ("limit=101".to_owned(), "limit"),
        ("limit=-1".to_owned(), "limit"),
        ("limit=many".to_owned(), "limit"),
        ("mode=teleport".to_owned(), "mode"),
        ("audience=77".to_owned(), "audience"),
        ("district=%27%20OR%201=1".to_owned(), "district"),
    ] {
        let answer = portal.get(&format!("/api/v1/items?{query}")).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{query}");
        assert_eq!(answer.header("content-type"), "application/problem+json");
        let problem = answer.json();
        assert_eq!(problem["errors"][0]["field"], field, "{query}: {problem}");
        assert!(problem["errors"][0]["detail"].as_str().is_some_and(|detail| !detail.is_empty()));
    }
}

#[tokio::test]
async fn proposals_are_few_named_in_the_language_asked_for_and_lead_somewhere() {
    let portal = portal(Engine::Sqlite).await;
    let proposals = portal.get("/api/v1/suggest?q=juzhu&language=en").await.json();
    let proposals = proposals.as_array().unwrap();
    assert!((1..=8).contains(&proposals.len()), "{proposals:?}");
    for proposal in proposals {
        let path = proposal["path"].as_str().unwrap();
        assert_eq!(portal.get(path).await.status, StatusCode::OK, "{path}");
    }
    assert_eq!(portal.get("/api/v1/suggest").await.json(), serde_json::json!([]));
}

#[tokio::test]
async fn the_interface_describes_every_address_it_has() {
    let portal = portal(Engine::Sqlite).await;
    let document = portal.get("/api/openapi.json").await.json();
    assert!(document["openapi"].as_str().is_some_and(|version| version.starts_with("3.1")));
    for (method, path) in app::shell::ROUTES.iter().filter(|(_, path)| path.starts_with("/api/v1/")) {
        assert!(document["paths"][path][method.to_lowercase()].is_object(), "{method} {path} is not described");
    }
}
