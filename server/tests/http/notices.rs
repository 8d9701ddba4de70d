//! What people are told, and the ways to other providers, as a browser sees them.

use axum::http::StatusCode;
use foundation::{
    clock::Clock,
    context::Client,
    database::testing::{self, engines},
    ids::AccountId,
    keyring::Keyring,
    text::Language,
};
use identity::{
    DEMO_PASSWORD, add_demo_accounts, cookie_header,
    upstream::{ProviderSettings, Providers},
};
use notifications::{Channel, Message, tell};

use crate::support::{Portal, on, with};

fn message(channel: Channel, account: Option<AccountId>, body: &str, secret: bool) -> Message {
    Message {
        account,
        channel,
        reason: "code",
        language: Language::FIRST,
        subject: "您的验证码".to_owned(),
        body: body.to_owned(),
        secret,
    }
}

async fn tell_all(portal: &Portal, messages: &[Message]) {
    for message in messages {
        tell(portal.test.database.writer(), &Keyring::new(&[7; 32]), message, Clock::Real.now()).await.unwrap();
    }
}

fn phone(number: &str) -> Channel {
    Channel::Phone(number.to_owned())
}

#[tokio::test]
async fn a_demonstration_shows_what_it_sends_at_once_and_a_city_never_does() {
    for engine in engines() {
        let portal = on(testing::fresh(engine).await).await;
        let email = Channel::Email("wang@example.cn".to_owned());
        tell_all(
            &portal,
            &[
                message(phone("+8613800000001"), None, "123456 <b>", true),
                message(phone("+8613800000002"), None, "654321", true),
                message(email, None, "222333", false),
                message(Channel::Inbox, None, "444555", false),
            ],
        )
        .await;
        let all = portal.get("/dev/outbox").await;
        assert_eq!(all.status, StatusCode::OK);
        assert_eq!((all.header("cache-control"), all.header("x-robots-tag")), ("no-store", "noindex"));
        let places: Vec<_> = ["222333", "654321", "123456 &lt;b&gt;"].iter().map(|body| all.body.find(body)).collect();
        assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{engine:?}: {}", all.body);
        assert!(!all.body.contains("444555"), "what is in an inbox is somebody's own");
        for address in ["%2B8613800000001", "+8613800000001", "8613800000001", "13800000001"] {
            let one = portal.get(&format!("/dev/outbox?address={address}")).await;
            assert!(one.body.contains(r#"data-address="+8613800000001""#), "{address}: {}", one.body);
            assert!(one.body.contains("123456") && !one.body.contains("654321"), "{address}");
        }
        assert!(portal.get("/dev/outbox?address=Wang@example.cn").await.body.contains("222333"));
        assert!(portal.get("/dev/outbox?address=1").await.body.contains("最近没有"));
        assert_eq!(portal.get("/dev/outbox?address=%00").await.status, StatusCode::NOT_FOUND);

        let earnest = with(portal.test, false, Providers::default()).await;
        assert_eq!(earnest.get("/dev/outbox").await.status, StatusCode::NOT_FOUND, "{engine:?}");
        assert!(!earnest.get("/about").await.body.contains("/dev/outbox"));
    }
}

/// A resident who is signed in: their account and cookie.
async fn resident(portal: &Portal, number: &str) -> (AccountId, String) {
    let cookie = portal.sign_in_as(number).await;
    let token = portal.identity.sign_in(number, DEMO_PASSWORD, &Client::default(), None).await.unwrap();
    let (holder, _) = portal.identity.seen(&token, &Client::default()).await.unwrap().unwrap();
    (holder.account, cookie)
}

#[tokio::test]
async fn an_inbox_is_its_owners_and_what_is_read_is_marked() {
    for engine in engines() {
        let portal = on(testing::fresh(engine).await).await;
        let (account, cookie) = resident(&portal, "13900000001").await;
        let other = portal.sign_in_as("13900000002").await;
        tell_all(
            &portal,
            &[
                message(phone("+8613900000001"), Some(account), "有人登录了", false),
                message(phone("+8613900000001"), Some(account), "123456", true),
            ],
        )
        .await;
        let page = portal.get_as(&cookie, "/messages").await;
        for words in ["有人登录了", "未读", "1 条没读", "今天"] {
            assert!(page.body.contains(words), "{engine:?}: {words}: {}", page.body);
        }
        assert!(!page.body.contains("123456"), "a code is in no inbox");
        assert_eq!(page.header("cache-control"), "no-store");
        assert!(!portal.get_as(&other, "/messages").await.body.contains("有人登录了"));

        let (_, id) = page.body.split_once(r#"name="message" value=""#).unwrap();
        let id = id.split('"').next().unwrap();
        assert_eq!(
            portal.post_as(&other, "/messages/read", &format!("message={id}")).await.status,
            StatusCode::SEE_OTHER
        );
        assert!(portal.get_as(&cookie, "/messages").await.body.contains("未读"), "another marks nothing");
        portal.post_as(&cookie, "/messages/read", &format!("message={id}")).await;
        assert!(!portal.get_as(&cookie, "/messages").await.body.contains("未读"));
        for (path, form) in [("/messages/read", "message=%00"), ("/messages/read", "message=a&message=b")] {
            assert!(portal.post_as(&cookie, path, form).await.status.is_client_error());
        }
        assert_eq!(portal.get_as(&cookie, "/messages?before=x").await.status, StatusCode::BAD_REQUEST);
    }
}

fn nobody_listens() -> Providers {
    let settings: Vec<ProviderSettings> = serde_json::from_value(serde_json::json!([{
        "id": "province", "name_zh": "省统一认证", "name_en": "Province", "issuer": "http://127.0.0.1:9",
        "client_id": "city", "client_secret": "hush",
    }]))
    .unwrap();
    Providers::new(settings).unwrap()
}

#[tokio::test]
async fn a_provider_that_is_down_is_said_to_be_and_other_ways_remain() {
    for engine in engines() {
        let portal = with(testing::fresh(engine).await, true, nobody_listens()).await;
        let down = portal.get("/en/sign-in/with/province?return=%2Fme").await;
        assert_eq!(down.status, StatusCode::SERVICE_UNAVAILABLE, "{engine:?}");
        assert!(down.body.contains("Province cannot be reached") && down.body.contains(r#"href="/en/sign-in""#));
        assert!(down.header("set-cookie").starts_with("__Host-browser="));
        assert!(!down.body.contains("hush") && !down.body.contains("127.0.0.1"));
        assert_eq!(portal.get("/sign-in/with/nation").await.status, StatusCode::NOT_FOUND);
        for nonsense in ["", "?state=x&code=y", "?state=%00&code=%00&iss=%00", "?error=access_denied", "?code=a&code=b"]
        {
            let status = portal.get(&format!("/sign-in/with/province/return{nonsense}")).await.status;
            assert_eq!(status, StatusCode::BAD_REQUEST, "{nonsense}");
        }
        for nonsense in ["", "?attempt=x", "?attempt=01900000-0000-7000-8000-000000000000"] {
            let page = portal.get(&format!("/sign-in/with/province/new{nonsense}")).await;
            assert_eq!(page.status, StatusCode::BAD_REQUEST);
            assert!(page.body.contains("重新来一次"), "{}", page.body);
        }

        add_demo_accounts(&portal.identity).await.unwrap();
        let token = portal.identity.sign_in("13900000001", DEMO_PASSWORD, &Client::default(), None).await.unwrap();
        let cookie = cookie_header(&portal.site, &token);
        let page = portal.get_as(&cookie, "/me/security/providers").await;
        assert!(page.body.contains("关联省统一认证") && page.body.contains("还没有关联"), "{}", page.body);
        let link = "/sign-in/with/province/link?attempt=01900000-0000-7000-8000-000000000000";
        assert_eq!(portal.get_as(&cookie, link).await.status, StatusCode::BAD_REQUEST);
        let led = portal.get(link).await;
        assert_eq!(led.status, StatusCode::SEE_OTHER);
        assert!(led.header("location").starts_with("/sign-in?return=%2Fsign%2Din%2Fwith%2Fprovince%2Flink"));
    }
}
