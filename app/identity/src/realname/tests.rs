use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use sea_orm::ConnectionTrait as _;

use super::*;
use crate::{
    Actor, Contact, Grant, Holder, Identity, IdentityError, Method, Methods, Role,
    registers::{Answering, RegisterSettings, RegisterSilent},
    residents::{self, NewResident},
    store::accounts,
};
use foundation::{
    audit::{Audit, Filter},
    clock::Clock,
    context::{Client, ClientAddress},
    database::testing::{TestDatabase, engines, fresh},
    ids::SessionId,
    keyring::Keyring,
    text::Language,
};

fn start() -> DateTime<Utc> {
    "2026-11-22T08:00:00Z".parse().unwrap()
}

fn identity(test: &TestDatabase, minutes: i64) -> Identity {
    Identity::new(test.database.clone(), Clock::Fixed(start() + TimeDelta::minutes(minutes)), Keyring::new(&[7; 32]))
}

/// The service over the built-in register with the people of the demonstration.
async fn service(test: &TestDatabase) -> RealName {
    let identity = identity(test, 0);
    add_demo_register(&identity).await.unwrap();
    RealName::new(identity, &RegisterSettings::BuiltIn)
}

fn from(last: u8) -> Client {
    Client { address: Some(ClientAddress([203, 0, 113, last].into())), device: "browser".to_owned() }
}

async fn resident(identity: &Identity, phone: &str) -> Holder {
    let contact = Contact::parse(phone).unwrap();
    let now = identity.clock.now();
    let account = identity
        .database
        .write(&(&contact, now), |transaction, (contact, now)| {
            Box::pin(async move {
                let new = NewResident {
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
        .unwrap();
    let name = identity
        .database
        .write(&account, |transaction, account| {
            Box::pin(async move { Ok::<_, IdentityError>(accounts::hold(transaction, *account).await?.unwrap().name) })
        })
        .await
        .unwrap();
    Holder {
        closes_at: None,
        account,
        session: SessionId::new(),
        name,
        display_name: String::new(),
        level: RealNameLevel::Registered,
        methods: Methods::one(Method::Password),
        proven_at: now,
        grants: Vec::new(),
        stays: false,
        until: now + chrono::TimeDelta::hours(1),
        origin: "test".to_owned(),
    }
}

fn clerk(role: Role) -> Actor {
    Actor {
        account: foundation::ids::AccountId::new(),
        name: "a.clerk".to_owned(),
        display_name: String::new(),
        grants: vec![Grant { role, department: Some("CD06".to_owned()) }],
        origin: "test".to_owned(),
    }
}

fn name(text: &str) -> PersonName {
    PersonName::parse(text).unwrap()
}

fn number(text: &str) -> IdNumber {
    demo_number(text).unwrap()
}

async fn level(test: &TestDatabase, holder: &Holder) -> i16 {
    let sql = format!("SELECT level FROM account WHERE name = '{}'", holder.name);
    let statement = sea_orm::Statement::from_string(test.database.reader().get_database_backend(), sql);
    test.database.reader().query_one_raw(statement).await.unwrap().unwrap().try_get("", "level").unwrap()
}

async fn acts(test: &TestDatabase, act: &str) -> usize {
    let filter = Filter { act: act.to_owned(), ..Filter::default() };
    Audit::new(test.database.clone()).search(&filter, None).await.unwrap().len()
}

fn id_card() -> Paper {
    Paper { kind: PaperKind::IdCard, until: NaiveDate::from_ymd_opt(2036, 1, 1) }
}

#[tokio::test]
async fn what_is_said_and_found_in_the_register_raises_the_level_step_by_step() {
    for engine in engines() {
        let test = fresh(engine).await;
        let real_name = service(&test).await;
        let me = resident(&real_name.identity, "13900000001").await;
        let nothing = real_name.verify(&me, &from(1), Language::FIRST).await;
        assert!(matches!(nothing, Err(RealNameError::NothingDeclared)), "{engine:?}");
        // Corrected once before it is checked.
        real_name.declare(&me, &name("王小荣"), &number("王小蓉")).await.unwrap();
        real_name.declare(&me, &name("王小蓉"), &number("王小蓉")).await.unwrap();
        assert_eq!(level(&test, &me).await, 2);
        real_name.verify(&me, &from(1), Language::FIRST).await.unwrap();
        assert_eq!(level(&test, &me).await, 3);
        let person = real_name.person(&me).await.unwrap().unwrap();
        assert_eq!((person.name, person.number), (name("王小蓉"), number("王小蓉")));
        let rises = real_name.rises(&me).await.unwrap();
        let how: Vec<&str> = rises.iter().map(|rise| rise.how.as_str()).collect();
        assert_eq!(how, ["register", "declared", "declared"]);
        assert_eq!((acts(&test, "real_name.declare").await, acts(&test, "real_name.verify").await), (2, 1));
        for again in [
            real_name.declare(&me, &name("王小蓉"), &number("王小蓉")).await,
            real_name.verify(&me, &from(1), Language::FIRST).await,
        ] {
            assert!(matches!(again, Err(RealNameError::Settled)));
        }
        let keyring = &real_name.identity.keyring;
        let found = verified_account(test.database.reader(), keyring, &number("王小蓉")).await.unwrap();
        assert_eq!(found, Some(me.account));
        forget(test.database.writer(), me.account).await.unwrap();
        assert_eq!((level(&test, &me).await, real_name.person(&me).await.unwrap()), (1, None));
    }
}

#[tokio::test]
async fn a_wrong_name_and_an_unknown_number_are_answered_alike_and_only_so_often() {
    for engine in engines() {
        let test = fresh(engine).await;
        let real_name = service(&test).await;
        let me = resident(&real_name.identity, "13900000001").await;
        let unknown = IdNumber::parse("11010519491231002X", real_name.today()).unwrap();
        for (who, number) in [("李建国", number("王小蓉")), ("王小蓉", unknown)].into_iter().cycle().take(5) {
            real_name.declare(&me, &name(who), &number).await.unwrap();
            let refused = real_name.verify(&me, &from(1), Language::FIRST).await;
            assert!(matches!(refused, Err(RealNameError::NoMatch)), "{engine:?}");
        }
        real_name.declare(&me, &name("王小蓉"), &number("王小蓉")).await.unwrap();
        let refused = real_name.verify(&me, &from(2), Language::FIRST).await;
        assert!(matches!(refused, Err(RealNameError::TooMany { .. })), "{engine:?}");
        assert_eq!((level(&test, &me).await, acts(&test, "real_name.refused").await), (2, 5));
        let tomorrow = RealName { identity: identity(&test, 25 * 60), ..real_name };
        let me = Holder { proven_at: tomorrow.identity.clock.now(), ..me };
        tomorrow.verify(&me, &from(2), Language::FIRST).await.unwrap();
        assert_eq!(level(&test, &me).await, 3);
    }
}

#[tokio::test]
async fn of_many_accounts_that_are_verified_with_one_number_at_once_one_is() {
    for engine in engines() {
        let test = fresh(engine).await;
        let real_name = service(&test).await;
        let mut holders = Vec::new();
        for n in 0..8 {
            let holder = resident(&real_name.identity, &format!("1390000010{n}")).await;
            real_name.declare(&holder, &name("李建国"), &number("李建国")).await.unwrap();
            holders.push(holder);
        }
        let all = holders.iter().map(|holder| {
            let (real_name, holder) = (real_name.clone(), holder.clone());
            tokio::spawn(async move { real_name.verify(&holder, &from(1), Language::FIRST).await })
        });
        let mut outcomes = Vec::new();
        for task in all.collect::<Vec<_>>() {
            outcomes.push(task.await.unwrap());
        }
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{engine:?}: {outcomes:?}");
        assert_eq!(
            outcomes.iter().filter(|outcome| matches!(outcome, Err(RealNameError::Taken))).count(),
            7,
            "{engine:?}: {outcomes:?}"
        );
        let mut levels = Vec::new();
        for holder in &holders {
            levels.push(level(&test, holder).await);
        }
        levels.sort_unstable();
        assert_eq!(levels, [2, 2, 2, 2, 2, 2, 2, 3], "{engine:?}");
    }
}

#[tokio::test]
async fn verifying_needs_a_fresh_proof() {
    for engine in engines() {
        let test = fresh(engine).await;
        let real_name = service(&test).await;
        let me = resident(&real_name.identity, "13900000001").await;
        real_name.declare(&me, &name("王小蓉"), &number("王小蓉")).await.unwrap();
        let later = RealName { identity: identity(&test, 16), ..real_name };
        let refused = later.verify(&me, &from(1), Language::FIRST).await;
        assert!(matches!(refused, Err(RealNameError::NotFresh)), "{engine:?}");
    }
}

/// A register that answers what a test wants.
#[derive(Debug)]
struct Told {
    answer: Result<bool, RegisterSilent>,
    asked: AtomicUsize,
    /// Says something else while the register thinks.
    meanwhile: Option<(RealName, Holder)>,
}

impl std::fmt::Debug for RealName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RealName")
    }
}

impl IdentityRegister for Told {
    fn matches<'a>(&'a self, _: &'a PersonName, _: &'a IdNumber) -> Answering<'a, bool> {
        Box::pin(async move {
            self.asked.fetch_add(1, Ordering::SeqCst);
            if let Some((real_name, holder)) = &self.meanwhile {
                real_name.declare(holder, &name("陈桂芳"), &number("陈桂芳")).await.unwrap();
            }
            self.answer
        })
    }

    fn household_of<'a>(&'a self, _: &'a IdNumber) -> Answering<'a, Option<Household>> {
        Box::pin(async { Err(RegisterSilent) })
    }
}

#[tokio::test]
async fn a_register_that_does_not_answer_costs_no_try_and_loses_nothing() {
    for engine in engines() {
        let test = fresh(engine).await;
        let real_name = service(&test).await;
        let me = resident(&real_name.identity, "13900000001").await;
        real_name.declare(&me, &name("王小蓉"), &number("王小蓉")).await.unwrap();
        let silent = Arc::new(Told { answer: Err(RegisterSilent), asked: AtomicUsize::new(0), meanwhile: None });
        let over_silent = RealName { register: silent.clone(), ..real_name.clone() };
        for _ in 0..7 {
            let refused = over_silent.verify(&me, &from(1), Language::FIRST).await;
            assert!(matches!(refused, Err(RealNameError::Unavailable)), "{engine:?}");
        }
        assert_eq!(silent.asked.load(Ordering::SeqCst), 7);
        assert_eq!(acts(&test, "real_name.refused").await, 0);
        real_name.verify(&me, &from(1), Language::FIRST).await.unwrap();
        assert_eq!(level(&test, &me).await, 3);
    }
}

#[tokio::test]
async fn what_is_said_while_the_register_thinks_is_not_verified() {
    for engine in engines() {
        let test = fresh(engine).await;
        let real_name = service(&test).await;
        let me = resident(&real_name.identity, "13900000001").await;
        real_name.declare(&me, &name("王小蓉"), &number("王小蓉")).await.unwrap();
        let meanwhile = Some((real_name.clone(), me.clone()));
        let register = Arc::new(Told { answer: Ok(true), asked: AtomicUsize::new(0), meanwhile });
        let refused = RealName { register, ..real_name.clone() }.verify(&me, &from(1), Language::FIRST).await;
        assert!(matches!(refused, Err(RealNameError::NothingDeclared)), "{engine:?}: {refused:?}");
        assert_eq!(level(&test, &me).await, 2);
        assert_eq!(real_name.person(&me).await.unwrap().unwrap().name, name("陈桂芳"));
    }
}

#[tokio::test]
async fn a_clerk_who_sees_the_person_with_the_paper_raises_to_the_highest_level() {
    for engine in engines() {
        let test = fresh(engine).await;
        let real_name = service(&test).await;
        let me = resident(&real_name.identity, "13900000001").await;
        // Not in the register, so a counter is the only way.
        let stranger = IdNumber::parse("11010519491231002X", real_name.today()).unwrap();
        let person = name("𬱖");
        for role in [Role::Editor, Role::Reviewer, Role::Auditor] {
            let refused = real_name.seen_in_person(&clerk(role), &me.name, (&person, &stranger), id_card()).await;
            assert!(matches!(refused, Err(RealNameError::Unknown)), "{engine:?}: {role:?}");
            assert!(real_name.resident(&clerk(role), &me.name).await.is_err());
            let by = LookedUp::Number(stranger.clone());
            assert!(real_name.look_up(&clerk(role), &from(1), &by).await.is_err());
        }
        let clerk = clerk(Role::Clerk);
        let old = Paper { until: NaiveDate::from_ymd_opt(2026, 11, 21), ..id_card() };
        let refused = real_name.seen_in_person(&clerk, &me.name, (&person, &stranger), old).await;
        assert!(matches!(refused, Err(RealNameError::Expired)));
        let themselves = Actor { account: me.account, ..clerk.clone() };
        let refused = real_name.seen_in_person(&themselves, &me.name, (&person, &stranger), id_card()).await;
        assert!(matches!(refused, Err(RealNameError::Own)));

        real_name.seen_in_person(&clerk, &me.name, (&person, &stranger), id_card()).await.unwrap();
        assert_eq!((level(&test, &me).await, acts(&test, "real_name.seen").await), (4, 1));
        let seen = real_name.resident(&clerk, &me.name).await.unwrap();
        assert_eq!((seen.level, seen.paper), (RealNameLevel::SeenInPerson, Some(id_card())));
        assert_eq!(
            (seen.masked_name.as_deref(), seen.masked_number.as_deref()),
            (Some("*"), Some("110***********002X"))
        );
        for by in [LookedUp::Number(stranger.clone()), LookedUp::Contact(Contact::parse("13900000001").unwrap())] {
            assert_eq!(real_name.look_up(&clerk, &from(1), &by).await.unwrap().as_ref(), Some(&me.name));
        }
        assert_eq!(acts(&test, "resident.look_up").await, 2);

        // The same person under a new name, and never another person.
        real_name.seen_in_person(&clerk, &me.name, (&name("李𬱖"), &stranger), id_card()).await.unwrap();
        let another = (&name("李建国"), &number("李建国"));
        let refused = real_name.seen_in_person(&clerk, &me.name, another, id_card()).await;
        assert!(matches!(refused, Err(RealNameError::AnotherPerson)));
        // Nor a second account of the same person.
        let second = resident(&real_name.identity, "13900000009").await;
        let refused = real_name.seen_in_person(&clerk, &second.name, (&person, &stranger), id_card()).await;
        assert!(matches!(refused, Err(RealNameError::Taken)), "{engine:?}: {refused:?}");
        assert_eq!(level(&test, &second).await, 1);
    }
}

#[tokio::test]
async fn look_ups_at_a_counter_are_counted_and_tell_nothing_of_several_unverified_accounts() {
    for engine in engines() {
        let test = fresh(engine).await;
        let real_name = service(&test).await;
        let clerk = clerk(Role::Clerk);
        for phone in ["13900000001", "13900000002"] {
            let holder = resident(&real_name.identity, phone).await;
            real_name.declare(&holder, &name("李建国"), &number("李建国")).await.unwrap();
        }
        let by = LookedUp::Number(number("李建国"));
        assert!(matches!(real_name.look_up(&clerk, &from(1), &by).await, Err(RealNameError::Several)));
        let nobody = LookedUp::Number(number("陈桂芳"));
        for _ in 0..59 {
            assert_eq!(real_name.look_up(&clerk, &from(1), &nobody).await.unwrap(), None);
        }
        let refused = real_name.look_up(&clerk, &from(1), &nobody).await;
        assert!(matches!(refused, Err(RealNameError::TooMany { .. })), "{engine:?}");
    }
}

#[tokio::test]
async fn the_tables_hold_no_name_and_no_number_and_the_history_is_not_rewritten() {
    for engine in engines() {
        let test = fresh(engine).await;
        let real_name = service(&test).await;
        let me = resident(&real_name.identity, "13900000001").await;
        real_name.declare(&me, &name("王小蓉"), &number("王小蓉")).await.unwrap();
        real_name.verify(&me, &from(1), Language::FIRST).await.unwrap();
        let backend = test.database.reader().get_database_backend();
        for table in ["real_name", "register_person"] {
            let rows = test.database.reader();
            let statement = sea_orm::Statement::from_string(backend, format!("SELECT name, id_index FROM {table}"));
            for row in rows.query_all_raw(statement).await.unwrap() {
                let name: Vec<u8> = row.try_get("", "name").unwrap();
                let index: String = row.try_get("", "id_index").unwrap();
                assert!(!name.windows(9).any(|part| part == "王小蓉".as_bytes()));
                assert!(index.len() == 64 && !index.contains(&number("王小蓉").as_str()[6..14]));
            }
        }
        for act in ["UPDATE real_name_event SET to_level = 4", "DELETE FROM real_name_event"] {
            let refused = test.database.writer().execute_unprepared(act).await.unwrap_err().to_string();
            assert!(refused.contains("only ever added"), "{engine:?}: {refused}");
        }
    }
}

#[tokio::test]
async fn the_register_knows_who_lives_with_whom_and_who_a_minor_belongs_to() {
    for engine in engines() {
        let test = fresh(engine).await;
        let real_name = service(&test).await;
        let (register, today) = (real_name.register(), real_name.today());
        let (mother, child, grandmother) = (number("王小蓉"), number("周子墨"), number("陈桂芳"));
        assert!(register.same_household(&mother, &grandmother).await.unwrap());
        assert!(!register.same_household(&mother, &number("李建国")).await.unwrap());
        assert!(register.is_guardian(&mother, &child, today).await.unwrap());
        assert!(!register.is_guardian(&grandmother, &child, today).await.unwrap());
        assert!(!register.is_guardian(&number("李建国"), &child, today).await.unwrap());
        assert!(!register.is_guardian(&mother, &grandmother, today).await.unwrap());
        let unknown = IdNumber::parse("11010519491231002X", today).unwrap();
        assert_eq!(register.household_of(&unknown).await.unwrap(), None, "{engine:?}");
    }
}
