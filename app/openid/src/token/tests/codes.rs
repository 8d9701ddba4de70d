use futures_util::future::join_all;

use super::*;

#[tokio::test]
async fn a_code_gives_tokens_that_say_who_it_is_by_what_and_for_whom() {
    for engine in testing::engines() {
        let city = City::on(engine).await;
        let (client, openid) = (city.live("app").await, city.after(5));
        let code = city.grant(&client, "openid phone", |_| ()).await;
        let answer = openid.exchange(&client, &redemption(&code)).await.unwrap();
        assert_eq!((answer.token_type, answer.expires_in, answer.scope.as_str()), ("Bearer", 600, "openid phone"));
        let claims = id_claims(&openid, &answer).await;
        for (name, value) in [
            ("iss", ISSUER.into()),
            ("sub", "subject-1".into()),
            ("aud", "app".into()),
            ("nonce", "nonce-1".into()),
            ("sid", "sid-1".into()),
            ("acr", "urn:yitong:realname:1".into()),
            ("amr", vec!["pwd"].into()),
            ("auth_time", start().timestamp().into()),
            ("exp", Value::from(start().timestamp() + 605)),
        ] {
            assert_eq!(claims[name], value, "{name}");
        }
        let hash = <sha2::Sha256 as sha2::Digest>::digest(answer.access_token.as_bytes());
        assert_eq!(claims["at_hash"], data_encoding::BASE64URL_NOPAD.encode(&hash[..16]));
        // Personal data stands at the userinfo endpoint, unless it was asked for here.
        assert_eq!(claims.get("phone_number"), None);
        let told = openid.userinfo(&answer.access_token, "-").await.unwrap();
        assert_eq!(
            Value::from(told),
            serde_json::json!({
                "sub": "subject-1", "phone_number": "+8613912345678", "phone_number_verified": true,
            })
        );
        let asked = r#"{"id_token":{"phone_number":null,"address":null},"userinfo":{"name":{"essential":true}}}"#;
        let code = city.grant(&client, "openid", |new| new.claims = ClaimsRequest::parse(asked).unwrap()).await;
        let answer = openid.exchange(&client, &redemption(&code)).await.unwrap();
        assert_eq!(id_claims(&openid, &answer).await["phone_number"], "+8613912345678");
        assert_eq!(openid.userinfo(&answer.access_token, "-").await.unwrap()["name"], "王小蓉");
    }
}

#[tokio::test]
async fn a_code_is_for_one_application_one_address_one_verifier_and_one_minute() {
    for engine in testing::engines() {
        let city = City::on(engine).await;
        let (client, other, openid) = (city.live("app").await, city.live("other").await, city.after(5));
        let code = city.grant(&client, "openid", |_| ()).await;
        let with = |change: &[(&str, &str)]| {
            let mut all = vec![
                ("grant_type", "authorization_code"),
                ("code", code.as_str()),
                ("redirect_uri", CALLBACK),
                ("code_verifier", VERIFIER),
            ];
            for (name, value) in change {
                all.retain(|(known, _)| known != name);
                all.push((*name, *value));
            }
            form(&all)
        };
        assert_eq!(refused(openid.exchange(&other, &with(&[])).await), OAuthErrorCode::InvalidGrant);
        for (change, why) in [
            (("code_verifier", ""), OAuthErrorCode::InvalidGrant),
            (("code_verifier", CHALLENGE), OAuthErrorCode::InvalidGrant),
            (("redirect_uri", "https://rp.example/callback/"), OAuthErrorCode::InvalidGrant),
            (("redirect_uri", ""), OAuthErrorCode::InvalidRequest),
            (("code", ""), OAuthErrorCode::InvalidRequest),
            (("code", "x"), OAuthErrorCode::InvalidGrant),
            (("grant_type", "password"), OAuthErrorCode::UnsupportedGrantType),
            (("grant_type", ""), OAuthErrorCode::InvalidRequest),
        ] {
            assert_eq!(refused(openid.exchange(&client, &with(&[change])).await), why, "{change:?}");
        }
        assert_eq!(refused(city.after(61).exchange(&client, &with(&[])).await), OAuthErrorCode::InvalidGrant);
        // None of these took it, and none ended it.
        assert!(openid.exchange(&client, &with(&[])).await.is_ok());
        // Where there was no challenge there is no verifier.
        let code = city.grant(&client, "openid", |new| new.code.as_mut().unwrap().challenge = None).await;
        assert_eq!(refused(openid.exchange(&client, &redemption(&code)).await), OAuthErrorCode::InvalidGrant);
    }
}

#[tokio::test]
async fn a_code_that_comes_again_ends_all_that_came_of_it() {
    for engine in testing::engines() {
        let city = City::on(engine).await;
        let (client, openid) = (city.live("app").await, city.after(5));
        let code = city.grant(&client, "openid", |_| ()).await;
        let answer = openid.exchange(&client, &redemption(&code)).await.unwrap();
        assert!(openid.userinfo(&answer.access_token, "-").await.is_ok());
        assert_eq!(refused(openid.exchange(&client, &redemption(&code)).await), OAuthErrorCode::InvalidGrant);
        assert_eq!(refused(openid.userinfo(&answer.access_token, "-").await), OAuthErrorCode::InvalidToken);
        assert_eq!(refused(openid.exchange(&client, &refreshment(&answer)).await), OAuthErrorCode::InvalidGrant);
    }
}

#[tokio::test]
async fn many_at_once_get_one_token_for_a_code_and_one_for_a_refresh_token() {
    for engine in testing::engines() {
        let city = City::on(engine).await;
        let (client, openid) = (city.live("app").await, city.after(5));
        openid.keys().await.unwrap();
        let code = city.grant(&client, "openid", |_| ()).await;
        let redeem = redemption(&code);
        let outcomes = join_all((0..50).map(|_| openid.exchange(&client, &redeem))).await;
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
        let is_refusal = |outcome: &&Result<_, OAuthError>| {
            outcome.as_ref().is_err_and(|error| error.code == OAuthErrorCode::InvalidGrant)
        };
        assert_eq!(outcomes.iter().filter(is_refusal).count(), 49);

        let code = city.grant(&client, "openid", |_| ()).await;
        let refresh = refreshment(&openid.exchange(&client, &redemption(&code)).await.unwrap());
        let outcomes = join_all((0..50).map(|_| openid.exchange(&client, &refresh))).await;
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
        assert_eq!(outcomes.iter().filter(is_refusal).count(), 49);
    }
}

#[tokio::test]
async fn a_refresh_token_works_once_for_its_application_within_its_scopes_and_its_session() {
    for engine in testing::engines() {
        let city = City::on(engine).await;
        let (client, other, openid) = (city.live("app").await, city.live("other").await, city.after(5));
        let code = city.grant(&client, "openid phone", |_| ()).await;
        let first = openid.exchange(&client, &redemption(&code)).await.unwrap();
        assert_eq!(refused(openid.exchange(&other, &refreshment(&first)).await), OAuthErrorCode::InvalidGrant);
        let token = first.refresh_token.as_deref().unwrap();
        let asking = |scope| form(&[("grant_type", "refresh_token"), ("refresh_token", token), ("scope", scope)]);
        assert_eq!(refused(openid.exchange(&client, &asking("openid email")).await), OAuthErrorCode::InvalidScope);
        let second = openid.exchange(&client, &asking("openid")).await.unwrap();
        assert_eq!(second.scope, "openid");
        let claims = id_claims(&openid, &second).await;
        assert_eq!((claims.get("nonce"), &claims["sub"]), (None, &"subject-1".into()));
        // What was narrowed once is not narrowed for good.
        let third = openid.exchange(&client, &refreshment(&second)).await.unwrap();
        assert_eq!(third.scope, "openid phone");
        // One that comes again ends the family.
        assert_eq!(refused(openid.exchange(&client, &refreshment(&first)).await), OAuthErrorCode::InvalidGrant);
        assert_eq!(refused(openid.exchange(&client, &refreshment(&third)).await), OAuthErrorCode::InvalidGrant);

        // It ends with the session, or with its own time where it was meant to outlive that.
        let bound = city.grant(&client, "openid", |_| ()).await;
        let bound = openid.exchange(&client, &redemption(&bound)).await.unwrap();
        let lasting = |new: &mut NewGrant| new.ends_at = start() + TimeDelta::days(40);
        let code = city.grant(&client, "openid offline_access", lasting).await;
        let lasting = openid.exchange(&client, &redemption(&code)).await.unwrap();
        let actor = city.holder.actor();
        openid.identity.end_session(&actor, city.holder.session).await.unwrap();
        assert_eq!(refused(openid.exchange(&client, &refreshment(&bound)).await), OAuthErrorCode::InvalidGrant);
        let day = 24 * 3600;
        let next = city.after(29 * day).exchange(&client, &refreshment(&lasting)).await.unwrap();
        assert_eq!(
            refused(city.after(41 * day).exchange(&client, &refreshment(&next)).await),
            OAuthErrorCode::InvalidGrant
        );
    }
}
