use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ConnectionTrait, Statement};
use uuid::Uuid;

use super::{
    super::{
        Awaits, Begun, Contact, DisplayName, Holder, Identity, IdentityError, Password, PasswordFault, PasswordRule,
        Purpose, Token, TypedPassword, store::contacts,
    },
    Entered, Entering,
};
use foundation::{
    clock::Clock,
    context::{Client, ClientAddress},
    database::testing::{TestDatabase, engines, fresh},
    ids::CodeId,
    keyring::Keyring,
    text::Language,
};

const PHONE: &str = "13812346021";
const PASSWORD: &str = "锦江春色来天地，玉垒浮云";

fn start() -> DateTime<Utc> {
    "2026-11-22T08:00:00Z".parse().unwrap()
}

fn keyring() -> Keyring {
    Keyring::new(&[7; 32])
}

fn at(test: &TestDatabase, minutes: i64) -> Identity {
    Identity::new(test.database.clone(), Clock::Fixed(start() + TimeDelta::minutes(minutes)), keyring())
}

fn contact(text: &str) -> Contact {
    Contact::parse(text).unwrap()
}

fn here() -> Client {
    Client { address: Some(ClientAddress("203.0.113.9".parse().unwrap())), device: "browser".to_owned() }
}

/// The messages sent to an address, in the order in which they were.
async fn told(test: &TestDatabase, address: &str) -> Vec<String> {
    let reader = test.database.reader();
    let sql = format!("SELECT id, body FROM message WHERE address = '{address}' ORDER BY id");
    let rows = reader.query_all_raw(Statement::from_string(reader.get_database_backend(), sql)).await.unwrap();
    rows.iter()
        .map(|row| {
            let (id, body): (Uuid, Vec<u8>) = (row.try_get("", "id").unwrap(), row.try_get("", "body").unwrap());
            keyring().open_text(&format!("body of message {id}"), &body).unwrap()
        })
        .collect()
}

/// The six digits in the last message to an address, where there are some.
async fn digits(test: &TestDatabase, address: &str) -> Option<String> {
    let last = told(test, address).await.pop()?;
    last.split(|c: char| !c.is_ascii_digit()).find(|word| word.len() == 6).map(str::to_owned)
}

async fn count(test: &TestDatabase, table: &str) -> i64 {
    let reader = test.database.reader();
    let sql = format!("SELECT count(*) AS n FROM {table}");
    let row = reader.query_one_raw(Statement::from_string(reader.get_database_backend(), sql)).await.unwrap();
    row.unwrap().try_get("", "n").unwrap()
}

async fn change(test: &TestDatabase, sql: &str) {
    test.database.writer().execute_unprepared(sql).await.unwrap();
}

/// A person at a browser.
struct Person {
    browser: Token,
    client: Client,
}

impl Person {
    fn new() -> Self {
        Self { browser: Token::new().unwrap(), client: here() }
    }

    fn entering(&self, code: CodeId, agreed: bool) -> Entering<'_> {
        let language = Language::FIRST;
        Entering { code, browser: &self.browser, client: &self.client, language, agreed, stays: false, old: None }
    }

    async fn ask(&self, identity: &Identity, address: &str) -> CodeId {
        identity.send_entry_code(&contact(address), &self.browser, &self.client, Language::FIRST).await.unwrap()
    }

    async fn ask_recovery(&self, identity: &Identity, address: &str) -> CodeId {
        identity.send_recovery_code(&contact(address), &self.browser, &self.client, Language::FIRST).await.unwrap()
    }

    /// Signs up, or in.
    async fn enter(&self, test: &TestDatabase, identity: &Identity, address: &str) -> Result<Entered, IdentityError> {
        let code = self.ask(identity, address).await;
        let typed = digits(test, contact(address).address()).await.unwrap();
        identity.enter_by_code(&typed, &self.entering(code, true)).await
    }
}

async fn holder(identity: &Identity, begun: &Begun) -> Holder {
    identity.seen(&begun.token, &here()).await.unwrap().unwrap().0
}

async fn enter_with(identity: &Identity, name: &str, password: &str) -> Result<Begun, IdentityError> {
    identity.enter(&TypedPassword { name, password, stays: false, browser: None }, &here(), None).await
}

#[tokio::test]
async fn an_address_of_nobody_makes_an_account_once_its_holder_agrees_and_afterwards_opens_it() {
    for engine in engines() {
        let test = fresh(engine).await;
        let (identity, person) = (at(&test, 0), Person::new());
        let code = person.ask(&identity, PHONE).await;
        let typed = digits(&test, "+8613812346021").await.unwrap();
        let asked = identity.enter_by_code(&typed, &person.entering(code, false)).await.unwrap();
        assert!(matches!(asked, Entered::Asked), "{engine:?}");
        assert_eq!(count(&test, "account").await, 0);
        // Another browser does not go on where this one stands.
        let stranger = Person::new();
        let stolen = identity.enter_agreed(&stranger.entering(code, true)).await;
        assert!(matches!(stolen, Err(IdentityError::Wrong)));
        let made = identity.enter_agreed(&person.entering(code, true)).await.unwrap();
        let Entered::SignedUp(begun) = made else { panic!("{engine:?}: {made:?}") };
        assert_eq!(begun.awaits, Awaits::Nothing);
        assert_eq!(holder(&identity, &begun).await.display_name, "138****6021");
        let again = identity.enter_agreed(&person.entering(code, true)).await;
        assert!(matches!(again, Err(IdentityError::Wrong)), "{again:?}");

        let entered = person.enter(&test, &identity, PHONE).await.unwrap();
        assert!(matches!(entered, Entered::In(_)), "{engine:?}: {entered:?}");
        assert_eq!(count(&test, "account").await, 1);
    }
}

#[tokio::test]
async fn many_sign_ups_with_one_phone_at_once_make_one_account() {
    for engine in engines() {
        let test = fresh(engine).await;
        let identity = at(&test, 0);
        let mut asked = Vec::new();
        for _ in 0..12 {
            let person = Person::new();
            let code = person.ask(&identity, PHONE).await;
            asked.push((person, code, digits(&test, "+8613812346021").await.unwrap()));
            // A stranger's phone is not rung twelve times; this test is about something else.
            change(&test, "DELETE FROM throttle").await;
        }
        let at_once: Vec<_> = asked
            .into_iter()
            .map(|(person, code, typed)| {
                let identity = identity.clone();
                tokio::spawn(async move { identity.enter_by_code(&typed, &person.entering(code, true)).await })
            })
            .collect();
        let mut made = 0;
        for one in at_once {
            match one.await.unwrap() {
                Ok(Entered::SignedUp(_)) => made += 1,
                Ok(Entered::In(_)) | Err(IdentityError::TooMany { .. }) => {}
                other => panic!("{engine:?}: {other:?}"),
            }
        }
        assert_eq!((made, count(&test, "account").await), (1, 1), "{engine:?}");
        assert_eq!(count(&test, "account_contact").await, 1);
    }
}

#[tokio::test]
async fn one_code_used_by_fifty_at_once_works_once() {
    for engine in engines() {
        let test = fresh(engine).await;
        let identity = at(&test, 0);
        let person = std::sync::Arc::new(Person::new());
        let code = person.ask(&identity, PHONE).await;
        let typed = digits(&test, "+8613812346021").await.unwrap();
        let at_once: Vec<_> = (0..50)
            .map(|_| {
                let (identity, person, typed) = (identity.clone(), person.clone(), typed.clone());
                tokio::spawn(async move { identity.enter_by_code(&typed, &person.entering(code, true)).await })
            })
            .collect();
        let mut entered = 0;
        for one in at_once {
            match one.await.unwrap() {
                Ok(Entered::SignedUp(_) | Entered::In(_)) => entered += 1,
                Err(IdentityError::Wrong | IdentityError::TooMany { .. }) => {}
                other => panic!("{engine:?}: {other:?}"),
            }
        }
        assert_eq!((entered, count(&test, "session").await), (1, 1), "{engine:?}");
    }
}

#[tokio::test]
async fn a_wrong_code_is_tried_five_times_and_another_is_not_sent_at_once() {
    for engine in engines() {
        let test = fresh(engine).await;
        let (identity, person) = (at(&test, 0), Person::new());
        let code = person.ask(&identity, PHONE).await;
        let typed = digits(&test, "+8613812346021").await.unwrap();
        let wrong = if typed == "000000" { "000001" } else { "000000" };
        for text in [wrong, "", "１２３４５６", "not a code", wrong] {
            let refused = identity.enter_by_code(text, &person.entering(code, true)).await;
            assert!(matches!(refused, Err(IdentityError::Wrong)), "{engine:?}: {text}: {refused:?}");
        }
        let spent = identity.enter_by_code(&typed, &person.entering(code, true)).await;
        assert!(matches!(spent, Err(IdentityError::Wrong)));
        let soon = identity.sent_before(code, Purpose::SignIn, &person.browser).await;
        let Err(IdentityError::TooMany { again_in }) = soon else { panic!("{engine:?}: {soon:?}") };
        assert_eq!(again_in.as_secs(), 60);
        let later = at(&test, 1).sent_before(code, Purpose::SignIn, &person.browser).await;
        assert_eq!(later.unwrap(), contact(PHONE));
        let stranger = at(&test, 1).sent_before(code, Purpose::SignIn, &Token::new().unwrap()).await;
        assert!(matches!(stranger, Err(IdentityError::Wrong)));
    }
}

#[tokio::test]
async fn an_account_that_was_ended_is_not_entered_by_code() {
    for engine in engines() {
        let test = fresh(engine).await;
        let (identity, person) = (at(&test, 0), Person::new());
        person.enter(&test, &identity, PHONE).await.unwrap();
        change(&test, "UPDATE account SET disabled_at = created_at").await;
        let refused = person.enter(&test, &identity, PHONE).await;
        assert!(matches!(refused, Err(IdentityError::Unknown)), "{engine:?}: {refused:?}");
    }
}

#[tokio::test]
async fn another_password_ends_every_session_tells_the_person_and_leaves_the_second_factor() {
    for engine in engines() {
        let test = fresh(engine).await;
        let (identity, person) = (at(&test, 0), Person::new());
        let Entered::SignedUp(old) = person.enter(&test, &identity, PHONE).await.unwrap() else { panic!() };
        let account = holder(&identity, &old).await.account;
        contacts::add(test.database.writer(), account, &contact("zhang.san@example.cn"), start()).await.unwrap();
        change(&test, "UPDATE account SET second_factor = TRUE").await;

        let code = person.ask_recovery(&identity, PHONE).await;
        let typed = digits(&test, "+8613812346021").await.unwrap();
        // A code for this signs nobody in, and before it was right no password is set.
        let crossed = identity.enter_by_code(&typed, &person.entering(code, true)).await;
        assert!(matches!(crossed, Err(IdentityError::Wrong)), "{engine:?}");
        let early = identity.recover(PASSWORD, &person.entering(code, false)).await;
        assert!(matches!(early, Err(IdentityError::Wrong)));
        identity.prove_recovery(code, &typed, &person.browser, &person.client).await.unwrap();
        for (password, fault) in [
            ("short", PasswordFault::TooShort(PasswordRule::Resident)),
            ("password1", PasswordFault::Common),
            ("13812346021!", PasswordFault::Personal),
            ("I am Zhang.San", PasswordFault::Personal),
        ] {
            let refused = identity.recover(password, &person.entering(code, false)).await;
            assert!(matches!(refused, Err(IdentityError::BadPassword(found)) if found == fault), "{refused:?}");
        }
        let begun = identity.recover(PASSWORD, &person.entering(code, false)).await.unwrap();
        assert_eq!(begun.awaits, Awaits::SecondFactor, "{engine:?}");
        assert!(identity.seen(&old.token, &here()).await.unwrap().is_none());
        assert_eq!(count(&test, "session").await, 1);
        let twice = identity.recover(PASSWORD, &person.entering(code, false)).await;
        assert!(matches!(twice, Err(IdentityError::Wrong)), "{twice:?}");
        for address in ["+8613812346021", "zhang.san@example.cn", ""] {
            let last = told(&test, address).await.pop().unwrap();
            assert!(last.contains("重新设置"), "{engine:?}: {address}: {last}");
        }
        assert!(enter_with(&identity, PHONE, PASSWORD).await.is_ok());
    }
}

#[tokio::test]
async fn an_address_of_nobody_is_told_so_where_only_its_owner_reads_it() {
    for engine in engines() {
        let test = fresh(engine).await;
        let (identity, person) = (at(&test, 0), Person::new());
        let code = person.ask_recovery(&identity, PHONE).await;
        assert_eq!(digits(&test, "+8613812346021").await, None, "{engine:?}");
        assert!(told(&test, "+8613812346021").await[0].contains("没有账号"));
        let guessed = identity.prove_recovery(code, "000000", &person.browser, &person.client).await;
        assert!(matches!(guessed, Err(IdentityError::Wrong)));
        // The page that asks for the code is the same.
        assert!(identity.sent_code(code, Purpose::Recover, &person.browser).await.unwrap().is_some());
    }
}

#[tokio::test]
async fn a_password_is_guessed_ten_times_by_all_addresses_of_an_account_together() {
    for engine in engines() {
        let test = fresh(engine).await;
        let identity = at(&test, 0);
        let name = DisplayName::parse("王小蓉").unwrap();
        let account =
            identity.add_resident(&contact(PHONE), &name, Password::parse("a long enough one").unwrap()).await;
        let mail = contact("zhang.san@example.cn");
        contacts::add(test.database.writer(), account.unwrap(), &mail, start()).await.unwrap();
        for guess in 0..10 {
            let address = if guess % 2 == 0 { PHONE } else { mail.address() };
            let refused = enter_with(&identity, address, "not the password").await;
            assert!(matches!(refused, Err(IdentityError::Wrong)), "{engine:?}: {refused:?}");
        }
        for address in [PHONE, mail.address()] {
            let closed = enter_with(&identity, address, "a long enough one").await;
            assert!(matches!(closed, Err(IdentityError::TooMany { .. })), "{engine:?}: {closed:?}");
        }
        // A code still opens it: whoever locks a stranger out of the password has locked nobody out.
        assert!(matches!(Person::new().enter(&test, &identity, PHONE).await, Ok(Entered::In(_))));
    }
}

#[tokio::test]
async fn the_first_password_is_set_once_and_by_somebody_who_is_surely_there() {
    for engine in engines() {
        let test = fresh(engine).await;
        let (identity, person) = (at(&test, 0), Person::new());
        let Entered::SignedUp(begun) = person.enter(&test, &identity, PHONE).await.unwrap() else { panic!() };
        let late = at(&test, 16);
        let stale = late.set_first_password(&holder(&late, &begun).await, PASSWORD).await;
        assert!(matches!(stale, Err(IdentityError::NotFresh)), "{engine:?}: {stale:?}");
        let resident = holder(&identity, &begun).await;
        identity.set_first_password(&resident, PASSWORD).await.unwrap();
        let again = identity.set_first_password(&resident, "另外一句很长的话").await;
        assert!(matches!(again, Err(IdentityError::Conflict)), "{engine:?}: {again:?}");
        assert!(enter_with(&identity, PHONE, PASSWORD).await.is_ok());
    }
}
