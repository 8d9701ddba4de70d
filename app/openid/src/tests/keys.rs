use std::collections::HashSet;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use super::{
    super::{OpenId, model::SigningAlgorithm},
    support::provider,
};
use foundation::{
    audit::Who,
    database::{
        Engine,
        testing::{engines, fresh},
    },
};

pub(super) fn now() -> DateTime<Utc> {
    "2026-11-22T08:00:00Z".parse().unwrap()
}

fn operator() -> Who {
    Who { account: None, name: "yitong".to_owned(), origin: String::new() }
}

#[tokio::test]
async fn many_processes_that_begin_at_once_sign_with_the_same_first_keys() {
    for engine in engines() {
        let test = fresh(engine).await;
        let all: Vec<_> = (0..6).map(|_| provider(&test, now())).collect();
        let kept = futures_util::future::join_all(all.iter().map(OpenId::keys)).await;
        for algorithm in SigningAlgorithm::ALL {
            let kids: HashSet<_> = kept
                .iter()
                .map(|keys| keys.as_ref().unwrap().signing(algorithm, now()).unwrap().0.to_owned())
                .collect();
            assert_eq!(kids.len(), 1);
        }
    }
}

#[tokio::test]
async fn what_is_signed_is_read_again_and_nothing_else_is() {
    let test = fresh(Engine::Sqlite).await;
    let openid = provider(&test, now());
    for algorithm in SigningAlgorithm::ALL {
        let claims = json!({ "iss": "https://city.example", "sub": "x", "exp": 1 });
        let token = openid.sign("at+jwt", algorithm, &claims, now()).await.unwrap();
        assert_eq!(openid.verify::<Value>("at+jwt", &token).await.unwrap(), Some(claims));
        // Of another type, of another provider, changed, unsigned.
        assert_eq!(openid.verify::<Value>("JWT", &token).await.unwrap(), None);
        let foreign = json!({ "iss": "https://other.example", "sub": "x" });
        let foreign = openid.sign("at+jwt", algorithm, &foreign, now()).await.unwrap();
        assert_eq!(openid.verify::<Value>("at+jwt", &foreign).await.unwrap(), None);
        let parts: Vec<_> = token.split('.').collect();
        let other = openid.sign("at+jwt", algorithm, &json!({ "iss": "https://city.example" }), now()).await.unwrap();
        let mixed = format!("{}.{}.{}", parts[0], other.split('.').nth(1).unwrap(), parts[2]);
        assert_eq!(openid.verify::<Value>("at+jwt", &mixed).await.unwrap(), None);
        let none = data_encoding::BASE64URL_NOPAD.encode(br#"{"alg":"none","typ":"at+jwt","kid":"x"}"#);
        for bad in [format!("{none}.{}.", parts[1]), String::new(), "a.b.c".to_owned(), token.repeat(2)] {
            assert_eq!(openid.verify::<Value>("at+jwt", &bad).await.unwrap(), None);
        }
    }
}

#[tokio::test]
async fn a_new_key_is_published_before_it_signs_and_the_old_one_after() {
    for engine in engines() {
        let test = fresh(engine).await;
        let kid = async |moment| {
            let keys = provider(&test, moment).keys().await.unwrap();
            let set: Value = serde_json::from_slice(&keys.published).unwrap();
            (keys.signing(SigningAlgorithm::Es256, moment).unwrap().0.to_owned(), set["keys"].as_array().unwrap().len())
        };
        let (first, published) = kid(now()).await;
        assert_eq!(published, 2);
        assert!(provider(&test, now() + TimeDelta::days(80)).rotate_due_keys().await.unwrap().is_empty());

        let due = now() + TimeDelta::days(84);
        assert_eq!(provider(&test, due).rotate_due_keys().await.unwrap().len(), 2);
        assert!(provider(&test, due).rotate_due_keys().await.unwrap().is_empty());
        assert_eq!(kid(due).await, (first.clone(), 4));
        // It was looked for a day late: the new key is still published seven days before it signs.
        assert_eq!(kid(now() + TimeDelta::days(90)).await, (first.clone(), 4));
        let (second, published) = kid(now() + TimeDelta::days(91)).await;
        assert!(second != first && published == 4);
        assert_eq!(kid(now() + TimeDelta::days(92)).await, (second.clone(), 2));

        // At once, for the day a key became known; and what the old one signed is still read.
        let moment = now() + TimeDelta::days(93);
        let openid = provider(&test, moment);
        let old = openid.sign("JWT", SigningAlgorithm::Es256, &json!({ "iss": "https://city.example" }), moment).await;
        assert_eq!(openid.rotate_keys(&operator()).await.unwrap().len(), 2);
        let later = moment + TimeDelta::minutes(1);
        assert!(kid(later).await.0 != second);
        assert!(provider(&test, later).verify::<Value>("JWT", &old.unwrap()).await.unwrap().is_some());
        assert_eq!(provider(&test, later).signing_keys().await.unwrap().len(), 4);
    }
}
