//! The laws of tokens, on both engines.

mod authentication;
mod codes;
mod worth;

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ConnectionTrait as _, EntityTrait as _, IntoActiveModel as _};
use serde_json::Value;

use super::TokenAnswer;
use crate::{
    Form, OAuthError, OAuthErrorCode, OpenId,
    entity::oauth_client,
    model::{ClaimsRequest, Client, ClientAuthentication, ClientKeys, Definition, RedirectUri, Scopes},
    store::{
        clients,
        grants::{self, NewCode, NewGrant},
    },
};
use foundation::{
    clock::Clock,
    database::testing::{self, TestDatabase},
    ids::{AccountId, ApplicationId, GrantId},
    keyring::Keyring,
};
use identity::{Holder, Identity, Token, realname::RealNameLevel, testing::resident};

const ISSUER: &str = "https://city.example";
const CALLBACK: &str = "https://rp.example/callback";
/// RFC 7636, appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

fn start() -> DateTime<Utc> {
    "2026-11-22T08:00:00Z".parse().unwrap()
}

/// A city with a department and a resident who is signed in.
struct City {
    test: TestDatabase,
    holder: Holder,
}

impl City {
    async fn on(engine: foundation::database::Engine) -> Self {
        let test = testing::fresh(engine).await;
        let department = "INSERT INTO department (id, position, content) VALUES ('CD06', 1, '{}')";
        test.database.writer().execute_unprepared(department).await.unwrap();
        let holder = resident(&identity(&test, start()), "13912345678").await;
        Self { test, holder }
    }

    /// A process of the provider, so many seconds later.
    fn after(&self, seconds: i64) -> OpenId {
        let moment = start() + TimeDelta::seconds(seconds);
        let (database, keyring) = (self.test.database.clone(), Keyring::new(&[7; 32]));
        OpenId::new(database, Clock::Fixed(moment), keyring, identity(&self.test, moment), ISSUER)
    }

    /// Registers an application, with the secret `secret of <name>`.
    async fn register(&self, name: &str, state: &str, definition: &Definition, own: Option<AccountId>) -> Client {
        let hash = sha256(&format!("secret of {name}"));
        let row = oauth_client::Model {
            id: ApplicationId::new().uuid(),
            client_id: name.to_owned(),
            department_id: "CD06".to_owned(),
            state: state.to_owned(),
            definition: serde_json::to_string(definition).unwrap(),
            secret_hash: Some(hash),
            former_secret_hash: Some(sha256("the former one")),
            former_secret_until: Some(start() + TimeDelta::hours(1)),
            service_account_id: own.map(AccountId::uuid),
            revision: 1,
            created_at: start(),
            created_by: "test".to_owned(),
            changed_at: start(),
        };
        let writer = self.test.database.writer();
        oauth_client::Entity::insert(row.into_active_model()).exec_without_returning(writer).await.unwrap();
        clients::named(writer, name).await.unwrap().unwrap().0
    }

    async fn live(&self, name: &str) -> Client {
        self.register(name, "live", &definition("openid profile phone realname account:read"), None).await
    }

    /// Grants something to an application; answers the code.
    async fn grant(&self, client: &Client, scopes: &str, change: impl FnOnce(&mut NewGrant)) -> String {
        let code = Token::new().unwrap();
        let mut new = NewGrant {
            client: client.id,
            account: Some(self.holder.account),
            session: Some(self.holder.session),
            sid: Some("sid-1".to_owned()),
            subject: "subject-1".to_owned(),
            scopes: Scopes::parse(scopes),
            claims: ClaimsRequest::default(),
            nonce: Some("nonce-1".to_owned()),
            acr: RealNameLevel::Registered,
            amr: vec!["pwd".to_owned()],
            auth_time: start(),
            ends_at: start() + TimeDelta::hours(12),
            code: Some(NewCode {
                hash: code.hash(),
                redirect_uri: CALLBACK.to_owned(),
                challenge: Some(CHALLENGE.to_owned()),
                ends_at: start() + TimeDelta::seconds(60),
            }),
        };
        change(&mut new);
        grants::add(self.test.database.writer(), GrantId::new(), &new, start()).await.unwrap();
        code.as_str().to_owned()
    }
}

fn identity(test: &TestDatabase, moment: DateTime<Utc>) -> Identity {
    Identity::new(test.database.clone(), Clock::Fixed(moment), Keyring::new(&[7; 32]))
}

fn sha256(text: &str) -> String {
    use sha2::Digest as _;
    data_encoding::HEXLOWER.encode(&sha2::Sha256::digest(text.as_bytes()))
}

fn definition(scopes: &str) -> Definition {
    let redirect_uris = vec![RedirectUri::parse(CALLBACK).unwrap()];
    Definition { scopes: Scopes::parse(scopes), redirect_uris, ..crate::testing::definition("https://rp.example") }
}

fn form(parameters: &[(&str, &str)]) -> Form {
    let text = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters).finish();
    Form::parse(text.as_bytes()).unwrap()
}

fn redemption(code: &str) -> Form {
    form(&[
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
    ])
}

fn refreshment(answer: &TokenAnswer) -> Form {
    form(&[("grant_type", "refresh_token"), ("refresh_token", answer.refresh_token.as_deref().unwrap())])
}

fn refused<T>(outcome: Result<T, OAuthError>) -> OAuthErrorCode {
    outcome.err().expect("it is refused").code
}

/// What an ID token says.
async fn id_claims(openid: &OpenId, answer: &TokenAnswer) -> Value {
    openid.verify("JWT", answer.id_token.as_deref().unwrap()).await.unwrap().unwrap()
}
