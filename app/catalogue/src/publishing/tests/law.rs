//! The law: no order of acts publishes a text that nobody else approved.

use std::collections::{BTreeMap, HashMap};

use proptest::prelude::*;

use super::*;
use crate::publishing::{Choice, store};

#[derive(Debug, Clone, Copy)]
enum Step {
    Create,
    Open,
    Save(u8),
    SaveStale(u8),
    Choose,
    Submit,
    TakeBack,
    SendBack,
    Approve,
    ApproveLater,
    Reschedule,
    Due,
    Withdraw,
    Restore,
    Revive,
    Discard,
}

fn steps() -> impl Strategy<Value = Vec<(u8, Step)>> {
    let step = prop_oneof![
        2 => Just(Step::Create),
        2 => Just(Step::Open),
        4 => any::<u8>().prop_map(Step::Save),
        2 => any::<u8>().prop_map(Step::SaveStale),
        1 => Just(Step::Choose),
        5 => Just(Step::Submit),
        1 => Just(Step::TakeBack),
        1 => Just(Step::SendBack),
        5 => Just(Step::Approve),
        2 => Just(Step::ApproveLater),
        1 => Just(Step::Reschedule),
        2 => Just(Step::Due),
        1 => Just(Step::Withdraw),
        1 => Just(Step::Restore),
        1 => Just(Step::Revive),
        1 => Just(Step::Discard),
    ];
    proptest::collection::vec((0u8..4, step), 1..40)
}

fn roles() -> impl Strategy<Value = Vec<Role>> {
    let role = prop_oneof![
        Just(Role::Editor),
        Just(Role::Reviewer),
        Just(Role::DepartmentAdmin),
        Just(Role::CityAdmin),
        Just(Role::Clerk)
    ];
    proptest::collection::vec(role, 4)
}

/// Takes the steps one after another; refusals are part of the game. Answers who put which summaries into the draft:
/// what the test knows by itself, without asking the desk.
async fn play(city: &City, actors: &[Actor], code: &ItemCode, steps: &[(u8, Step)]) {
    // Who wrote since the text was begun, by the test's own count, and who approved which version's text.
    let mut writers: Vec<AccountId> = Vec::new();
    let mut minute = 0;
    let mut versions = 0;
    let mut approver: Option<AccountId> = None;
    let mut published: BTreeMap<i32, (AccountId, Vec<AccountId>)> = BTreeMap::new();
    for (number, (who, step)) in steps.iter().enumerate() {
        let actor = &actors[usize::from(*who)];
        minute += 1;
        let desk = city.later(minute);
        let draft = desk.draft(&admin(), code).await.ok();
        let seen = draft.as_ref().map_or(1, |draft| draft.revision);
        let text = |choice: u8| sheet("summary", &format!("第{number}步写的{choice}"));
        match step {
            Step::Create => {
                if desk.create(actor, code, &Bilingual::zh("居住证申领"), "CD06").await.is_ok() {
                    writers = vec![actor.account];
                }
            }
            Step::Open => {
                if desk.open(actor, code).await.is_ok() && draft.is_none() {
                    writers.clear();
                }
            }
            Step::Save(choice) => {
                if desk.save(actor, code, seen, &["summary"], &text(*choice)).await.is_ok() {
                    writers.push(actor.account);
                }
            }
            Step::SaveStale(choice) => {
                if desk.save(actor, code, seen - 1, &["summary"], &text(*choice)).await.is_ok() {
                    writers.push(actor.account);
                }
            }
            Step::Choose => {
                if let Some(conflict) = draft.as_ref().and_then(|draft| draft.conflicts.first())
                    && desk.choose(actor, code, conflict.number, Choice::Mine).await.is_ok()
                {
                    writers.push(actor.account);
                }
            }
            Step::Submit => drop(desk.submit(actor, code, seen, "", None, None).await),
            Step::TakeBack => {
                if desk.take_back(actor, code).await.is_ok() {
                    approver = None;
                }
            }
            Step::SendBack => drop(desk.send_back(actor, code, seen, "再看看").await),
            Step::Approve => {
                if desk.approve(actor, code, seen, Effect::Now, None).await.is_ok() {
                    approver = Some(actor.account);
                }
            }
            Step::ApproveLater => {
                let at = Effect::At(noon() + Duration::minutes(minute + 2));
                if desk.approve(actor, code, seen, at, None).await.is_ok() {
                    approver = Some(actor.account);
                }
            }
            Step::Reschedule => drop(desk.reschedule(actor, code, Effect::Now, None).await),
            Step::Due => drop(desk.publish_due().await.unwrap()),
            Step::Withdraw => drop(desk.withdraw(actor, code, REASON).await),
            Step::Restore => drop(desk.restore(actor, code).await),
            Step::Revive => {
                if desk.revive(actor, code, 1).await.is_ok() {
                    writers = vec![actor.account];
                }
            }
            Step::Discard => drop(desk.discard(actor, code, seen).await),
        }
        let now = desk.versions(code).await.unwrap();
        if now.len() > versions {
            versions = now.len();
            let by = approver.take().expect("a version without anybody's approval");
            published.insert(now[0].number, (by, std::mem::take(&mut writers)));
        }
        // What residents have is a version, never anything else.
        if let Some(public) = city.public(code).await {
            let newest = desk.version(code, now[0].number).await.unwrap();
            assert_eq!(public, newest.item);
        }
    }
    for (number, (approver, writers)) in published {
        assert!(!writers.contains(&approver), "version {number} was approved by who wrote in it");
    }
    let names: HashMap<String, AccountId> =
        actors.iter().map(|actor| (actor.display_name.clone(), actor.account)).collect();
    for head in store::versions::heads(city.test.database.writer(), code.as_str()).await.unwrap() {
        assert!(names.contains_key(&head.approved_by), "{head:?}");
        assert!(!head.written_by.contains(&head.approved_by), "{head:?}");
        assert!(!head.written_by.is_empty(), "{head:?}");
    }
}

fn actors(roles: &[Role]) -> Vec<Actor> {
    roles
        .iter()
        .zip(0..)
        .map(|(role, number)| person(&format!("person-{number}"), *role, role.needs_department().then_some("CD06")))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_order_of_acts_publishes_a_text_that_nobody_else_approved(roles in roles(), steps in steps()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let city = city(Engine::Sqlite).await;
            play(&city, &actors(&roles), &code("L-1"), &steps).await;
        });
    }
}

#[tokio::test]
async fn a_long_game_keeps_the_law_on_every_engine() {
    let roles = [Role::CityAdmin, Role::DepartmentAdmin, Role::Editor, Role::Reviewer];
    let mut steps = Vec::new();
    for round in 0u8..12 {
        let (a, b) = (round % 4, (round + 1 + round / 4) % 4);
        steps.extend([(a, Step::Create), (a, Step::Open), (a, Step::Save(round)), (b, Step::SaveStale(round))]);
        steps.extend([(a, Step::Choose), (a, Step::Submit), (a, Step::Approve), (b, Step::Approve)]);
        steps.extend([
            (3, Step::ApproveLater),
            (1, Step::ApproveLater),
            (0, Step::Due),
            (0, Step::Due),
            (0, Step::Due),
        ]);
        steps.extend([
            (b, Step::Withdraw),
            (b, Step::Restore),
            (a, Step::Revive),
            (b, Step::Submit),
            (a, Step::Approve),
        ]);
    }
    for engine in testing::engines() {
        let city = city(engine).await;
        play(&city, &actors(&roles), &code("L-2"), &steps).await;
        let versions = city.desk.versions(&code("L-2")).await.unwrap();
        assert!(versions.len() > 3, "the game publishes: {}", versions.len());
    }
}
