use super::{CompanyName, Opened, code, invite, legal, may, name, opened};
use crate::{
    Actor, Grant, Hindrance, IdentityError, Role,
    family::CaseState,
    kin_error::KinError,
    kin_tests::{after, contact, messages, person, stale, verified},
    legal::{CompanyAct, CompanyPaper, add_demo_companies},
    powers::{Power, Powers},
};
use foundation::{
    audit::{Audit, Filter},
    codes::UnifiedSocialCreditCode,
    context::Client,
    database::testing::{engines, fresh},
    ids::AccountId,
};

fn clerk(role: Role) -> Actor {
    Actor {
        account: AccountId::new(),
        name: "a.clerk".to_owned(),
        display_name: "窗口".to_owned(),
        grants: vec![Grant { role, department: Some("CD06".to_owned()) }],
        origin: "test".to_owned(),
    }
}

#[tokio::test]
async fn whom_the_register_names_opens_the_account_and_nobody_else() {
    for engine in engines() {
        let test = fresh(engine).await;
        let identity = after(&test, 0);
        add_demo_companies(&identity).await.unwrap();
        let (legal, client) = (legal(&identity), Client::default());
        let nobody = person(&identity, 1, "路人").await;
        let other = verified(&identity, 2, "李建国").await;
        let her = verified(&identity, 3, "王小蓉").await;
        let (code, name) = (code(0), name(0));
        assert!(matches!(legal.open(&nobody, &code, &name, false, &client).await, Err(KinError::Level)));
        assert!(matches!(legal.open(&other, &code, &name, false, &client).await, Err(KinError::Otherwise)));
        let wrong = CompanyName::parse("别的公司").unwrap();
        assert!(matches!(legal.open(&her, &code, &wrong, false, &client).await, Err(KinError::Otherwise)));
        assert!(matches!(legal.open(&stale(&her), &code, &name, false, &client).await, Err(KinError::NotFresh)));
        legal.open(&her, &code, &name, false, &client).await.unwrap();
        assert!(matches!(legal.open(&her, &code, &name, false, &client).await, Err(KinError::Already)));
        for power in Power::COMPANY {
            assert!(may(&identity, &her, &code, power).await, "{engine:?}");
            assert!(!may(&identity, &other, &code, power).await, "{engine:?}");
        }
        assert!(matches!(legal.company(&other, &code).await, Err(KinError::Unknown)));
    }
}

#[tokio::test]
async fn two_companies_with_one_code_at_once_are_one() {
    for engine in engines() {
        let test = fresh(engine).await;
        let identity = after(&test, 0);
        add_demo_companies(&identity).await.unwrap();
        let her = verified(&identity, 1, "王小蓉").await;
        let mut tasks = Vec::new();
        for _ in 0..8 {
            let (legal, her) = (legal(&identity), her.clone());
            tasks.push(tokio::spawn(
                async move { legal.open(&her, &code(0), &name(0), false, &Client::default()).await },
            ));
        }
        let mut opened = 0;
        for task in tasks {
            match task.await.unwrap() {
                Ok(_) => opened += 1,
                Err(error) => assert!(matches!(error, KinError::Already), "{engine:?} {error}"),
            }
        }
        assert_eq!(opened, 1, "{engine:?}");
        assert_eq!(legal(&identity).overview(&her).await.unwrap().companies.len(), 1, "{engine:?}");
    }
}

#[tokio::test]
async fn an_agent_has_what_was_given_and_loses_it_at_once() {
    for engine in engines() {
        let test = fresh(engine).await;
        let identity = after(&test, 0);
        let legal = legal(&identity);
        let her = verified(&identity, 1, "王小蓉").await;
        let uscc = opened(&identity, &her, 0).await;
        let (agent, second) = (person(&identity, 2, "小张").await, person(&identity, 3, "小李").await);
        let some = Powers::of([Power::Apply, Power::SeeCases, Power::ManageAgents]);
        let id = invite(&identity, &her, &uscc, 2, &some).await.unwrap();
        let sent = messages(&identity, &contact(2)).await;
        assert!(sent[0].contains(uscc.as_str()) && !sent[0].contains("王小蓉"), "{sent:?}");
        assert!(!may(&identity, &agent, &uscc, Power::Apply).await);
        assert!(matches!(legal.accept(&second, id).await, Err(KinError::Unknown)));
        legal.accept(&agent, id).await.unwrap();
        assert!(matches!(legal.accept(&agent, id).await, Err(KinError::Over)));
        assert!(may(&identity, &agent, &uscc, Power::Apply).await);
        assert!(!may(&identity, &agent, &uscc, Power::Pay).await);

        // Nobody gives what they do not hold.
        let pay = Powers::of([Power::Pay]);
        assert!(matches!(invite(&identity, &agent, &uscc, 3, &pay).await, Err(KinError::NotHeld)));
        let small = Powers::of([Power::SeeCases]);
        let waiting = invite(&identity, &agent, &uscc, 3, &small).await.unwrap();
        assert!(matches!(legal.set_powers(&agent, &uscc, agent.account, &some).await, Err(KinError::NotHeld)));

        legal.end_agent(&her, &uscc, agent.account).await.unwrap();
        for power in Power::COMPANY {
            assert!(!may(&identity, &agent, &uscc, power).await, "{engine:?}");
        }
        // What was given by whoever has nothing any more is nothing.
        assert!(matches!(legal.accept(&second, waiting).await, Err(KinError::Over)));
        assert!(matches!(legal.company(&agent, &uscc).await, Err(KinError::Unknown)));
        let detail = legal.company(&her, &uscc).await.unwrap();
        let acts: Vec<_> = detail.events.iter().map(|event| event.act).collect();
        let all = [CompanyAct::Ended, CompanyAct::Invited, CompanyAct::Agent, CompanyAct::Invited, CompanyAct::Opened];
        assert_eq!(acts, all, "{engine:?}");
    }
}

#[tokio::test]
async fn in_the_transaction_that_ends_an_agent_the_power_is_gone() {
    for engine in engines() {
        let test = fresh(engine).await;
        let identity = after(&test, 0);
        let her = verified(&identity, 1, "王小蓉").await;
        let uscc = opened(&identity, &her, 0).await;
        let agent = person(&identity, 2, "小张").await;
        let id = invite(&identity, &her, &uscc, 2, &Powers::of([Power::Pay])).await.unwrap();
        let legal = legal(&identity);
        legal.accept(&agent, id).await.unwrap();
        let outcome = identity
            .database
            .write(&(&identity, &agent, &uscc), |transaction, (identity, agent, uscc)| {
                Box::pin(async move {
                    let acting = crate::acting::Acting::Company((*uscc).clone());
                    identity.may_act(transaction, agent, &acting, Power::Pay).await?;
                    identity.end_acting(transaction, agent.account, &agent.who(), identity.clock.now()).await?;
                    identity.may_act(transaction, agent, &acting, Power::Pay).await
                })
            })
            .await;
        assert!(matches!(outcome, Err(KinError::Unknown)), "{engine:?} {outcome:?}");
        // It was rolled back with the refused act: the agent still is one.
        assert!(may(&identity, &agent, &uscc, Power::Pay).await, "{engine:?}");
    }
}

#[tokio::test]
async fn an_old_code_is_taken_by_a_clerk_who_saw_the_licence_and_the_audit_says_so() {
    for engine in engines() {
        let test = fresh(engine).await;
        let identity = after(&test, 0);
        let legal = legal(&identity);
        let her = verified(&identity, 1, "王小蓉").await;
        let old = UnifiedSocialCreditCode::as_issued("91350211M0000XUF46").unwrap();
        let company = CompanyName::parse("老字号有限公司").unwrap();
        let client = Client::default();
        assert!(matches!(legal.open(&her, &old, &company, false, &client).await, Err(KinError::Otherwise)));
        let Opened::AtCounter(id) = legal.open(&her, &old, &company, true, &client).await.unwrap() else {
            panic!("{engine:?}: nobody saw the licence");
        };
        assert!(matches!(legal.open(&her, &old, &company, true, &client).await, Err(KinError::Already)));
        assert!(matches!(legal.cases(&clerk(Role::Reviewer), None).await, Err(KinError::Unknown)));
        let clerk = clerk(Role::Clerk);
        assert_eq!(legal.cases(&clerk, None).await.unwrap()[0].state, CaseState::Open);
        let wrong = legal.approve(&clerk, id, CompanyPaper::Licence, &code(0)).await;
        assert!(matches!(wrong, Err(KinError::Otherwise)));
        legal.approve(&clerk, id, CompanyPaper::Licence, &old).await.unwrap();
        assert!(may(&identity, &her, &old, Power::ManageAgents).await, "{engine:?}");
        let filter = Filter { act: "company.register".to_owned(), ..Filter::default() };
        let entry = Audit::new(test.database.clone()).search(&filter, None).await.unwrap().pop().unwrap();
        assert_eq!(entry.account_name, "a.clerk");
        assert!(format!("{entry:?}").contains("code_checks"), "{entry:?}");
    }
}

#[tokio::test]
async fn another_representative_takes_the_company_over_and_the_one_before_has_nothing() {
    for engine in engines() {
        let test = fresh(engine).await;
        let identity = after(&test, 0);
        let legal = legal(&identity);
        let (her, him) = (verified(&identity, 1, "王小蓉").await, verified(&identity, 2, "李建国").await);
        let uscc = opened(&identity, &her, 0).await;
        let Opened::AtCounter(id) = legal.open(&him, &uscc, &name(0), true, &Client::default()).await.unwrap() else {
            panic!("{engine:?}: the register names somebody else");
        };
        legal.approve(&clerk(Role::Clerk), id, CompanyPaper::Representative, &uscc).await.unwrap();
        assert!(may(&identity, &him, &uscc, Power::ManageAgents).await);
        assert!(!may(&identity, &her, &uscc, Power::SeeCases).await);
        assert!(messages(&identity, &contact(1)).await.last().unwrap().contains(name(0).as_str()), "{engine:?}");
    }
}

#[tokio::test]
async fn whoever_closes_their_account_acts_for_nobody_and_is_helped_by_nobody() {
    for engine in engines() {
        let test = fresh(engine).await;
        let identity = after(&test, 0);
        let her = verified(&identity, 1, "王小蓉").await;
        let uscc = opened(&identity, &her, 0).await;
        let agent = person(&identity, 2, "小张").await;
        let id = invite(&identity, &her, &uscc, 2, &Powers::of([Power::Pay])).await.unwrap();
        legal(&identity).accept(&agent, id).await.unwrap();
        crate::family::bind_demo(&identity, her.account, agent.account).await.unwrap();
        let refused = identity.close(&her).await;
        assert!(matches!(refused, Err(IdentityError::Hindered(Hindrance::Company))), "{engine:?}: {refused:?}");
        identity.close(&agent).await.unwrap();
        assert_eq!(identity.acting_options(&her).await.unwrap().len(), 2);
        after(&test, 40).close_due().await.unwrap();
        assert!(!may(&identity, &agent, &uscc, Power::Pay).await, "{engine:?}");
        let left = identity.acting_options(&her).await.unwrap();
        assert_eq!(left.iter().map(|option| option.name.as_str()).collect::<Vec<_>>(), [name(0).as_str()]);
        assert!(messages(&identity, &contact(1)).await.last().unwrap().contains("代办"), "{engine:?}");
    }
}
