//! What is believed of another provider, and whose it becomes; against an issuer of our own that can lie in every way.

use std::sync::{Arc, Mutex};

use aws_lc_rs::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _},
};
use chrono::{DateTime, TimeDelta, Utc};
use data_encoding::BASE64URL_NOPAD;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};
use url::Url;

use super::{Answer, Arrival, Providers, Upstream, UpstreamError};
use crate::{
    Awaits, Contact, Holder, Identity, IdentityError, Method, Token, realname::RealNameLevel, store::contacts,
};
use foundation::{
    clock::Clock,
    context::Client,
    database::{
        Database,
        testing::{self, TestDatabase},
    },
    ids::{AccountId, AttemptId},
    keyring::Keyring,
    text::Language,
};

fn start() -> DateTime<Utc> {
    DateTime::from_timestamp(1_790_000_000, 0).unwrap()
}

/// What the issuer does next.
#[derive(Default)]
struct Script {
    /// Laid over the claims of a good ID token.
    claims: Value,
    /// Laid over the head of a good ID token.
    head: Value,
    /// Whether the signature is broken.
    forged: bool,
    subject: String,
    nonce: String,
    challenge: String,
    info: Value,
    /// How often its keys were asked for.
    keys_asked: usize,
    kid: String,
}

struct Issuer {
    address: String,
    script: Arc<Mutex<Script>>,
    serving: JoinHandle<()>,
}

impl Issuer {
    async fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let script = Arc::new(Mutex::new(Script { kid: "one".to_owned(), ..Script::default() }));
        let key = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap();
        let (own, shared) = (address.clone(), script.clone());
        let serving = tokio::spawn(async move {
            while let Ok((mut socket, _)) = listener.accept().await {
                let (path, body) = request(&mut socket).await;
                let (status, answer) = {
                    let mut script = shared.lock().unwrap();
                    match path.as_str() {
                        "/.well-known/openid-configuration" => ("200 OK", metadata(&own)),
                        "/jwks" => {
                            script.keys_asked += 1;
                            ("200 OK", jwks(&key, &script.kid))
                        }
                        "/token" => token(&own, &key, &script, &body),
                        "/me" => {
                            let mut info = json!({ "sub": script.subject });
                            lay_over(&mut info, &script.info);
                            ("200 OK", info)
                        }
                        _ => ("404 Not Found", json!({})),
                    }
                };
                let answer = answer.to_string();
                let head = format!(
                    "HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
                    answer.len()
                );
                let _ = socket.write_all(format!("{head}{answer}").as_bytes()).await;
            }
        });
        Self { address, script, serving }
    }

    fn providers(&self) -> Providers {
        let settings = json!([{
            "id": "province", "name_zh": "省统一认证", "name_en": "Province", "issuer": self.address,
            "client_id": "city", "client_secret": "hush", "scopes": ["profile"],
            "levels": [{ "acr": "urn:province:verified", "level": 3 }], "id_number_claim": "id_number",
        }]);
        Providers::new(serde_json::from_value(settings).unwrap()).unwrap()
    }
}

async fn request(socket: &mut TcpStream) -> (String, String) {
    let (mut text, mut bytes) = (String::new(), [0; 8192]);
    loop {
        let length = socket.read(&mut bytes).await.unwrap_or(0);
        text.push_str(&String::from_utf8_lossy(&bytes[..length]));
        let Some((head, body)) = text.split_once("\r\n\r\n") else {
            if length == 0 {
                return (String::new(), String::new());
            }
            continue;
        };
        let announced = head.lines().find_map(|line| {
            let (name, value) = line.split_once(": ")?;
            name.eq_ignore_ascii_case("content-length").then(|| value.parse::<usize>().unwrap())
        });
        if body.len() >= announced.unwrap_or(0) {
            return (head.split(' ').nth(1).unwrap_or_default().to_owned(), body.to_owned());
        }
    }
}

fn metadata(own: &str) -> Value {
    json!({
        "issuer": own, "authorization_endpoint": format!("{own}/auth"), "token_endpoint": format!("{own}/token"),
        "userinfo_endpoint": format!("{own}/me"), "jwks_uri": format!("{own}/jwks"),
        "response_types_supported": ["code"], "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES256"], "authorization_response_iss_parameter_supported": true,
    })
}

fn jwks(key: &EcdsaKeyPair, kid: &str) -> Value {
    let point = key.public_key().as_ref();
    let (x, y) = (BASE64URL_NOPAD.encode(&point[1..33]), BASE64URL_NOPAD.encode(&point[33..65]));
    json!({ "keys": [{ "kty": "EC", "crv": "P-256", "use": "sig", "kid": kid, "x": x, "y": y }] })
}

fn lay_over(under: &mut Value, over: &Value) {
    for (key, value) in over.as_object().into_iter().flatten() {
        under[key] = value.clone();
    }
}

fn token(own: &str, key: &EcdsaKeyPair, script: &Script, body: &str) -> (&'static str, Value) {
    let given: Vec<(String, String)> = url::form_urlencoded::parse(body.as_bytes()).into_owned().collect();
    let verifier = given.iter().find(|(name, _)| name == "code_verifier").map_or("", |(_, value)| value);
    if BASE64URL_NOPAD.encode(&Sha256::digest(verifier.as_bytes())) != script.challenge {
        return ("400 Bad Request", json!({ "error": "invalid_grant" }));
    }
    let now = start().timestamp();
    let mut claims = json!({
        "iss": own, "aud": "city", "sub": script.subject, "nonce": script.nonce, "iat": now, "exp": now + 300,
        "acr": "urn:province:verified",
    });
    lay_over(&mut claims, &script.claims);
    let mut head = json!({ "alg": "ES256", "kid": script.kid });
    lay_over(&mut head, &script.head);
    let signed = format!(
        "{}.{}",
        BASE64URL_NOPAD.encode(head.to_string().as_bytes()),
        BASE64URL_NOPAD.encode(claims.to_string().as_bytes())
    );
    let signature = key.sign(&SystemRandom::new(), signed.as_bytes()).unwrap();
    let mut signature = signature.as_ref().to_vec();
    if script.forged {
        signature[7] ^= 1;
    }
    let signature = if head["alg"] == "none" { String::new() } else { BASE64URL_NOPAD.encode(&signature) };
    let answer = json!({ "access_token": "hush", "token_type": "Bearer", "id_token": format!("{signed}.{signature}") });
    ("200 OK", answer)
}

struct City {
    test: TestDatabase,
    issuer: Issuer,
    upstream: Upstream,
}

impl City {
    async fn on(engine: foundation::database::Engine) -> Self {
        let (test, issuer) = (testing::fresh(engine).await, Issuer::new().await);
        let upstream = upstream(&test.database, issuer.providers(), TimeDelta::zero());
        Self { test, issuer, upstream }
    }

    /// Goes to the provider and comes back as somebody; `change` says how the issuer lies.
    async fn go(&self, browser: &Token, subject: &str, change: impl FnOnce(&mut Script)) -> Answer {
        let url = self.upstream.begin("province", browser, &Client::default(), "/me").await.unwrap();
        let url = Url::parse(&url).unwrap();
        let asked = |name: &str| url.query_pairs().find(|(key, _)| key == name).unwrap().1.into_owned();
        assert_eq!(asked("code_challenge_method"), "S256");
        assert_eq!(asked("redirect_uri"), "https://city.example/sign-in/with/province/return");
        let mut script = self.issuer.script.lock().unwrap();
        script.subject = subject.to_owned();
        (script.nonce, script.challenge) = (asked("nonce"), asked("code_challenge"));
        (script.claims, script.head, script.forged, script.info) = (json!({}), json!({}), false, json!({}));
        change(&mut script);
        Answer { code: "code".to_owned(), state: asked("state"), iss: Some(self.issuer.address.clone()), error: None }
    }

    async fn back(&self, answer: Answer, browser: &Token) -> Result<Arrival, UpstreamError> {
        self.upstream.finish("province", answer, browser, &Client::default(), None).await
    }

    async fn nobodys(&self, browser: &Token, subject: &str, change: impl FnOnce(&mut Script)) -> AttemptId {
        let answer = self.go(browser, subject, change).await;
        match self.back(answer, browser).await.unwrap() {
            Arrival::Nobodys(attempt, _) => attempt,
            Arrival::SignedIn { .. } => panic!("{subject} is known"),
        }
    }

    async fn newcomer(&self, browser: &Token, subject: &str) -> Holder {
        let attempt = self.nobodys(browser, subject, |_| {}).await;
        let client = Client::default();
        let made = self.upstream.make_account("province", attempt, browser, &client, Language::FIRST, None);
        self.holder(&made.await.unwrap().0.token).await
    }

    async fn holder(&self, token: &Token) -> Holder {
        let seen = self.upstream.identity.seen(token, &Client::default()).await.unwrap();
        let (holder, awaits) = seen.expect("somebody is signed in");
        assert_eq!(awaits, Awaits::Nothing);
        holder
    }
}

fn upstream(database: &Database, providers: Providers, after: TimeDelta) -> Upstream {
    let identity = Identity::new(database.clone(), Clock::Fixed(start() + after), Keyring::new(&[7; 32]));
    Upstream::new(identity, providers, "https://city.example")
}

fn browser() -> Token {
    Token::new().unwrap()
}

#[tokio::test]
async fn whom_a_provider_names_is_the_same_person_every_time() {
    for engine in testing::engines() {
        let city = City::on(engine).await;
        let here = browser();
        let attempt = city
            .nobodys(&here, "one", |script| {
                script.info = json!({ "name": "王小蓉", "id_number": "11010519491231002x" });
            })
            .await;
        let waiting = city.upstream.waiting("province", attempt, &here).await.unwrap();
        assert_eq!((waiting.name.as_deref(), waiting.level), (Some("王小蓉"), RealNameLevel::Verified));
        let client = Client::default();
        let attempted = || city.upstream.make_account("province", attempt, &here, &client, Language::FIRST, None);
        let (first, second, third) = tokio::join!(attempted(), attempted(), attempted());
        let made: Vec<_> = [first, second, third].into_iter().filter_map(Result::ok).collect();
        assert_eq!(made.len(), 1, "{engine:?}");
        let holder = city.holder(&made[0].0.token).await;
        assert_eq!(holder.display_name, "王小蓉");
        assert_eq!(holder.methods.iter().collect::<Vec<_>>(), [Method::Provider]);
        // A provider's word is kept; the level rises by whoever is connected to it, and by nobody else.
        assert_eq!(holder.level, RealNameLevel::Registered);
        let linked = city.upstream.linked(&holder).await.unwrap();
        assert_eq!((linked.len(), linked[0].level), (1, RealNameLevel::Verified));

        let there = browser();
        let answer = city.go(&there, "one", |_| {}).await;
        let Arrival::SignedIn { begun, return_to } = city.back(answer, &there).await.unwrap() else {
            panic!("unknown")
        };
        assert_eq!(return_to, "/me");
        assert_eq!(city.holder(&begun.token).await.account, holder.account);
    }
}

#[tokio::test]
async fn what_cannot_be_believed_signs_nobody_in() {
    type Lie = fn(&mut Script);
    let lies: [(&str, Lie); 9] = [
        ("a wrong nonce", |script| script.claims = json!({ "nonce": "another" })),
        ("no nonce", |script| script.claims = json!({ "nonce": null })),
        ("a wrong audience", |script| script.claims = json!({ "aud": "another" })),
        ("an audience beside us", |script| script.claims = json!({ "aud": ["city", "another"] })),
        ("a wrong issuer", |script| script.claims = json!({ "iss": "https://another.example" })),
        ("one that is too old", |script| script.claims = json!({ "exp": start().timestamp() - 1 })),
        ("no signature", |script| script.head = json!({ "alg": "none" })),
        ("a shared secret as key", |script| script.head = json!({ "alg": "HS256" })),
        ("a broken signature", |script| script.forged = true),
    ];
    for engine in testing::engines() {
        let city = City::on(engine).await;
        let here = browser();
        for (what, lie) in lies {
            let answer = city.go(&here, "one", lie).await;
            let outcome = city.back(answer, &here).await;
            assert!(matches!(outcome, Err(UpstreamError::Unbelievable)), "{engine:?}: {what}: {outcome:?}");
        }
        let told = |script: &mut Script| script.info = json!({ "sub": "two" });
        let answer = city.go(&here, "one", told).await;
        assert!(matches!(city.back(answer, &here).await, Err(UpstreamError::Unbelievable)), "user info of another");
        for iss in [None, Some("https://another.example".to_owned())] {
            let answer = Answer { iss, ..city.go(&here, "one", |_| {}).await };
            assert!(matches!(city.back(answer, &here).await, Err(UpstreamError::Unbelievable)), "iss");
        }
        let answer = city.go(&here, "one", |script| script.challenge = "another".to_owned()).await;
        assert!(matches!(city.back(answer, &here).await, Err(UpstreamError::Unbelievable)), "a code of another way");
        let answer = Answer { error: Some("access_denied".to_owned()), ..city.go(&here, "one", |_| {}).await };
        assert!(matches!(city.back(answer, &here).await, Err(UpstreamError::Declined)));
    }
}

#[tokio::test]
async fn a_way_ends_once_in_the_browser_it_began_in_and_in_time() {
    for engine in testing::engines() {
        let city = City::on(engine).await;
        let (here, there) = (browser(), browser());
        let again = |answer: &Answer| Answer {
            code: answer.code.clone(),
            state: answer.state.clone(),
            iss: answer.iss.clone(),
            error: None,
        };
        let answer = city.go(&here, "one", |_| {}).await;
        for state in ["", "x", browser().as_str()] {
            let wrong = Answer { state: state.to_owned(), ..again(&answer) };
            assert!(matches!(city.back(wrong, &here).await, Err(UpstreamError::Over)), "{state}");
        }
        assert!(matches!(city.back(again(&answer), &there).await, Err(UpstreamError::Over)), "another browser");
        let at_once = [again(&answer), again(&answer), again(&answer)].map(|answer| city.back(answer, &here));
        let arrived = futures_util::future::join_all(at_once).await;
        let (good, over): (Vec<_>, Vec<_>) = arrived.into_iter().partition(Result::is_ok);
        assert_eq!((good.len(), over.len()), (1, 2), "{engine:?}");
        let Some(Ok(Arrival::Nobodys(attempt, _))) = good.into_iter().next() else { panic!("known") };
        assert!(matches!(city.upstream.waiting("province", attempt, &there).await, Err(UpstreamError::Over)));

        let answer = city.go(&here, "one", |_| {}).await;
        let later = upstream(&city.test.database, city.issuer.providers(), TimeDelta::minutes(11));
        let late = later.finish("province", answer, &here, &Client::default(), None).await;
        assert!(matches!(late, Err(UpstreamError::Over)));
        assert!(matches!(later.waiting("province", attempt, &here).await, Err(UpstreamError::Over)));
    }
}

#[tokio::test]
async fn an_account_that_exists_is_linked_by_its_holder_only() {
    for engine in testing::engines() {
        let city = City::on(engine).await;
        let (here, there) = (browser(), browser());
        let mine = city.newcomer(&here, "one").await;
        let phone = Contact::parse("13800000001").unwrap();
        contacts::add(city.test.database.writer(), mine.account, &phone, start()).await.unwrap();
        // The same phone, verified: still nobody's until its holder says so.
        let same = |script: &mut Script| {
            script.info = json!({ "phone_number": "+8613800000001", "phone_number_verified": true });
        };
        let attempt = city.nobodys(&there, "two", same).await;
        let again = city.nobodys(&there, "two", same).await;

        let link = |holder: &Holder, attempt, browser: &Token| {
            let (holder, browser, upstream) = (holder.clone(), browser.clone(), city.upstream.clone());
            async move { upstream.link(&holder, "province", attempt, &browser, Language::FIRST).await }
        };
        let stale = Holder { proven_at: start() - TimeDelta::hours(1), ..mine.clone() };
        let refused = link(&stale, attempt, &there).await;
        assert!(matches!(refused, Err(UpstreamError::Identity(IdentityError::NotFresh))));
        assert!(matches!(link(&mine, attempt, &here).await, Err(UpstreamError::Over)), "another browser");
        let second = link(&mine, attempt, &there).await;
        let conflict = matches!(second, Err(UpstreamError::Identity(IdentityError::Conflict)));
        assert!(conflict, "{engine:?}: a second one of a provider: {second:?}");

        city.upstream.unlink(&mine, "province", Language::FIRST).await.unwrap();
        let (one, other) = tokio::join!(link(&mine, attempt, &there), link(&mine, again, &there));
        assert_eq!([&one, &other].iter().filter(|outcome| outcome.is_ok()).count(), 1, "{one:?} {other:?}");
        let answer = city.go(&here, "two", |_| {}).await;
        let Arrival::SignedIn { begun, .. } = city.back(answer, &here).await.unwrap() else { panic!("unknown") };
        assert_eq!(city.holder(&begun.token).await.account, mine.account);
    }
}

#[tokio::test]
async fn the_last_way_in_is_not_taken_away() {
    for engine in testing::engines() {
        let city = City::on(engine).await;
        let mine = city.newcomer(&browser(), "one").await;
        let unlink = |provider: &'static str| city.upstream.unlink(&mine, provider, Language::FIRST);
        let last = unlink("province").await;
        assert!(matches!(last, Err(UpstreamError::Identity(IdentityError::Own))), "{engine:?}: {last:?}");
        let none = unlink("nation").await;
        assert!(matches!(none, Err(UpstreamError::Identity(IdentityError::Unknown))));
        let mail = Contact::parse("a@city.example").unwrap();
        contacts::add(city.test.database.writer(), mine.account, &mail, start()).await.unwrap();
        unlink("province").await.unwrap();
        assert!(city.upstream.linked(&mine).await.unwrap().is_empty());
        city.nobodys(&browser(), "one", |_| {}).await;
    }
}

#[tokio::test]
async fn keys_are_asked_for_once_and_again_when_they_change_and_a_provider_that_is_down_is_said_to_be() {
    let city = City::on(foundation::database::Engine::Sqlite).await;
    let here = browser();
    for subject in ["one", "two", "three"] {
        city.nobodys(&here, subject, |_| {}).await;
    }
    assert_eq!(city.issuer.script.lock().unwrap().keys_asked, 1);
    city.nobodys(&here, "four", |script| script.kid = "two".to_owned()).await;
    assert_eq!(city.issuer.script.lock().unwrap().keys_asked, 2);

    let answer = city.go(&here, "five", |_| {}).await;
    city.issuer.serving.abort();
    let _ = (&city.issuer.serving, tokio::task::yield_now().await);
    assert!(matches!(city.back(answer, &here).await, Err(UpstreamError::Down)));
    let cold = upstream(&city.test.database, city.issuer.providers(), TimeDelta::zero());
    let begun = cold.begin("province", &here, &Client::default(), "/me").await;
    assert!(matches!(begun, Err(UpstreamError::Down)));
    let account = AccountId::new();
    assert!(!format!("{:?} {account}", city.issuer.providers()).contains("hush"));
}
