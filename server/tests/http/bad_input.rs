//! Whatever a person sends is answered clearly, stores nothing half-done, and is never our fault.

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use foundation::database::{Engine, testing};

use crate::support::{Portal, portal};

const HOSTILE: &[&str] = &[
    "%27%20OR%20%271%27%3D%271",
    "%3Cscript%3Ealert(1)%3C/script%3E",
    "%00",
    "%FF%FE",
    "%E5%B1%85%E4%BD",
    "..%2F..%2Fetc%2Fpasswd",
    "%F0%9F%92%A9",
    "%0D%0ASet-Cookie:%20x=y",
    "-1",
    "1e309",
    "99999999999999999999",
    "%25s%25n",
    "{{7*7}}",
    "%E2%80%AE",
];

async fn assert_not_our_fault(portal: &Portal, path: &str) {
    let answer = portal.get(path).await;
    assert!(answer.status.as_u16() < 500, "{path}: {}", answer.status);
    assert!(!answer.body.contains("<script>alert"), "{path}");
}

#[tokio::test]
async fn hostile_values_in_every_parameter_are_answered_without_a_fault() {
    for engine in testing::engines() {
        let portal = portal(engine).await;
        for value in HOSTILE {
            for parameter in ["q", "area", "department", "district", "audience", "mode", "page", "thanks"] {
                assert_not_our_fault(&portal, &format!("/search?{parameter}={value}")).await;
            }
            for parameter in
                ["q", "area", "department", "district", "audience", "mode", "life_event", "limit", "cursor"]
            {
                assert_not_our_fault(&portal, &format!("/api/v1/items?{parameter}={value}")).await;
            }
            for place in
                ["items", "areas", "life-events", "departments", "districts", "sitemap", "api/v1/items", "en/items"]
            {
                assert_not_our_fault(&portal, &format!("/{place}/{value}")).await;
            }
            assert_not_our_fault(&portal, &format!("/api/v1/suggest?q={value}&language={value}")).await;
            assert_not_our_fault(&portal, &format!("/areas/official?page={value}")).await;
        }
    }
}

#[tokio::test]
async fn absurd_page_numbers_are_refused_with_a_sentence() {
    let portal = portal(Engine::Sqlite).await;
    for page in ["0", "-1", "101", "18446744073709551616", "x", "1.5"] {
        let answer = portal.get(&format!("/search?q=a&page={page}")).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{page}");
        assert!(answer.body.contains("没有这一页"), "{page}");
    }
    assert_eq!(portal.get("/search?q=shebao&page=100").await.status, StatusCode::OK);
}

#[tokio::test]
async fn what_was_typed_is_shown_as_text_whatever_it_is() {
    let portal = portal(Engine::Sqlite).await;
    let answer = portal.get("/search?q=%22%3E%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E").await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(!answer.body.contains("<img"), "{}", answer.body);
}

#[tokio::test]
async fn a_body_of_ten_megabytes_is_refused_before_it_is_read() {
    let portal = portal(Engine::Sqlite).await;
    let answer = portal.post("/preferences", &format!("mode={}", "x".repeat(10 << 20))).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(answer.header("set-cookie"), "");
}

#[tokio::test]
async fn forms_of_the_wrong_type_or_broken_utf8_change_nothing() {
    let portal = portal(Engine::Sqlite).await;
    for (kind, body) in [
        ("application/json", "{\"mode\":\"elder\"}".as_bytes().to_vec()),
        ("text/plain", b"mode=elder".to_vec()),
        ("multipart/form-data; boundary=x", b"--x--".to_vec()),
        ("application/x-www-form-urlencoded", b"mode=\xff\xfe".to_vec()),
        ("application/x-www-form-urlencoded", b"mode=elder&mode=standard".to_vec()),
        ("application/x-www-form-urlencoded", b"theme=%3Cb%3E".to_vec()),
    ] {
        let request = Request::post("/preferences")
            .header(header::CONTENT_TYPE, kind)
            .header("sec-fetch-site", "same-origin")
            .body(Body::from(body))
            .unwrap();
        let answer = portal.send(request).await;
        assert!(answer.status.is_client_error(), "{kind}: {}", answer.status);
        assert_eq!(answer.header("set-cookie"), "");
    }
}

#[tokio::test]
async fn an_answer_about_an_item_that_does_not_exist_leaves_no_row() {
    for engine in testing::engines() {
        let portal = portal(engine).await;
        for value in HOSTILE {
            let answer = portal.post("/feedback", &format!("subject=item:{value}&helped=yes&return={value}")).await;
            assert!(answer.status.is_client_error(), "{value}: {}", answer.status);
        }
    }
}
