//! Proving again to be there: what is left without a passkey's script, the way back, and what a form that was not taken says.

use app::database::{Engine, testing::engines};
use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use sea_orm::ConnectionTrait as _;

use crate::support::{Portal, portal};

const PHONE: &str = "13900000001";
/// The account of [`PHONE`].
const ACCOUNT: &str = "(SELECT account_id FROM account_contact WHERE address = '+8613900000001')";

async fn execute(portal: &Portal, sql: &str) {
    portal.test.database.writer().execute_unprepared(sql).await.unwrap();
}

/// Lets so much time pass that everybody has to prove again that they are there.
async fn much_later(portal: &Portal) {
    execute(portal, "UPDATE session SET proven_at = NULL").await;
}

/// Gives the resident a passkey, as far as pages can tell.
async fn add_passkey(portal: &Portal, engine: Engine) {
    let bytes = if engine == Engine::Postgres { "'\\x00'::bytea" } else { "x'00'" };
    execute(
        portal,
        &format!(
            "INSERT INTO passkey (id, account_id, credential_id, credential, name, created_at, used_at, backed_up)
             SELECT id, id, 'key', {bytes}, 'key', created_at, NULL, false FROM account WHERE id = {ACCOUNT}"
        ),
    )
    .await;
}

/// Where the link with these words leads.
fn link<'a>(page: &'a str, words: &str) -> &'a str {
    let before = &page[..page.find(words).unwrap_or_else(|| panic!("{words}: {page}"))];
    let from = before.rfind("href=\"").unwrap() + 6;
    &before[from..from + before[from..].find('"').unwrap()]
}

#[tokio::test]
async fn whoever_has_only_a_passkey_left_is_told_what_is_possible_without_its_script() {
    for engine in engines() {
        let portal = portal(engine).await;
        let here = portal.sign_in_as(PHONE).await;
        add_passkey(&portal, engine).await;

        // Others are left: they are on the page, and the passkey is said not to be.
        let page = portal.get_as(&here, "/en/step-up?return=%2Fme").await.body;
        assert!(page.contains("Use one of the ways below") && page.contains("data-passkey-without"), "{engine:?}");
        assert!(!page.contains("Passkeys do not work here"), "{engine:?}: {page}");

        // Signed in by a code to the phone, without a password: nothing but the passkey is left, or a password set anew.
        execute(&portal, "UPDATE session SET awaits = 'second_factor', methods = 'phone_code'").await;
        execute(&portal, &format!("UPDATE account SET password_hash = NULL WHERE id = {ACCOUNT}")).await;
        let path = "/en/sign-in/second-factor?return=%2Fme%2Fdata";
        let page = portal.get_as(&here, path).await.body;
        assert!(page.contains("Passkeys do not work here"), "{engine:?}: {page}");
        assert_eq!(link(&page, "Set a password with a code"), "/en/recover?return=%2Fme%2Fdata", "{engine:?}");
        let again = link(&page, "open this page again").replace("&amp;", "&");
        assert_eq!(portal.get_as(&here, &again).await.status, StatusCode::OK, "{engine:?}: {again}");

        // Behind a code by mail a password would not do: nobody is sent on a way that leads nowhere.
        execute(&portal, "UPDATE session SET methods = 'email_code'").await;
        execute(&portal, &format!("DELETE FROM account_contact WHERE account_id = {ACCOUNT}")).await;
        let page = portal.get_as(&here, path).await.body;
        assert!(page.contains("Passkeys do not work here") && !page.contains("/recover"), "{engine:?}: {page}");
    }
}

#[tokio::test]
async fn whoever_would_rather_not_prove_it_comes_to_a_page_that_does_not_ask_for_it() {
    for engine in engines() {
        let portal = portal(engine).await;
        let here = portal.sign_in_as(PHONE).await;
        much_later(&portal).await;
        for (asking, back) in [
            ("/me/close", "/me/data"),
            ("/me/security/second-factor/app", "/me/security/second-factor"),
            ("/me/data.json", "/me/data"),
        ] {
            let led = portal.get_as(&here, asking).await;
            assert_eq!(led.status, StatusCode::SEE_OTHER, "{engine:?}: {asking}");
            let page = portal.get_as(&here, led.header("location")).await.body;
            assert!(!page.contains("没有留下"), "{engine:?}: {asking}: nothing was sent");
            assert_eq!(link(&page, "先不做，回去"), back, "{engine:?}: {asking}");
            assert_eq!(portal.get_as(&here, back).await.status, StatusCode::OK, "{engine:?}: {back}");

            // It is kept on the way through a wrong try, and the right one leads to the page that asked.
            let form = led.header("location").split_once('?').unwrap().1;
            let wrong = portal.post_as(&here, "/step-up/password", &format!("way=password&value=x&{form}")).await;
            assert_eq!(wrong.status, StatusCode::BAD_REQUEST, "{engine:?}");
            assert_eq!(link(&wrong.body, "先不做，回去"), back, "{engine:?}: {asking}");
        }
        // Without a word of it, or with an address elsewhere, the way leads home.
        let page = portal.get_as(&here, "/step-up?return=%2Fme%2Fclose").await.body;
        assert_eq!(link(&page, "先不做，回去"), "/me", "{engine:?}");
        let page = portal.get_as(&here, "/step-up?instead=%2F%2Fevil.example").await.body;
        assert_eq!(link(&page, "先不做，回去"), "/", "{engine:?}");
    }
}

#[tokio::test]
async fn a_form_that_came_too_late_leads_to_the_proof_and_says_that_nothing_was_kept() {
    for engine in engines() {
        let portal = portal(engine).await;
        let here = portal.sign_in_as(PHONE).await;
        much_later(&portal).await;
        let id = "01900000-0000-7000-8000-000000000000";
        for (path, form, page) in [
            ("/me/contacts", "kind=phone&address=13812345678", "/me/contacts"),
            ("/me/contacts/remove", "kind=phone", "/me/contacts"),
            ("/me/close", "sure=yes", "/me/close"),
            ("/me/security/second-factor", "act=codes", "/me/security/second-factor"),
            ("/me/security/second-factor/app", "value=123456", "/me/security/second-factor/app"),
            (&format!("/me/security/passkeys/{id}/remove"), "", "/me/security/passkeys"),
            ("/me/security/providers", "provider=x", "/me/security/providers"),
        ] {
            let led = portal.post_as(&here, path, form).await;
            assert_eq!(led.status, StatusCode::SEE_OTHER, "{engine:?}: {path}: {}", led.body);
            let step_up = portal.get_as(&here, led.header("location")).await;
            assert_eq!(step_up.status, StatusCode::OK, "{engine:?}: {}", led.header("location"));
            assert!(step_up.body.contains("没有留下"), "{engine:?}: {path}: {}", step_up.body);
            assert!(step_up.body.contains(&format!(r#"name="return" value="{page}""#)), "{engine:?}: {path}");
        }
    }
}

#[tokio::test]
async fn a_page_that_knows_no_way_of_its_own_leads_to_the_proof_all_the_same() {
    for engine in engines() {
        let portal = portal(engine).await;
        let here = portal.sign_in_as(PHONE).await;
        much_later(&portal).await;
        // Asked for by a script, and here by a form: nobody draws a page for it.
        let refused = |referer: &'static str, accept: &'static str| {
            let request = Request::post("/en/passkeys/registration/begin")
                .header(header::ACCEPT, accept)
                .header(header::HOST, "city.example")
                .header(header::REFERER, referer)
                .header("sec-fetch-site", "same-origin")
                .header(header::COOKIE, &here)
                .body(Body::empty())
                .unwrap();
            portal.send(request)
        };
        let page = refused("https://city.example/en/me/security/passkeys", "text/html").await;
        assert_eq!(page.status, StatusCode::FORBIDDEN, "{engine:?}");
        let way = link(&page.body, "Confirm that it is you</a>").replace("&amp;", "&");
        assert_eq!(way, "/en/step-up?return=%2Fme%2Fsecurity%2Fpasskeys&lost=yes", "{engine:?}: {}", page.body);
        let page = refused("https://evil.example/x", "text/html").await;
        assert!(page.body.contains("return=%2Fme&"), "{engine:?}: {}", page.body);
        let problem = refused("https://city.example/en/me", "application/json").await.json();
        assert_eq!(problem["type"], "https://city.example/problems/not-fresh", "{engine:?}");
    }
}

#[tokio::test]
async fn a_window_that_closes_signs_out_whoever_has_a_role_whatever_was_ticked() {
    for engine in engines() {
        let portal = portal(engine).await;
        portal.sign_in_as("auditor").await;
        for (name, stays) in [("auditor", false), (PHONE, true)] {
            let form = format!("name={name}&password=demonstration-only&stays=yes");
            let answer = portal.post("/sign-in", &form).await;
            let kept = answer.headers.get_all("set-cookie").iter().filter_map(|cookie| cookie.to_str().ok());
            let session = kept.into_iter().find(|cookie| cookie.contains("session=")).unwrap_or_default();
            assert_eq!(session.contains("Max-Age"), stays, "{engine:?}: {name}: {session}");
        }
        let page = portal.get("/sign-in").await.body;
        assert_eq!(page.matches(r#"name="stays""#).count(), 2, "{engine:?}: with a password, and with a passkey");
    }
}
