use std::sync::Arc;

use super::{Register, may_for};
use crate::{
    Actor, Grant, Holder, Identity, Role,
    acting::Acting,
    family::{Added, CaseState, Family, FamilyPaper, MOST_HELPERS, NewDependant, Relation},
    kin_error::KinError,
    kin_tests::{after, contact, messages, person, verified},
    powers::{Power, Powers},
    realname::{PersonName, demo_number},
    registers::{OnPaper, RegisterSilent},
};
use foundation::{
    context::Client,
    database::testing::{engines, fresh},
    ids::AccountId,
};

fn new(name: &str) -> NewDependant {
    NewDependant {
        person: OnPaper { name: PersonName::parse(name).unwrap(), number: demo_number(name).unwrap() },
        relation: Relation::Child,
        powers: Powers::of([Power::Apply, Power::Book]),
    }
}

fn family(identity: &Identity, says: Result<bool, RegisterSilent>) -> Family {
    Family::new(identity.clone(), Arc::new(Register(says)))
}

fn clerk(role: Role) -> Actor {
    Actor {
        account: AccountId::new(),
        name: "a.clerk".to_owned(),
        display_name: "窗口".to_owned(),
        grants: vec![Grant { role, department: Some("CD06".to_owned()) }],
        origin: "test".to_owned(),
    }
}

async fn only_option(identity: &Identity, holder: &Holder) -> Acting {
    let options = identity.acting_options(holder).await.unwrap();
    assert_eq!(options.len(), 1);
    options[0].acting.clone()
}

#[tokio::test]
async fn a_child_of_the_household_is_added_at_once_by_whoever_is_verified_and_leaves_at_eighteen() {
    for engine in engines() {
        let test = fresh(engine).await;
        let identity = after(&test, 0);
        let family = family(&identity, Ok(true));
        let mother = verified(&identity, 1, "王小蓉").await;
        let nobody = person(&identity, 2, "路人").await;
        let child = new("周子墨");
        let client = Client::default();
        assert!(matches!(family.add_dependant(&nobody, &child, &client).await, Err(KinError::Level)));
        let added = family.add_dependant(&mother, &child, &client).await.unwrap();
        assert!(matches!(added, Added::Bound(_)), "{engine:?}");
        assert!(matches!(family.add_dependant(&mother, &child, &client).await, Err(KinError::Already)));
        let acting = only_option(&identity, &mother).await;
        assert!(may_for(&identity, &mother, &acting, Power::Book).await);
        assert!(!may_for(&identity, &mother, &acting, Power::Pay).await);
        assert!(!may_for(&identity, &nobody, &acting, Power::Book).await);
        assert_eq!(identity.acting_options(&mother).await.unwrap()[0].name, "周子墨");

        // Born on the first of June 2015: of age on that day of 2033, to the minute and without anybody sweeping.
        let days = (chrono::NaiveDate::from_ymd_opt(2033, 6, 1).unwrap()
            - super::super::model::day_of(identity.clock.now()))
        .num_days();
        let (eve, day) = (after(&test, days - 1), after(&test, days));
        assert!(may_for(&eve, &mother, &acting, Power::Book).await);
        assert!(!may_for(&day, &mother, &acting, Power::Book).await);
        let before = messages(&day, &contact(1)).await.len();
        let swept = Family::new(day.clone(), Arc::new(Register(Ok(true))));
        assert_eq!(swept.sweep().await.unwrap(), 1);
        assert_eq!(swept.sweep().await.unwrap(), 0);
        assert_eq!(messages(&day, &contact(1)).await.len(), before + 1);
        let mut later = mother.clone();
        later.proven_at = day.clock.now();
        assert!(matches!(swept.add_dependant(&later, &child, &client).await, Ok(Added::AtCounter(_))));
    }
}

#[tokio::test]
async fn whom_the_register_does_not_know_a_clerk_decides_with_the_paper_before_them() {
    for engine in engines() {
        let test = fresh(engine).await;
        let identity = after(&test, 0);
        let asker = verified(&identity, 1, "王小蓉").await;
        let client = Client::default();
        for says in [Ok(false), Err(RegisterSilent)] {
            let family = family(&identity, says);
            let name = if says.is_ok() { "周子墨" } else { "李明轩" };
            let Added::AtCounter(id) = family.add_dependant(&asker, &new(name), &client).await.unwrap() else {
                panic!("{engine:?}: nobody saw a paper");
            };
            assert!(matches!(family.add_dependant(&asker, &new(name), &client).await, Err(KinError::Already)));
            // Nothing may be done meanwhile, and whoever works no cases sees none.
            assert!(identity.acting_options(&asker).await.unwrap().iter().all(|option| option.name != name));
            assert!(matches!(family.cases(&clerk(Role::Editor), None).await, Err(KinError::Unknown)));
            let clerk = clerk(Role::Clerk);
            let case = family.case(&clerk, id).await.unwrap();
            assert_eq!((case.name.as_str(), case.state, case.minor), (name, CaseState::Open, true));
            assert!(case.masked_number.contains("****"));
            let other = demo_number("李欣怡").unwrap();
            let wrong = family.approve(&clerk, id, FamilyPaper::Household, &other).await;
            assert!(matches!(wrong, Err(KinError::Otherwise)), "{wrong:?}");
            if says.is_ok() {
                let number = demo_number(name).unwrap();
                family.approve(&clerk, id, FamilyPaper::Household, &number).await.unwrap();
                let again = family.approve(&clerk, id, FamilyPaper::Household, &number).await;
                assert!(matches!(again, Err(KinError::Over)));
                let acting = only_option(&identity, &asker).await;
                assert!(may_for(&identity, &asker, &acting, Power::Apply).await);
            } else {
                family.refuse_at_counter(&clerk, id, "请带户口簿").await.unwrap();
                let overview = family.overview(&asker).await.unwrap();
                assert!(overview.at_counter.iter().any(|asked| asked.reason == "请带户口簿"));
                assert_eq!(overview.ties.len(), 1);
            }
            assert!(family.cases(&clerk, None).await.unwrap().is_empty());
        }
    }
}

#[tokio::test]
async fn three_may_help_a_child_and_many_at_once_are_no_more() {
    for engine in engines() {
        let test = fresh(engine).await;
        let identity = after(&test, 0);
        let names = ["王小蓉", "周文涛", "李建国", "张敏", "阿依古丽·买买提", "艾尔肯·吐尔逊"];
        let mut tasks = Vec::new();
        for (n, name) in names.into_iter().enumerate() {
            let (helper, family) = (verified(&identity, n, name).await, family(&identity, Ok(true)));
            tasks.push(tokio::spawn(async move {
                family.add_dependant(&helper, &new("周子墨"), &Client::default()).await
            }));
        }
        let mut bound = 0;
        for task in tasks {
            match task.await.unwrap() {
                Ok(Added::Bound(_)) => bound += 1,
                Ok(Added::AtCounter(_)) => panic!("{engine:?}"),
                Err(error) => assert!(matches!(error, KinError::RelativeFull), "{engine:?} {error}"),
            }
        }
        assert_eq!(bound, MOST_HELPERS, "{engine:?}");
    }
}
