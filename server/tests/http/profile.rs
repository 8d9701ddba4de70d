//! The pages of an account, as a browser sees them.

use axum::http::StatusCode;
use foundation::database::testing::engines;
use identity::DEMO_PASSWORD;

use crate::support::{Answer, Portal, portal};

const RESIDENT: &str = "13900000001";

fn cookies(answer: &Answer) -> Vec<String> {
    let all = answer.headers.get_all("set-cookie").iter();
    all.filter_map(|value| value.to_str().ok()?.split(';').next().map(str::to_owned)).collect()
}

async fn sign_in_at_the_desk(portal: &Portal, name: &str) -> Answer {
    portal.post("/desk/sign-in", &format!("name={name}&password={DEMO_PASSWORD}&return=/me")).await
}

#[tokio::test]
async fn the_page_of_an_account_says_who_what_waits_and_where_everything_is() {
    for engine in engines() {
        let portal = portal(engine).await;
        let away = portal.get("/en/me").await;
        assert_eq!((away.status, away.header("location")), (StatusCode::SEE_OTHER, "/en/sign-in?return=%2Fme"));
        let cookie = portal.sign_in_as(RESIDENT).await;
        let page = portal.get_as(&cookie, "/en/me").await;
        assert_eq!((page.status, page.header("cache-control")), (StatusCode::OK, "no-store"), "{engine:?}");
        for part in [
            "王小蓉",
            "139****0001",
            "Give your name and ID number",
            r#"href="/en/me/profile""#,
            r#"href="/en/me/real-name""#,
            r#"href="/en/me/family""#,
            r#"href="/en/me/companies""#,
            r#"href="/en/me/security""#,
            r#"href="/en/messages""#,
            r#"href="/en/settings""#,
            r#"href="/en/me/data""#,
            r#"action="/en/sign-out""#,
        ] {
            assert!(page.body.contains(part), "{engine:?}: {part}: {}", page.body);
        }
        assert!(!page.body.contains(RESIDENT) && !page.body.contains(r#"href="/en/desk""#), "{}", page.body);
        let clerk = portal.sign_in_as("police.clerk").await;
        assert!(portal.get_as(&clerk, "/en/me").await.body.contains(r#"href="/en/desk""#));
        // What everybody sees names nobody, and settings need no account.
        assert!(!portal.get_as(&cookie, "/en").await.body.contains("王小蓉"));
        assert_eq!(portal.get("/en/settings").await.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn a_profile_is_refused_in_words_kept_and_not_overwritten_from_another_window() {
    for engine in engines() {
        let portal = portal(engine).await;
        let cookie = portal.sign_in_as(RESIDENT).await;
        let typed = "revision=0&display_name=&gender=x&birth_date=2999-01-01&district=999999&address=%3Cb%3E%E8%B7%AF\
                     &emergency_name=&emergency_phone=110&language=xx";
        let refused = portal.post_as(&cookie, "/en/me/profile", typed).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{engine:?}");
        for id in ["display_name", "gender", "birth_date", "emergency_phone", "language"] {
            assert!(refused.body.contains(&format!("href=\"#{id}\"")), "{id}: {}", refused.body);
        }
        assert!(refused.body.contains("&lt;b>路") || refused.body.contains("&lt;b&gt;路"), "{}", refused.body);
        let typed = "revision=0&display_name=%E5%B0%8F%E8%93%89&gender=female&birth_date=1990-01-31&ethnic_group=05\
                     &district=510104&address=29&emergency_name=a&emergency_phone=138+0000+0001&language=en";
        let saved = portal.post_as(&cookie, "/en/me/profile", typed).await;
        assert_eq!(saved.header("location"), "/en/me/profile?done=profile-saved", "{engine:?}: {}", saved.body);
        let page = portal.get_as(&cookie, saved.header("location")).await;
        for part in ["Your profile is saved", r#"value="1990-01-31""#, r#"value="13800000001""#, r#"value="小蓉""#] {
            assert!(page.body.contains(part), "{engine:?}: {part}: {}", page.body);
        }
        let late = portal.post_as(&cookie, "/en/me/profile", &typed.replace("address=29", "address=30")).await;
        assert_eq!(late.status, StatusCode::CONFLICT, "{engine:?}");
        assert!(late.body.contains("another window") && late.body.contains(r#"value="30""#), "{}", late.body);
        assert!(late.body.contains(r#"name="revision" value="1""#), "saving again wins: {}", late.body);
        let district = portal.post_as(&cookie, "/me/profile", &typed.replace("510104", "999999")).await;
        assert!(district.body.contains("href=\"#district\""), "{engine:?}");
    }
}

#[tokio::test]
async fn an_address_is_asked_for_in_one_step_and_proven_in_the_next() {
    for engine in engines() {
        let portal = portal(engine).await;
        let cookie = portal.sign_in_as(RESIDENT).await;
        let own = portal.post_as(&cookie, "/en/me/contacts", "kind=phone&address=139+0000+0001").await;
        assert_eq!(own.status, StatusCode::BAD_REQUEST, "{engine:?}");
        assert!(own.body.contains("You use this one already"));
        // Whether it is another's makes no difference to whoever asks.
        for address in ["13800000007", "13900000002"] {
            let asked = portal.post_as(&cookie, "/en/me/contacts", &format!("kind=phone&address={address}")).await;
            let next = asked.header("location").to_owned();
            assert!(next.starts_with("/en/me/contacts/confirm?code="), "{engine:?}: {next}: {}", asked.body);
            let cookie = format!("{cookie}; {}", cookies(&asked)[0]);
            let page = portal.get_as(&cookie, &next).await;
            let masked = format!("{}****{}", &address[..3], &address[7..]);
            assert!(page.body.contains(&masked) && page.body.contains(r#"autocomplete="one-time-code""#));
            let id = next.split_once('=').unwrap().1;
            let wrong = portal.post_as(&cookie, "/en/me/contacts/confirm", &format!("code={id}&digits=")).await;
            assert_eq!(wrong.status, StatusCode::BAD_REQUEST, "{engine:?}");
            assert!(wrong.body.contains("The code is wrong or too old"), "{}", wrong.body);
            let stranger = portal.sign_in_as("13900000003").await;
            let foreign = portal.get_as(&stranger, &next).await;
            assert_eq!(foreign.status, StatusCode::NOT_FOUND, "a code of somebody else's");
        }
        let last = portal.post_as(&cookie, "/en/me/contacts/remove", "kind=phone").await;
        assert_eq!(last.status, StatusCode::BAD_REQUEST);
        assert!(last.body.contains("Keep at least one"), "{}", last.body);
    }
}

#[tokio::test]
async fn somebody_takes_their_data_along() {
    for engine in engines() {
        let portal = portal(engine).await;
        let cookie = portal.sign_in_as(RESIDENT).await;
        let data = portal.get_as(&cookie, "/me/data.json").await;
        assert_eq!(data.status, StatusCode::OK, "{engine:?}");
        assert_eq!(data.header("content-type"), "application/json");
        assert!(data.header("content-disposition").starts_with("attachment"));
        assert_eq!(data.header("cache-control"), "no-store");
        assert_eq!(data.json()["addresses"][0]["address"], "+8613900000001");
        assert!(!data.body.contains("argon2") && !data.body.contains("13900000002"));
    }
}

#[tokio::test]
async fn an_account_closes_everywhere_at_once_and_is_kept_by_whoever_comes_back() {
    for engine in engines() {
        let portal = portal(engine).await;
        let (here, there) = (portal.sign_in_as(RESIDENT).await, portal.sign_in_as(RESIDENT).await);
        let unsure = portal.post_as(&here, "/en/me/close", "").await;
        assert!(unsure.status == StatusCode::BAD_REQUEST && unsure.body.contains("href=\"#sure\""), "{engine:?}");
        let closed = portal.post_as(&here, "/en/me/close", "sure=yes").await;
        assert_eq!((closed.status, closed.header("location")), (StatusCode::SEE_OTHER, "/en/closing"));
        assert!(closed.header("set-cookie").contains("Max-Age=0"));
        assert!(portal.get("/en/closing").await.body.contains("within 15 days"));
        for cookie in [&here, &there] {
            assert_eq!(portal.get_as(cookie, "/me").await.status, StatusCode::SEE_OTHER, "{engine:?}");
        }

        let back = portal.sign_in_as(RESIDENT).await;
        for path in ["/en/me", "/en/me/data.json", "/en/me/close"] {
            let answer = portal.get_as(&back, path).await;
            assert_eq!(answer.header("location"), "/en/me/closing", "{engine:?}: {path}");
        }
        let hasty = portal.post_as(&back, "/en/me/profile", "revision=0&display_name=x").await;
        assert_eq!(hasty.status, StatusCode::CONFLICT, "{engine:?}");
        assert!(portal.get_as(&back, "/en/me/closing").await.body.contains("Keep the account"));
        let kept = portal.post_as(&back, "/en/me/closing", "").await;
        assert_eq!(kept.header("location"), "/en/me?done=closing-kept");
        assert!(portal.get_as(&back, kept.header("location")).await.body.contains("The account is kept"));

        let clerk = portal.sign_in_as("police.clerk").await;
        let refused = portal.post_as(&clerk, "/en/me/close", "sure=yes").await;
        assert_eq!(refused.status, StatusCode::CONFLICT, "{engine:?}");
        assert!(refused.body.contains("roles at the desk"), "{}", refused.body);
        assert_eq!(portal.get_as(&clerk, "/desk").await.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn display_chosen_while_signed_in_is_there_on_a_browser_that_knows_nothing() {
    for engine in engines() {
        let portal = portal(engine).await;
        let cookie = portal.sign_in_as("13900000001").await;
        let first = sign_in_at_the_desk(&portal, "13900000001").await;
        let shown = |answer| cookies(answer).iter().any(|cookie| cookie.starts_with("display="));
        assert!(!shown(&first), "{engine:?}: nothing was chosen");
        portal.post_as(&cookie, "/preferences", "mode=elder&language=en&return=/settings").await;
        let second = sign_in_at_the_desk(&portal, "13900000001").await;
        assert!(cookies(&second).contains(&"display=mode=elder&language=en".to_owned()), "{:?}", cookies(&second));
        // A browser with a choice of its own keeps it; a choice without an account stays on its device.
        let own = format!("name=13900000001&password={DEMO_PASSWORD}&return=/me");
        let third = portal.post_as("display=theme=dark", "/desk/sign-in", &own).await;
        assert!(!shown(&third), "{:?}", cookies(&third));
        let nobody = portal.post("/preferences", "mode=elder&return=/settings").await;
        assert_eq!(nobody.status, StatusCode::SEE_OTHER);
    }
}

#[tokio::test]
async fn whatever_is_sent_to_an_account_is_refused_in_words_and_never_fails() {
    for engine in engines() {
        let portal = portal(engine).await;
        let cookie = portal.sign_in_as(RESIDENT).await;
        for path in [
            "/me?done=%00",
            "/me/profile?done=%00",
            "/me/contacts/confirm",
            "/me/contacts/confirm?code=%00",
            "/contacts/undo/%00",
            "/contacts/undo/x",
        ] {
            let status = portal.get_as(&cookie, path).await.status;
            assert!(!status.is_server_error(), "{engine:?}: {path}: {status}");
        }
        let long = "x".repeat(100_000);
        for (path, form) in [
            ("/me/profile", "revision=-1&display_name=%00"),
            ("/me/profile", "revision=9223372036854775807&display_name=x"),
            ("/me/profile", "revision=99999999999999999999&display_name=x"),
            ("/me/profile", "revision=0&display_name=x&address=%00"),
            ("/me/profile", "%FF=%FF"),
            ("/me/profile", &format!("revision=0&display_name={long}")),
            ("/me/contacts", "kind=%00&address=%00"),
            ("/me/contacts", "kind=email&address=a%00@b.cn"),
            ("/me/contacts", "kind=email&address=13800000001"),
            ("/me/contacts/confirm", "code=%00&digits=%00"),
            ("/me/contacts/remove", "kind=carrier-pigeon"),
            ("/me/close", "sure=%00"),
            ("/contacts/undo/%00", ""),
        ] {
            let status = portal.post_as(&cookie, path, form).await.status;
            assert!(status.is_client_error(), "{engine:?}: {path} {form:.60}: {status}");
        }
    }
}
