//! Applications that ask people to sign in: what the people see, and what the applications are told.

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use foundation::database::{Engine, testing::engines};
use futures_util::future::join_all;
use openid::{
    model::{ClientState, Definition},
    testing::{add_application, definition},
};
use sea_orm::{ConnectionTrait as _, Statement};
use url::Url;

use crate::support::{Answer, Portal, portal};

const SITE: &str = "https://rp.example";
const RESIDENT: &str = "13900000001";
const PKCE: &str = "code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256";

async fn add(portal: &Portal, client_id: &str, state: ClientState, definition: &Definition) {
    add_application(&portal.test.database, client_id, "CD06", state, definition, Some("secret")).await;
}

/// A portal with a live application.
async fn city(engine: Engine) -> Portal {
    let portal = portal(engine).await;
    add(&portal, "parking", ClientState::Live, &definition(SITE)).await;
    portal
}

fn parameters(more: &str) -> String {
    format!(
        "client_id=parking&redirect_uri=https%3A%2F%2Frp.example%2Fcallback&response_type=code&scope=openid+phone&state=s1&{PKCE}&{more}"
    )
}

fn asking(more: &str) -> String {
    format!("/oauth/authorize?{}", parameters(more))
}

/// A parameter of an address.
fn parameter(address: &str, name: &str) -> Option<String> {
    let url = Url::parse(address).unwrap();
    url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
}

/// Where an answer leads.
fn led_to(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    answer.header("location").to_owned()
}

/// Where a page leads by itself.
fn leading(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    let (_, rest) = answer.body.split_once("content=\"0; url=").unwrap_or_else(|| panic!("{}", answer.body));
    rest.split_once('"').unwrap().0.replace("&amp;", "&")
}

/// What an application is told of something it asked, without the person being shown anything.
async fn error_of(portal: &Portal, cookie: &str, more: &str) -> String {
    let address = led_to(&portal.get_as(cookie, &asking(more)).await);
    assert!(address.starts_with("https://rp.example/callback?"), "{address}");
    assert_eq!(parameter(&address, "state").as_deref(), Some("s1"));
    assert_eq!(parameter(&address, "iss").as_deref(), Some("https://city.example"));
    parameter(&address, "error").unwrap_or_else(|| "none".to_owned())
}

async fn count(portal: &Portal, sql: &str) -> i64 {
    let reader = portal.test.database.reader();
    let row = reader.query_one_raw(Statement::from_string(reader.get_database_backend(), sql)).await.unwrap().unwrap();
    row.try_get_by_index(0).unwrap()
}

#[tokio::test]
async fn a_resident_agrees_once_and_is_led_to_the_application_with_a_code_each_time() {
    for engine in engines() {
        let portal = city(engine).await;
        // Nobody: led to what waits, from there to the sign-in page and back.
        let waits = led_to(&portal.get(&asking("login_hint=a%40b.cn")).await);
        assert!(waits.starts_with("/oauth/continue/"), "{waits}");
        let sign_in = led_to(&portal.get(&waits).await);
        let back = waits.replace('/', "%2F").replace('-', "%2D").replace('_', "%5F");
        assert_eq!(sign_in, format!("/sign-in?return={back}&name=a%40b%2Ecn"));

        let cookie = portal.sign_in_as(RESIDENT).await;
        let consent = portal.get_as(&cookie, &waits).await;
        assert_eq!(consent.status, StatusCode::OK);
        assert!(consent.body.contains("139****0001") && !consent.body.contains(RESIDENT), "{}", consent.body);
        assert_eq!(consent.header("x-frame-options"), "DENY");
        assert!(consent.header("content-security-policy").contains("frame-ancestors 'none'"));
        assert_eq!(led_to(&portal.post_as(&cookie, &waits, "answer=agree").await), waits);
        let address = leading(&portal.get_as(&cookie, &waits).await);
        assert!(address.starts_with("https://rp.example/callback?code="), "{address}");
        assert_eq!(parameter(&address, "code").unwrap().len(), 43);
        assert_eq!(parameter(&address, "state").as_deref(), Some("s1"));
        assert_eq!(parameter(&address, "iss").as_deref(), Some("https://city.example"));
        // What was answered is over.
        assert_eq!(portal.get_as(&cookie, &waits).await.status, StatusCode::BAD_REQUEST);

        // Again: at once, also where nothing may be shown.
        for more in ["", "prompt=none", "max_age=900"] {
            let again = led_to(&portal.get_as(&cookie, &asking(more)).await);
            assert!(parameter(&again, "code").is_some(), "{again}");
        }
        assert_eq!(count(&portal, "SELECT count(*) FROM oauth_login").await, 1);
        assert_eq!(count(&portal, "SELECT count(*) FROM oauth_grant").await, 4);
        // A sign-in is counted where a code becomes tokens.
        assert_eq!(count(&portal, "SELECT count(*) FROM oauth_use WHERE kind = 'sign_in'").await, 0);

        // Asked for more, or again, or somebody anew.
        for (more, says) in [
            ("response_mode=fragment", "invalid_request"),
            ("prompt=none&max_age=0", "login_required"),
            ("prompt=none&acr_values=urn:yitong:realname:4", "interaction_required"),
        ] {
            assert_eq!(error_of(&portal, &cookie, more).await, says, "{more}");
        }
        let more = asking("prompt=none").replace("openid+phone", "openid+phone+email");
        let address = led_to(&portal.get_as(&cookie, &more).await);
        assert_eq!(parameter(&address, "error").as_deref(), Some("consent_required"));

        // Taken back: grants end, and the next one asks.
        let page = portal.get_as(&cookie, "/me/applications").await;
        assert!(page.body.contains("Parking"), "{}", page.body);
        let other = portal.sign_in_as("13900000002").await;
        let not_theirs = portal.post_as(&other, "/me/applications", "application=parking").await;
        assert_eq!(not_theirs.status, StatusCode::NOT_FOUND);
        led_to(&portal.post_as(&cookie, "/me/applications", "application=parking").await);
        assert_eq!(count(&portal, "SELECT count(*) FROM oauth_grant WHERE revoked_at IS NULL").await, 0);
        assert_eq!(error_of(&portal, &cookie, "prompt=none").await, "consent_required");
        let acts = "SELECT count(*) FROM audit_entry WHERE act IN ('application.agree', 'application.withdraw')";
        assert_eq!(count(&portal, acts).await, 2);
    }
}

#[tokio::test]
async fn nobody_is_led_to_an_address_that_was_not_registered_letter_for_letter() {
    let portal = city(Engine::Sqlite).await;
    add(&portal, "off", ClientState::Suspended, &definition(SITE)).await;
    let cookie = portal.sign_in_as(RESIDENT).await;
    let good = "https%3A%2F%2Frp.example%2Fcallback";
    for bad in [
        "https%3A%2F%2Fevil.example%2Fcallback",
        "https%3A%2F%2Frp.example%2Fcallback%2F",
        "https%3A%2F%2Frp.example%2Fcallback%3Fa%3D1",
        "https%3A%2F%2Frp.example%2FCallback",
        "https%3A%2F%2Frp.example%40evil.example%2Fcallback",
        "https%3A%2F%2Frp.example%2Fcallback%0d%0aSet-Cookie%3Ax",
        "javascript%3Aalert(1)",
        "",
    ] {
        let answer = portal.get_as(&cookie, &asking("").replace(good, bad)).await;
        assert_eq!((answer.status, answer.header("location")), (StatusCode::BAD_REQUEST, ""), "{bad}");
        assert!(answer.header("content-type").starts_with("text/html"));
    }
    for bad in ["client_id=off", "client_id=no-such", "client_id=%00", "x=y"] {
        let answer = portal.get_as(&cookie, &asking("").replace("client_id=parking", bad)).await;
        assert_eq!((answer.status, answer.header("location")), (StatusCode::BAD_REQUEST, ""), "{bad}");
    }
    // Where the address is one that was registered, the application hears of everything else.
    for (more, says) in [
        ("state=s2", "invalid_request"),
        ("nonce=a%00b", "invalid_request"),
        ("request=x", "request_not_supported"),
        ("request_uri=https%3A%2F%2Frp.example%2Fr", "request_uri_not_supported"),
        ("id_token_hint=x", "invalid_request"),
        ("prompt=none", "consent_required"),
    ] {
        let answer = led_to(&portal.get_as(&cookie, &asking(more)).await);
        assert!(answer.starts_with("https://rp.example/callback?error="), "{answer}");
        assert_eq!(parameter(&answer, "error").as_deref(), Some(says), "{more}");
        assert_eq!(parameter(&answer, "iss").as_deref(), Some("https://city.example"));
    }
}

#[tokio::test]
async fn what_an_application_wants_of_the_person_is_asked_for_step_by_step() {
    let portal = city(Engine::Sqlite).await;
    let cookie = portal.sign_in_as(RESIDENT).await;
    // Another account: signed out, and back after signing in.
    let waits = led_to(&portal.get_as(&cookie, &asking("prompt=select_account&ui_locales=en")).await);
    assert!(waits.starts_with("/en/oauth/continue/"), "{waits}");
    let page = portal.get_as(&cookie, &waits).await;
    assert!(page.body.contains("Which account?") && page.body.contains("value=\"another\""), "{}", page.body);
    assert_eq!(led_to(&portal.post_as(&cookie, &waits, "answer=this").await), waits);
    assert!(portal.get_as(&cookie, &waits).await.body.contains("value=\"agree\""));
    // Chosen by one, it is nobody else's.
    let other = portal.sign_in_as("13900000002").await;
    assert_eq!(portal.get_as(&other, &waits).await.status, StatusCode::BAD_REQUEST);
    assert_eq!(portal.post_as(&other, &waits, "answer=agree").await.status, StatusCode::BAD_REQUEST);
    let left = portal.post_as(&cookie, &waits, "answer=another").await;
    assert!(led_to(&left).starts_with("/en/sign-in?return=%2Foauth%2Fcontinue%2F"), "{}", left.header("location"));
    assert!(left.header("set-cookie").contains("Max-Age=0"));
    // Whoever signed in after it was asked has chosen by that.
    assert!(portal.get_as(&other, &waits).await.body.contains("value=\"agree\""));

    // To prove again to be there; nobody agrees before.
    let cookie = portal.sign_in_as(RESIDENT).await;
    let waits = led_to(&portal.get_as(&cookie, &asking("prompt=login")).await);
    assert!(portal.get_as(&cookie, &waits).await.body.contains("/step-up?return="));
    led_to(&portal.post_as(&cookie, &waits, "answer=agree").await);
    assert_eq!(count(&portal, "SELECT count(*) FROM oauth_consent").await, 0);
    // Whoever signs in for it has proven it.
    let anew = portal.sign_in_as(RESIDENT).await;
    assert!(portal.get_as(&anew, &waits).await.body.contains("value=\"agree\""));

    // A level: how to rise, or not.
    let waits = led_to(&portal.get_as(&anew, &asking("acr_values=urn:yitong:realname:3")).await);
    let page = portal.get_as(&anew, &waits).await;
    assert!(page.body.contains("/me/real-name?return=%2Foauth"), "{}", page.body);
    let told = leading(&portal.post_as(&anew, &waits, "answer=later").await);
    assert_eq!(parameter(&told, "error").as_deref(), Some("unmet_authentication_requirements"));

    // Refused; an answer nobody knows is none.
    let waits = led_to(&portal.get_as(&anew, &asking("")).await);
    assert_eq!(portal.post_as(&anew, &waits, "answer=x").await.status, StatusCode::BAD_REQUEST);
    let told = leading(&portal.post_as(&anew, &waits, "answer=refuse").await);
    assert_eq!(parameter(&told, "error").as_deref(), Some("access_denied"));
    assert_eq!(portal.post_as(&anew, &waits, "answer=refuse").await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn an_application_on_trial_is_for_the_city_s_staff() {
    let portal = portal(Engine::Sqlite).await;
    add(&portal, "parking", ClientState::Test, &definition(SITE)).await;
    let resident = portal.sign_in_as(RESIDENT).await;
    assert_eq!(error_of(&portal, &resident, "").await, "access_denied");
    let clerk = portal.sign_in_as("police.clerk").await;
    let waits = led_to(&portal.get_as(&clerk, &asking("")).await);
    assert!(portal.get_as(&clerk, &waits).await.body.contains("value=\"agree\""));
}

#[tokio::test]
async fn of_many_who_come_at_once_with_one_request_one_gets_a_code() {
    for engine in engines() {
        let portal = city(engine).await;
        let cookie = portal.sign_in_as(RESIDENT).await;
        let waits = led_to(&portal.get_as(&cookie, &asking("")).await);
        led_to(&portal.post_as(&cookie, &waits, "answer=agree").await);
        let answers = join_all((0..20).map(|_| portal.get_as(&cookie, &waits))).await;
        let granted = answers.iter().filter(|answer| answer.status == StatusCode::OK).count();
        let over = answers.iter().filter(|answer| answer.status == StatusCode::BAD_REQUEST).count();
        assert_eq!((granted, over), (1, 19));
        assert_eq!(count(&portal, "SELECT count(*) FROM oauth_grant").await, 1);
    }
}

#[tokio::test]
async fn a_request_that_was_pushed_is_brought_once_by_the_application_s_own_browser() {
    let portal = city(Engine::Sqlite).await;
    add(&portal, "other", ClientState::Live, &definition("https://other.example")).await;
    let push = async |form: &str| portal.post_from("/oauth/par", form, "cross-site").await;
    for (form, status, says) in [
        (parameters("client_secret=wrong"), 401, "invalid_client"),
        (parameters("client_secret=secret&request_uri=x"), 400, "request_uri_not_supported"),
        (parameters("client_secret=secret").replace("rp.example", "evil.example"), 400, "invalid_request"),
        (parameters("client_secret=secret&prompt=none+login"), 400, "invalid_request"),
    ] {
        let answer = push(&form).await;
        assert_eq!((answer.status.as_u16(), answer.json()["error"].as_str()), (status, Some(says)), "{form}");
    }
    let pushed = push(&parameters("client_secret=secret&nonce=n")).await;
    assert_eq!(pushed.status, StatusCode::CREATED, "{}", pushed.body);
    assert_eq!(pushed.header("cache-control"), "no-store");
    let address = pushed.json()["request_uri"].as_str().unwrap().to_owned();
    assert!(address.starts_with("urn:ietf:params:oauth:request_uri:") && pushed.json()["expires_in"] == 90);
    let bring = async |client: &str| {
        let address = address.replace(':', "%3A");
        portal.get(&format!("/oauth/authorize?client_id={client}&request_uri={address}")).await
    };
    assert_eq!(bring("other").await.status, StatusCode::BAD_REQUEST);
    assert!(led_to(&bring("parking").await).starts_with("/oauth/continue/"));
    assert_eq!(bring("parking").await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_form_of_another_site_may_ask_and_do_nothing_else() {
    let portal = city(Engine::Sqlite).await;
    let asked = portal.post_from("/oauth/authorize", &parameters("prompt=none"), "cross-site").await;
    let waits = led_to(&asked);
    // Who is signed in is seen here.
    let told = leading(&portal.get(&waits).await);
    assert_eq!(parameter(&told, "error").as_deref(), Some("login_required"));
    for address in [waits.as_str(), "/me/applications"] {
        let answer = portal.post_from(address, "answer=agree", "cross-site").await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{address}");
    }
}

#[tokio::test]
async fn an_application_is_opened_where_it_begins_to_sign_in_and_counted() {
    for engine in engines() {
        let portal = city(engine).await;
        let open =
            async |target: &str| led_to(&portal.get(&format!("/applications/parking/open?target={target}")).await);
        let address = open("https%3A%2F%2Frp.example%2Fpermits%3Fa%3D1").await;
        assert!(address.starts_with("https://rp.example/start?"), "{address}");
        assert_eq!(parameter(&address, "iss").as_deref(), Some("https://city.example"));
        assert_eq!(parameter(&address, "target_link_uri").as_deref(), Some("https://rp.example/permits?a=1"));
        for foreign in ["https%3A%2F%2Fevil.example%2F", "http%3A%2F%2Frp.example%2F", "x", ""] {
            assert_eq!(parameter(&open(foreign).await, "target_link_uri"), None, "{foreign}");
        }
        assert_eq!(count(&portal, "SELECT CAST(uses AS bigint) FROM oauth_use WHERE kind = 'open'").await, 5);
        assert_eq!(portal.get("/applications/no-such/open").await.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn nothing_that_is_sent_is_our_fault() {
    let portal = city(Engine::Sqlite).await;
    let cookie = portal.sign_in_as(RESIDENT).await;
    let long = "x".repeat(20_000);
    let names =
        ["client_id", "redirect_uri", "scope", "state", "claims", "prompt", "max_age", "id_token_hint", "request_uri"];
    for name in names {
        for value in
            ["%00", "%ff%fe", "%F0%9F%92%A9", "'%22%3E%3Cscript%3E", "-1", "urn:ietf:params:oauth:request_uri:x", &long]
        {
            let query = format!("{}&{name}={value}", parameters(""));
            for query in [query.clone(), format!("client_id=parking&{name}={value}")] {
                let answer = portal.get_as(&cookie, &format!("/oauth/authorize?{query}")).await;
                assert!(answer.status.as_u16() < 500, "{name}={value}: {}", answer.status);
                let request = Request::post("/oauth/authorize")
                    .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                    .body(Body::from(query))
                    .unwrap();
                assert!(portal.send(request).await.status.as_u16() < 500, "{name}={value}");
            }
        }
    }
    for id in ["%00", "..", "x", &"a".repeat(43), &long] {
        assert!(portal.get_as(&cookie, &format!("/oauth/continue/{id}")).await.status.as_u16() < 500);
        assert!(portal.get_as(&cookie, &format!("/applications/{id}/open?target=%00")).await.status.as_u16() < 500);
    }
}
