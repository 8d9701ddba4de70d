//! Offices, free times, holds and appointments as machines have them.

use appointments::{Appointments, Rules};
use axum::{
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use foundation::{
    clock::Clock,
    database::{Engine, testing::engines},
};
use serde_json::{Value, json};

use crate::support::{Answer, Portal, portal};

const CENTRE: &str = "civic-centre";
const MATTER: &str = "id-card";
const ITEM: &str = "510100-06-008";

/// The demonstration with its halls, for two residents.
struct City {
    portal: Portal,
    one: String,
    other: String,
}

impl City {
    async fn on(engine: Engine) -> Self {
        let portal = portal(engine).await;
        let booking =
            Appointments::new(portal.test.database.clone(), Clock::Real, portal.identity.clone(), Rules::default());
        booking.add_demo().await.unwrap();
        let (one, other) = (portal.sign_in_as("13900000001").await, portal.sign_in_as("13900000002").await);
        Self { portal, one, other }
    }

    async fn send(&self, cookie: &str, method: Method, path: &str, headers: &[(&str, &str)], body: &Value) -> Answer {
        let mut request = Request::builder()
            .method(method)
            .uri(format!("/api/v1/{path}"))
            .header(header::HOST, "city.example")
            .header(header::COOKIE, cookie)
            .header(header::CONTENT_TYPE, "application/json")
            .header("sec-fetch-site", "same-origin");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.portal.send(request.body(Body::from(body.to_string())).unwrap()).await
    }

    async fn hold(&self, cookie: &str, key: &str, starts_at: &str) -> Answer {
        let wish = json!({ "matter": MATTER, "item": ITEM, "office": CENTRE, "starts_at": starts_at });
        self.send(cookie, Method::POST, "holds", &[("idempotency-key", key)], &wish).await
    }

    async fn book(&self, cookie: &str, hold: &Value) -> Answer {
        self.send(cookie, Method::POST, "appointments", &[], &json!({ "hold": hold["id"] })).await
    }

    /// The free times of the days on which something is free.
    async fn free(&self) -> Vec<String> {
        let from = (foundation::clock::city_day(Clock::Real.now()) + chrono::Days::new(1)).to_string();
        let answer = self.portal.get(&format!("/api/v1/slots?matter={MATTER}&office={CENTRE}&from={from}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        let slots = answer.json()["slots"].as_array().unwrap().clone();
        slots.iter().map(|slot| slot["starts_at"].as_str().unwrap().to_owned()).collect()
    }
}

/// Which problem it was.
fn problem(answer: &Answer) -> String {
    assert_eq!(answer.header("content-type"), "application/problem+json", "{}", answer.body);
    let kind = answer.json()["type"].as_str().unwrap().to_owned();
    kind.strip_prefix("https://city.example/problems/").unwrap_or(&kind).to_owned()
}

#[tokio::test]
async fn offices_are_read_page_by_page_and_by_what_they_serve() {
    for engine in engines() {
        let city = City::on(engine).await;
        let (mut seen, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = city.portal.get(&format!("/api/v1/offices?limit=10{cursor}")).await.json();
            seen.extend(page["offices"].as_array().unwrap().iter().map(|office| office["code"].clone()));
            let Some(next) = page["next"].as_str() else { break };
            cursor = format!("&cursor={next}");
        }
        assert_eq!(seen.len(), 23, "the centre and a hall in each of 22 districts");
        let serving = city.portal.get("/api/v1/offices?matter=notary").await.json();
        assert_eq!(serving["offices"].as_array().unwrap().len(), 1);
        assert_eq!(serving["offices"][0]["code"], CENTRE);
        assert!(serving["offices"][0]["next_free"].is_string(), "{serving}");
        assert_eq!(city.portal.get("/api/v1/offices?item=nothing").await.status, StatusCode::BAD_REQUEST);
        assert_eq!(city.portal.get("/api/v1/offices?limit=0").await.status, StatusCode::BAD_REQUEST);
    }
}

#[tokio::test]
async fn a_machine_holds_books_moves_and_cancels_and_each_again_changes_nothing() {
    for engine in engines() {
        let city = City::on(engine).await;
        let free = city.free().await;
        let held = city.hold(&city.one, "wish-number-1", &free[0]).await;
        assert_eq!(held.status, StatusCode::CREATED, "{}", held.body);
        let again = city.hold(&city.one, "wish-number-1", &free[0]).await;
        assert_eq!((again.status, again.json()["id"].clone()), (StatusCode::CREATED, held.json()["id"].clone()));
        assert_eq!(held.json()["state"], "held");
        assert!(held.header("location").starts_with("/api/v1/holds/"));

        let booked = city.book(&city.one, &held.json()).await;
        assert_eq!(booked.status, StatusCode::CREATED, "{}", booked.body);
        assert_eq!(booked.json()["state"], "confirmed");
        let again = city.book(&city.one, &held.json()).await;
        assert_eq!((again.status, again.json()), (StatusCode::CREATED, booked.json()));

        let path = format!("appointments/{}", booked.json()["id"].as_str().unwrap());
        let etag = booked.header("etag");
        let to = json!({ "starts_at": free[1] });
        let unconditional = city.send(&city.one, Method::PATCH, &path, &[], &to).await;
        assert_eq!(unconditional.status, StatusCode::PRECONDITION_REQUIRED);
        let moved = city.send(&city.one, Method::PATCH, &path, &[("if-match", etag)], &to).await;
        assert_eq!(moved.status, StatusCode::OK, "{}", moved.body);
        assert_eq!(moved.json()["starts_at"], free[1].as_str());
        let again = city.send(&city.one, Method::PATCH, &path, &[("if-match", etag)], &to).await;
        assert_eq!((again.status, again.json()), (StatusCode::OK, moved.json()));
        let back = json!({ "starts_at": free[0] });
        let stale = city.send(&city.one, Method::PATCH, &path, &[("if-match", etag)], &back).await;
        assert_eq!(stale.status, StatusCode::PRECONDITION_FAILED);

        let own = city.send(&city.one, Method::GET, "appointments", &[], &Value::Null).await.json();
        assert_eq!(own["to_come"].as_array().unwrap().len(), 1);
        for method in [Method::GET, Method::DELETE] {
            let stranger = city.send(&city.other, method, &path, &[], &Value::Null).await;
            assert_eq!(stranger.status, StatusCode::NOT_FOUND);
        }
        let release = format!("holds/{}", booked.json()["id"].as_str().unwrap());
        let release = city.send(&city.one, Method::DELETE, &release, &[], &Value::Null).await;
        assert_eq!((release.status, &*problem(&release)), (StatusCode::CONFLICT, "state"));
        for _ in 0..2 {
            let gone = city.send(&city.one, Method::DELETE, &path, &[], &Value::Null).await;
            assert_eq!(gone.status, StatusCode::NO_CONTENT);
        }
        let visit = city.send(&city.one, Method::GET, &path, &[], &Value::Null).await.json();
        assert_eq!(visit["state"], "cancelled");
        assert_eq!(city.free().await, free);
    }
}

#[tokio::test]
async fn each_lost_race_and_each_rule_is_a_problem_of_its_own_type() {
    for engine in engines() {
        let city = City::on(engine).await;
        let free = city.free().await;
        let held = city.hold(&city.one, "wish-number-1", &free[0]).await;
        let release = format!("holds/{}", held.json()["id"].as_str().unwrap());
        let released = city.send(&city.one, Method::DELETE, &release, &[], &Value::Null).await;
        assert_eq!(released.status, StatusCode::NO_CONTENT);
        let late = city.book(&city.one, &held.json()).await;
        assert_eq!((late.status, &*problem(&late)), (StatusCode::CONFLICT, "hold-expired"));

        let nowhere = chrono::DateTime::parse_from_rfc3339(&free[0]).unwrap() + chrono::TimeDelta::minutes(1);
        let taken = city.hold(&city.one, "wish-number-2", &nowhere.to_rfc3339()).await;
        assert_eq!((taken.status, &*problem(&taken)), (StatusCode::CONFLICT, "slot-taken"));
        let past = city.hold(&city.one, "wish-number-3", "2026-01-05T09:00:00+08:00").await;
        assert_eq!((past.status, &*problem(&past)), (StatusCode::CONFLICT, "too-late"));

        let held = city.hold(&city.one, "wish-number-4", &free[0]).await;
        assert_eq!(city.book(&city.one, &held.json()).await.status, StatusCode::CREATED);
        let twice = city.hold(&city.one, "wish-number-5", &free[1]).await;
        assert_eq!((twice.status, &*problem(&twice)), (StatusCode::CONFLICT, "limit-reached"));

        for (key, body) in [
            ("short", json!({ "matter": MATTER, "office": CENTRE, "starts_at": free[0] })),
            ("wish-number-6", json!({ "matter": MATTER, "office": CENTRE, "starts_at": "tomorrow" })),
            ("wish-number-7", json!({ "matter": MATTER, "office": CENTRE, "starts_at": free[0], "for": "everybody" })),
            ("wish-number-8", json!({ "matter": MATTER, "office": CENTRE, "starts_at": free[0], "persons": 99 })),
            ("wish-number-9", json!({ "matter": MATTER, "office": CENTRE, "starts_at": free[0], "more": 1 })),
        ] {
            let refused = city.send(&city.other, Method::POST, "holds", &[("idempotency-key", key)], &body).await;
            assert_eq!((refused.status, &*problem(&refused)), (StatusCode::BAD_REQUEST, "invalid"), "{body}");
            let field = &refused.json()["errors"][0];
            assert!(field["field"].is_string() && field["detail"] != "", "{}", refused.body);
        }
    }
}
