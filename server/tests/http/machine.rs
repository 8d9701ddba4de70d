//! What other systems and the tests of this folder do at the interface for writing.

use axum::{
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use serde_json::{Value, json};

use crate::support::{Answer, Portal};

/// An item of the police, whose editor and reviewer the demonstration has.
pub const ITEM: &str = "510100-06-017";

/// Somebody who is signed in and sends JSON.
pub struct Machine<'p> {
    pub portal: &'p Portal,
    pub cookie: String,
}

impl<'p> Machine<'p> {
    pub async fn of(portal: &'p Portal, name: &str) -> Self {
        Self { portal, cookie: portal.sign_in_as(name).await }
    }

    pub async fn send(&self, method: Method, path: &str, if_match: Option<&str>, body: &Value) -> Answer {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "city.example")
            .header(header::COOKIE, &self.cookie)
            .header(header::CONTENT_TYPE, "application/json");
        if let Some(etag) = if_match {
            request = request.header(header::IF_MATCH, etag);
        }
        self.portal.send(request.body(Body::from(body.to_string())).unwrap()).await
    }

    pub async fn post(&self, act: &str, if_match: Option<&str>, body: &Value) -> Answer {
        self.send(Method::POST, &format!("/api/v1/items/{ITEM}/{act}"), if_match, body).await
    }

    pub async fn put(&self, if_match: Option<&str>, item: &Value) -> Answer {
        self.send(Method::PUT, &format!("/api/v1/items/{ITEM}"), if_match, item).await
    }
}

/// The item as it is public, as it can be sent back.
pub async fn published(portal: &Portal) -> Value {
    let mut item = portal.get(&format!("/api/v1/items/{ITEM}")).await.json();
    for answered in ["updated_at", "url"] {
        item.as_object_mut().unwrap().remove(answered);
    }
    item
}

/// Writes, hands in and approves a new name.
pub async fn publish_name(portal: &Portal, name: &str) {
    let editor = Machine::of(portal, "police.editor").await;
    let mut item = published(portal).await;
    item["name"] = json!({ "zh": name, "en": format!("{name} (en)") });
    item["keywords"] = json!([]);
    let draft = editor.put(None, &item).await;
    assert_eq!(draft.status, StatusCode::CREATED, "{}", draft.body);
    let etag = draft.header("etag").to_owned();
    let handed_in = editor.post("submission", Some(&etag), &json!({ "note": "名字变了" })).await;
    assert_eq!(handed_in.status, StatusCode::NO_CONTENT, "{}", handed_in.body);
    let reviewer = Machine::of(portal, "police.reviewer").await;
    let waiting = reviewer.portal.get_as(&reviewer.cookie, &format!("/api/v1/items/{ITEM}/draft")).await;
    let etag = waiting.header("etag").to_owned();
    let approved = reviewer.post("review", Some(&etag), &json!({ "decision": "approve" })).await;
    assert_eq!(approved.status, StatusCode::NO_CONTENT, "{}", approved.body);
}

pub async fn withdraw(portal: &Portal) {
    let reviewer = Machine::of(portal, "police.reviewer").await;
    let answer = reviewer.post("withdrawal", None, &json!({ "reason": "窗口搬迁，从今天起暂停办理" })).await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT, "{}", answer.body);
}

pub async fn restore(portal: &Portal) {
    let reviewer = Machine::of(portal, "police.reviewer").await;
    let answer = reviewer.post("restoration", None, &json!({})).await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT, "{}", answer.body);
}

#[tokio::test]
async fn a_machine_says_which_draft_it_saw_and_is_told_when_that_changed() {
    for engine in foundation::database::testing::engines() {
        let portal = crate::support::portal(engine).await;
        let editor = Machine::of(&portal, "police.editor").await;
        let mut item = published(&portal).await;
        item["summary"] = json!({ "zh": "新的说明", "en": "New summary" });
        assert_eq!(editor.put(Some("\"1\""), &item).await.status, StatusCode::PRECONDITION_FAILED);
        let first = editor.put(None, &item).await;
        assert_eq!(first.status, StatusCode::CREATED, "{}", first.body);
        let etag = first.header("etag").to_owned();
        assert_eq!(editor.put(None, &item).await.status, StatusCode::PRECONDITION_REQUIRED);
        assert_eq!(editor.put(Some("\"999999\""), &item).await.status, StatusCode::PRECONDITION_FAILED);
        item["summary"]["zh"] = "更新的说明".into();
        let second = editor.put(Some(&etag), &item).await;
        assert_eq!(second.status, StatusCode::OK, "{}", second.body);
        assert_ne!(second.header("etag"), etag);
        assert_eq!(second.json()["item"]["summary"]["zh"], "更新的说明");
        assert_eq!(editor.put(Some(&etag), &item).await.status, StatusCode::PRECONDITION_FAILED);
        assert_eq!(editor.post("submission", None, &json!({})).await.status, StatusCode::PRECONDITION_REQUIRED);
        // Nothing of it is public, and whoever wrote does not approve.
        assert_ne!(published(&portal).await["summary"]["zh"], "更新的说明");
        let etag = second.header("etag").to_owned();
        assert_eq!(editor.post("submission", Some(&etag), &json!({})).await.status, StatusCode::NO_CONTENT);
        let refused = editor.post("review", Some("*"), &json!({ "decision": "approve" })).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{}", refused.body);
        assert_eq!(refused.header("content-type"), "application/problem+json");
    }
}

#[tokio::test]
async fn bodies_that_are_no_items_are_refused_with_their_field_and_never_our_fault() {
    let portal = crate::support::portal(foundation::database::Engine::Sqlite).await;
    let editor = Machine::of(&portal, "police.editor").await;
    let item = published(&portal).await;
    let changed = |field: &str, value: Value| {
        let mut item = item.clone();
        item[field] = value;
        item
    };
    for (body, field) in [
        (json!(null), "."),
        (changed("code", "510100-06-018".into()), "code"),
        (changed("name", 7.into()), "name"),
        (changed("materials", json!([{ "name": { "zh": "x", "en": "" }, "copies": -1 }])), "materials[0].copies"),
    ] {
        let answer = editor.put(None, &body).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{body}: {}", answer.body);
        assert_eq!(answer.json()["errors"][0]["field"], field, "{body}");
    }
    for hostile in ["\u{0}", "'; DROP TABLE service_item; --", "\u{202e}", "\r\n"] {
        let answer = editor.put(None, &changed("summary", json!({ "zh": hostile, "en": "" }))).await;
        assert!(answer.status.as_u16() < 500, "{hostile:?}: {}", answer.status);
    }
    let nobody = Machine { portal: &portal, cookie: String::new() };
    assert_eq!(nobody.put(None, &item).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(nobody.post("withdrawal", None, &json!({ "reason": "x" })).await.status, StatusCode::UNAUTHORIZED);
    let auditor = Machine::of(&portal, "auditor").await;
    assert!(auditor.put(None, &item).await.status.is_client_error());
    assert_eq!(portal.get(&format!("/items/{ITEM}")).await.status, StatusCode::OK);
}
