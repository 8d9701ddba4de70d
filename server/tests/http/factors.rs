//! Proving more, and what one sees of the safety of one's account, as a browser does it.

use axum::http::StatusCode;
use foundation::database::testing::engines;

use crate::support::{Answer, Portal, portal};

fn cookie(answer: &Answer) -> String {
    answer.header("set-cookie").split(';').next().unwrap_or_default().to_owned()
}

/// The value of a hidden field of a page.
fn hidden<'a>(page: &'a str, name: &str) -> &'a str {
    let from = page.find(&format!(r#"name="{name}" value=""#)).unwrap_or_else(|| panic!("{name}: {page}"));
    let value = &page[from + format!(r#"name="{name}" value=""#).len()..];
    &value[..value.find('"').unwrap()]
}

async fn resident(portal: &Portal) -> String {
    portal.sign_in_as("13900000001").await
}

#[tokio::test]
async fn a_step_up_leads_back_and_gives_the_session_another_token() {
    for engine in engines() {
        let portal = portal(engine).await;
        let here = resident(&portal).await;
        let page = portal.get_as(&here, "/en/step-up?return=%2Fme%2Fclose&instead=%2Fme%2Fsecurity&why=password").await;
        for part in ["Setting a new password needs", "139****0001", r#"href="/en/me/security""#] {
            assert!(page.body.contains(part), "{engine:?}: {part}: {}", page.body);
        }
        let wrong = portal.post_as(&here, "/step-up/password", "way=password&value=wrong&return=%2Fme").await;
        assert_eq!(wrong.status, StatusCode::BAD_REQUEST, "{engine:?}");
        assert!(wrong.body.contains("密码不对") && !wrong.body.contains(r#"value="wrong""#), "{}", wrong.body);
        let right = "way=password&value=demonstration-only&return=%2Fme%2Fsecurity";
        let proven = portal.post_as(&here, "/en/step-up/password", right).await;
        assert_eq!((proven.status, proven.header("location")), (StatusCode::SEE_OTHER, "/en/me/security"));
        assert_eq!(
            portal.get_as(&here, "/me/security").await.status,
            StatusCode::SEE_OTHER,
            "{engine:?}: the old token"
        );
        assert_eq!(portal.get_as(&cookie(&proven), "/me/security").await.status, StatusCode::OK);

        let abroad = "way=password&value=demonstration-only&return=%2F%2Fevil.example";
        let abroad = portal.post_as(&cookie(&proven), "/step-up/password", abroad).await;
        assert_eq!(abroad.header("location"), "/");
    }
}

#[tokio::test]
async fn a_code_for_a_step_up_is_sent_to_one_s_own_phone_and_asked_for() {
    for engine in engines() {
        let portal = portal(engine).await;
        let here = resident(&portal).await;
        let sent = portal.post_as(&here, "/step-up/code", "to=phone&return=%2Fme&why=password").await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{engine:?}: {}", sent.body);
        assert!(sent.header("set-cookie").starts_with("__Host-browser="), "{}", sent.header("set-cookie"));
        let page = portal.get_as(&here, sent.header("location")).await;
        assert!(page.body.contains(r#"autocomplete="one-time-code""#) && page.body.contains("已发到"), "{}", page.body);
        let id = hidden(&page.body, "code");
        let refused =
            portal.post_as(&here, "/step-up/confirm", &format!("way=sent&code={id}&to=phone&value=000")).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST);
        assert!(refused.body.contains("已经用过"), "{engine:?}: {}", refused.body);
    }
}

#[tokio::test]
async fn a_session_that_waits_reaches_nothing_and_can_be_given_up() {
    for engine in engines() {
        let portal = portal(engine).await;
        portal.sign_in_as("auditor").await;
        let waiting = cookie(&portal.post("/desk/sign-in", "name=auditor&password=demonstration-only").await);
        for path in ["/desk", "/me/security", "/step-up", "/me/security/password", "/desk/audit.csv"] {
            let answer = portal.get_as(&waiting, path).await;
            assert!(answer.header("location").starts_with("/sign-in/second-factor"), "{engine:?}: {path}");
        }
        for (path, form) in [("/me/security/not-me", ""), ("/session", ""), ("/me/security/sessions", "session=others")]
        {
            assert_eq!(
                portal.post_as(&waiting, path, form).await.status,
                StatusCode::UNAUTHORIZED,
                "{engine:?}: {path}"
            );
        }
        // Taking an app is for those who have no second factor.
        let enrol = portal.post_as(&waiting, "/sign-in/enrol", "value=000000").await;
        assert!(enrol.status.is_client_error(), "{engine:?}: {}", enrol.status);
        let elsewhere = portal.get_as(&waiting, "/sign-in/enrol").await;
        assert!(elsewhere.header("location").starts_with("/sign-in/second-factor"));
        portal.post_as(&waiting, "/desk/sign-out", "").await;
        let gone = portal.get_as(&waiting, "/sign-in/second-factor").await;
        assert!(gone.header("location").starts_with("/sign-in?return="), "{engine:?}");
    }
}

#[tokio::test]
async fn the_security_page_shows_devices_and_what_happened_and_ends_the_others() {
    for engine in engines() {
        let portal = portal(engine).await;
        let (here, there) = (resident(&portal).await, resident(&portal).await);
        let page = portal.get_as(&here, "/en/me/security").await;
        for part in
            ["Signed-in devices", "This device", "Signed in until", "Ways to sign in", "Signed in", "session.js"]
        {
            assert!(page.body.contains(part), "{engine:?}: {part}: {}", page.body);
        }
        assert_eq!(page.header("cache-control"), "no-store");
        let ended = portal.post_as(&here, "/me/security/sessions", "session=others").await;
        assert_eq!(ended.header("location"), "/me/security?done=sessions-ended");
        assert_eq!(portal.get_as(&there, "/me/security").await.status, StatusCode::SEE_OTHER, "{engine:?}");
        let left = portal.get_with("/session", &[("accept", "application/json"), ("cookie", &here)]).await;
        assert!((3_500..=3_600).contains(&left.json()["left"].as_i64().unwrap()), "{}", left.body);

        let event = hidden(&page.body, "event");
        let not_me = portal.post_as(&here, "/me/security/not-me", &format!("event={event}")).await;
        assert_eq!(not_me.header("location"), "/me/security/password?why=not-me", "{engine:?}");
        let page = portal.get_as(&cookie(&not_me), not_me.header("location")).await;
        assert!(page.body.contains("原来的密码作废了") && !page.body.contains(r#"id="old""#), "{}", page.body);
        let set = "new=a+long+enough+one&again=a+long+enough+one";
        let set = portal.post_as(&cookie(&not_me), "/me/security/password", set).await;
        assert_eq!(set.header("location"), "/me/security?done=password-changed", "{}", set.body);
        assert_eq!(portal.get_as(&cookie(&set), "/me/security").await.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn whatever_is_sent_to_these_pages_is_refused_in_words_and_never_fails() {
    for engine in engines() {
        let portal = portal(engine).await;
        let here = resident(&portal).await;
        let long = "x".repeat(5_000);
        for path in [
            "/step-up?return=%00&why=%00&code=%00&to=%00",
            "/step-up?why=../../x&code=x",
            "/me/security?before=x&done=%00",
            "/me/security?before=-9223372036854775808",
            "/me/security/password?why=%00",
            "/not-me?link=%00",
            &format!("/not-me?link={long}"),
            &format!("/step-up?why={long}&return={long}"),
        ] {
            let status = portal.get_as(&here, path).await.status;
            assert!(!status.is_server_error(), "{engine:?}: {path}: {status}");
        }
        for (path, form) in [
            ("/step-up/password", "way=password&value=%00"),
            ("/step-up/confirm", "way=sent&code=x&value=%00"),
            ("/step-up/confirm", "way=sent&code=01900000-0000-7000-8000-000000000000&value=%00"),
            ("/step-up/confirm", "way=recovery&value=%00"),
            ("/step-up/confirm", "way=totp&value=%EF%BC%91%00"),
            ("/step-up/code", "to=%00"),
            ("/me/security/sessions", "session=%00"),
            ("/me/security/second-factor", "act=%00"),
            ("/me/security/second-factor", "act=codes"),
            ("/me/security/second-factor", "act=drop-app"),
            ("/me/security/second-factor/app", "value=%00"),
            ("/me/security/password", "old=%00&new=%00&again=%00"),
            ("/me/security/not-me", "event=%00"),
        ] {
            let status = portal.post_as(&here, path, form).await.status;
            assert!(status.is_client_error(), "{engine:?}: {path} {form}: {status}");
        }
        for name in ["auditor", "city.admin"] {
            let away =
                portal.post_as(&portal.sign_in_as(name).await, "/desk/accounts/city.admin/reset-factors", "").await;
            assert!(away.status.is_client_error(), "{engine:?}: one's own, and not one's to manage");
        }
    }
}
