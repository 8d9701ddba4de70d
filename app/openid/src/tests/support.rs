//! What tests of the provider stand on: a process at a moment, an application, somebody who signed in.

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait as _, EntityTrait as _, IntoActiveModel as _, QueryFilter as _, sea_query::Expr,
};

use super::super::{
    OpenId,
    entity::{oauth_client, oauth_login},
    model::{ClaimsRequest, ClientState, Definition, RedirectUri, Scopes},
    store::consents,
    testing,
};
use foundation::{
    clock::Clock, context::Client, database::testing::TestDatabase, ids::ApplicationId, keyring::Keyring,
};
use identity::{DEMO_PASSWORD, Holder, Identity, Token, add_demo_accounts, testing::sign_in};

pub(crate) const ISSUER: &str = "https://city.example";
/// A resident of the demonstration.
pub(crate) const RESIDENT: &str = "13900000002";

/// A process of the provider, at a moment.
pub(crate) fn provider(test: &TestDatabase, moment: DateTime<Utc>) -> OpenId {
    let (clock, keyring) = (Clock::Fixed(moment), Keyring::new(&[7; 32]));
    let identity = Identity::new(test.database.clone(), clock, keyring.clone());
    OpenId::new(test.database.clone(), clock, keyring, identity, ISSUER)
}

/// An application of a department as most of them are, changed as a test wants it.
pub(crate) fn definition(change: impl FnOnce(&mut Definition)) -> Definition {
    let mut definition = Definition {
        post_logout_redirect_uris: vec![RedirectUri::parse("https://fund.example/bye").unwrap()],
        ..testing::definition("https://fund.example")
    };
    change(&mut definition);
    definition
}

/// Registers an application that everybody may use, with a secret.
pub(crate) async fn register(
    test: &TestDatabase,
    client_id: &str,
    definition: &Definition,
    secret: &str,
) -> ApplicationId {
    let department = "INSERT INTO department (id, parent_id, position, content) VALUES ('CD06', NULL, 1, '{}')
        ON CONFLICT DO NOTHING";
    test.database.writer().execute_unprepared(department).await.unwrap();
    let id = ApplicationId::new();
    let now = "2026-11-22T08:00:00Z".parse().unwrap();
    let row = oauth_client::Model {
        id: id.uuid(),
        client_id: client_id.to_owned(),
        department_id: "CD06".to_owned(),
        state: ClientState::Live.code().to_owned(),
        definition: serde_json::to_string(definition).unwrap(),
        secret_hash: Token::parse(secret).map(|secret| secret.hash()),
        former_secret_hash: None,
        former_secret_until: None,
        service_account_id: None,
        revision: 1,
        created_at: now,
        created_by: "test".to_owned(),
        changed_at: now,
    };
    oauth_client::Entity::insert(row.into_active_model()).exec_without_returning(test.database.writer()).await.unwrap();
    id
}

/// A resident who signed in, and the session's token.
pub(crate) async fn signed_in(openid: &OpenId, name: &str) -> (Holder, Token) {
    add_demo_accounts(&openid.identity).await.unwrap();
    let token = sign_in(&openid.identity, name, DEMO_PASSWORD, &Client::default()).await;
    let (holder, _) = openid.identity.seen(&token, &Client::default()).await.unwrap().unwrap();
    (holder, token)
}

/// Enters that a session signed in to an application; its number there.
pub(crate) async fn login(openid: &OpenId, holder: &Holder, client: ApplicationId) -> String {
    let sid = Token::new().unwrap().as_str().to_owned();
    let row = oauth_login::Model {
        sid: sid.clone(),
        session_id: holder.session.uuid(),
        client_id: client.uuid(),
        account_id: holder.account.uuid(),
        subject: "somebody".to_owned(),
        began_at: openid.clock.now(),
        ended_at: None,
    };
    oauth_login::Entity::insert(row.into_active_model())
        .exec_without_returning(openid.database.writer())
        .await
        .unwrap();
    sid
}

/// Moves an application to a state.
pub(crate) async fn in_state(test: &TestDatabase, client: ApplicationId, state: ClientState) {
    oauth_client::Entity::update_many()
        .col_expr(oauth_client::Column::State, Expr::value(state.code()))
        .filter(oauth_client::Column::Id.eq(client.uuid()))
        .exec(test.database.writer())
        .await
        .unwrap();
}

/// Enters that somebody agreed to what everybody is asked for.
pub(crate) async fn consent(openid: &OpenId, holder: &Holder, client: ApplicationId) {
    let (scopes, claims) = (Scopes::parse("openid"), ClaimsRequest::default());
    let writer = openid.database.writer();
    consents::agree(writer, holder.account, client, &scopes, &claims, openid.clock.now()).await.unwrap();
}
