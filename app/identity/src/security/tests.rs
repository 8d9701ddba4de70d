use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    Contact, DisplayName, Identity, IdentityError, Method, Methods, Password, Token,
    sessions::{Opening, begin},
};
use foundation::{
    clock::Clock,
    context::{Client, ClientAddress},
    database::testing::{TestDatabase, engines, fresh},
    ids::AccountId,
    keyring::Keyring,
};
use notifications::testing::last_to;

const PASSWORD: &str = "a long enough one";
const PHONE: &str = "13812346021";

fn start() -> DateTime<Utc> {
    "2026-11-22T08:00:00Z".parse().unwrap()
}

fn at(test: &TestDatabase, minutes: i64) -> Identity {
    Identity::new(test.database.clone(), Clock::Fixed(start() + TimeDelta::minutes(minutes)), Keyring::new(&[7; 32]))
        .reached_at("https://city.example")
}

fn here() -> Client {
    Client { address: Some(ClientAddress("203.0.113.9".parse().unwrap())), device: "Firefox on Linux".to_owned() }
}

async fn resident(test: &TestDatabase) -> AccountId {
    let name = DisplayName::parse("王小蓉").unwrap();
    let contact = Contact::parse(PHONE).unwrap();
    at(test, 0).add_resident(&contact, &name, Password::parse(PASSWORD).unwrap()).await.unwrap()
}

/// Begins a session as every way of signing in does.
async fn session(identity: &Identity, account: AccountId, stays: bool, browser: Option<&Token>) -> Token {
    let opening = Opening {
        account,
        methods: Methods::one(Method::Password),
        stays,
        opened: identity.opening(&here()),
        token: Token::new().unwrap(),
        old: None,
        device: identity.device(browser),
    };
    identity
        .database
        .write(&opening, |transaction, opening| Box::pin(async move { begin(transaction, opening).await.map(|_| ()) }))
        .await
        .unwrap();
    opening.token
}

async fn is_in(identity: &Identity, token: &Token) -> bool {
    identity.seen(token, &here()).await.unwrap().is_some()
}

async fn message(test: &TestDatabase) -> Option<String> {
    last_to(&test.database, &Keyring::new(&[7; 32]), "+8613812346021").await
}

const DAY: i64 = 24 * 60;

#[tokio::test]
async fn whoever_stays_signed_in_does_so_for_two_weeks_unused_and_sixty_days_at_most() {
    for engine in engines() {
        let test = fresh(engine).await;
        let account = resident(&test).await;
        let short = session(&at(&test, 0), account, false, None).await;
        let long = session(&at(&test, 0), account, true, None).await;
        assert!(!is_in(&at(&test, 61), &short).await, "{engine:?}");
        assert!(is_in(&at(&test, 13 * DAY), &long).await, "{engine:?}");
        // Asking how long is no use of it.
        let until = at(&test, 14 * DAY).left(&long, &here()).await.unwrap().unwrap();
        assert_eq!(until, start() + TimeDelta::days(27));
        for day in (20..60).step_by(10) {
            assert!(is_in(&at(&test, day * DAY), &long).await, "{engine:?}: {day}");
        }
        assert!(is_in(&at(&test, 60 * DAY - 1), &long).await);
        assert!(!is_in(&at(&test, 60 * DAY + 1), &long).await, "{engine:?}");

        let unused = session(&at(&test, 0), account, true, None).await;
        assert!(!is_in(&at(&test, 14 * DAY + 1), &unused).await, "{engine:?}");
    }
}

#[tokio::test]
async fn an_eleventh_browser_ends_the_one_used_least_lately() {
    for engine in engines() {
        let test = fresh(engine).await;
        let account = resident(&test).await;
        let mut tokens = Vec::new();
        for minute in 0..10 {
            tokens.push(session(&at(&test, minute), account, false, None).await);
        }
        // The first is used again, so the second is the one.
        assert!(is_in(&at(&test, 11), &tokens[0]).await);
        session(&at(&test, 12), account, false, None).await;
        assert!(is_in(&at(&test, 12), &tokens[0]).await, "{engine:?}");
        assert!(!is_in(&at(&test, 12), &tokens[1]).await, "{engine:?}");
        assert!(is_in(&at(&test, 12), &tokens[2]).await);
    }
}

#[tokio::test]
async fn a_new_device_is_told_of_and_a_known_one_is_not() {
    for engine in engines() {
        let test = fresh(engine).await;
        let account = resident(&test).await;
        let (one, two) = (Token::new().unwrap(), Token::new().unwrap());
        for minute in 0..2 {
            session(&at(&test, minute), account, false, Some(&one)).await;
            assert_eq!(message(&test).await, None, "{engine:?}: the first of all, and known");
        }
        session(&at(&test, 2), account, false, Some(&two)).await;
        let told = message(&test).await.unwrap();
        for part in ["Firefox · Linux", "203.0.113.9", "https://city.example/not-me?link="] {
            assert!(told.contains(part), "{engine:?}: {part}: {told}");
        }
        session(&at(&test, 3), account, false, Some(&two)).await;
        assert_eq!(message(&test).await.unwrap(), told);
    }
}

#[tokio::test]
async fn the_link_of_a_message_closes_every_door_and_works_once() {
    for engine in engines() {
        let test = fresh(engine).await;
        let account = resident(&test).await;
        let (one, two) = (Token::new().unwrap(), Token::new().unwrap());
        session(&at(&test, 0), account, false, Some(&one)).await;
        let theirs = session(&at(&test, 1), account, false, Some(&two)).await;
        let told = message(&test).await.unwrap();
        let link = told.rsplit_once("link=").unwrap().1;
        let link = Token::parse(link.trim_end_matches('。')).unwrap();
        let (sooner, late) = (at(&test, 10), at(&test, 8 * DAY));
        assert!(!late.is_not_me_link(&link).await.unwrap(), "{engine:?}: seven days");
        assert!(sooner.is_not_me_link(&link).await.unwrap());
        let presses: Vec<_> = (0..10)
            .map(|_| {
                let (identity, link) = (sooner.clone(), link.clone());
                tokio::spawn(async move { identity.not_me_by_link(&link, &here()).await.is_ok() })
            })
            .collect();
        let mut worked = 0;
        for press in presses {
            worked += usize::from(press.await.unwrap());
        }
        assert_eq!(worked, 1, "{engine:?}");
        assert!(!is_in(&sooner, &theirs).await);
        let refused = sooner.sign_in(PHONE, PASSWORD, &here(), None).await;
        assert!(matches!(refused, Err(IdentityError::Wrong)), "{engine:?}: the password is void");
        // What was known is new again.
        session(&at(&test, 20), account, false, Some(&two)).await;
        assert_ne!(message(&test).await.unwrap(), told, "{engine:?}");
    }
}

#[tokio::test]
async fn this_was_not_me_ends_all_others_and_leads_to_another_password() {
    for engine in engines() {
        let test = fresh(engine).await;
        let account = resident(&test).await;
        let browser = Token::new().unwrap();
        let (mine, theirs) = (
            session(&at(&test, 0), account, false, Some(&browser)).await,
            session(&at(&test, 1), account, true, None).await,
        );
        let identity = at(&test, 2);
        let (holder, _) = identity.seen(&mine, &here()).await.unwrap().unwrap();
        let (events, more) = identity.security_events(&holder, None).await.unwrap();
        let acts: Vec<&str> = events.iter().map(|event| event.act.as_str()).collect();
        assert_eq!((acts, more), (vec!["session.begin", "session.begin", "account.sign_up"], None), "{engine:?}");
        assert_eq!(events[0].network, "203.0.113.9");

        let kept = identity.not_me(&holder, Some(events[0].number)).await.unwrap();
        assert!(!is_in(&identity, &theirs).await && !is_in(&identity, &mine).await, "{engine:?}");
        let (holder, _) = identity.seen(&kept, &here()).await.unwrap().unwrap();
        let next = || Password::parse("another long one").unwrap();
        let late = at(&test, 30);
        let stale = late.change_password(&holder, None, next(), &here()).await;
        assert!(matches!(stale, Err(IdentityError::NotFresh)));
        identity.change_password(&holder, None, next(), &here()).await.unwrap();
        assert!(identity.sign_in(PHONE, "another long one", &here(), None).await.is_ok(), "{engine:?}");
    }
}
