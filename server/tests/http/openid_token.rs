//! Tokens over HTTP: what other sites may read, what whoever proves nothing is told, and a system at the machine interface.

use axum::{
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use data_encoding::{BASE64, HEXLOWER};
use foundation::database::{Engine, testing};
use sea_orm::ConnectionTrait as _;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::{
    machine::{ITEM, published},
    support::{Answer, Portal, portal},
};

const FORM: &str = "application/x-www-form-urlencoded";
const SECRET: &str = "a secret of a system";

/// A system of the police that writes drafts as their editor.
async fn register_system(portal: &Portal) {
    portal.sign_in_as("police.editor").await;
    let definition = json!({
        "name": { "zh": "示例", "en": "Example" }, "purpose": { "zh": "示例", "en": "Example" }, "contact": "x",
        "start_uri": null, "redirect_uris": [], "post_logout_redirect_uris": [], "backchannel_logout_uri": null,
        "scopes": "items:write", "authentication": "client_secret_basic", "keys": "none", "signing": "ES256",
        "subject": "pairwise", "sector": null, "level": 1, "full_real_name": false, "pkce_exempt": false,
        "is_system": true,
    });
    let database = &portal.test.database;
    let id = match database.engine() {
        Engine::Sqlite => "X'01900000000070008000000000000001'",
        Engine::Postgres => "'01900000-0000-7000-8000-000000000001'",
    };
    let (hash, at) = (HEXLOWER.encode(&Sha256::digest(SECRET)), "2026-11-22 00:00:00+00:00");
    let row = format!(
        "INSERT INTO oauth_client (id, client_id, department_id, state, definition, secret_hash, service_account_id, revision,
            created_at, created_by, changed_at)
        SELECT {id}, 'system', 'CD06', 'live', '{definition}', '{hash}', account.id, 1, '{at}', 'test', '{at}'
        FROM account WHERE name = 'police.editor'"
    );
    database.writer().execute_unprepared(&row).await.unwrap();
}

async fn post(portal: &Portal, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
    let mut request = Request::post(path).header(header::HOST, "city.example");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    portal.send(request.body(Body::from(body.to_owned())).unwrap()).await
}

fn basic(secret: &str) -> String {
    format!("Basic {}", BASE64.encode(format!("system:{secret}").as_bytes()))
}

/// A token of the system, asked for by a script of another site.
async fn token(portal: &Portal) -> String {
    let proof = basic(SECRET);
    let headers = [
        ("authorization", proof.as_str()),
        ("content-type", FORM),
        ("sec-fetch-site", "cross-site"),
        ("origin", "https://rp.example"),
    ];
    let answer = post(portal, "/oauth/token", &headers, "grant_type=client_credentials").await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    assert_eq!(answer.header("cache-control"), "no-store");
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    assert_eq!(answer.header("cross-origin-resource-policy"), "cross-origin");
    answer.json()["access_token"].as_str().unwrap().to_owned()
}

async fn api(portal: &Portal, method: Method, path: &str, token: &str, body: &Value) -> Answer {
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .header(header::CONTENT_TYPE, "application/json");
    portal.send(request.body(Body::from(body.to_string())).unwrap()).await
}

#[tokio::test]
async fn a_system_writes_a_draft_with_its_token_and_does_nothing_the_token_was_not_given_for() {
    for engine in testing::engines() {
        let portal = portal(engine).await;
        register_system(&portal).await;
        let token = token(&portal).await;
        let mut item = published(&portal).await;
        item["summary"] = json!({ "zh": "系统写的说明", "en": "Written by a system" });
        let draft = api(&portal, Method::PUT, &format!("/api/v1/items/{ITEM}"), &token, &item).await;
        assert_eq!(draft.status, StatusCode::CREATED, "{}", draft.body);
        let read = api(&portal, Method::GET, &format!("/api/v1/items/{ITEM}/draft"), &token, &json!({})).await;
        assert_eq!(read.json()["item"]["summary"]["zh"], "系统写的说明");
        // Another's scope, and one's own account, which a system has not.
        for (method, path, scope) in [
            (Method::POST, format!("/api/v1/items/{ITEM}/review"), "items:review"),
            (Method::POST, format!("/api/v1/items/{ITEM}/withdrawal"), "items:publish"),
            (Method::GET, "/api/v1/me".to_owned(), "account:read"),
        ] {
            let refused = api(&portal, method, &path, &token, &json!({ "reason": "x" })).await;
            assert_eq!(refused.status, StatusCode::FORBIDDEN, "{path}: {}", refused.body);
            let challenge = format!("Bearer realm=\"yitong\", error=\"insufficient_scope\", scope=\"{scope}\"");
            assert_eq!(refused.header("www-authenticate"), challenge);
        }
        // Ended, it opens nothing.
        let proof = basic(SECRET);
        let headers = [("authorization", proof.as_str()), ("content-type", FORM)];
        assert_eq!(post(&portal, "/oauth/revoke", &headers, &format!("token={token}")).await.status, StatusCode::OK);
        let ended = api(&portal, Method::GET, &format!("/api/v1/items/{ITEM}/draft"), &token, &json!({})).await;
        assert_eq!(ended.status, StatusCode::UNAUTHORIZED);
        assert!(ended.header("www-authenticate").starts_with("Bearer error=\"invalid_token\""));
        let worth = post(&portal, "/oauth/introspect", &headers, &format!("token={token}")).await;
        assert_eq!((worth.status, worth.json()), (StatusCode::OK, json!({ "active": false })));
        assert_eq!(worth.header("access-control-allow-origin"), "");
    }
}

#[tokio::test]
async fn what_cannot_be_believed_or_read_is_refused_as_the_protocol_says_and_is_never_our_fault() {
    for engine in testing::engines() {
        let portal = portal(engine).await;
        register_system(&portal).await;
        let right = basic(SECRET);
        let long = format!("grant_type=client_credentials&scope={}", "x".repeat(20_000));
        let grant = "grant_type=client_credentials";
        for (authorization, kind, body, status, error) in [
            (&*basic("wrong"), FORM, grant, 401, "invalid_client"),
            ("Basic !!!", FORM, grant, 401, "invalid_client"),
            ("Basic", FORM, grant, 401, "invalid_client"),
            ("Bearer x", FORM, grant, 401, "invalid_client"),
            (&*right, FORM, "grant_type=client_credentials&client_secret=x", 400, "invalid_request"),
            (&*right, FORM, "grant_type=client_credentials&grant_type=client_credentials", 400, "invalid_request"),
            (&*right, FORM, "grant_type=client_credentials&scope=%00", 400, "invalid_request"),
            (&*right, FORM, "grant_type=client_credentials&scope=openid", 400, "invalid_scope"),
            (&*right, FORM, &*long, 400, "invalid_request"),
            (&*right, "application/json", "{}", 400, "invalid_request"),
            (&*right, FORM, "", 400, "invalid_request"),
            (&*right, FORM, "grant_type=password", 400, "unsupported_grant_type"),
            (&*right, FORM, "grant_type=authorization_code&code=x&redirect_uri=y", 400, "invalid_grant"),
            (&*right, FORM, "grant_type=refresh_token&refresh_token=%FF", 400, "invalid_grant"),
        ] {
            let headers = [("authorization", authorization), ("content-type", kind)];
            let answer = post(&portal, "/oauth/token", &headers, body).await;
            assert_eq!(answer.status.as_u16(), status, "{authorization} {body}: {}", answer.body);
            assert_eq!(answer.json()["error"], error, "{authorization} {body}");
            assert_eq!(
                (answer.header("cache-control"), answer.header("access-control-allow-origin")),
                ("no-store", "*")
            );
            assert_eq!(answer.header("www-authenticate").starts_with("Basic"), status == 401);
        }
    }
}

#[tokio::test]
async fn whoever_shows_no_token_or_a_wrong_one_is_told_how() {
    let portal = portal(Engine::Sqlite).await;
    register_system(&portal).await;
    let of_system = token(&portal).await;
    for (path, shown, status, challenge) in [
        ("/oauth/userinfo", None, 401, "Bearer realm=\"yitong\""),
        ("/oauth/userinfo", Some("Bearer x"), 401, "Bearer error=\"invalid_token\""),
        ("/oauth/userinfo", Some("Basic eDp5"), 400, ""),
        ("/oauth/userinfo", Some("Bearer"), 400, ""),
        ("/oauth/userinfo", Some(&*format!("Bearer {of_system}")), 401, "Bearer error=\"invalid_token\""),
        ("/api/v1/me", None, 401, "Bearer realm=\"yitong\""),
        ("/api/v1/me", Some("Bearer x"), 401, "Bearer error=\"invalid_token\""),
    ] {
        let headers: Vec<_> = shown.map(|shown| ("authorization", shown)).into_iter().collect();
        let answer = portal.get_with(path, &headers).await;
        assert_eq!(answer.status.as_u16(), status, "{path} {shown:?}: {}", answer.body);
        let told = answer.header("www-authenticate");
        assert!(told.starts_with(challenge) && told.is_empty() == challenge.is_empty(), "{path} {shown:?}: {told}");
    }
    // In the form, and then nowhere else.
    let body = format!("access_token={of_system}");
    let posted = post(&portal, "/oauth/userinfo", &[("content-type", FORM)], &body).await;
    assert_eq!(posted.status, StatusCode::UNAUTHORIZED);
    let twice = [("content-type", FORM), ("authorization", "Bearer x")];
    assert_eq!(post(&portal, "/oauth/userinfo", &twice, &body).await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn scripts_of_any_site_may_ask_for_tokens_and_send_no_other_form() {
    let portal = portal(Engine::Sqlite).await;
    let preflight = Request::builder()
        .method(Method::OPTIONS)
        .uri("/oauth/token")
        .header(header::ORIGIN, "https://rp.example")
        .header("access-control-request-method", "POST")
        .header("access-control-request-headers", "authorization");
    let answer = portal.send(preflight.body(Body::empty()).unwrap()).await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    assert!(answer.header("access-control-allow-headers").contains("authorization"));
    assert_eq!(answer.header("access-control-allow-credentials"), "");
    for path in ["/.well-known/openid-configuration", "/oauth/jwks"] {
        let answer = portal.get(path).await;
        assert_eq!(answer.header("access-control-allow-origin"), "*");
        assert_eq!(answer.header("cross-origin-resource-policy"), "cross-origin");
    }
    assert_eq!(portal.get("/").await.header("cross-origin-resource-policy"), "same-origin");
    let forged = portal.post_from("/feedback", "subject=search&helped=yes", "cross-site").await;
    assert_eq!(forged.status, StatusCode::FORBIDDEN);
}
