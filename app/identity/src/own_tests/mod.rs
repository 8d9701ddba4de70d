//! What people do with accounts of their own, on both engines.

mod addresses;
mod closure;
mod display;
mod export;
mod message_choice;
mod profile;

use chrono::{DateTime, TimeDelta, Utc};
use data_encoding::HEXLOWER;
use sea_orm::{ConnectionTrait as _, Statement};
use uuid::Uuid;

use super::{
    Awaits, Contact, Holder, Identity, IdentityError, Token,
    contact::ContactKind,
    method::{Method, Methods},
    residents::{self, NewResident},
    sessions::{self, Opening},
    store::contacts,
};
use foundation::{
    audit::{Audit, Filter},
    clock::Clock,
    context::{Client, ClientAddress},
    database::testing::TestDatabase,
    ids::{AccountId, CodeId},
    keyring::Keyring,
    text::Language,
};

/// Scheme and host of links in messages.
const ORIGIN: &str = "https://city.example";

fn start() -> DateTime<Utc> {
    "2026-11-22T08:00:00Z".parse().unwrap()
}

fn at(test: &TestDatabase, minutes: i64) -> Identity {
    Identity::new(test.database.clone(), Clock::Fixed(start() + TimeDelta::minutes(minutes)), Keyring::new(&[7; 32]))
}

fn client() -> Client {
    Client { address: Some(ClientAddress("203.0.113.9".parse().unwrap())), device: "browser".to_owned() }
}

fn contact(text: &str) -> Contact {
    Contact::parse(text).unwrap()
}

/// Makes a resident's account, without a password: hashing one takes longer than most tests.
async fn add(identity: &Identity, address: &str) -> AccountId {
    let (address, now) = (contact(address), identity.clock.now());
    let given = (address, now);
    let made = identity.database.write(&given, |transaction, (address, now)| {
        Box::pin(async move {
            let new = NewResident {
                contact: address,
                display_name: None,
                password_hash: None,
                language: Language::FIRST,
                origin: "203.0.113.9",
            };
            residents::add(transaction, &new, *now).await
        })
    });
    made.await.unwrap()
}

/// Begins a session.
async fn enter(identity: &Identity, account: AccountId) -> Result<Token, IdentityError> {
    let opening = Opening {
        account,
        methods: Methods::one(Method::Password).and(Method::PhoneCode),
        stays: false,
        opened: identity.opening(&client()),
        token: Token::new()?,
        old: None,
        device: identity.device(None),
    };
    identity
        .database
        .write(&opening, |transaction, opening| Box::pin(async move { sessions::begin(transaction, opening).await }))
        .await?;
    Ok(opening.token)
}

async fn seen(identity: &Identity, token: &Token) -> Option<Holder> {
    let seen = identity.seen(token, &client()).await.unwrap();
    seen.map(|(holder, awaits)| {
        assert_eq!(awaits, Awaits::Nothing);
        holder
    })
}

/// A resident who just signed in.
async fn resident(identity: &Identity, address: &str) -> Holder {
    let account = add(identity, address).await;
    let token = enter(identity, account).await.unwrap();
    seen(identity, &token).await.unwrap()
}

/// The messages that went to an address, the newest first.
async fn messages_to(test: &TestDatabase, address: &str) -> Vec<String> {
    let connection = test.database.reader();
    let query = format!("SELECT id, body FROM message WHERE address = '{address}' ORDER BY id DESC");
    let rows =
        connection.query_all_raw(Statement::from_string(connection.get_database_backend(), query)).await.unwrap();
    let keyring = Keyring::new(&[7; 32]);
    rows.iter()
        .map(|row| {
            let (id, body): (Uuid, Vec<u8>) = (row.try_get("", "id").unwrap(), row.try_get("", "body").unwrap());
            keyring.open_text(&format!("body of message {id}"), &body).unwrap()
        })
        .collect()
}

/// The six digits that went to an address last.
async fn digits_to(test: &TestDatabase, address: &str) -> String {
    let body = messages_to(test, address).await.remove(0);
    body.split(|c: char| !c.is_ascii_digit()).find(|part| part.len() == 6).unwrap().to_owned()
}

/// How many rows of a table speak of an account.
async fn rows_of(test: &TestDatabase, table: &str, column: &str, account: AccountId) -> i64 {
    let connection = test.database.reader();
    let id = match test.database.engine() {
        foundation::database::Engine::Sqlite => format!("x'{}'", HEXLOWER.encode(account.uuid().as_bytes())),
        foundation::database::Engine::Postgres => format!("'{account}'"),
    };
    let query = format!("SELECT COUNT(*) AS n FROM {table} WHERE {column} = {id}");
    let row = connection.query_one_raw(Statement::from_string(connection.get_database_backend(), query)).await;
    row.unwrap().unwrap().try_get("", "n").unwrap()
}

async fn acts(test: &TestDatabase, act: &str) -> usize {
    let filter = Filter { act: act.to_owned(), ..Filter::default() };
    Audit::new(test.database.clone()).search(&filter, None).await.unwrap().len()
}

/// Asks for a code at an address and gives its number.
async fn ask(identity: &Identity, holder: &Holder, address: &str, browser: &Token) -> CodeId {
    identity.ask_contact(holder, &contact(address), browser, &client(), Language::FIRST).await.unwrap()
}

/// The address of a kind an account has, masked.
async fn address_of(identity: &Identity, holder: &Holder, kind: ContactKind) -> Option<String> {
    let contacts = identity.contacts(holder).await.unwrap();
    contacts.iter().find(|contact| contact.kind() == kind).map(|contact| contact.address().to_owned())
}
