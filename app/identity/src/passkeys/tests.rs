use std::collections::HashSet;

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ConnectionTrait as _, DbBackend, Statement};
use webauthn_rs::prelude::PublicKeyCredential;

use super::{
    PasskeyError, PasskeyName, Passkeys,
    assertions::Shown,
    device::Device,
    registrations::{Adding, Made},
    service::Challenge,
};
use crate::{
    Awaits, Begun, Contact, Holder, Identity, IdentityError, Method, Methods, Token, residents,
    sessions::{self, Opening},
};
use foundation::{
    clock::Clock,
    context::{Assets, Client, DistrictNames, Site},
    database::{
        Engine,
        testing::{TestDatabase, engines, fresh},
    },
    ids::AccountId,
    keyring::Keyring,
    text::Language,
};

/// A city with a clock that can be set.
struct City {
    test: TestDatabase,
}

fn start() -> DateTime<Utc> {
    "2026-11-22T08:00:00Z".parse().unwrap()
}

impl City {
    async fn on(engine: Engine) -> Self {
        Self { test: fresh(engine).await }
    }

    /// Its passkeys, so many minutes after the start.
    fn at(&self, minutes: i64) -> Passkeys {
        let clock = Clock::Fixed(start() + TimeDelta::minutes(minutes));
        let site = Site {
            origin: "https://city.example".to_owned(),
            demonstration: false,
            assets: Assets::default(),
            clock,
            district_names: DistrictNames::default(),
            secure: true,
        };
        Passkeys::new(Identity::new(self.test.database.clone(), clock, Keyring::new(&[7; 32])), &site)
    }

    async fn resident(&self, phone: &str) -> AccountId {
        let contact = Contact::parse(phone).unwrap();
        let new = (contact, start());
        self.test
            .database
            .write(&new, |transaction, (contact, now)| {
                Box::pin(async move {
                    let new = residents::NewResident {
                        contact,
                        display_name: None,
                        password_hash: None,
                        language: Language::FIRST,
                        origin: "test",
                    };
                    residents::add(transaction, &new, *now).await
                })
            })
            .await
            .unwrap()
    }

    /// Signs somebody in by a code sent to their phone; `awaits` is what the session then waits for.
    async fn signed_in(&self, account: AccountId, awaits: Awaits) -> (Holder, Token) {
        let passkeys = self.at(0);
        let opening = Opening {
            account,
            methods: Methods::one(Method::PhoneCode),
            stays: false,
            opened: passkeys.identity.opening(&Client::default()),
            token: Token::new().unwrap(),
            old: None,
            device: passkeys.identity.device(None),
        };
        self.test
            .database
            .write(&opening, |transaction, opening| {
                Box::pin(async move { sessions::begin(transaction, opening).await })
            })
            .await
            .unwrap();
        self.execute(&format!(
            "UPDATE session SET awaits = '{}' WHERE token_hash = '{}'",
            awaits.code(),
            opening.token.hash()
        ))
        .await;
        let (holder, _) = passkeys.identity.seen(&opening.token, &Client::default()).await.unwrap().unwrap();
        (holder, opening.token)
    }

    async fn execute(&self, sql: &str) {
        self.test.database.writer().execute_unprepared(sql).await.unwrap();
    }

    async fn count(&self, of: &str) -> i64 {
        let backend = match self.test.database.engine() {
            Engine::Sqlite => DbBackend::Sqlite,
            Engine::Postgres => DbBackend::Postgres,
        };
        let query = Statement::from_string(backend, format!("SELECT COUNT(*) AS n FROM {of}"));
        let row = self.test.database.reader().query_one_raw(query).await.unwrap().unwrap();
        row.try_get("", "n").unwrap()
    }

    /// A resident with a passkey on a device.
    async fn with_passkey(&self, phone: &str) -> (Holder, Device) {
        let account = self.resident(phone).await;
        let (holder, _) = self.signed_in(account, Awaits::Nothing).await;
        let mut device = Device::new();
        add(&self.at(0), &holder, &mut device).await.unwrap();
        (holder, device)
    }
}

fn browser() -> Token {
    Token::new().unwrap()
}

fn is_wrong<T>(outcome: Result<T, PasskeyError>) -> bool {
    matches!(outcome, Err(PasskeyError::Identity(IdentityError::Wrong)))
}

async fn add(passkeys: &Passkeys, holder: &Holder, device: &mut Device) -> Result<Option<Token>, PasskeyError> {
    let browser = browser();
    let adding = Adding { holder, awaits: Awaits::Nothing, browser: &browser };
    let Challenge { ceremony, options } = passkeys.begin_registration(&adding, &Client::default()).await?;
    let credential = device.make(&options);
    let made = Made { ceremony, credential: &credential, name: PasskeyName::parse("手机").unwrap() };
    passkeys.finish_registration(&adding, made, &Client::default()).await
}

async fn answer(
    passkeys: &Passkeys,
    ceremony: foundation::ids::CeremonyId,
    credential: &PublicKeyCredential,
    browser: &Token,
) -> Result<Begun, PasskeyError> {
    passkeys.finish_sign_in(&Shown { ceremony, credential, browser }, false, &Client::default(), None).await
}

async fn sign_in(passkeys: &Passkeys, device: &mut Device) -> Result<Begun, PasskeyError> {
    let browser = browser();
    let Challenge { ceremony, options } = passkeys.begin_sign_in(&browser, &Client::default()).await?;
    answer(passkeys, ceremony, &device.show(&options), &browser).await
}

#[tokio::test]
async fn a_passkey_is_added_shown_and_removed_and_its_person_is_told() {
    for engine in engines() {
        let city = City::on(engine).await;
        let (holder, mut device) = city.with_passkey("13800000001").await;
        let begun = sign_in(&city.at(1), &mut device).await.unwrap();
        assert_eq!(begun.awaits, Awaits::Nothing);
        let (seen, _) = city.at(1).identity.seen(&begun.token, &Client::default()).await.unwrap().unwrap();
        assert_eq!((seen.account, seen.methods), (holder.account, Methods::one(Method::Passkey)));

        let list = city.at(1).list(&holder).await.unwrap();
        assert_eq!((list.len(), list[0].name.as_str(), list[0].backed_up), (1, "手机", false));
        assert_eq!(list[0].used_at, Some(start() + TimeDelta::minutes(1)));
        city.at(2).rename(&holder, list[0].id, &PasskeyName::parse("旧手机").unwrap()).await.unwrap();
        city.at(2).remove(&holder, list[0].id).await.unwrap();
        assert!(is_wrong(sign_in(&city.at(2), &mut device).await));
        for (act, times) in [("passkey.add", 1), ("passkey.rename", 1), ("passkey.remove", 1)] {
            assert_eq!(city.count(&format!("audit_entry WHERE act = '{act}'")).await, times, "{act}");
        }
        for (reason, channel) in [
            ("passkey-added", "inbox"),
            ("passkey-added", "phone"),
            ("passkey-removed", "inbox"),
            ("passkey-removed", "phone"),
        ] {
            let told = format!("message WHERE reason = '{reason}' AND channel = '{channel}'");
            assert_eq!(city.count(&told).await, 1, "{told}");
        }
    }
}

#[tokio::test]
async fn whoever_asks_to_stays_signed_in_and_nobody_with_a_role_does() {
    for engine in engines() {
        let city = City::on(engine).await;
        let (holder, mut device) = city.with_passkey("13800000001").await;
        let (passkeys, browser) = (city.at(1), browser());
        let enter = async |device: &mut Device, stays| {
            let asked = passkeys.begin_sign_in(&browser, &Client::default()).await.unwrap();
            let credential = device.show(&asked.options);
            let shown = Shown { ceremony: asked.ceremony, credential: &credential, browser: &browser };
            passkeys.finish_sign_in(&shown, stays, &Client::default(), None).await.unwrap()
        };
        for asked in [true, false] {
            let begun = enter(&mut device, asked).await;
            assert_eq!(begun.stays, asked, "{engine:?}");
            // A day later.
            let seen = city.at(24 * 60).identity.seen(&begun.token, &Client::default()).await.unwrap();
            assert_eq!(seen.is_some(), asked, "{engine:?}");
        }
        city.execute(&format!(
            "INSERT INTO role_grant (account_id, role, department_id, granted_at, granted_by)
             SELECT id, 'auditor', '', created_at, name FROM account WHERE name = '{}'",
            holder.name
        ))
        .await;
        let begun = enter(&mut device, true).await;
        assert!(!begun.stays, "{engine:?}: whoever has a role");
        let seen = city.at(24 * 60).identity.seen(&begun.token, &Client::default()).await.unwrap();
        assert!(seen.is_none(), "{engine:?}");
    }
}

#[tokio::test]
async fn what_devices_are_asked_names_no_account_and_wants_a_key_that_verifies_its_user() {
    let city = City::on(Engine::Sqlite).await;
    let (holder, mut device) = city.with_passkey("13800000001").await;
    let browser = browser();
    let passkeys = city.at(0);
    let asked = passkeys.begin_sign_in(&browser, &Client::default()).await.unwrap().options;
    assert_eq!((&asked["userVerification"], &asked["rpId"]), (&"required".into(), &"city.example".into()));
    assert_eq!(asked["allowCredentials"], serde_json::json!([]));
    let adding = Adding { holder: &holder, awaits: Awaits::Nothing, browser: &browser };
    let asked = passkeys.begin_registration(&adding, &Client::default()).await.unwrap().options;
    let selection = &asked["authenticatorSelection"];
    assert_eq!((&selection["residentKey"], &selection["userVerification"]), (&"required".into(), &"required".into()));
    assert_eq!((&asked["attestation"], &asked["user"]["name"]), (&"none".into(), &"138****0001".into()));
    assert_eq!(asked["excludeCredentials"].as_array().unwrap().len(), 1);
    assert!(matches!(
        add(&city.at(16), &holder, &mut device).await,
        Err(PasskeyError::Identity(IdentityError::NotFresh))
    ));
}

#[tokio::test]
async fn an_answer_that_is_not_quite_right_signs_nobody_in() {
    for engine in engines() {
        let city = City::on(engine).await;
        let (holder, mut device) = city.with_passkey("13800000001").await;
        let (other, mut others) = city.with_passkey("13800000002").await;
        let passkeys = city.at(1);

        device.origin = "https://city.example.evil".to_owned();
        assert!(is_wrong(sign_in(&passkeys, &mut device).await), "of another site");
        device.origin = "https://city.example".to_owned();
        device.rp_id = "evil.example".to_owned();
        assert!(is_wrong(sign_in(&passkeys, &mut device).await), "of another key");
        device.rp_id = "city.example".to_owned();
        device.verifies_user = false;
        assert!(is_wrong(sign_in(&passkeys, &mut device).await), "without verifying its user");
        device.verifies_user = true;
        device.claim(other.account.uuid());
        assert!(is_wrong(sign_in(&passkeys, &mut device).await), "in another's name");
        device.claim(holder.account.uuid());
        assert!(is_wrong(sign_in(&passkeys, &mut Device::new()).await), "nobody's");

        let mine = browser();
        let first = passkeys.begin_sign_in(&mine, &Client::default()).await.unwrap();
        let second = passkeys.begin_sign_in(&mine, &Client::default()).await.unwrap();
        let shown = device.show(&first.options);
        assert!(is_wrong(answer(&passkeys, second.ceremony, &shown, &mine).await), "of another ceremony");
        assert!(is_wrong(answer(&passkeys, second.ceremony, &device.show(&second.options), &mine).await), "used up");
        assert!(is_wrong(answer(&passkeys, first.ceremony, &shown, &browser()).await), "of another browser");
        assert!(is_wrong(answer(&city.at(7), first.ceremony, &shown, &mine).await), "too late");
        answer(&passkeys, first.ceremony, &shown, &mine).await.unwrap();
        assert!(is_wrong(answer(&passkeys, first.ceremony, &shown, &mine).await), "twice");
        let adding = Adding { holder: &holder, awaits: Awaits::Nothing, browser: &mine };
        let registration = passkeys.begin_registration(&adding, &Client::default()).await.unwrap();
        let shown = device.show(&registration.options);
        assert!(is_wrong(answer(&passkeys, registration.ceremony, &shown, &mine).await), "of another purpose");

        device.counter = 0;
        assert!(is_wrong(sign_in(&passkeys, &mut device).await), "from a copy of the key");
        sign_in(&passkeys, &mut others).await.unwrap();
        city.execute("UPDATE account SET disabled_at = created_at").await;
        assert!(is_wrong(sign_in(&passkeys, &mut others).await), "of an account that was ended");
    }
}

#[tokio::test]
async fn a_key_is_added_to_one_account_by_its_own_device_only() {
    for engine in engines() {
        let city = City::on(engine).await;
        let (holder, mut device) = city.with_passkey("13800000001").await;
        let account = city.resident("13800000002").await;
        let (other, _) = city.signed_in(account, Awaits::Nothing).await;
        let passkeys = city.at(0);
        assert!(matches!(add(&passkeys, &other, &mut device).await, Err(PasskeyError::Taken)));
        let mut fresh = Device::new();
        fresh.verifies_user = false;
        assert!(is_wrong(add(&passkeys, &holder, &mut fresh).await));
        fresh.verifies_user = true;
        fresh.origin = "http://city.example".to_owned();
        assert!(is_wrong(add(&passkeys, &holder, &mut fresh).await));
        fresh.origin = "https://city.example".to_owned();

        let mine = browser();
        let adding = Adding { holder: &holder, awaits: Awaits::Nothing, browser: &mine };
        let begun = passkeys.begin_registration(&adding, &Client::default()).await.unwrap();
        let credential = fresh.make(&begun.options);
        let theirs = Adding { holder: &other, awaits: Awaits::Nothing, browser: &mine };
        let made =
            || Made { ceremony: begun.ceremony, credential: &credential, name: PasskeyName::parse("x").unwrap() };
        assert!(is_wrong(passkeys.finish_registration(&theirs, made(), &Client::default()).await));
        passkeys.finish_registration(&adding, made(), &Client::default()).await.unwrap();
        assert!(is_wrong(passkeys.finish_registration(&adding, made(), &Client::default()).await));
        assert_eq!((passkeys.list(&holder).await.unwrap().len(), passkeys.list(&other).await.unwrap().len()), (2, 0));
    }
}

#[tokio::test]
async fn of_fifty_answers_to_one_challenge_at_once_one_begins_a_session() {
    for engine in engines() {
        let city = City::on(engine).await;
        let (holder, mut device) = city.with_passkey("13800000001").await;
        let (passkeys, mine) = (city.at(1), browser());
        let begun = passkeys.begin_sign_in(&mine, &Client::default()).await.unwrap();
        let shown = device.show(&begun.options);
        let tries = (0..50).map(|_| answer(&passkeys, begun.ceremony, &shown, &mine));
        let outcomes = futures_util::future::join_all(tries).await;
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{engine:?}");
        // The one of the code, and the one of the passkey.
        assert_eq!(city.count("session").await, 2);
        assert_eq!(passkeys.list(&holder).await.unwrap().len(), 1);
    }
}

#[tokio::test]
async fn a_passkey_makes_a_session_fresh_and_whole_under_a_new_token() {
    for engine in engines() {
        let city = City::on(engine).await;
        let (first, mut device) = city.with_passkey("13800000001").await;
        let (_, mut others) = city.with_passkey("13800000002").await;
        let (holder, token) = city.signed_in(first.account, Awaits::SecondFactor).await;
        let (passkeys, mine) = (city.at(20), browser());
        let prove = async |device: &mut Device| {
            let begun = passkeys.begin_step_up(&holder, &mine, &Client::default()).await.unwrap();
            assert_eq!(begun.options["allowCredentials"].as_array().unwrap().len(), 1);
            let credential = device.show(&begun.options);
            let shown = Shown { ceremony: begun.ceremony, credential: &credential, browser: &mine };
            passkeys.finish_step_up(&holder, Awaits::SecondFactor, &shown, &Client::default()).await
        };
        assert!(is_wrong(prove(&mut others).await));
        let new = prove(&mut device).await.unwrap();
        assert!(passkeys.identity.seen(&token, &Client::default()).await.unwrap().is_none(), "the old token is over");
        let (seen, awaits) = passkeys.identity.seen(&new, &Client::default()).await.unwrap().unwrap();
        assert_eq!((seen.session, awaits), (holder.session, Awaits::Nothing));
        assert!(seen.is_fresh(start() + TimeDelta::minutes(21)) && seen.methods.are_two_factors());
    }
}

#[tokio::test]
async fn a_session_that_waits_for_a_second_factor_to_be_set_up_is_whole_by_a_first_passkey() {
    let city = City::on(Engine::Sqlite).await;
    let account = city.resident("13800000001").await;
    let (holder, token) = city.signed_in(account, Awaits::Enrolment).await;
    let (passkeys, mine, mut device) = (city.at(0), browser(), Device::new());
    let adding = Adding { holder: &holder, awaits: Awaits::Enrolment, browser: &mine };
    let begun = passkeys.begin_registration(&adding, &Client::default()).await.unwrap();
    let credential = device.make(&begun.options);
    let made = Made { ceremony: begun.ceremony, credential: &credential, name: PasskeyName::parse("x").unwrap() };
    let new = passkeys.finish_registration(&adding, made, &Client::default()).await.unwrap().unwrap();
    assert!(passkeys.identity.seen(&token, &Client::default()).await.unwrap().is_none());
    let (_, awaits) = passkeys.identity.seen(&new, &Client::default()).await.unwrap().unwrap();
    assert_eq!(awaits, Awaits::Nothing);
}

#[tokio::test]
async fn the_last_way_in_stays_however_many_are_removed_at_once() {
    for engine in engines() {
        let city = City::on(engine).await;
        let (holder, _) = city.with_passkey("13800000001").await;
        let (other, _) = city.with_passkey("13800000002").await;
        let mut second = Device::new();
        second.backs_up = true;
        add(&city.at(0), &holder, &mut second).await.unwrap();
        city.execute("DELETE FROM account_contact").await;
        let passkeys = city.at(1);
        let list = passkeys.list(&holder).await.unwrap();
        assert_eq!(list.iter().map(|kept| kept.backed_up).collect::<Vec<_>>(), [false, true]);
        let theirs = passkeys.remove(&other, list[0].id).await;
        assert!(matches!(theirs, Err(PasskeyError::Identity(IdentityError::Unknown))));
        let late = city.at(16).remove(&holder, list[0].id).await;
        assert!(matches!(late, Err(PasskeyError::Identity(IdentityError::NotFresh))));

        let both = list.iter().map(|kept| passkeys.remove(&holder, kept.id));
        let outcomes = futures_util::future::join_all(both).await;
        assert_eq!(outcomes.iter().filter(|outcome| matches!(outcome, Err(PasskeyError::LastWay))).count(), 1);
        assert_eq!(passkeys.list(&holder).await.unwrap().len(), 1);
    }
}

#[tokio::test]
async fn no_two_challenges_are_alike_and_those_that_are_over_are_swept() {
    for engine in engines() {
        let city = City::on(engine).await;
        let mut seen = HashSet::new();
        for _ in 0..20 {
            let begun = city.at(0).begin_sign_in(&browser(), &Client::default()).await.unwrap();
            assert!(seen.insert(begun.options["challenge"].to_string()));
        }
        city.at(4).identity.sweep().await.unwrap();
        assert_eq!(city.count("passkey_ceremony").await, 20);
        city.at(6).identity.sweep().await.unwrap();
        assert_eq!(city.count("passkey_ceremony").await, 0);
    }
}
