//! Signing up and in by code, setting another password, and what none of it tells, as a browser sees them.

use axum::http::StatusCode;
use foundation::{database::testing::engines, keyring::Keyring};
use identity::{DEMO_PASSWORD, add_demo_accounts};
use sea_orm::{ConnectionTrait as _, Statement};
use uuid::Uuid;

use crate::support::{Answer, Portal, portal};

/// The last message to an address.
async fn told(portal: &Portal, address: &str) -> String {
    let reader = portal.test.database.reader();
    let sql = format!("SELECT id, body FROM message WHERE address = '{address}' ORDER BY id DESC LIMIT 1");
    let row = reader.query_one_raw(Statement::from_string(reader.get_database_backend(), sql)).await.unwrap().unwrap();
    let (id, body): (Uuid, Vec<u8>) = (row.try_get("", "id").unwrap(), row.try_get("", "body").unwrap());
    Keyring::new(&[7; 32]).open_text(&format!("body of message {id}"), &body).unwrap()
}

async fn digits(portal: &Portal, address: &str) -> String {
    let text = told(portal, address).await;
    text.split(|c: char| !c.is_ascii_digit()).find(|word| word.len() == 6).expect("a code").to_owned()
}

/// The cookies an answer sets, as the browser sends them back.
fn cookies(answer: &Answer) -> String {
    let set = answer.headers.get_all("set-cookie").iter();
    let pairs: Vec<_> = set.filter_map(|value| value.to_str().ok()?.split(';').next()).collect();
    pairs.join("; ")
}

fn id_in(location: &str) -> &str {
    let (_, rest) = location.split_once("id=").expect(location);
    rest.split('&').next().unwrap_or_default()
}

#[tokio::test]
async fn somebody_signs_up_chooses_a_password_and_signs_in_with_it() {
    for engine in engines() {
        let portal = portal(engine).await;
        let page = portal.get("/en/sign-up?return=%2Fsettings").await;
        assert!(page.status == StatusCode::OK && page.body.contains(r#"value="/settings""#), "{engine:?}");
        assert_eq!(page.header("cache-control"), "no-store");
        for form in ["address=13812346021", "address=nonsense&agreed=yes", "address=%00&agreed=yes", ""] {
            assert_eq!(portal.post("/en/sign-up", form).await.status, StatusCode::BAD_REQUEST, "{form}");
        }
        let sent = portal.post("/en/sign-up", "address=138+1234+6021&agreed=yes&return=%2Fsettings").await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER);
        let (browser, location) = (cookies(&sent), sent.header("location").to_owned());
        assert!(location.starts_with("/en/sign-in/code?id=") && browser.starts_with("__Host-browser="), "{location}");
        let page = portal.get_as(&browser, &location).await;
        for part in ["138****6021", "10 minutes", r#"autocomplete="one-time-code""#, r#"inputmode="numeric""#] {
            assert!(page.body.contains(part), "{engine:?}: {part}: {}", page.body);
        }
        assert!(!page.body.contains("13812346021"));
        // Whoever else has the address of the page sees nothing of it.
        assert_eq!(portal.get(&location).await.status, StatusCode::SEE_OTHER);

        let code = digits(&portal, "+8613812346021").await;
        let form = |code: &str| format!("id={}&agreed=yes&return=%2Fsettings&code={code}", id_in(&location));
        let elsewhere = portal.post("/en/sign-in/code/confirm", &form(&code)).await;
        assert_eq!(elsewhere.status, StatusCode::BAD_REQUEST);
        let wrong = portal.post_as(&browser, "/en/sign-in/code/confirm", &form("12345x")).await;
        assert!(wrong.status == StatusCode::BAD_REQUEST && wrong.body.contains("That code is wrong or too old"));
        assert!(!wrong.body.contains("12345x"));
        let made = portal.post_as(&browser, "/en/sign-in/code/confirm", &form(&code)).await;
        assert_eq!(made.header("location"), "/en/sign-up/next?return=%2Fsettings", "{engine:?}: {}", made.body);
        let session = cookies(&made);
        let next = portal.get_as(&session, made.header("location")).await;
        assert!(next.body.contains("/en/me/security/passkeys?return=%2Fsettings"), "{}", next.body);
        for (password, words) in [
            ("1234567", "at least 8 characters"),
            ("Password1", "one of the first that people guess"),
            ("tel13812346021", "your own name, account or number"),
        ] {
            let refused = portal.post_as(&session, "/en/sign-up/password", &format!("password={password}")).await;
            assert!(refused.status == StatusCode::BAD_REQUEST && refused.body.contains(words), "{}", refused.body);
            assert!(!refused.body.contains(&format!(r#"value="{password}""#)));
        }
        let form = "password=a+horse+on+a+roof&return=%2Fsettings";
        let chosen = portal.post_as(&session, "/en/sign-up/password", form).await;
        assert_eq!((chosen.status, chosen.header("location")), (StatusCode::SEE_OTHER, "/en/settings"));

        let out = portal.post_as(&session, "/en/sign-out", "").await;
        assert_eq!((out.status, out.header("location")), (StatusCode::SEE_OTHER, "/en"));
        assert_eq!(portal.get_as(&session, "/sign-up/next").await.status, StatusCode::SEE_OTHER);
        let form = "name=138-1234-6021&password=a+horse+on+a+roof&stays=yes&return=%2F%2Fevil.example";
        let signed_in = portal.post("/en/sign-in", form).await;
        assert_eq!((signed_in.status, signed_in.header("location")), (StatusCode::SEE_OTHER, "/en"));
        assert!(signed_in.header("set-cookie").contains("; Max-Age="), "{}", signed_in.header("set-cookie"));
        let led_on = portal.get_as(&cookies(&signed_in), "/sign-in").await;
        assert_eq!((led_on.status, led_on.header("location")), (StatusCode::SEE_OTHER, "/me"));
    }
}

#[tokio::test]
async fn signing_in_with_an_address_of_nobody_asks_before_an_account_is_made() {
    for engine in engines() {
        let portal = portal(engine).await;
        let sent = portal.post("/sign-in/code", "address=Zhang%40Example.cn&return=%2Fitems%2Fx").await;
        let browser = cookies(&sent);
        let code = digits(&portal, "zhang@example.cn").await;
        let form = format!("id={}&code={code}&return=%2Fitems%2Fx", id_in(sent.header("location")));
        let asked = portal.post_as(&browser, "/sign-in/code/confirm", &form).await;
        assert!(asked.header("location").starts_with("/sign-up/agree?id="), "{engine:?}: {}", asked.body);
        let page = portal.get_as(&browser, asked.header("location")).await;
        assert!(page.body.contains("zh***@example.cn") && page.body.contains("还没有账号"), "{}", page.body);
        let id = id_in(asked.header("location")).to_owned();
        let refused = portal.post_as(&browser, "/sign-up/agree", &format!("id={id}")).await;
        assert!(refused.status == StatusCode::BAD_REQUEST && refused.body.contains("同意后才能办账号"));
        let made = portal.post_as(&browser, "/sign-up/agree", &format!("id={id}&agreed=yes&return=%2Fitems%2Fx")).await;
        assert_eq!(made.header("location"), "/sign-up/next?return=%2Fitems%2Fx", "{engine:?}: {}", made.body);
    }
}

#[tokio::test]
async fn a_lost_password_is_set_anew_and_whoever_was_in_is_out() {
    for engine in engines() {
        let portal = portal(engine).await;
        let there = portal.sign_in_as("13900000001").await;
        let sent = portal.post("/recover", "address=13900000001&return=%2Fsettings").await;
        let browser = cookies(&sent);
        let id = id_in(sent.header("location")).to_owned();
        let code = digits(&portal, "+8613900000001").await;
        let early = portal.get_as(&browser, &format!("/recover/password?id={id}")).await;
        assert_eq!((early.status, early.header("location")), (StatusCode::SEE_OTHER, "/recover"));
        let form = format!("id={id}&code={code}&return=%2Fsettings");
        let proven = portal.post_as(&browser, "/recover/code", &form).await;
        assert!(proven.header("location").starts_with("/recover/password?id="), "{engine:?}: {}", proven.body);
        assert_eq!(portal.get_as(&browser, proven.header("location")).await.status, StatusCode::OK);
        let form = format!("id={id}&password=another+long+sentence&return=%2Fsettings");
        let done = portal.post_as(&browser, "/recover/password", &form).await;
        assert_eq!((done.status, done.header("location")), (StatusCode::SEE_OTHER, "/settings"), "{}", done.body);
        assert_eq!(portal.get_as(&there, "/sign-up/next").await.status, StatusCode::SEE_OTHER);
        assert_eq!(portal.get_as(&cookies(&done), "/sign-up/next").await.status, StatusCode::OK);
        assert!(told(&portal, "+8613900000001").await.contains("重新设置"));
        let old = portal.post("/sign-in", &format!("name=13900000001&password={DEMO_PASSWORD}")).await;
        assert_eq!(old.status, StatusCode::BAD_REQUEST);
    }
}

#[tokio::test]
async fn what_is_known_and_what_is_not_get_the_same_answers() {
    for engine in engines() {
        let portal = portal(engine).await;
        add_demo_accounts(&portal.identity).await.unwrap();
        let (known, unknown) = ("13900000001", "13911110001");
        for (path, form) in [
            ("/sign-in", "password=not-the-password&name="),
            ("/sign-in/code", "address="),
            ("/sign-up", "agreed=yes&address="),
            ("/recover", "address="),
        ] {
            let alike = |answer: &Answer, address: &str| {
                let location = answer.header("location");
                let location =
                    if location.contains("id=") { location.replace(id_in(location), "") } else { location.to_owned() };
                let mut names: Vec<_> = answer.headers.keys().map(ToString::to_string).collect();
                names.sort();
                (answer.status, location, names, answer.body.replace(address, ""))
            };
            let first = portal.post(path, &format!("{form}{known}")).await;
            let second = portal.post(path, &format!("{form}{unknown}")).await;
            assert_eq!(alike(&first, known), alike(&second, unknown), "{engine:?}: {path}");
            // And so is what follows, up to the code.
            if first.status == StatusCode::SEE_OTHER {
                let page = |answer: &Answer| (cookies(answer), answer.header("location").to_owned());
                let ((mine, one), (yours, other)) = (page(&first), page(&second));
                let (one_page, other_page) =
                    (portal.get_as(&mine, &one).await.body, portal.get_as(&yours, &other).await.body);
                assert_eq!(
                    one_page.replace(id_in(&one), "").replace("139****0001", ""),
                    other_page.replace(id_in(&other), "").replace("139****0001", ""),
                    "{engine:?}: {path}"
                );
            }
        }
    }
}

#[tokio::test]
async fn too_many_codes_are_told_to_wait_in_words() {
    for engine in engines() {
        let portal = portal(engine).await;
        for _ in 0..5 {
            assert_eq!(portal.post("/en/recover", "address=13911110001").await.status, StatusCode::SEE_OTHER);
        }
        for path in ["/en/recover", "/en/sign-in/code"] {
            let later = portal.post(path, "address=13911110001").await;
            assert_eq!(later.status, StatusCode::TOO_MANY_REQUESTS, "{engine:?}");
            let seconds: u64 = later.header("retry-after").parse().unwrap();
            assert!((1..=900).contains(&seconds), "{seconds}");
            assert!(later.body.contains("Come back in") && !later.body.contains("captcha"), "{}", later.body);
        }
    }
}

#[tokio::test]
async fn whatever_is_sent_on_the_way_in_is_refused_in_words_and_never_fails() {
    for engine in engines() {
        let portal = portal(engine).await;
        let long = "9".repeat(5_000);
        for path in [
            "/sign-in?return=%00&way=%00",
            "/sign-in/code?id=%00",
            "/sign-in/code?id=01900000-0000-7000-8000-000000000000",
            "/sign-up?return=//evil.example",
            "/sign-up/agree?id=x",
            "/recover/code?id=%27",
            "/recover/password?id=01900000-0000-7000-8000-000000000000",
        ] {
            let status = portal.get(path).await.status;
            assert!(status.is_success() || status.is_redirection(), "{engine:?}: {path}: {status}");
        }
        for path in [
            "/sign-in",
            "/sign-in/code",
            "/sign-in/code/confirm",
            "/sign-up",
            "/sign-up/agree",
            "/recover",
            "/recover/code",
            "/recover/password",
        ] {
            for form in [
                String::new(),
                "%FF=%FF".to_owned(),
                "id=a&id=b".to_owned(),
                "id=01900000-0000-7000-8000-000000000000&code=%00&address=%00&name=%00&password=%00&agreed=yes"
                    .to_owned(),
                format!("address={long}&name={long}&password={long}&code={long}&id={long}"),
            ] {
                let status = portal.post(path, &form).await.status;
                assert!(status.is_client_error(), "{engine:?}: {path} {form:.60}: {status}");
            }
        }
    }
}
