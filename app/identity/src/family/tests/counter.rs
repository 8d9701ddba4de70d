use super::{asked, family, may, may_for};
use crate::{
    Actor, Grant, IdentityError, Role,
    acting::Acting,
    family::{Added, NewDependant, Relation, Side, TieAct},
    kin_error::KinError,
    kin_tests::{after, contact, messages, person, verified},
    powers::{Power, Powers},
    realname::{PersonName, demo_number},
    registers::OnPaper,
};
use foundation::{
    audit::{Audit, Filter},
    context::Client,
    database::testing::{engines, fresh},
    ids::AccountId,
};

fn clerk(account: AccountId, role: Role) -> Actor {
    Actor {
        account,
        name: "a.clerk".to_owned(),
        display_name: "窗口".to_owned(),
        grants: vec![Grant { role, department: Some("CD06".to_owned()) }],
        origin: "test".to_owned(),
    }
}

const REASON: &str = "老人要求解除";

#[tokio::test]
async fn a_clerk_ends_what_a_relative_at_the_counter_cannot_end_and_both_read_why() {
    for engine in engines() {
        let test = fresh(engine).await;
        let identity = after(&test, 0);
        let family = family(&identity);
        let powers = Powers::of([Power::Apply]);
        let (helper, relative) = (verified(&identity, 1, "王小蓉").await, verified(&identity, 2, "陈桂芳").await);
        let stranger = verified(&identity, 3, "李建国").await;
        let id = asked(&identity, &helper, 2, &powers).await;
        let tie = family.agree(&relative, id).await.unwrap();
        let (clerk, client) = (clerk(AccountId::new(), Role::Clerk), Client::default());
        let number = |name: &str| demo_number(name).unwrap();

        for name in ["王小蓉", "陈桂芳"] {
            let found = family.ties_of_number(&clerk, &number(name), &client).await.unwrap();
            assert_eq!(found.iter().map(|found| found.id).collect::<Vec<_>>(), [tie], "{engine:?}: {name}");
            assert_eq!((found[0].helper.as_str(), found[0].relative.as_str()), ("王小蓉", "陈桂芳"));
        }
        for name in ["李建国", "张敏"] {
            assert!(family.ties_of_number(&clerk, &number(name), &client).await.unwrap().is_empty());
        }

        // Neither with the paper of somebody else, nor in one's own case.
        let wrong = family.end_at_counter(&clerk, tie, &number("李建国"), REASON).await;
        assert!(matches!(wrong, Err(KinError::Otherwise)), "{wrong:?}");
        let own = Actor { account: helper.account, ..clerk.clone() };
        let own = family.end_at_counter(&own, tie, &number("陈桂芳"), REASON).await;
        assert!(matches!(own, Err(KinError::Own)), "{own:?}");
        assert!(may(&identity, &helper, relative.account, Power::Apply).await);

        let before = [messages(&identity, &contact(1)).await.len(), messages(&identity, &contact(2)).await.len()];
        // Two clerks at once: one ends it.
        let hers = number("陈桂芳");
        let end = || family.end_at_counter(&clerk, tie, &hers, REASON);
        let (one, other) = tokio::join!(end(), end());
        assert_eq!([&one, &other].iter().filter(|outcome| outcome.is_ok()).count(), 1, "{engine:?} {one:?} {other:?}");
        assert!(matches!(end().await, Err(KinError::Over)), "{engine:?}");

        assert!(!may(&identity, &helper, relative.account, Power::Apply).await, "{engine:?}");
        for (holder, n, before) in [(&helper, 1, before[0]), (&relative, 2, before[1])] {
            let told = messages(&identity, &contact(n)).await;
            assert_eq!(told.len(), before + 1, "{engine:?}: once");
            for words in [REASON, "王小蓉", "陈桂芳"] {
                assert!(told[before].contains(words), "{engine:?}: {told:?}");
            }
            let log = family.tie(holder, tie).await.unwrap().events;
            assert_eq!((log[0].act, log[0].by), (TieAct::Ended, Side::Clerk), "{engine:?}");
        }
        assert!(matches!(family.tie(&stranger, tie).await, Err(KinError::Unknown)));
        let filter = Filter { act: "family.end".to_owned(), ..Filter::default() };
        let entry = Audit::new(test.database.clone()).search(&filter, None).await.unwrap().pop().unwrap();
        assert_eq!(entry.account_name, "a.clerk");
        let entry = format!("{entry:?}");
        assert!(entry.contains(REASON) && entry.contains("asked_by") && entry.contains("relative"), "{entry}");
        assert!(!entry.contains(hers.as_str()), "{entry}");
        let filter = Filter { act: "resident.look_up".to_owned(), ..Filter::default() };
        assert_eq!(Audit::new(test.database.clone()).search(&filter, None).await.unwrap().len(), 4, "{engine:?}");
        // It is over, and still to be read at the counter.
        assert!(family.tie_at_counter(&clerk, tie).await.unwrap().ended_at.is_some());
        assert!(family.ties_of_number(&clerk, &hers, &client).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn who_has_no_account_is_found_by_the_number_on_the_household_register() {
    for engine in engines() {
        let test = fresh(engine).await;
        let identity = after(&test, 0);
        let family = family(&identity);
        let mother = verified(&identity, 1, "王小蓉").await;
        let number = demo_number("周子墨").unwrap();
        let child = NewDependant {
            person: OnPaper { name: PersonName::parse("周子墨").unwrap(), number: number.clone() },
            relation: Relation::Child,
            powers: Powers::of([Power::Apply]),
        };
        let Added::Bound(tie) = family.add_dependant(&mother, &child, &Client::default()).await.unwrap() else {
            panic!("{engine:?}: not bound");
        };
        let clerk = clerk(AccountId::new(), Role::Clerk);
        let found = family.ties_of_number(&clerk, &number, &Client::default()).await.unwrap();
        assert!(found.len() == 1 && found[0].id == tie && found[0].dependant, "{engine:?}: {found:?}");
        let acting: Acting = identity.acting_options(&mother).await.unwrap()[0].acting.clone();
        family.end_at_counter(&clerk, tie, &number, REASON).await.unwrap();
        assert!(!may_for(&identity, &mother, &acting, Power::Apply).await, "{engine:?}");
        let told = messages(&identity, &contact(1)).await.pop().unwrap();
        assert!(told.contains("周子墨") && told.contains(REASON), "{engine:?}: {told}");
    }
}

#[tokio::test]
async fn ties_are_looked_up_by_whoever_works_cases_and_not_without_end() {
    for engine in engines() {
        let test = fresh(engine).await;
        let identity = after(&test, 0);
        let family = family(&identity);
        let (helper, relative) = (person(&identity, 1, "甲").await, person(&identity, 2, "乙").await);
        let id = asked(&identity, &helper, 2, &Powers::of([Power::Apply])).await;
        let tie = family.agree(&relative, id).await.unwrap();
        let (number, client) = (demo_number("陈桂芳").unwrap(), Client::default());
        let editor = clerk(AccountId::new(), Role::Editor);
        assert!(matches!(family.ties_of_number(&editor, &number, &client).await, Err(KinError::Unknown)));
        assert!(matches!(family.tie_at_counter(&editor, tie).await, Err(KinError::Unknown)));
        assert!(matches!(family.end_at_counter(&editor, tie, &number, REASON).await, Err(KinError::Unknown)));
        // Nobody verified who these two are: no paper is theirs.
        let clerk = clerk(AccountId::new(), Role::Clerk);
        assert!(matches!(family.end_at_counter(&clerk, tie, &number, REASON).await, Err(KinError::Otherwise)));
        let mut tries = 0;
        let stopped = loop {
            match family.ties_of_number(&clerk, &number, &client).await {
                Ok(_) => tries += 1,
                Err(error) => break error,
            }
        };
        assert!(matches!(stopped, KinError::Identity(IdentityError::TooMany { .. })), "{engine:?}: {stopped:?}");
        assert_eq!(tries, 60, "{engine:?}");
    }
}
