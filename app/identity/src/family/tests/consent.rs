use chrono::TimeDelta;

use super::{asked, family, family_after, may};
use crate::{
    IdentityError,
    acting::Acting,
    family::{MOST_HELPED, MOST_HELPERS, Relation, Side, TieAct, Whom, store::ties},
    kin_error::KinError,
    kin_tests::{after, browser, contact, digits, messages, person, stale, start},
    powers::{Power, Powers},
};
use foundation::{
    audit::{Audit, Filter},
    context::Client,
    database::testing::{engines, fresh},
    ids::FamilyTieId,
    text::Language,
};

const BASE: (Language, &str) = (Language::FIRST, "https://city.example/zh");

fn some() -> Powers {
    Powers::of([Power::Apply, Power::SeeCases])
}

#[tokio::test]
async fn nobody_is_helped_without_having_agreed_and_either_side_ends_it_at_once() {
    for engine in engines() {
        let test = fresh(engine).await;
        let (identity, family) = (after(&test, 0), family_after(&test, 0));
        let (helper, relative) = (person(&identity, 1, "王小蓉").await, person(&identity, 2, "陈桂芳").await);
        let stranger = person(&identity, 3, "路人").await;
        let client = Client::default();
        let id = family.invite(&helper, &contact(2), Relation::Parent, &some(), &client, BASE).await.unwrap();
        let sent = messages(&identity, &contact(2)).await;
        assert!(sent[0].contains(&format!("/me/family/requests/{id}")) && sent[0].contains("139****0001"), "{sent:?}");
        assert!(!sent[0].contains("王小蓉"), "{sent:?}");
        assert!(!may(&identity, &helper, relative.account, Power::Apply).await);

        // Neither the helper nor a stranger agrees, and a session of long ago is asked to prove itself.
        assert!(matches!(family.agree(&helper, id).await, Err(KinError::Unknown)));
        assert!(matches!(family.agree(&stranger, id).await, Err(KinError::Unknown)));
        assert!(matches!(family.request(&stranger, id).await, Err(KinError::Unknown)));
        assert!(matches!(family.agree(&stale(&relative), id).await, Err(KinError::NotFresh)));
        let tie = family.agree(&relative, id).await.unwrap();
        assert!(matches!(family.agree(&relative, id).await, Err(KinError::Over)));
        assert!(may(&identity, &helper, relative.account, Power::Apply).await);
        assert!(!may(&identity, &helper, relative.account, Power::Pay).await);
        assert!(!may(&identity, &relative, helper.account, Power::Apply).await);
        assert!(!may(&identity, &stranger, relative.account, Power::Apply).await);

        // What may be done is the relative's to change, by nobody else.
        let pay = Powers::of([Power::Pay]);
        assert!(matches!(family.set_powers(&helper, tie, &pay).await, Err(KinError::Unknown)));
        assert!(matches!(family.set_powers(&stale(&relative), tie, &pay).await, Err(KinError::NotFresh)));
        family.set_powers(&relative, tie, &pay).await.unwrap();
        assert!(may(&identity, &helper, relative.account, Power::Pay).await);
        assert!(!may(&identity, &helper, relative.account, Power::Apply).await);

        assert!(matches!(family.end(&stranger, tie).await, Err(KinError::Unknown)));
        family.end(&stale(&relative), tie).await.unwrap();
        assert!(!may(&identity, &helper, relative.account, Power::Pay).await);
        assert!(matches!(family.end(&helper, tie).await, Err(KinError::Over)));
        for side in [&helper, &relative] {
            let detail = family.tie(side, tie).await.unwrap();
            let acts: Vec<_> = detail.events.iter().map(|event| (event.act, event.by)).collect();
            let relative_did = |act| (act, Side::Relative);
            assert_eq!(acts, [TieAct::Ended, TieAct::Powers, TieAct::Bound].map(relative_did), "{engine:?}");
        }
        let told = messages(&identity, &contact(1)).await;
        assert!(told.last().unwrap().contains("陈桂芳"), "{told:?}");
        let audited = Audit::new(test.database.clone()).search(&Filter::default(), None).await.unwrap();
        for act in ["family.invite", "family.bind", "family.powers", "family.end"] {
            assert_eq!(audited.iter().filter(|entry| entry.act == act).count(), 1, "{act}");
        }
    }
}

#[tokio::test]
async fn the_answer_to_whoever_asks_is_the_same_for_an_address_that_is_nobody_s() {
    for engine in engines() {
        let test = fresh(engine).await;
        let (identity, family) = (after(&test, 0), family_after(&test, 0));
        let helper = person(&identity, 1, "王小蓉").await;
        person(&identity, 2, "陈桂芳").await;
        let mut views = Vec::new();
        for whom in [2, 3] {
            let asked =
                family.invite(&helper, &contact(whom), Relation::Other, &some(), &Client::default(), BASE).await;
            let view = family.request(&helper, asked.unwrap()).await.unwrap();
            assert_eq!(messages(&identity, &contact(whom)).await.len(), 1);
            views.push((view.state, view.side, view.powers, view.ends_at));
        }
        assert_eq!(views[0], views[1], "{engine:?}");
        let own = family.invite(&helper, &contact(1), Relation::Other, &some(), &Client::default(), BASE).await;
        assert!(matches!(own, Err(KinError::Own)));
    }
}

#[tokio::test]
async fn a_request_is_over_after_seven_days_and_when_it_is_taken_back() {
    for engine in engines() {
        let test = fresh(engine).await;
        let identity = after(&test, 0);
        let (helper, relative) = (person(&identity, 1, "甲").await, person(&identity, 2, "乙").await);
        let late = asked(&identity, &helper, 2, &some()).await;
        let mut later = relative.clone();
        later.proven_at += TimeDelta::days(7);
        assert!(matches!(family_after(&test, 7).agree(&later, late).await, Err(KinError::Over)));
        let back = asked(&identity, &helper, 2, &some()).await;
        let family = family(&identity);
        assert!(matches!(family.withdraw(&relative, back).await, Err(KinError::Unknown)));
        family.withdraw(&helper, back).await.unwrap();
        assert!(matches!(family.agree(&relative, back).await, Err(KinError::Over)));
        assert!(!may(&identity, &helper, relative.account, Power::Apply).await, "{engine:?}");
    }
}

#[tokio::test]
async fn a_code_read_out_agrees_to_its_own_request_once() {
    for engine in engines() {
        let test = fresh(engine).await;
        let (identity, family) = (after(&test, 0), family_after(&test, 0));
        let (helper, relative) = (person(&identity, 1, "甲").await, person(&identity, 2, "乙").await);
        let (client, browser) = (Client::default(), browser());
        let small = asked(&identity, &helper, 2, &Powers::of([Power::SeeCases])).await;
        let large = asked(&identity, &helper, 2, &Powers::of(Power::FAMILY)).await;
        let code = family.send_consent_code(&helper, small, &browser, &client, Language::FIRST).await.unwrap();
        let typed = digits(messages(&identity, &contact(2)).await.last().unwrap());
        // A code for little is no consent to much.
        let outcome = family.agree_by_code(&helper, large, (code, &typed), &browser, &client).await;
        assert!(matches!(outcome, Err(KinError::Identity(IdentityError::Wrong))), "{outcome:?}");
        let outcome = family.agree_by_code(&helper, small, (code, "000000x"), &browser, &client).await;
        assert!(matches!(outcome, Err(KinError::Identity(IdentityError::Wrong))), "{outcome:?}");
        family.agree_by_code(&helper, small, (code, &typed), &browser, &client).await.unwrap();
        assert!(may(&identity, &helper, relative.account, Power::SeeCases).await);
        assert!(!may(&identity, &helper, relative.account, Power::Pay).await);
        assert!(messages(&identity, &contact(2)).await.last().unwrap().contains("甲"), "{engine:?}");
        // At an address that is nobody's, the right code says that there is no account.
        let nobody = asked(&identity, &helper, 9, &some()).await;
        let code = family.send_consent_code(&helper, nobody, &browser, &client, Language::FIRST).await.unwrap();
        let typed = digits(messages(&identity, &contact(9)).await.last().unwrap());
        let outcome = family.agree_by_code(&helper, nobody, (code, &typed), &browser, &client).await;
        assert!(matches!(outcome, Err(KinError::NoAccount)), "{outcome:?}");
    }
}

#[tokio::test]
async fn of_fifty_who_agree_at_once_five_are_helped_and_of_fifty_helpers_three_help() {
    for engine in engines() {
        let test = fresh(engine).await;
        let identity = after(&test, 0);
        let helper = person(&identity, 0, "帮忙").await;
        let mut tasks = Vec::new();
        for n in 1..=50 {
            let relative = person(&identity, n, "家人").await;
            let id = asked(&identity, &helper, n, &some()).await;
            let family = family(&identity);
            tasks.push(tokio::spawn(async move { family.agree(&relative, id).await }));
        }
        let mut done = 0;
        for task in tasks {
            match task.await.unwrap() {
                Ok(_) => done += 1,
                Err(error) => assert!(matches!(error, KinError::HelperFull), "{engine:?} {error}"),
            }
        }
        assert_eq!(done, MOST_HELPED, "{engine:?}");

        let relative = person(&identity, 100, "长辈").await;
        let mut tasks = Vec::new();
        for n in 101..=150 {
            let helper = person(&identity, n, "晚辈").await;
            let id = asked(&identity, &helper, 100, &some()).await;
            let (family, relative) = (family(&identity), relative.clone());
            tasks.push(tokio::spawn(async move { family.agree(&relative, id).await }));
        }
        let mut done = 0;
        for task in tasks {
            match task.await.unwrap() {
                Ok(_) => done += 1,
                Err(error) => assert!(matches!(error, KinError::RelativeFull), "{engine:?} {error}"),
            }
        }
        assert_eq!(done, MOST_HELPERS, "{engine:?}");
    }
}

#[tokio::test]
async fn the_places_are_the_database_s_own() {
    use crate::family::model::Tie;
    use foundation::database::Fault;
    for engine in engines() {
        let test = fresh(engine).await;
        let identity = after(&test, 0);
        let helper = person(&identity, 1, "甲").await;
        let tie = |relative| Tie {
            id: FamilyTieId::new(),
            helper: helper.account,
            whom: Whom::Account(relative),
            relation: Relation::Other,
            powers: some(),
            begun_at: start(),
            until: None,
            ended_at: None,
        };
        let (one, two) = (person(&identity, 2, "乙").await.account, person(&identity, 3, "丙").await.account);
        let writer = identity.database.writer();
        ties::add(writer, &tie(one), 1, 1).await.unwrap();
        assert!(matches!(ties::add(writer, &tie(two), 1, 1).await, Err(Fault::Conflict(_))), "{engine:?}");
        assert!(matches!(ties::add(writer, &tie(one), 2, 2).await, Err(Fault::Conflict(_))), "{engine:?}");
        assert!(ties::add(writer, &tie(two), 6, 1).await.is_err(), "{engine:?}");
        assert!(ties::add(writer, &tie(two), 2, 4).await.is_err(), "{engine:?}");
        ties::add(writer, &tie(two), 2, 1).await.unwrap();
    }
}

#[tokio::test]
async fn both_sides_read_what_was_done_and_the_audit_names_both() {
    for engine in engines() {
        let test = fresh(engine).await;
        let (identity, family) = (after(&test, 0), family_after(&test, 0));
        let (helper, relative) = (person(&identity, 1, "甲").await, person(&identity, 2, "乙").await);
        let request = asked(&identity, &helper, 2, &some()).await;
        let tie = family.agree(&relative, request).await.unwrap();
        let acting = Acting::Relative(relative.account);
        identity
            .database
            .write(&(&identity, &helper, &acting), |transaction, (identity, helper, acting)| {
                Box::pin(async move {
                    let now = identity.clock.now();
                    let acting_for = identity.may_act(transaction, helper, acting, Power::Apply).await?;
                    identity.record_act(transaction, &acting_for, "deed-apply", "居住证", now).await?;
                    let entry = acting_for.sign(helper.did("family.powers").after(serde_json::json!({ "x": 1 })));
                    foundation::audit::append(transaction, &entry, now).await?;
                    Ok::<_, KinError>(())
                })
            })
            .await
            .unwrap();
        for (side, own) in [(&helper, true), (&relative, false)] {
            let overview = family.overview(side).await.unwrap();
            assert_eq!(overview.deeds.len(), 1, "{engine:?}");
            let deed = &overview.deeds[0];
            assert_eq!((deed.actor.as_str(), deed.whom.as_str(), deed.own), ("甲", "乙", own));
            assert_eq!(family.tie(side, tie).await.unwrap().deeds.len(), 1);
        }
        let audit = Audit::new(test.database.clone());
        let filter = Filter { act: "family.powers".to_owned(), ..Filter::default() };
        let entry = audit.search(&filter, None).await.unwrap().pop().unwrap();
        assert_eq!(entry.account_name, helper.name);
        assert!(format!("{entry:?}").contains(&relative.name), "{entry:?}");
    }
}
