//! The day in a hall as its screens, its phones and its desk see it.

use appointments::{Appointments, Rules};
use axum::http::StatusCode;
use foundation::{
    clock::Clock,
    database::testing::{self, engines},
};

use crate::support::{Portal, on};

const HALL: &str = "/hall/civic-centre";
const DESK: &str = "/desk/hall/civic-centre";

/// A portal with the demonstration's halls.
async fn portal(engine: foundation::database::Engine) -> Portal {
    let test = testing::fresh(engine).await;
    for (kind, report) in catalogue::load_demo(&test.database, Clock::Real).await.unwrap() {
        assert!(report.bad.is_empty(), "{}: {report}", kind.name());
    }
    let portal = on(test).await;
    let booking =
        Appointments::new(portal.test.database.clone(), Clock::Real, portal.identity.clone(), Rules::default());
    booking.add_demo().await.unwrap();
    portal
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    text.split_once(before).and_then(|(_, rest)| rest.split_once(after)).unwrap_or_default().0
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_device_is_opened_by_its_code_gives_a_number_and_the_call_reaches_display_and_phone() {
    for engine in engines() {
        let portal = portal(engine).await;
        let clerk = portal.sign_in_as("halls.clerk").await;
        let page = portal.post_as(&clerk, &format!("{DESK}/kiosks"), "act=open&name=%E9%97%A8%E5%8F%A3").await;
        let code = between(&page.body, "hall-code\">开机码：", "<");
        assert_eq!((page.status, code.len()), (StatusCode::OK, 9), "{engine:?}");
        let kiosk = format!("{HALL}/kiosk");
        let wrong = portal.post(&kiosk, "act=join&code=2345-6789").await;
        assert_eq!(wrong.status, StatusCode::BAD_REQUEST, "{engine:?}");
        assert!(wrong.body.contains("开机码不对"), "{engine:?}");
        let joined = portal.post(&kiosk, &format!("act=join&code={}", code.replace(' ', "+"))).await;
        assert_eq!(joined.status, StatusCode::SEE_OTHER, "{engine:?}");
        let cookie = joined.header("set-cookie").to_owned();
        assert!(
            cookie.starts_with("__Host-kiosk=") && cookie.contains("; HttpOnly; SameSite=Strict; Secure"),
            "{engine:?}"
        );
        let cookie = cookie.split_once(';').unwrap().0.to_owned();
        let start = portal.get_as(&cookie, &kiosk).await;
        assert!(start.body.contains("?matter=id-card"), "{engine:?}");
        assert_eq!(start.header("cache-control"), "no-store", "{engine:?}");
        for (form, status) in [
            ("act=check-in&code=%00%FF", StatusCode::BAD_REQUEST),
            ("act=check-in&code=2345+6789", StatusCode::BAD_REQUEST),
            ("act=walk-in&matter=nothing&priority=none&key=12345678", StatusCode::BAD_REQUEST),
            ("act=walk-in&matter=id-card&priority=king&key=12345678", StatusCode::BAD_REQUEST),
            ("act=walk-in&matter=id-card&priority=none&key=x", StatusCode::BAD_REQUEST),
            ("act=fly", StatusCode::BAD_REQUEST),
        ] {
            assert_eq!(portal.post_as(&cookie, &kiosk, form).await.status, status, "{engine:?}: {form}");
        }
        for path in ["?matter=nothing", "?matter=%00", "?ticket=x", "?ticket=00000000000000000000000000000000"] {
            let answer = portal.get_as(&cookie, &format!("{kiosk}{path}")).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{engine:?}: {path}");
        }
        let given = portal.post_as(&cookie, &kiosk, "act=walk-in&matter=id-card&priority=elderly&key=12345678").await;
        let shown = portal.get_as(&cookie, given.header("location")).await;
        assert!(shown.body.contains("A001") && shown.body.contains("<svg"), "{engine:?}");
        let token = given.header("location").split_once('=').unwrap().1.to_owned();
        let phone = format!("/hall/tickets/{token}");
        assert!(portal.get(&phone).await.body.contains("下一位就是您"), "{engine:?}");

        let group = portal.get_as(&clerk, DESK).await.body;
        let group = between(&group, "<option value=\"", "\"");
        let opened = portal.post_as(&clerk, DESK, &format!("act=open&label=7&group={group}")).await;
        assert_eq!(opened.status, StatusCode::SEE_OTHER, "{engine:?}");
        assert_eq!(portal.post_as(&clerk, DESK, "act=next").await.status, StatusCode::SEE_OTHER, "{engine:?}");
        tokio::time::sleep(std::time::Duration::from_millis(1_100)).await;
        assert!(portal.get(&phone).await.body.contains("请到 7 号窗口"), "{engine:?}");
        assert!(portal.get(&format!("{HALL}/display")).await.body.contains("7 号窗口"), "{engine:?}");
        // Whoever comes back says what they saw last, and is told all the same how things stand.
        let (headers, event) = portal.first_part(&format!("/en{HALL}/events"), &[("last-event-id", "1")]).await;
        assert_eq!(headers["content-type"], "text/event-stream", "{engine:?}");
        assert!(headers.get("content-encoding").is_none(), "{engine:?}: what is compressed comes late");
        assert!(
            event.contains("event: board") && event.contains("A 0 0 1, please come to counter 7"),
            "{engine:?}: {event}"
        );

        let csv = portal.get_as(&clerk, &format!("{DESK}/statistics.csv")).await;
        assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8", "{engine:?}");
        assert!(csv.body.contains("\"matter\",\"身份证、居住证\",\"1\""), "{engine:?}: {}", csv.body);
        for query in
            ["from=x", "from=2026-02-30", "from=2026-01-01&until=2026-12-31", "from=2026-02-01&until=2026-01-01"]
        {
            let answer = portal.get_as(&clerk, &format!("{DESK}/statistics?{query}")).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{engine:?}: {query}");
        }
    }
}

#[tokio::test]
async fn what_is_not_there_is_not_found_and_what_makes_no_sense_is_refused_in_words() {
    for engine in engines() {
        let portal = portal(engine).await;
        let clerk = portal.sign_in_as("halls.clerk").await;
        for path in [
            "/hall/nowhere/display",
            "/hall/%FF/display",
            "/hall/UP/events",
            "/hall/nowhere/kiosk",
            "/hall/tickets/%00",
        ] {
            let status = portal.get(path).await.status;
            assert!([StatusCode::NOT_FOUND, StatusCode::BAD_REQUEST].contains(&status), "{engine:?}: {path}: {status}");
        }
        let none = "00000000-0000-7000-8000-000000000000";
        for (form, status) in [
            ("act=next".to_owned(), StatusCode::CONFLICT),
            ("act=open&label=&group=x".to_owned(), StatusCode::BAD_REQUEST),
            ("act=open&label=123456789&group=x".to_owned(), StatusCode::BAD_REQUEST),
            (format!("act=open&label=1&group={none}"), StatusCode::BAD_REQUEST),
            (format!("act=finish&ticket={none}"), StatusCode::CONFLICT),
            ("act=finish&ticket=x".to_owned(), StatusCode::NOT_FOUND),
            (format!("act=redirect&ticket={none}&to=x"), StatusCode::BAD_REQUEST),
            (format!("act=fly&ticket={none}"), StatusCode::NOT_FOUND),
        ] {
            assert_eq!(portal.post_as(&clerk, DESK, &form).await.status, status, "{engine:?}: {form}");
        }
        for form in [format!("act=check-in&visit={none}"), format!("act=absent&visit={none}"), "act=fly".to_owned()] {
            let answer = portal.post_as(&clerk, &format!("{DESK}/visits"), &form).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{engine:?}: {form}");
        }
        let long = format!("act=open&name={}", "x".repeat(41));
        for (form, status) in [
            (long.as_str(), StatusCode::BAD_REQUEST),
            ("act=close&kiosk=x", StatusCode::NOT_FOUND),
            ("act=fly", StatusCode::BAD_REQUEST),
        ] {
            let answer = portal.post_as(&clerk, &format!("{DESK}/kiosks"), form).await;
            assert_eq!(answer.status, status, "{engine:?}: {form}");
        }
    }
}
