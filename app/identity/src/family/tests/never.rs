//! Whatever is asked, agreed, refused and ended in whatever order: nobody has a power that nobody gave.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::{asked, family, may};
use crate::{
    Holder,
    kin_tests::{after, person},
    powers::{Power, Powers},
};
use foundation::{
    database::testing::{engines, fresh},
    ids::{FamilyRequestId, FamilyTieId},
};

const PEOPLE: usize = 4;

#[derive(Debug, Clone)]
enum Step {
    Ask { helper: usize, whom: usize, powers: Powers },
    Agree { by: usize, request: usize },
    Refuse { by: usize, request: usize },
    Withdraw { by: usize, request: usize },
    Change { by: usize, tie: usize, powers: Powers },
    End { by: usize, tie: usize },
}

fn powers() -> impl Strategy<Value = Powers> {
    proptest::sample::subsequence(Power::FAMILY.to_vec(), 1..=4).prop_map(Powers::of)
}

fn step() -> impl Strategy<Value = Step> {
    let who = 0..PEOPLE;
    let some = 0usize..6;
    prop_oneof![
        3 => (who.clone(), who.clone(), powers()).prop_map(|(helper, whom, powers)| Step::Ask { helper, whom, powers }),
        4 => (who.clone(), some.clone()).prop_map(|(by, request)| Step::Agree { by, request }),
        1 => (who.clone(), some.clone()).prop_map(|(by, request)| Step::Refuse { by, request }),
        1 => (who.clone(), some.clone()).prop_map(|(by, request)| Step::Withdraw { by, request }),
        2 => (who.clone(), some.clone(), powers()).prop_map(|(by, tie, powers)| Step::Change { by, tie, powers }),
        2 => (who, some).prop_map(|(by, tie)| Step::End { by, tie }),
    ]
}

/// What was asked and bound so far, and what the ones who are helped gave themselves.
#[derive(Default)]
struct Seen {
    requests: Vec<(FamilyRequestId, usize, usize, Powers)>,
    ties: Vec<(FamilyTieId, usize, usize)>,
    given: BTreeMap<(usize, usize), Powers>,
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nobody_has_a_power_that_nobody_gave(steps in proptest::collection::vec(step(), 10..25)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        for engine in engines() {
            runtime.block_on(async {
                let test = fresh(engine).await;
                let identity = after(&test, 0);
                let mut people = Vec::new();
                for n in 0..PEOPLE {
                    people.push(person(&identity, n, "某人").await);
                }
                let mut seen = Seen::default();
                for step in &steps {
                    take(&identity, &people, &mut seen, step).await;
                    for (helper, who) in people.iter().enumerate() {
                        for (whom, relative) in people.iter().enumerate().filter(|(whom, _)| *whom != helper) {
                            for power in Power::FAMILY {
                                let given = seen.given.get(&(helper, whom)).is_some_and(|given| given.hold(power));
                                let may = may(&identity, who, relative.account, power).await;
                                assert_eq!(may, given, "{engine:?}: {helper} for {whom}: {power:?} after {step:?}");
                            }
                        }
                    }
                }
            });
        }
    }
}

/// Takes a step; what was given changes only by what the one who is helped did, and ends by either.
async fn take(identity: &crate::Identity, people: &[Holder], seen: &mut Seen, step: &Step) {
    let family = family(identity);
    match step {
        Step::Ask { helper, whom, powers } => {
            let id = asked(identity, &people[*helper], *whom, powers).await;
            seen.requests.push((id, *helper, *whom, powers.clone()));
        }
        Step::Agree { by, request } => {
            let Some((id, helper, whom, powers)) = seen.requests.get(*request).cloned() else { return };
            if let Ok(tie) = family.agree(&people[*by], id).await {
                assert_eq!(*by, whom, "somebody else agreed");
                seen.given.insert((helper, whom), powers);
                seen.ties.push((tie, helper, whom));
            }
        }
        Step::Refuse { by, request } => {
            let Some((id, _, whom, _)) = seen.requests.get(*request) else { return };
            if family.refuse(&people[*by], *id).await.is_ok() {
                assert_eq!(by, whom, "somebody else refused");
            }
        }
        Step::Withdraw { by, request } => {
            let Some((id, helper, ..)) = seen.requests.get(*request) else { return };
            if family.withdraw(&people[*by], *id).await.is_ok() {
                assert_eq!(by, helper, "somebody else took it back");
            }
        }
        Step::Change { by, tie, powers } => {
            let Some((id, helper, whom)) = seen.ties.get(*tie).copied() else { return };
            if family.set_powers(&people[*by], id, powers).await.is_ok() {
                assert_eq!(*by, whom, "somebody else gave powers");
                seen.given.insert((helper, whom), powers.clone());
            }
        }
        Step::End { by, tie } => {
            let Some((id, helper, whom)) = seen.ties.get(*tie).copied() else { return };
            if family.end(&people[*by], id).await.is_ok() {
                assert!([helper, whom].contains(by), "a stranger ended it");
                seen.given.remove(&(helper, whom));
            }
        }
    }
}
