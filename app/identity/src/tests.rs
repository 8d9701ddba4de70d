use chrono::{DateTime, TimeDelta, Utc};

use super::{
    Account, Actor, Authority, Contact, DepartmentTree, DisplayName, Grant, Identity, IdentityError, NewAccount,
    Password, Role, StaffName, Token, testing::finish,
};
use foundation::{
    audit::{Audit, Filter},
    clock::Clock,
    context::{Client, ClientAddress},
    database::testing::{TestDatabase, engines, fresh},
    keyring::Keyring,
};

const PASSWORD: &str = "a long enough one";

fn start() -> DateTime<Utc> {
    "2026-11-22T08:00:00Z".parse().unwrap()
}

fn at(test: &TestDatabase, minutes: i64) -> Identity {
    Identity::new(test.database.clone(), Clock::Fixed(start() + TimeDelta::minutes(minutes)), Keyring::new(&[7; 32]))
}

fn tree() -> DepartmentTree {
    let departments = [("CD06", None), ("CD06-01", Some("CD06")), ("CD07", None)];
    DepartmentTree::new(departments.map(|(id, above)| (id.to_owned(), above.map(str::to_owned))))
}

fn operator() -> Authority {
    Authority::operator(tree())
}

fn name(text: &str) -> StaffName {
    StaffName::parse(text).unwrap()
}

fn grant_of(role: Role, department: Option<&str>) -> Grant {
    Grant { role, department: department.map(str::to_owned) }
}

fn new(text: &str, role: Role, department: Option<&str>) -> NewAccount {
    NewAccount {
        name: name(text),
        display_name: DisplayName::parse("某人").unwrap(),
        grants: vec![grant_of(role, department)],
        password: Password::parse(PASSWORD).unwrap(),
    }
}

fn from(address: &str) -> Client {
    Client { address: Some(ClientAddress(address.parse().unwrap())), device: "browser".to_owned() }
}

async fn actor(identity: &Identity, text: &str) -> Actor {
    identity.actor_by_name(&name(text), "command line").await.unwrap()
}

async fn acts(test: &TestDatabase, act: &str) -> usize {
    let filter = Filter { act: act.to_owned(), ..Filter::default() };
    Audit::new(test.database.clone()).search(&filter, None).await.unwrap().len()
}

/// Adds somebody with a phone that takes the codes of the second factor.
async fn staff(identity: &Identity, text: &str, role: Role, department: Option<&str>) {
    let id = identity.add(&operator(), new(text, role, department)).await.unwrap();
    let number = text.bytes().fold(0u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(u32::from(byte))) % 100_000_000;
    identity.add_phone(id, &Contact::parse(&format!("138{number:08}")).unwrap()).await.unwrap();
}

async fn sign_in(identity: &Identity, text: &str, client: &Client) -> Result<Token, IdentityError> {
    let token = identity.sign_in(text, PASSWORD, client, None).await?;
    Ok(finish(identity, token, client).await)
}

#[tokio::test]
async fn a_session_ends_when_it_is_left_alone_when_it_is_old_and_when_it_is_ended() {
    for engine in engines() {
        let test = fresh(engine).await;
        staff(&at(&test, 0), "an.editor", Role::Editor, Some("CD06")).await;
        let here = from("203.0.113.9");
        let token = sign_in(&at(&test, 0), "an.editor", &here).await.unwrap();
        let seen = at(&test, 59).actor(&token, &here).await.unwrap().unwrap();
        assert_eq!((seen.name.as_str(), seen.origin.as_str()), ("an.editor", "203.0.113.9"));
        assert_eq!(seen.grants, [grant_of(Role::Editor, Some("CD06"))]);
        // Used at minute 59, so it holds until minute 119.
        assert!(at(&test, 118).actor(&token, &here).await.unwrap().is_some(), "{engine:?}");
        assert!(at(&test, 178 + 1).actor(&token, &here).await.unwrap().is_none(), "{engine:?}");

        let long = sign_in(&at(&test, 0), "an.editor", &here).await.unwrap();
        for minute in (50..720).step_by(50) {
            assert!(at(&test, minute).actor(&long, &here).await.unwrap().is_some(), "{minute}");
        }
        assert!(at(&test, 721).actor(&long, &here).await.unwrap().is_none());
        assert_eq!(at(&test, 721).sweep().await.unwrap(), 2);

        let token = sign_in(&at(&test, 0), "an.editor", &here).await.unwrap();
        at(&test, 1).sign_out(&seen, &token).await.unwrap();
        assert!(at(&test, 1).actor(&token, &here).await.unwrap().is_none());
        assert_eq!((acts(&test, "session.begin").await, acts(&test, "session.end").await), (3, 1));
    }
}

#[tokio::test]
async fn signing_in_again_gives_a_new_token_and_ends_the_old_one() {
    for engine in engines() {
        let test = fresh(engine).await;
        let identity = at(&test, 0);
        staff(&identity, "an.editor", Role::Editor, Some("CD06")).await;
        let here = from("203.0.113.9");
        let old = sign_in(&identity, "an.editor", &here).await.unwrap();
        let new = identity.sign_in("an.editor", PASSWORD, &here, Some(&old)).await.unwrap();
        let new = finish(&identity, new, &here).await;
        assert!(identity.actor(&old, &here).await.unwrap().is_none(), "{engine:?}");
        assert!(identity.actor(&new, &here).await.unwrap().is_some());
        assert!(Token::parse("nonsense").is_none() && Token::parse(&"A".repeat(400)).is_none());
    }
}

#[tokio::test]
async fn the_roles_of_a_session_are_those_of_this_moment() {
    for engine in engines() {
        let test = fresh(engine).await;
        let identity = at(&test, 0);
        staff(&identity, "an.editor", Role::Editor, Some("CD06")).await;
        let here = from("203.0.113.9");
        let token = sign_in(&identity, "an.editor", &here).await.unwrap();
        identity.grant(&operator(), &name("an.editor"), &grant_of(Role::Auditor, None)).await.unwrap();
        assert_eq!(identity.actor(&token, &here).await.unwrap().unwrap().grants.len(), 2, "{engine:?}");
        for grant in [grant_of(Role::Auditor, None), grant_of(Role::Editor, Some("CD06"))] {
            identity.revoke(&operator(), &name("an.editor"), &grant).await.unwrap();
        }
        assert_eq!(identity.actor(&token, &here).await.unwrap().unwrap().grants, []);
        let again = identity.revoke(&operator(), &name("an.editor"), &grant_of(Role::Auditor, None)).await;
        assert!(matches!(again, Err(IdentityError::Unknown)));
    }
}

#[tokio::test]
async fn another_password_and_an_ended_account_end_their_sessions() {
    for engine in engines() {
        let test = fresh(engine).await;
        let identity = at(&test, 0);
        let (editor, here) = (name("an.editor"), from("203.0.113.9"));
        staff(&identity, "an.editor", Role::Editor, Some("CD06")).await;
        let (one, two) = (
            sign_in(&identity, "an.editor", &here).await.unwrap(),
            sign_in(&identity, "an.editor", &here).await.unwrap(),
        );
        let acting = identity.actor(&one, &here).await.unwrap().unwrap();
        assert_eq!(identity.sessions(&acting).await.unwrap().len(), 2);
        let next = || Password::parse("another long one").unwrap();
        let (holder, _) = identity.seen(&one, &here).await.unwrap().unwrap();
        let wrong = identity.change_password(&holder, Some("not my password"), next(), &here).await;
        assert!(matches!(wrong, Err(IdentityError::Wrong)), "{wrong:?}");
        let three = identity.change_password(&holder, Some(PASSWORD), next(), &here).await.unwrap();
        for old in [&one, &two] {
            assert!(identity.actor(old, &here).await.unwrap().is_none(), "{engine:?}");
        }
        assert!(identity.actor(&three, &here).await.unwrap().is_some());
        assert!(matches!(sign_in(&identity, "an.editor", &here).await, Err(IdentityError::Wrong)));

        identity.set_password(&operator(), &editor, Password::parse(PASSWORD).unwrap()).await.unwrap();
        assert!(identity.actor(&three, &here).await.unwrap().is_none());
        let four = sign_in(&identity, "an.editor", &here).await.unwrap();
        identity.disable(&operator(), &editor).await.unwrap();
        assert!(identity.actor(&four, &here).await.unwrap().is_none());
        assert!(matches!(sign_in(&identity, "an.editor", &here).await, Err(IdentityError::Wrong)));
        assert!(identity.actor_by_name(&editor, "command line").await.is_err());
        identity.enable(&operator(), &editor).await.unwrap();
        assert!(identity.actor(&four, &here).await.unwrap().is_none(), "an ended session stays ended");
        assert!(sign_in(&identity, "an.editor", &here).await.is_ok());
        assert_eq!(acts(&test, "account.password").await, 2);
    }
}

#[tokio::test]
async fn somebody_ends_their_own_sessions_and_nobody_else_s() {
    for engine in engines() {
        let test = fresh(engine).await;
        let identity = at(&test, 0);
        let here = from("203.0.113.9");
        for text in ["one.editor", "two.editor"] {
            staff(&identity, text, Role::Editor, Some("CD06")).await;
        }
        let token = sign_in(&identity, "one.editor", &here).await.unwrap();
        let (one, two) = (actor(&identity, "one.editor").await, actor(&identity, "two.editor").await);
        let session = identity.sessions(&one).await.unwrap()[0].opened.id;
        assert!(matches!(identity.end_session(&two, session).await, Err(IdentityError::Unknown)), "{engine:?}");
        assert!(identity.actor(&token, &here).await.unwrap().is_some());
        identity.end_session(&one, session).await.unwrap();
        assert!(identity.actor(&token, &here).await.unwrap().is_none());
    }
}

#[tokio::test]
async fn ten_failures_close_an_account_for_a_while_known_or_not() {
    for engine in engines() {
        let test = fresh(engine).await;
        staff(&at(&test, 0), "an.editor", Role::Editor, Some("CD06")).await;
        for (text, network) in [("an.editor", "203.0.113.9"), ("nobody.here", "203.0.113.10")] {
            let here = from(network);
            for _ in 0..10 {
                let refused = at(&test, 0).sign_in(text, "wrong password", &here, None).await;
                assert!(matches!(refused, Err(IdentityError::Wrong)), "{engine:?}: {refused:?}");
            }
            let closed = at(&test, 1).sign_in(text, PASSWORD, &here, None).await;
            let Err(IdentityError::TooMany { again_in }) = closed else { panic!("{engine:?}: {closed:?}") };
            assert_eq!(again_in.as_secs(), 14 * 60);
        }
        // From elsewhere too: it is the account that is guessed at. What is refused does not count, so waiting helps.
        assert!(matches!(
            sign_in(&at(&test, 14), "an.editor", &from("198.51.100.1")).await,
            Err(IdentityError::TooMany { .. })
        ));
        assert!(sign_in(&at(&test, 15), "an.editor", &from("203.0.113.9")).await.is_ok());
        assert_eq!(acts(&test, "session.refused").await, 20);
    }
}

#[tokio::test]
async fn a_network_that_tries_many_names_is_closed_and_success_counts_for_nothing() {
    for engine in engines() {
        let test = fresh(engine).await;
        let identity = at(&test, 0);
        staff(&identity, "an.editor", Role::Editor, Some("CD06")).await;
        // One customer of a provider has a whole /64 of addresses of version 6.
        for number in 0..30 {
            let here = from(&format!("2001:db8::{number:x}"));
            let refused = identity.sign_in(&format!("guess-{number}"), PASSWORD, &here, None).await;
            assert!(matches!(refused, Err(IdentityError::Wrong)));
        }
        assert!(matches!(
            sign_in(&identity, "an.editor", &from("2001:db8::ffff")).await,
            Err(IdentityError::TooMany { .. })
        ));
        for _ in 0..40 {
            identity.sign_in("an.editor", PASSWORD, &from("2001:db8:0:1::1"), None).await.unwrap();
        }
    }
}

#[tokio::test]
async fn many_guesses_at_once_are_no_more_than_many_in_a_row() {
    for engine in engines() {
        let test = fresh(engine).await;
        let identity = at(&test, 0);
        let guesses: Vec<_> = (0..25)
            .map(|_| {
                let identity = identity.clone();
                tokio::spawn(async move {
                    identity.sign_in("an.editor", "wrong password", &from("203.0.113.9"), None).await
                })
            })
            .collect();
        let mut heard = 0;
        for guess in guesses {
            heard += usize::from(matches!(guess.await.unwrap(), Err(IdentityError::Wrong)));
        }
        assert_eq!(heard, 10, "{engine:?}");
    }
}

#[tokio::test]
async fn an_admin_sees_and_changes_only_what_lies_wholly_in_their_department() {
    for engine in engines() {
        let test = fresh(engine).await;
        let identity = at(&test, 0);
        for (text, role, department) in [
            ("city.admin", Role::CityAdmin, None),
            ("six.admin", Role::DepartmentAdmin, Some("CD06")),
            ("six.editor", Role::Editor, Some("CD06-01")),
            ("both.editor", Role::Editor, Some("CD06")),
            ("seven.editor", Role::Editor, Some("CD07")),
            ("an.auditor", Role::Auditor, None),
        ] {
            identity.add(&operator(), new(text, role, department)).await.unwrap();
        }
        identity.grant(&operator(), &name("both.editor"), &grant_of(Role::Clerk, Some("CD07"))).await.unwrap();
        let six = Authority::of(actor(&identity, "six.admin").await, tree());
        let names = |accounts: Vec<Account>| accounts.into_iter().map(|one| one.name).collect::<Vec<_>>();
        assert_eq!(names(identity.accounts(&six, "", "").await.unwrap()), ["six.admin", "six.editor"], "{engine:?}");
        assert_eq!(names(identity.accounts(&six, "edit", "").await.unwrap()), ["six.editor"]);
        assert_eq!(names(identity.accounts(&six, "%", "").await.unwrap()), Vec::<String>::new());
        assert_eq!(names(identity.accounts(&six, "", "six.admin").await.unwrap()), ["six.editor"]);
        for hidden in ["both.editor", "seven.editor", "an.auditor", "city.admin", "nobody.here"] {
            let hidden = name(hidden);
            assert!(matches!(identity.account(&six, &hidden).await, Err(IdentityError::Unknown)));
            assert!(matches!(identity.disable(&six, &hidden).await, Err(IdentityError::Unknown)));
            let password = Password::parse("another long one").unwrap();
            assert!(matches!(identity.set_password(&six, &hidden, password).await, Err(IdentityError::Unknown)));
            let clerk = grant_of(Role::Clerk, Some("CD06"));
            assert!(matches!(identity.grant(&six, &hidden, &clerk).await, Err(IdentityError::Unknown)));
        }
        for grant in
            [grant_of(Role::Editor, Some("CD07")), grant_of(Role::CityAdmin, None), grant_of(Role::Auditor, None)]
        {
            assert!(matches!(identity.grant(&six, &name("six.editor"), &grant).await, Err(IdentityError::NotHeld)));
        }
        identity.grant(&six, &name("six.editor"), &grant_of(Role::DepartmentAdmin, Some("CD06-01"))).await.unwrap();
        let not_theirs = identity.add(&six, new("new.editor", Role::Editor, Some("CD07"))).await;
        assert!(matches!(not_theirs, Err(IdentityError::NotHeld)));
        // An admin of a part does not manage the admin of the whole.
        let part = Authority::of(actor(&identity, "six.editor").await, tree());
        assert!(matches!(identity.account(&part, &name("six.admin")).await, Err(IdentityError::Unknown)));
        let city = Authority::of(actor(&identity, "city.admin").await, tree());
        assert_eq!(identity.accounts(&city, "", "").await.unwrap().len(), 6);
        let editor = Authority::of(actor(&identity, "seven.editor").await, tree());
        assert_eq!(identity.accounts(&editor, "", "").await.unwrap(), []);
    }
}

#[tokio::test]
async fn nobody_locks_themselves_out() {
    for engine in engines() {
        let test = fresh(engine).await;
        let identity = at(&test, 0);
        identity.add(&operator(), new("city.admin", Role::CityAdmin, None)).await.unwrap();
        let (admin, own) = (actor(&identity, "city.admin").await, name("city.admin"));
        let authority = Authority::of(admin, tree());
        let password = Password::parse("another long one").unwrap();
        for outcome in [
            identity.disable(&authority, &own).await,
            identity.revoke(&authority, &own, &grant_of(Role::CityAdmin, None)).await,
            identity.set_password(&authority, &own, password).await,
        ] {
            assert!(matches!(outcome, Err(IdentityError::Own)), "{engine:?}: {outcome:?}");
        }
    }
}

#[tokio::test]
async fn a_role_stands_where_it_can_and_an_account_is_made_once() {
    for engine in engines() {
        let test = fresh(engine).await;
        let identity = at(&test, 0);
        let nowhere = identity.add(&operator(), new("clerk", Role::Clerk, None)).await;
        assert!(matches!(nowhere, Err(IdentityError::Department)));
        let city = identity.add(&operator(), new("clerk", Role::Auditor, Some("CD06"))).await;
        assert!(matches!(city, Err(IdentityError::Department)));
        let unknown = identity.add(&operator(), new("clerk", Role::Clerk, Some("CD99"))).await;
        assert!(matches!(unknown, Err(IdentityError::NoSuchDepartment)));
        identity.add(&operator(), new("clerk", Role::Clerk, Some("CD06"))).await.unwrap();
        let again = identity.add(&operator(), new("clerk", Role::Clerk, Some("CD06"))).await;
        assert!(matches!(again, Err(IdentityError::Conflict)), "{engine:?}: {again:?}");
        let twice = identity.grant(&operator(), &name("clerk"), &grant_of(Role::Clerk, Some("CD06"))).await;
        assert!(matches!(twice, Err(IdentityError::Conflict)), "{engine:?}: {twice:?}");
        assert_eq!(acts(&test, "account.add").await, 1);
    }
}
