//! Signing in for tests that are about something else.

#![expect(clippy::missing_panics_doc, clippy::unwrap_used, reason = "for tests: a panic is the report")]

use chrono::TimeDelta;
use foundation::{
    context::Client,
    ids::{AccountId, SessionId},
    text::Language,
};
use notifications::testing::last_to;
use sea_orm::{EntityTrait as _, IntoActiveModel as _};

use super::{
    Awaits, Contact, ContactKind, DisplayName, Holder, Identity, Method, Methods, Password, Token,
    codes::Purpose,
    entity::{account, session},
    factors::Proof,
};

/// Rows of one statement.
const ROWS: usize = 500;

/// Signs in by name and password, and by the code sent to the phone where the account asks for it; answers the session's token.
pub async fn sign_in(identity: &Identity, name: &str, password: &str, client: &Client) -> Token {
    let token = identity.sign_in(name, password, client, None).await.unwrap();
    finish(identity, token, client).await
}

/// Shows the code sent to the phone where a session waits for one; answers the session's token.
pub async fn finish(identity: &Identity, token: Token, client: &Client) -> Token {
    let (holder, awaits) = identity.seen(&token, client).await.unwrap().unwrap();
    if awaits != Awaits::SecondFactor {
        return token;
    }
    let browser = Token::new().unwrap();
    let way = (Purpose::SecondFactor, ContactKind::Phone);
    let id = identity.send_proof_code(&holder, way, &browser, client, Language::FIRST).await.unwrap();
    let code = sent_code(identity, &holder).await;
    identity.finish(&holder, &Proof::Sent(id, code), &browser, client).await.unwrap()
}

/// The digits that were sent to the holder's phone last.
pub(super) async fn sent_code(identity: &Identity, holder: &Holder) -> String {
    let ways = identity.ways_to_step_up(holder).await.unwrap();
    let phone = ways.contacts.iter().find(|contact| contact.kind() == ContactKind::Phone).unwrap();
    let body = last_to(&identity.database, &identity.keyring, phone.address()).await.unwrap();
    let digits = |word: &&str| word.len() == 6 && word.bytes().all(|b| b.is_ascii_digit());
    body.split(|c: char| !c.is_ascii_digit()).find(digits).unwrap().to_owned()
}

/// Makes an account of a resident and signs in with it; answers who that is, by which session.
pub async fn resident(identity: &Identity, phone: &str) -> Holder {
    let (contact, name) = (Contact::parse(phone).unwrap(), DisplayName::parse("王小蓉").unwrap());
    let password = "a long enough one";
    identity.add_resident(&contact, &name, Password::parse(password).unwrap()).await.unwrap();
    let client = Client::default();
    let token = sign_in(identity, phone, password, &client).await;
    identity.seen(&token, &client).await.unwrap().unwrap().0
}

/// Makes so many accounts that are signed in already, a session each; answers the sessions' tokens. For bursts: a thousand
/// passwords would take minutes.
pub async fn crowd(identity: &Identity, people: usize) -> Vec<Token> {
    let now = identity.clock.now();
    let tokens: Vec<Token> = (0..people).map(|_| Token::new().unwrap()).collect();
    for some in tokens.chunks(ROWS) {
        let rows = some.iter().map(|token| {
            let id = AccountId::new();
            let account = account::Model {
                id: id.uuid(),
                name: format!("r-{id}"),
                display_name: "王小蓉".to_owned(),
                password_hash: None,
                created_at: now,
                disabled_at: None,
                level: 1,
                second_factor: false,
                language: String::new(),
                closes_at: None,
                closed_at: None,
                display: String::new(),
            };
            let session = session::Model {
                id: SessionId::new().uuid(),
                token_hash: token.hash(),
                account_id: id.uuid(),
                created_at: now,
                seen_at: now,
                ends_at: now + TimeDelta::hours(12),
                network: "127.0.0.1".to_owned(),
                device: String::new(),
                methods: Methods::one(Method::PhoneCode).stored(),
                awaits: Awaits::Nothing.code().to_owned(),
                proven_at: Some(now),
                stays: false,
            };
            (account.into_active_model(), session.into_active_model())
        });
        let (accounts, sessions): (Vec<_>, Vec<_>) = rows.unzip();
        let writer = identity.database.writer();
        account::Entity::insert_many(accounts).exec_without_returning(writer).await.unwrap();
        session::Entity::insert_many(sessions).exec_without_returning(writer).await.unwrap();
    }
    tokens
}
