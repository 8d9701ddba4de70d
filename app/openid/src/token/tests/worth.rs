use serde_json::json;

use super::*;
use foundation::database::Engine;

#[tokio::test]
async fn a_token_opens_what_it_was_given_for_until_anything_it_came_of_ends() {
    for engine in testing::engines() {
        let city = City::on(engine).await;
        let (client, openid) = (city.live("app").await, city.after(5));
        let code = city.grant(&client, "openid account:read", |_| ()).await;
        let answer = openid.exchange(&client, &redemption(&code)).await.unwrap();
        let access = openid.access(&answer.access_token, "203.0.113.1").await.unwrap().unwrap();
        assert_eq!(access.claims.aud, [ISSUER, "https://city.example/api/v1"]);
        assert_eq!(access.bearer.actor.origin, "203.0.113.1 (app)");
        let opens = async |openid: &OpenId, token: &str| openid.access(token, "-").await.unwrap().is_some();
        // An ID token is no access token, nor is anything else.
        for other in [answer.id_token.as_deref().unwrap(), answer.refresh_token.as_deref().unwrap(), "", "a.b.c"] {
            assert!(!opens(&openid, other).await);
        }
        assert!(opens(&city.after(604), &answer.access_token).await);
        assert!(!opens(&city.after(605), &answer.access_token).await);

        // For the userinfo endpoint a token has to be for it.
        let code = city.grant(&client, "account:read", |_| ()).await;
        let of_api = openid.exchange(&client, &redemption(&code)).await.unwrap();
        assert!(of_api.id_token.is_none());
        assert_eq!(refused(openid.userinfo(&of_api.access_token, "-").await), OAuthErrorCode::InvalidToken);

        // Out of use, nothing the application holds works.
        let writer = city.test.database.writer();
        let suspend = |state: &str| format!("UPDATE oauth_client SET state = '{state}'");
        writer.execute_unprepared(&suspend("suspended")).await.unwrap();
        assert!(!opens(&openid, &answer.access_token).await);
        writer.execute_unprepared(&suspend("live")).await.unwrap();
        assert!(opens(&openid, &answer.access_token).await);
        // Who signs out is signed out here too.
        openid.identity.end_session(&city.holder.actor(), city.holder.session).await.unwrap();
        assert!(!opens(&openid, &answer.access_token).await);
    }
}

#[tokio::test]
async fn an_application_learns_of_its_own_tokens_and_ends_its_own_only() {
    for engine in testing::engines() {
        let city = City::on(engine).await;
        let (client, other, openid) = (city.live("app").await, city.live("other").await, city.after(5));
        let code = city.grant(&client, "openid", |_| ()).await;
        let answer = openid.exchange(&client, &redemption(&code)).await.unwrap();
        let (access, refresh) = (answer.access_token.as_str(), answer.refresh_token.as_deref().unwrap());
        for token in [access, refresh] {
            let worth = openid.introspect(&client, token).await.unwrap();
            assert_eq!((&worth["active"], &worth["client_id"]), (&true.into(), &"app".into()), "{worth}");
            assert_eq!((&worth["sub"], &worth["scope"]), (&"subject-1".into(), &"openid".into()), "{worth}");
            assert_eq!(openid.introspect(&other, token).await.unwrap(), json!({ "active": false }));
            assert_eq!(refused(openid.revoke(&other, token).await), OAuthErrorCode::UnauthorizedClient);
        }
        openid.revoke(&client, "no token of ours").await.unwrap();
        openid.revoke(&client, access).await.unwrap();
        openid.revoke(&client, access).await.unwrap();
        for token in [access, refresh] {
            assert_eq!(openid.introspect(&client, token).await.unwrap(), json!({ "active": false }));
        }
        assert_eq!(refused(openid.exchange(&client, &refreshment(&answer)).await), OAuthErrorCode::InvalidGrant);
    }
}

#[tokio::test]
async fn a_system_gets_a_token_of_its_own_and_a_person_s_application_does_not() {
    for engine in testing::engines() {
        let city = City::on(engine).await;
        let (openid, own) = (city.after(0), Some(city.holder.account));
        let system = Definition { is_system: true, ..definition("openid items:write items:review") };
        let client = city.register("system", "live", &system, own).await;
        let asking = |scope| form(&[("grant_type", "client_credentials"), ("scope", scope)]);
        let answer = openid.exchange(&client, &asking("")).await.unwrap();
        assert_eq!(answer.scope, "items:write items:review");
        assert!(answer.refresh_token.is_none() && answer.id_token.is_none());
        let access = openid.access(&answer.access_token, "-").await.unwrap().unwrap();
        assert_eq!((access.claims.sub.as_str(), access.claims.acr), ("system", None));
        assert_eq!(
            (access.claims.aud, access.bearer.actor.account),
            (vec![openid.api_audience()], city.holder.account)
        );
        assert_eq!(openid.exchange(&client, &asking("items:review")).await.unwrap().scope, "items:review");
        for wrong in ["openid", "items:publish", "items:write phone", "nonsense"] {
            assert_eq!(
                refused(openid.exchange(&client, &asking(wrong)).await),
                OAuthErrorCode::InvalidScope,
                "{wrong}"
            );
        }
        let person = city.live("person").await;
        let public = Definition { authentication: ClientAuthentication::None, ..system.clone() };
        let public = city.register("public", "live", &public, own).await;
        let nobody = city.register("nobody", "live", &system, None).await;
        for client in [person, public, nobody] {
            let refusal = openid.exchange(&client, &asking("items:write")).await;
            assert_eq!(refused(refusal), OAuthErrorCode::UnauthorizedClient, "{}", client.client_id);
        }
    }
}

#[tokio::test]
async fn a_real_name_is_told_masked_unless_the_city_approved_more() {
    let city = City::on(Engine::Sqlite).await;
    let openid = city.after(5);
    declare(&openid, &city.holder).await;
    let masked = city.live("masked").await;
    let whole = Definition { full_real_name: true, ..definition("openid realname") };
    let whole = city.register("whole", "live", &whole, None).await;
    let mut told = Vec::new();
    for client in [masked, whole] {
        let code = city.grant(&client, "openid realname", |_| ()).await;
        let answer = openid.exchange(&client, &redemption(&code)).await.unwrap();
        told.push(Value::from(openid.userinfo(&answer.access_token, "-").await.unwrap()));
    }
    let sub = "subject-1";
    assert_eq!(
        told[0],
        json!({ "sub": sub, "realname_level": 2, "real_name": "王*蓉", "id_number": "110***********002X" })
    );
    assert_eq!(
        told[1],
        json!({
            "sub": sub, "realname_level": 2, "real_name": "王小蓉", "id_number": "11010519491231002X",
            "birthdate": "1949-12-31", "gender": "female",
        })
    );
}

async fn declare(openid: &OpenId, holder: &Holder) {
    use identity::{
        RegisterSettings,
        realname::{IdNumber, PersonName, RealName},
    };
    let real_name = RealName::new(openid.identity.clone(), &RegisterSettings::default());
    let number = IdNumber::parse("11010519491231002X", real_name.today()).unwrap();
    real_name.declare(holder, &PersonName::parse("王小蓉").unwrap(), &number).await.unwrap();
}
