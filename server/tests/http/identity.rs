//! Signing in and out, accounts and the audit, as a browser sees them.

use axum::http::StatusCode;
use foundation::database::testing::engines;
use identity::DEMO_PASSWORD;

use crate::support::{Answer, Portal, portal};

fn form(name: &str, password: &str, back: &str) -> String {
    format!("name={name}&password={password}&return={back}")
}

fn cookie(answer: &Answer) -> String {
    answer.header("set-cookie").split(';').next().unwrap_or_default().to_owned()
}

/// The demonstration's accounts are made when the first of them signs in.
async fn with_accounts(portal: &Portal) {
    portal.sign_in_as("auditor").await;
}

#[tokio::test]
async fn signing_in_leads_to_the_page_that_was_asked_for_and_out_again() {
    for engine in engines() {
        let portal = portal(engine).await;
        with_accounts(&portal).await;
        let sent_away = portal.get("/en/desk/me").await;
        assert_eq!(sent_away.status, StatusCode::SEE_OTHER);
        assert_eq!(sent_away.header("location"), "/en/desk/sign-in?return=%2Fdesk%2Fme");
        let page = portal.get(sent_away.header("location")).await;
        assert_eq!(page.status, StatusCode::OK);
        assert_eq!(page.header("cache-control"), "no-store");
        for part in [r#"value="/desk/me""#, r#"autocomplete="username webauthn""#, r#"autocomplete="current-password""#]
        {
            assert!(page.body.contains(part), "{part}: {}", page.body);
        }

        let signed_in = portal.post("/en/desk/sign-in", &form("Police.Editor+", DEMO_PASSWORD, "/desk/me")).await;
        assert_eq!((signed_in.status, signed_in.header("location")), (StatusCode::SEE_OTHER, "/en/desk/me"));
        let set = signed_in.header("set-cookie");
        assert!(set.starts_with("__Host-session="), "{set}");
        for part in ["; Secure", "; HttpOnly", "; SameSite=Lax", "; Path=/"] {
            assert!(set.contains(part), "{set}");
        }
        assert!(!set.contains("Domain"), "{set}");
        let waiting = cookie(&signed_in);
        let led_on = portal.get_as(&waiting, "/en/desk/me").await;
        assert_eq!(led_on.header("location"), "/en/sign-in/second-factor?return=%2Fdesk%2Fme");
        let page = portal.get_as(&waiting, led_on.header("location")).await;
        assert!(page.body.contains("138****0002") && !page.body.contains("13800000002"), "{}", page.body);
        let cookie = portal.finish(&waiting).await;
        assert_eq!(portal.get_as(&waiting, "/en/desk/me").await.status, StatusCode::SEE_OTHER, "another token");
        let me = portal.get_as(&cookie, "/en/desk/me").await;
        assert_eq!(me.status, StatusCode::OK);
        assert!(me.body.contains("police.editor") && me.body.contains("This device"), "{}", me.body);

        let out = portal.post_as(&cookie, "/desk/sign-out", "").await;
        assert_eq!((out.status, out.header("location")), (StatusCode::SEE_OTHER, "/desk/sign-in"));
        assert!(out.header("set-cookie").contains("Max-Age=0"));
        assert_eq!(portal.get_as(&cookie, "/desk/me").await.status, StatusCode::SEE_OTHER);
    }
}

#[tokio::test]
async fn the_way_back_never_leaves_the_site() {
    for engine in engines() {
        let portal = portal(engine).await;
        with_accounts(&portal).await;
        for (back, target) in [
            ("https%3A%2F%2Fevil.example", "/"),
            ("%2F%2Fevil.example", "/"),
            ("%2F%5Cevil.example", "/"),
            ("", "/desk"),
            ("%2Fdesk%2Fme%3Fdone%3Dx", "/desk/me?done=x"),
        ] {
            let answer = portal.post("/desk/sign-in", &form("auditor", DEMO_PASSWORD, back)).await;
            assert_eq!(answer.header("location"), target, "{engine:?}: {back}");
        }
    }
}

#[tokio::test]
async fn a_wrong_name_and_a_wrong_password_look_the_same() {
    for engine in engines() {
        let portal = portal(engine).await;
        with_accounts(&portal).await;
        let known = portal.post("/desk/sign-in", &form("auditor", "not-the-password", "")).await;
        let unknown = portal.post("/desk/sign-in", &form("an.other", "not-the-password", "")).await;
        assert_eq!((known.status, unknown.status), (StatusCode::BAD_REQUEST, StatusCode::BAD_REQUEST));
        assert_eq!(known.body.replace("auditor", "x"), unknown.body.replace("an.other", "x"), "{engine:?}");
        assert!(known.body.contains("账号或密码不对") && !known.body.contains("not-the-password"));
        assert!(known.header("set-cookie").is_empty());
    }
}

#[tokio::test]
async fn too_many_tries_are_told_to_wait() {
    for engine in engines() {
        let portal = portal(engine).await;
        for _ in 0..10 {
            let refused = portal.post("/desk/sign-in", &form("an.other", "not-the-password", "")).await;
            assert_eq!(refused.status, StatusCode::BAD_REQUEST);
        }
        let closed = portal.post("/desk/sign-in", &form("an.other", "not-the-password", "")).await;
        assert_eq!(closed.status, StatusCode::TOO_MANY_REQUESTS, "{engine:?}");
        let seconds: u64 = closed.header("retry-after").parse().unwrap();
        assert!((1..=900).contains(&seconds), "{seconds}");
        assert!(closed.body.contains("试得太多了"));
    }
}

#[tokio::test]
async fn whoever_sends_without_a_session_is_told_so_and_another_site_sends_nothing() {
    for engine in engines() {
        let portal = portal(engine).await;
        let refused = portal.post("/desk/me", "act=end").await;
        assert_eq!(refused.status, StatusCode::UNAUTHORIZED, "{engine:?}");
        assert!(refused.body.contains("请先登录"));
        let machine = portal.get_with("/desk/me", &[("accept", "application/json")]).await;
        assert_eq!(machine.status, StatusCode::UNAUTHORIZED);
        assert_eq!(machine.json()["type"], "https://city.example/problems/unauthenticated");
        let foreign = portal.post_from("/desk/sign-in", &form("auditor", DEMO_PASSWORD, ""), "cross-site").await;
        assert_eq!(foreign.status, StatusCode::FORBIDDEN);
        for nonsense in ["__Host-session=x", "__Host-session=", "__Host-session=%00", "session=x"] {
            assert_eq!(portal.get_as(nonsense, "/desk/me").await.status, StatusCode::SEE_OTHER, "{nonsense}");
        }
    }
}

#[tokio::test]
async fn a_password_is_changed_by_who_knows_the_old_one_and_other_devices_are_signed_out() {
    for engine in engines() {
        let portal = portal(engine).await;
        let (here, there) = (portal.sign_in_as("police.editor").await, portal.sign_in_as("police.editor").await);
        let change = |old: &str, new: &str, again: &str| format!("act=password&old={old}&new={new}&again={again}");
        for (form, words) in [
            (change("wrong", "a+long+enough+one", "a+long+enough+one"), "现在的密码不对"),
            (change(DEMO_PASSWORD, "short", "short"), "密码太短"),
            (change(DEMO_PASSWORD, "a+long+enough+one", "another+long+one"), "两次输入的密码不一样"),
        ] {
            let refused = portal.post_as(&here, "/desk/me", &form).await;
            assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{engine:?}");
            assert!(refused.body.contains(words) && !refused.body.contains("long enough"), "{words}");
        }
        let form = change(DEMO_PASSWORD, "a+long+enough+one", "a+long+enough+one");
        let changed = portal.post_as(&here, "/desk/me", &form).await;
        assert_eq!(changed.status, StatusCode::SEE_OTHER);
        assert_eq!(portal.get_as(&there, "/desk/me").await.status, StatusCode::SEE_OTHER);
        assert_eq!(portal.get_as(&here, "/desk/me").await.status, StatusCode::SEE_OTHER);
        let page = portal.get_as(&cookie(&changed), changed.header("location")).await;
        assert!(page.body.contains("密码改好了"), "{}", page.body);
    }
}

#[tokio::test]
async fn an_admin_makes_an_account_that_signs_in_and_is_out_the_moment_it_is_disabled() {
    for engine in engines() {
        let portal = portal(engine).await;
        let admin = portal.sign_in_as("police.admin").await;
        let typed =
            "name=new.clerk&display_name=%3Cb%3E%E6%96%B0&role=clerk&department=CD06&password=a+long+enough+one";
        let made = portal.post_as(&admin, "/desk/accounts/new", typed).await;
        assert_eq!(made.status, StatusCode::SEE_OTHER, "{engine:?}: {}", made.body);
        let page = portal.get_as(&admin, made.header("location")).await;
        assert!(page.body.contains("账号建好了") && page.body.contains("&lt;b&gt;新"), "{}", page.body);
        let again = portal.post_as(&admin, "/desk/accounts/new", typed).await;
        assert_eq!(again.status, StatusCode::BAD_REQUEST);
        assert!(again.body.contains("已经有这个账号"), "{}", again.body);
        assert!(again.body.contains(r#"value="new.clerk""#) && !again.body.contains("a long enough one"));
        let bad = portal
            .post_as(&admin, "/desk/accounts/new", "name=N&display_name=&role=king&department=&password=short")
            .await;
        for id in ["#name", "#display_name", "#role", "#password"] {
            assert!(bad.body.contains(&format!(r#"href="{id}""#)), "{id}: {}", bad.body);
        }
        let beyond = "role=editor&department=CD07";
        let beyond = portal.post_as(&admin, "/desk/accounts/new.clerk/grant", beyond).await;
        assert_eq!(beyond.status, StatusCode::BAD_REQUEST);
        assert!(beyond.body.contains("您自己没有的角色不能给别人"), "{}", beyond.body);

        let signed_in = cookie(&portal.post("/desk/sign-in", &form("new.clerk", "a+long+enough+one", "")).await);
        let enrol = portal.get_as(&signed_in, "/desk/me").await;
        assert_eq!(enrol.header("location"), "/sign-in/enrol?return=%2Fdesk%2Fme");
        assert_eq!(portal.get_as(&signed_in, enrol.header("location")).await.status, StatusCode::OK);
        portal.post_as(&admin, "/desk/accounts/new.clerk/disable", "").await;
        let out = portal.get_as(&signed_in, "/desk/me").await;
        assert_eq!(out.header("location"), "/desk/sign-in?return=%2Fdesk%2Fme");

        let list = portal.get_as(&admin, "/desk/accounts?q=clerk").await;
        assert!(list.body.contains("new.clerk") && !list.body.contains("police.editor"), "{}", list.body);
        assert!(!portal.get_as(&admin, "/desk/accounts").await.body.contains("city.admin"));
    }
}

#[tokio::test]
async fn whatever_is_sent_is_refused_in_words_and_never_fails() {
    for engine in engines() {
        let portal = portal(engine).await;
        let admin = portal.sign_in_as("city.admin").await;
        let long = "x".repeat(5_000);
        for path in [
            "/desk/accounts?q=%00&after=%00",
            "/desk/accounts?q=%25_%5C%27",
            "/desk/accounts/%00",
            "/desk/accounts/..%2F..",
            "/desk/audit?account=%00&act=%00&subject=%00&department=%00&before=x",
            "/desk/audit?from=9999-99-99&until=-1",
            "/desk/audit?from=262142-12-31&until=99999-01-01",
            "/desk/audit.csv?from=nonsense",
            "/desk/me?done=%00",
            &format!("/desk/audit?subject={long}"),
        ] {
            let status = portal.get_as(&admin, path).await.status;
            assert!(!status.is_server_error(), "{engine:?}: {path}: {status}");
        }
        for (path, form) in [
            ("/desk/sign-in", "name=%00&password=%00&return=%00"),
            ("/desk/sign-in", "name=a&name=b"),
            ("/desk/sign-in", "%FF=%FF"),
            ("/desk/me", "act=end&session=%00"),
            ("/desk/me", "act=password&old=%00&new=%00aaaaaaaaaaaa&again=%00aaaaaaaaaaaa"),
            ("/desk/accounts/new", "name=abc&display_name=%00&role=clerk&department=%00&password=a+long+enough+one"),
            ("/desk/accounts/police.clerk/grant", "role=editor&department=%00"),
            ("/desk/accounts/police.clerk/revoke", "role=auditor&department=CD06"),
            ("/desk/accounts/police.clerk/password", "password="),
        ] {
            let status = portal.post_as(&admin, path, form).await.status;
            assert!(status.is_client_error(), "{engine:?}: {path} {form}: {status}");
        }
    }
}

#[tokio::test]
async fn an_auditor_reads_who_did_what_and_takes_it_along() {
    for engine in engines() {
        let portal = portal(engine).await;
        let admin = portal.sign_in_as("city.admin").await;
        portal.post_as(&admin, "/desk/accounts/police.clerk/grant", "role=editor&department=CD06").await;
        let auditor = portal.sign_in_as("auditor").await;
        let page = portal.get_as(&auditor, "/en/desk/audit?act=account.grant").await;
        assert_eq!(page.status, StatusCode::OK);
        for part in ["city.admin", "police.clerk", "editor CD06", "Role given"] {
            assert!(page.body.contains(part), "{engine:?}: {part}: {}", page.body);
        }
        assert!(!page.body.contains("argon2"), "a hash is shown");
        let bad = portal.get_as(&auditor, "/en/desk/audit?from=yesterday").await;
        assert_eq!(bad.status, StatusCode::BAD_REQUEST);
        assert!(bad.body.contains("Write the day like"));

        let csv = portal.get_as(&auditor, "/desk/audit.csv?act=account.grant").await;
        assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
        assert!(csv.header("content-disposition").starts_with("attachment"));
        assert_eq!(csv.body.lines().count(), 2, "{}", csv.body);
        let told = portal.get_as(&auditor, "/en/desk/audit?act=audit.export").await;
        assert!(told.body.contains("Audit downloaded") && told.body.contains("account.grant"), "{}", told.body);
    }
}
