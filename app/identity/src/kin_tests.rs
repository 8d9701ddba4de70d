//! People for tests of who may act for whom.

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    Browser, Contact, DisplayName, Holder, Identity, Methods, Token,
    method::Method,
    realname::{PersonName, RealName, RealNameLevel, add_demo_register, demo_number},
    registers::RegisterSettings,
    residents::{self, NewResident},
    store::people,
};
use foundation::{
    clock::Clock,
    context::Client,
    database::testing::TestDatabase,
    ids::{AccountId, SessionId},
    keyring::Keyring,
    text::Language,
};

pub(super) fn start() -> DateTime<Utc> {
    "2026-11-22T08:00:00Z".parse().unwrap()
}

/// The accounts some days after the start.
pub(super) fn after(test: &TestDatabase, days: i64) -> Identity {
    let clock = Clock::Fixed(start() + TimeDelta::days(days));
    Identity::new(test.database.clone(), clock, Keyring::new(&[7; 32]))
}

pub(super) fn phone(n: usize) -> String {
    format!("139{n:08}")
}

pub(super) fn contact(n: usize) -> Contact {
    Contact::parse(&phone(n)).unwrap()
}

/// Somebody with an account, signed in just now.
pub(super) async fn person(identity: &Identity, n: usize, name: &str) -> Holder {
    let (contact, display_name, now) = (contact(n), DisplayName::parse(name).unwrap(), identity.clock.now());
    let account = identity
        .database
        .write(&(&contact, &display_name, now), |transaction, (contact, display_name, now)| {
            Box::pin(async move {
                let new = NewResident {
                    contact,
                    display_name: Some(display_name),
                    password_hash: None,
                    language: Language::FIRST,
                    origin: "test",
                };
                residents::add(transaction, &new, *now).await
            })
        })
        .await
        .unwrap();
    holder(identity, account).await
}

/// The holder of an account, signed in just now.
pub(super) async fn holder(identity: &Identity, account: AccountId) -> Holder {
    let named = people::usable(identity.database.reader(), account).await.unwrap().unwrap();
    Holder {
        account,
        session: SessionId::new(),
        name: named.name,
        display_name: named.display_name,
        level: RealNameLevel::Registered,
        methods: Methods::one(Method::PhoneCode),
        proven_at: identity.clock.now(),
        closes_at: None,
        grants: Vec::new(),
        stays: false,
        until: identity.clock.now() + TimeDelta::hours(1),
        origin: "test".to_owned(),
    }
}

/// The same, signed in long ago.
pub(super) fn stale(holder: &Holder) -> Holder {
    Holder { proven_at: holder.proven_at - TimeDelta::hours(1), ..holder.clone() }
}

/// Somebody of the demonstration's register, verified by it.
pub(super) async fn verified(identity: &Identity, n: usize, name: &str) -> Holder {
    add_demo_register(identity).await.unwrap();
    let mut holder = person(identity, n, name).await;
    let real_name = RealName::new(identity.clone(), &RegisterSettings::BuiltIn);
    let (name, number) = (PersonName::parse(name).unwrap(), demo_number(name).unwrap());
    real_name.declare(&holder, &name, &number).await.unwrap();
    real_name.verify(&holder, &Client::default(), Language::FIRST).await.unwrap();
    holder.level = RealNameLevel::Verified;
    holder
}

pub(super) fn browser() -> Browser {
    Browser { token: Token::new().unwrap(), cookie: axum::http::HeaderValue::from_static("") }
}

/// The bodies of messages to an address, the oldest first.
pub(super) async fn messages(identity: &Identity, address: &Contact) -> Vec<String> {
    use sea_orm::{ConnectionTrait as _, Statement};
    let reader = identity.database.reader();
    let sql = format!("SELECT id, body FROM message WHERE address = '{}' ORDER BY id", address.address());
    let rows = reader.query_all_raw(Statement::from_string(reader.get_database_backend(), sql)).await.unwrap();
    rows.iter()
        .map(|row| {
            let (id, body): (uuid::Uuid, Vec<u8>) = (row.try_get("", "id").unwrap(), row.try_get("", "body").unwrap());
            identity.keyring.open_text(&format!("body of message {id}"), &body).unwrap()
        })
        .collect()
}

/// The six digits of a message.
pub(super) fn digits(body: &str) -> String {
    let runs = body.split(|c: char| !c.is_ascii_digit());
    runs.into_iter().find(|run| run.len() == 6).unwrap().to_owned()
}
