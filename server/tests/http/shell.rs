use axum::http::StatusCode;
use foundation::database::{Engine, testing};

use crate::support::portal;

#[tokio::test]
async fn the_language_is_taken_from_the_address_else_the_cookie_else_the_browser() {
    let portal = portal(Engine::Sqlite).await;
    let lang = |body: &str| {
        body.split("<html lang=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or("?").to_owned()
    };
    assert_eq!(lang(&portal.get("/").await.body), "zh-CN");
    assert_eq!(lang(&portal.get("/en").await.body), "en");
    assert_eq!(lang(&portal.get_with("/", &[("accept-language", "en-GB,en;q=0.9")]).await.body), "en");
    assert_eq!(lang(&portal.get_with("/", &[("cookie", "display=language=en")]).await.body), "en");
    assert_eq!(
        lang(&portal.get_with("/zh", &[("cookie", "display=language=en"), ("accept-language", "en")]).await.body),
        "zh-CN"
    );
}

#[tokio::test]
async fn the_language_switch_keeps_one_s_place() {
    let portal = portal(Engine::Sqlite).await;
    let body = portal.get("/search?q=shebao&mode=online").await.body;
    assert!(body.contains("href=\"/en/search?q=shebao&amp;mode=online\""), "{body}");
}

#[tokio::test]
async fn a_choice_of_display_is_kept_in_a_cookie_and_leads_back() {
    let portal = portal(Engine::Sqlite).await;
    let answer = portal.post("/en/preferences", "mode=elder&theme=dark&return=%2Fservices").await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(answer.header("location"), "/en/services");
    let cookie = answer.header("set-cookie").to_owned();
    assert!(
        cookie.starts_with("display=mode=elder&theme=dark;")
            && cookie.contains("Secure")
            && cookie.contains("SameSite=Lax"),
        "{cookie}"
    );
    let kept = cookie.split(';').next().unwrap_or_default();
    let page = portal.get_with("/services", &[("cookie", kept)]).await.body;
    assert!(page.contains("data-mode=\"elder\"") && page.contains("data-theme=\"dark\""), "{page}");
}

#[tokio::test]
async fn a_form_of_another_site_changes_nothing() {
    let portal = portal(Engine::Sqlite).await;
    let answer = portal.post_from("/preferences", "mode=elder", "cross-site").await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert_eq!(answer.header("set-cookie"), "");
    assert!(answer.body.contains("没有执行"), "{}", answer.body);
}

#[tokio::test]
async fn the_way_back_never_leaves_the_site() {
    let portal = portal(Engine::Sqlite).await;
    for bad in ["https%3A%2F%2Fevil.example", "%2F%2Fevil.example", "%2F%5Cevil.example", "javascript%3Aalert(1)"] {
        let answer = portal.post("/preferences", &format!("mode=elder&return={bad}")).await;
        assert_eq!(answer.header("location"), "/", "{bad}");
    }
}

#[tokio::test]
async fn every_answer_carries_the_security_headers_and_a_request_id() {
    let portal = portal(Engine::Sqlite).await;
    for path in ["/", "/items/none", "/healthz", "/api/v1/items", "/nowhere"] {
        let answer = portal.get(path).await;
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe-inline"), "{path}: {policy}");
        for name in [
            "x-content-type-options",
            "referrer-policy",
            "strict-transport-security",
            "x-frame-options",
            "permissions-policy",
        ] {
            assert!(!answer.header(name).is_empty(), "{path} lacks {name}");
        }
        assert!(answer.header("x-request-id").len() >= 8, "{path}");
    }
}

#[tokio::test]
async fn no_page_writes_a_script_a_style_or_a_handler_into_itself() {
    let portal = portal(Engine::Sqlite).await;
    for path in ["/", "/services", "/search?q=shebao", "/items/510100-06-001", "/settings", "/about", "/ui", "/offline"]
    {
        let body = portal.get(path).await.body;
        assert!(!body.contains("<style") && !body.contains(" style=\"") && !body.contains("onclick"), "{path}");
        for script in body.split("<script").skip(1) {
            assert!(
                script.contains("src=\"/assets/") || script.starts_with(" type=\"application/ld+json\""),
                "{path}: <script{}",
                &script[..script.len().min(80)]
            );
        }
    }
}

#[tokio::test]
async fn an_error_page_speaks_the_language_and_names_the_request() {
    for engine in testing::engines() {
        let portal = portal(engine).await;
        let answer = portal.get("/en/items/none").await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
        assert!(
            answer.body.contains("does not exist") && answer.body.contains(answer.header("x-request-id")),
            "{}",
            answer.body
        );
        assert_eq!(answer.header("cache-control"), "no-store");
        let answer = portal.get("/没有").await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
        assert!(answer.body.contains("没有这个页面"));
    }
}

#[tokio::test]
async fn a_method_that_is_not_offered_is_refused_and_the_offered_ones_are_named() {
    let portal = portal(Engine::Sqlite).await;
    let answer = portal.post("/services", "a=b").await;
    assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
    assert!(answer.header("allow").contains("GET"));
}

#[tokio::test]
async fn the_manifest_is_in_the_language_of_its_page() {
    let portal = portal(Engine::Sqlite).await;
    let zh = portal.get("/zh/manifest.webmanifest").await.json();
    let en = portal.get("/en/manifest.webmanifest").await.json();
    assert_eq!((zh["lang"].as_str(), en["lang"].as_str()), (Some("zh-CN"), Some("en")));
    assert_eq!(en["start_url"], "/en");
    assert!(en["shortcuts"].as_array().is_some_and(|all| all.len() == 2));
}
