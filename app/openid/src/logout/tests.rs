use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
    sync::Mutex,
};

use super::{LogoutTold, Requested, Told, Unled};
use crate::{
    OpenId,
    authorize::NotGranted,
    model::{ClientState, SecureUrl, SigningAlgorithm},
    tests::support::{ISSUER, RESIDENT, consent, definition, in_state, login, provider, register, signed_in},
};
use foundation::{
    context::Client,
    database::{
        Engine,
        testing::{engines, fresh},
    },
};

fn now() -> DateTime<Utc> {
    "2026-11-22T08:00:00Z".parse().unwrap()
}

/// An application that is told: answers with the statuses given, the last one again and again, and keeps what it was sent.
struct Application {
    address: String,
    heard: Arc<Mutex<Vec<String>>>,
}

async fn application(statuses: &'static [u16]) -> Application {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/backchannel", listener.local_addr().unwrap());
    let heard = Arc::new(Mutex::new(Vec::new()));
    let (kept, asked) = (heard.clone(), AtomicUsize::new(0));
    tokio::spawn(async move {
        loop {
            let Ok((mut stream, _)) = listener.accept().await else { return };
            let mut request = Vec::new();
            let mut chunk = [0; 4096];
            loop {
                let read = stream.read(&mut chunk).await.unwrap_or(0);
                request.extend_from_slice(&chunk[..read]);
                let text = String::from_utf8_lossy(&request);
                let Some((fields, body)) = text.split_once("\r\n\r\n") else {
                    if read == 0 {
                        break;
                    }
                    continue;
                };
                let length = fields
                    .lines()
                    .find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length: ").map(str::to_owned))
                    .and_then(|length| length.parse().ok())
                    .unwrap_or(0);
                if body.len() >= length || read == 0 {
                    kept.lock().await.push(body.to_owned());
                    break;
                }
            }
            let status = statuses[asked.fetch_add(1, Ordering::SeqCst).min(statuses.len() - 1)];
            let _ = stream
                .write_all(format!("HTTP/1.1 {status} x\r\ncontent-length: 0\r\nconnection: close\r\n\r\n").as_bytes())
                .await;
        }
    });
    Application { address, heard }
}

async fn claims(openid: &OpenId, body: &str) -> Value {
    let (_, token) = url::form_urlencoded::parse(body.as_bytes()).find(|(name, _)| name == "logout_token").unwrap();
    openid.verify("logout+jwt", &token).await.unwrap().unwrap()
}

#[tokio::test]
async fn whoever_ends_a_session_ends_it_in_every_application_and_each_is_told_once() {
    for engine in engines() {
        let test = fresh(engine).await;
        let openid = provider(&test, now());
        let told = application(&[200]).await;
        let first = definition(|it| it.backchannel_logout_uri = Some(SecureUrl::parse(&told.address).unwrap()));
        let first = register(&test, "fund", &first, "").await;
        let silent = register(&test, "silent", &definition(|_| {}), "").await;
        let (holder, token) = signed_in(&openid, RESIDENT).await;
        let sid = login(&openid, &holder, first).await;
        login(&openid, &holder, silent).await;

        assert_eq!(openid.end_with_sessions().await.unwrap(), 0);
        openid.identity.sign_out(&holder.actor(), &token).await.unwrap();
        // Several processes look at once.
        let others: Vec<_> = (0..4).map(|_| provider(&test, now())).collect();
        let ended = futures_util::future::join_all(others.iter().map(OpenId::end_with_sessions)).await;
        assert_eq!(ended.into_iter().map(Result::unwrap).sum::<u64>(), 1);
        let all = futures_util::future::join_all(others.iter().map(OpenId::tell_due)).await;
        assert_eq!(all.into_iter().flat_map(Result::unwrap).collect::<Vec<_>>(), [LogoutTold::Told]);

        let heard = told.heard.lock().await.clone();
        assert_eq!(heard.len(), 1);
        let claims = claims(&openid, &heard[0]).await;
        assert_eq!((&claims["aud"], &claims["sid"], &claims["iss"]), (&json!("fund"), &json!(sid), &json!(ISSUER)));
        assert!(claims["events"]["http://schemas.openid.net/event/backchannel-logout"].is_object());
        // A logout token is no ID token (Back-Channel Logout 1.0 §2.4).
        assert!(claims.get("nonce").is_none() && claims["exp"].as_i64() > Some(now().timestamp()));

        let logins = openid.application_logins(&holder).await.unwrap();
        assert!(logins.iter().all(|login| login.ended_at == Some(now())));
        let of = |id: &str| logins.iter().find(|login| login.client.client_id == id).unwrap().told;
        assert_eq!((of("fund"), of("silent")), (Some(Told::Yes), None));
    }
}

#[tokio::test]
async fn an_application_that_does_not_answer_is_told_again_and_given_up_at_last() {
    for engine in engines() {
        let test = fresh(engine).await;
        let told = application(&[503, 302, 200]).await;
        let openid = provider(&test, now());
        let client = definition(|it| it.backchannel_logout_uri = Some(SecureUrl::parse(&told.address).unwrap()));
        let client = register(&test, "fund", &client, "").await;
        let (holder, token) = signed_in(&openid, RESIDENT).await;
        login(&openid, &holder, client).await;
        openid.identity.sign_out(&holder.actor(), &token).await.unwrap();
        openid.end_with_sessions().await.unwrap();

        let at = |seconds| provider(&test, now() + TimeDelta::seconds(seconds));
        assert_eq!(at(0).tell_due().await.unwrap(), [LogoutTold::Retried]);
        assert!(at(1).tell_due().await.unwrap().is_empty());
        // A redirection is no answer, and is not followed.
        assert_eq!(at(3).tell_due().await.unwrap(), [LogoutTold::Retried]);
        assert_eq!(at(60).tell_due().await.unwrap(), [LogoutTold::Told]);
        let heard = told.heard.lock().await.clone();
        let mut jtis = Vec::new();
        for body in &heard {
            jtis.push(claims(&openid, body).await["jti"].as_str().unwrap().to_owned());
        }
        jtis.dedup();
        assert_eq!(jtis.len(), 3);

        // Another one, whose machine is gone.
        let gone = definition(|it| {
            it.backchannel_logout_uri = Some(SecureUrl::parse("http://127.0.0.1:9/backchannel").unwrap());
        });
        let gone = register(&test, "gone", &gone, "").await;
        let (holder, token) = signed_in(&openid, RESIDENT).await;
        login(&openid, &holder, gone).await;
        openid.identity.sign_out(&holder.actor(), &token).await.unwrap();
        openid.end_with_sessions().await.unwrap();
        let mut became = Vec::new();
        for day in 0..9 {
            became.extend(at(100 + day * 86_400).tell_due().await.unwrap());
        }
        assert_eq!(became.len(), 7);
        assert_eq!(became.last(), Some(&LogoutTold::GivenUp));
        let logins = openid.application_logins(&holder).await.unwrap();
        assert_eq!(logins.iter().find(|login| login.client.client_id == "gone").unwrap().told, Some(Told::No));
    }
}

#[tokio::test]
async fn a_session_ends_on_an_application_s_word_only_where_its_hint_proves_it() {
    for engine in engines() {
        let test = fresh(engine).await;
        let openid = provider(&test, now());
        let fund = register(&test, "fund", &definition(|_| {}), "").await;
        register(&test, "other", &definition(|_| {}), "").await;
        let (holder, token) = signed_in(&openid, RESIDENT).await;
        let sid = login(&openid, &holder, fund).await;
        let id_token = async |aud: &str, sid: &str| {
            let claims = json!({ "iss": ISSUER, "sub": "somebody", "aud": aud, "sid": sid, "exp": 1 });
            openid.sign("JWT", SigningAlgorithm::Es256, &claims, now()).await.unwrap()
        };
        let hint = id_token("fund", &sid).await;
        let asked = |change: &dyn Fn(&mut Requested)| {
            let mut asked = Requested {
                id_token_hint: hint.clone(),
                post_logout_redirect_uri: "https://fund.example/bye".to_owned(),
                state: "a&b".to_owned(),
                ..Requested::default()
            };
            change(&mut asked);
            asked
        };
        let way = openid.read_logout(&asked(&|_| {})).await.unwrap().unwrap();
        assert!(way.is_of(&holder));
        assert_eq!(way.back.as_deref(), Some("https://fund.example/bye?state=a%26b"));

        let foreign = id_token("other", &sid).await;
        for (change, expected) in [
            ((&|it: &mut Requested| it.post_logout_redirect_uri += "/") as &dyn Fn(&mut Requested), Unled::Address),
            (&|it| it.post_logout_redirect_uri = "https://evil.example".to_owned(), Unled::Address),
            (&|it| it.id_token_hint.pop().map_or((), drop), Unled::Hint),
            (&|it| it.client_id = "other".to_owned(), Unled::Client),
            (&|it| (it.id_token_hint, it.client_id) = (String::new(), "nobody".to_owned()), Unled::Client),
            (&|it| it.id_token_hint = String::new(), Unled::Address),
            (&|it| it.state = "\0".to_owned(), Unled::Parameter),
            (&|it| it.state = "x".repeat(9_000), Unled::Parameter),
        ] {
            assert_eq!(openid.read_logout(&asked(change)).await.unwrap().unwrap_err(), expected);
        }
        // The number of a sign-in is of use to its own application only.
        let way = openid.read_logout(&asked(&|it| it.id_token_hint = foreign.clone())).await.unwrap().unwrap();
        assert!(way.session.is_none());

        let way = openid.read_logout(&asked(&|_| {})).await.unwrap().unwrap();
        let (account, session) = way.session.unwrap();
        openid.identity.end_session_on_word(account, session, "fund", "203.0.113.9").await.unwrap();
        assert!(openid.identity.seen(&token, &Client::default()).await.unwrap().is_none());
        openid.end_with_sessions().await.unwrap();
        assert!(openid.read_logout(&asked(&|_| {})).await.unwrap().unwrap().session.is_none());
    }
}

#[tokio::test]
async fn nobody_is_led_to_an_address_the_city_did_not_approve_or_took_back() {
    let test = fresh(Engine::Sqlite).await;
    let openid = provider(&test, now());
    let client = register(&test, "fund", &definition(|_| {}), "").await;
    let asked = Requested {
        client_id: "fund".to_owned(),
        post_logout_redirect_uri: "https://fund.example/bye".to_owned(),
        ..Requested::default()
    };
    for state in ClientState::ALL {
        in_state(&test, client, state).await;
        let led = openid.read_logout(&asked).await.unwrap().is_ok_and(|way| way.back.is_some());
        assert_eq!(led, state.is_served(), "{state:?}");
    }
}

#[tokio::test]
async fn whoever_signs_out_while_an_application_is_granted_is_signed_out_there_too() {
    for engine in engines() {
        let test = fresh(engine).await;
        let openid = provider(&test, now());
        let client = register(&test, "fund", &definition(|_| {}), "").await;
        let asking = "client_id=fund&redirect_uri=https%3A%2F%2Ffund.example%2Fcallback&response_type=code&scope=openid\
            &code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256";
        let (application, asked) = openid.read_request(asking.as_bytes()).await.unwrap();
        for _ in 0..8 {
            let (holder, token) = signed_in(&openid, RESIDENT).await;
            consent(&openid, &holder, client).await;
            let actor = holder.actor();
            let (granted, left) = tokio::join!(
                openid.grant(None, &application, &asked, &holder),
                openid.identity.sign_out(&actor, &token),
            );
            left.unwrap();
            assert!(matches!(granted, Ok(_) | Err(NotGranted::Over)), "{granted:?}");
            openid.end_with_sessions().await.unwrap();
            let logins = openid.application_logins(&holder).await.unwrap();
            assert!(logins.iter().all(|login| login.ended_at.is_some()), "{engine:?}");
            // What comes later comes too late.
            let late = openid.grant(None, &application, &asked, &holder).await;
            assert!(matches!(late, Err(NotGranted::Over)), "{late:?}");
        }
    }
}
