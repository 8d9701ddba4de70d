use aws_lc_rs::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair},
};
use axum::http::{HeaderMap, header};
use data_encoding::{BASE64, BASE64URL_NOPAD};
use jsonwebtoken::{
    Algorithm, EncodingKey, Header,
    jwk::{Jwk, JwkSet},
};
use serde_json::json;

use super::*;
use foundation::database::Engine;

fn basic(text: &str) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(header::AUTHORIZATION, format!("Basic {}", BASE64.encode(text.as_bytes())).parse().unwrap());
    headers
}

#[tokio::test]
async fn an_application_is_believed_in_its_registered_way_only() {
    for engine in testing::engines() {
        let city = City::on(engine).await;
        let way = |authentication| Definition { authentication, ..definition("openid") };
        city.live("post").await;
        city.register("basic", "test", &way(ClientAuthentication::ClientSecretBasic), None).await;
        city.register("phone", "live", &way(ClientAuthentication::None), None).await;
        for state in ["requested", "suspended", "refused"] {
            city.register(state, state, &way(ClientAuthentication::ClientSecretPost), None).await;
        }
        let (openid, none) = (city.after(0), HeaderMap::new());
        let by_form = |name: &str, secret: &str| form(&[("client_id", name), ("client_secret", secret)]);
        for (headers, form) in [
            (&none, by_form("post", "secret of post")),
            (&none, by_form("post", "the former one")),
            (&basic("basic:secret+of+basic"), Form::default()),
            (&basic("basic:secret%20of%20basic"), form(&[("client_id", "basic")])),
            (&none, form(&[("client_id", "phone")])),
        ] {
            assert!(openid.authenticate_client(headers, &form).await.is_ok(), "{form:?}");
        }
        for (headers, form) in [
            (&none, by_form("post", "secret of basic")),
            (&none, by_form("basic", "secret of basic")),
            (&none, by_form("phone", "secret of phone")),
            (&none, by_form("nobody", "secret of nobody")),
            (&none, by_form("requested", "secret of requested")),
            (&none, by_form("suspended", "secret of suspended")),
            (&none, by_form("refused", "secret of refused")),
            (&none, form(&[("client_id", "post")])),
            (&basic("post:secret of post"), Form::default()),
            (&basic("basic"), Form::default()),
            (&basic("a\0b:c"), Form::default()),
        ] {
            let refusal = openid.authenticate_client(headers, &form).await;
            assert_eq!(refused(refusal), OAuthErrorCode::InvalidClient, "{form:?}");
        }
        // The former secret's day is over.
        let late = city.after(3601).authenticate_client(&none, &by_form("post", "the former one")).await;
        assert_eq!(refused(late), OAuthErrorCode::InvalidClient);
    }
}

#[tokio::test]
async fn a_signed_statement_is_believed_once_and_only_where_it_is_the_application_s_own_for_this_provider_now() {
    for engine in testing::engines() {
        let city = City::on(engine).await;
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new()).unwrap();
        let key = EncodingKey::from_ec_der(pkcs8.as_ref());
        let mut public = Jwk::from_encoding_key(&key, Algorithm::ES256).unwrap();
        public.common.key_id = Some("one".to_owned());
        let definition = Definition {
            authentication: ClientAuthentication::PrivateKeyJwt,
            keys: ClientKeys::Inline(JwkSet { keys: vec![public] }),
            ..definition("openid")
        };
        city.register("signer", "live", &definition, None).await;
        let openid = city.after(0);
        let now = start().timestamp();
        let good = json!({ "iss": "signer", "sub": "signer", "aud": ISSUER, "jti": "1", "exp": now + 60, "iat": now });
        let but = |name: &str, value: Value| {
            let mut claims = good.clone();
            // A name of its own: that it came before is not why it is refused.
            claims["jti"] = format!("{name} {value}").into();
            claims[name] = value;
            claims
        };
        let header = |kid: &str| Header { kid: Some(kid.to_owned()), ..Header::new(Algorithm::ES256) };
        let signed = |claims: &Value| jsonwebtoken::encode(&header("one"), claims, &key).unwrap();
        let believed = async |statement: &str| {
            let shown = form(&[
                ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
                ("client_assertion", statement),
            ]);
            openid.authenticate_client(&HeaderMap::new(), &shown).await.map(|client| client.client_id)
        };
        let statement = signed(&good);
        assert_eq!(believed(&statement).await.unwrap(), "signer");
        assert_eq!(refused(believed(&statement).await), OAuthErrorCode::InvalidClient);
        let endpoint = json!([format!("{ISSUER}/oauth/token"), "https://else.example"]);
        assert!(believed(&signed(&but("aud", endpoint))).await.is_ok());
        for claims in [
            but("aud", "https://else.example".into()),
            but("aud", format!("{ISSUER}.evil.example").into()),
            but("iss", "else".into()),
            but("sub", "else".into()),
            but("exp", (now - 61).into()),
            but("exp", (now + 3600).into()),
            but("exp", json!(1e300)),
            but("nbf", (now + 300).into()),
            but("iat", (now + 300).into()),
            but("jti", "".into()),
            but("jti", Value::Null),
        ] {
            assert_eq!(refused(believed(&signed(&claims)).await), OAuthErrorCode::InvalidClient, "{claims}");
        }
        // Under another key's name, with no signature, with the public key as a secret, of nobody's.
        let fresh = |name: &str| but("jti", name.into());
        let misnamed = jsonwebtoken::encode(&header("two"), &fresh("kid"), &key).unwrap();
        let payload = signed(&fresh("none")).split('.').nth(1).unwrap().to_owned();
        let unsigned = format!("{}.{payload}.", BASE64URL_NOPAD.encode(br#"{"alg":"none","kid":"one"}"#));
        let secret = EncodingKey::from_secret(pkcs8.as_ref());
        let hashed = jsonwebtoken::encode(&Header::new(Algorithm::HS256), &fresh("hs"), &secret).unwrap();
        for bad in [misnamed, unsigned, hashed, "a.b.c".to_owned(), "x".to_owned()] {
            assert_eq!(refused(believed(&bad).await), OAuthErrorCode::InvalidClient, "{bad}");
        }
    }
}

#[tokio::test]
async fn who_fails_too_often_is_told_to_wait_and_the_right_secret_is_always_believed() {
    let city = City::on(Engine::Sqlite).await;
    city.live("app").await;
    let (openid, asking, none) = (city.after(0), foundation::context::Client::default(), HeaderMap::new());
    let wrong = form(&[("client_id", "app"), ("client_secret", "wrong")]);
    for _ in 0..60 {
        let refusal = openid.authenticate_counted(&none, &wrong, &asking).await;
        assert_eq!(refused(refusal), OAuthErrorCode::InvalidClient);
    }
    assert_eq!(refused(openid.authenticate_counted(&none, &wrong, &asking).await), OAuthErrorCode::TooMany);
    let right = form(&[("client_id", "app"), ("client_secret", "secret of app")]);
    assert!(openid.authenticate_counted(&none, &right, &asking).await.is_ok());
}
