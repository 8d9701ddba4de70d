//! Proving again to be there: what is left without a passkey's script, the way back, and what a form that was not taken says.

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use foundation::{
    database::{Engine, testing::engines},
    text::Language,
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
    execute(portal, "UPDATE session SET proven_at = '2020-01-01T00:00:00+00:00'").await;
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
        let remove = "/me/security/passkeys/01900000-0000-7000-8000-000000000000/remove";
        for (path, form, page) in [
            ("/me/contacts", "kind=phone&address=13812345678", "/me/contacts"),
            ("/me/contacts/remove", "kind=phone", "/me/contacts"),
            ("/me/close", "sure=yes", "/me/close"),
            ("/me/security/second-factor", "act=codes", "/me/security/second-factor"),
            ("/me/security/second-factor/app", "value=123456", "/me/security/second-factor/app"),
            (remove, "", "/me/security/passkeys"),
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
            let mut kept = answer.headers.get_all("set-cookie").iter().filter_map(|cookie| cookie.to_str().ok());
            let session = kept.find(|cookie| cookie.contains("session=")).unwrap_or_default();
            assert_eq!(session.contains("Max-Age"), stays, "{engine:?}: {name}: {session}");
        }
        let page = portal.get("/sign-in").await.body;
        assert_eq!(page.matches(r#"name="stays""#).count(), 2, "{engine:?}: with a password, and with a passkey");
    }
}

#[tokio::test]
async fn whoever_proves_it_wrongly_is_told_how_often_they_may_still_try() {
    for engine in engines() {
        let portal = portal(engine).await;
        let here = portal.sign_in_as(PHONE).await;
        for left in (1..10).rev() {
            let wrong = portal.post_as(&here, "/en/step-up/password", "way=password&value=wrong").await;
            assert_eq!(wrong.status, StatusCode::BAD_REQUEST, "{engine:?}");
            assert!(wrong.body.contains(&format!("Tries left: {left}.")), "{engine:?}: {left}: {}", wrong.body);
        }
        let last = portal.post_as(&here, "/en/step-up/password", "way=password&value=wrong").await;
        assert!(last.body.contains("wait a while"), "{engine:?}: {}", last.body);
        let later = portal.post_as(&here, "/en/step-up/password", "way=password&value=wrong").await;
        assert_eq!(later.status, StatusCode::TOO_MANY_REQUESTS, "{engine:?}");

        // Five times for each code that was sent.
        let sent = portal.post_as(&here, "/en/step-up/code", "to=phone&return=%2Fme").await;
        let browser = sent.header("set-cookie").split(';').next().unwrap().to_owned();
        let both = format!("{here}; {browser}");
        let code = sent.header("location").split_once("code=").unwrap().1.split('&').next().unwrap();
        let form = format!("way=sent&to=phone&value=x&code={code}");
        for left in (1..5).rev() {
            let wrong = portal.post_as(&both, "/en/step-up/confirm", &form).await.body;
            assert!(wrong.contains(&format!("Tries left: {left}.")), "{engine:?}: {left}: {wrong}");
        }
        let last = portal.post_as(&both, "/en/step-up/confirm", &form).await.body;
        assert!(last.contains("was tried too often"), "{engine:?}: {last}");
        // Another browser is told nothing of it.
        let strange = portal.post_as(&here, "/en/step-up/confirm", &form).await.body;
        assert!(!strange.contains("Tries left") && !strange.contains("too often"), "{engine:?}: {strange}");
    }
}

#[tokio::test]
async fn a_code_that_lets_somebody_in_tells_its_tries_whether_or_not_there_is_an_account() {
    for engine in engines() {
        let portal = portal(engine).await;
        portal.sign_in_as(PHONE).await;
        let mut said = Vec::new();
        for phone in [PHONE, "13812346021"] {
            let sent = portal.post("/en/sign-in/code", &format!("address={phone}")).await;
            let browser = sent.header("set-cookie").split(';').next().unwrap().to_owned();
            let id = sent.header("location").split_once("id=").unwrap().1.split('&').next().unwrap();
            for _ in 0..6 {
                let wrong = portal.post_as(&browser, "/en/sign-in/code/confirm", &format!("id={id}&code=x")).await.body;
                said.push(wrong.split("Tries left: ").nth(1).map(|rest| rest[..1].to_owned()));
            }
        }
        let expected = ["4", "3", "2", "1"].map(|left| Some(left.to_owned()));
        assert_eq!(said[..4], expected, "{engine:?}");
        assert!(said[4..6].iter().all(Option::is_none), "{engine:?}: spent");
        assert_eq!(said[..6], said[6..], "{engine:?}");
        let password = portal.post("/en/sign-in", &format!("name={PHONE}&password=wrong")).await.body;
        assert!(!password.contains("Tries left"), "{engine:?}: {password}");
    }
}

#[tokio::test]
async fn whoever_comes_from_an_item_is_told_its_name() {
    for engine in engines() {
        let portal = portal(engine).await;
        let item = portal.catalogue.item("510100-06-001").await.unwrap().item;
        for (path, language) in [("/sign-in", Language::FIRST), ("/en/sign-in", Language::parse("en").unwrap())] {
            let page = portal.get(&format!("{path}?return=%2Fitems%2F510100-06-001%3Fcase%3D1")).await;
            let name = item.name.get(language);
            assert!(page.body.contains(name), "{engine:?}: {name}: {}", page.body);
        }
        for code in ["510100-06-999", "%2500", "nonsense%2Fversions", "%20"] {
            let page = portal.get(&format!("/sign-in?return=%2Fitems%2F{code}")).await;
            assert!(page.status == StatusCode::OK && page.body.contains("刚才看的事项"), "{engine:?}: {code}");
        }
    }
}

#[tokio::test]
async fn somebody_chooses_which_messages_reach_their_phone() {
    for engine in engines() {
        let portal = portal(engine).await;
        let here = portal.sign_in_as(PHONE).await;
        let page = portal.get_as(&here, "/me/messages").await.body;
        for part in ["这一类不能关", "短信 139****0001", "checked"] {
            assert!(page.contains(part), "{engine:?}: {part}: {page}");
        }
        let saved = portal.post_as(&here, "/me/messages", "").await;
        assert_eq!(saved.header("location"), "/me/messages?done=message-choice-saved", "{engine:?}");
        let page = portal.get_as(&here, saved.header("location")).await.body;
        assert!(page.contains("保存好了") && !page.contains("checked"), "{engine:?}: {page}");
        // Safety is no kind that could be chosen.
        portal.post_as(&here, "/me/messages", "account=phone&account=email&security=&x=y").await;
        assert!(portal.get_as(&here, "/me/messages").await.body.contains("checked"), "{engine:?}");
        for form in ["account=%00", "account=inbox"] {
            assert_eq!(portal.post_as(&here, "/me/messages", form).await.status, StatusCode::BAD_REQUEST, "{form}");
        }
        assert!(portal.get_as(&here, "/messages").await.body.contains(r#"href="/me/messages""#), "{engine:?}");
    }
}
