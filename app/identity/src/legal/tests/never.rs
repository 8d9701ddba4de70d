//! Whatever is asked, accepted, changed and taken in whatever order: no agent has a power that nobody who held it gave.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::{invite, legal, may, opened};
use crate::{
    Holder, Identity,
    kin_tests::{after, person, verified},
    powers::{Power, Powers},
};
use foundation::{
    codes::UnifiedSocialCreditCode,
    database::testing::{engines, fresh},
    ids::CompanyInvitationId,
};

const PEOPLE: usize = 4;

#[derive(Debug, Clone)]
enum Step {
    Invite { by: usize, whom: usize, powers: Powers },
    Accept { by: usize, invitation: usize },
    Change { by: usize, whom: usize, powers: Powers },
    End { by: usize, whom: usize },
}

fn powers() -> impl Strategy<Value = Powers> {
    proptest::sample::subsequence(Power::COMPANY.to_vec(), 1..=5).prop_map(Powers::of)
}

fn step() -> impl Strategy<Value = Step> {
    let who = 0..PEOPLE;
    prop_oneof![
        3 => (who.clone(), who.clone(), powers()).prop_map(|(by, whom, powers)| Step::Invite { by, whom, powers }),
        4 => (who.clone(), 0usize..6).prop_map(|(by, invitation)| Step::Accept { by, invitation }),
        2 => (who.clone(), who.clone(), powers()).prop_map(|(by, whom, powers)| Step::Change { by, whom, powers }),
        2 => (who.clone(), who).prop_map(|(by, whom)| Step::End { by, whom }),
    ]
}

/// What was asked so far, and what those who held it gave. The first of the people represents the company.
#[derive(Default)]
struct Seen {
    invitations: Vec<(CompanyInvitationId, usize, usize, Powers)>,
    given: BTreeMap<usize, Powers>,
}

impl Seen {
    fn of(&self, who: usize) -> Powers {
        if who == 0 { Powers::of(Power::COMPANY) } else { self.given.get(&who).cloned().unwrap_or_default() }
    }

    fn could_give(&self, who: usize, powers: &Powers) -> bool {
        let own = self.of(who);
        own.hold(Power::ManageAgents) && own.cover(powers)
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_agent_has_a_power_that_nobody_who_held_it_gave(steps in proptest::collection::vec(step(), 10..20)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        for engine in engines() {
            runtime.block_on(async {
                let test = fresh(engine).await;
                let identity = after(&test, 0);
                let mut people = vec![verified(&identity, 0, "王小蓉").await];
                for n in 1..PEOPLE {
                    people.push(person(&identity, n, "某人").await);
                }
                let uscc = opened(&identity, &people[0], 0).await;
                let mut seen = Seen::default();
                for step in &steps {
                    take(&identity, &people, &uscc, &mut seen, step).await;
                    for (n, who) in people.iter().enumerate() {
                        for power in Power::COMPANY {
                            let may = may(&identity, who, &uscc, power).await;
                            assert_eq!(may, seen.of(n).hold(power), "{engine:?}: {n} {power:?} after {step:?}");
                        }
                    }
                }
            });
        }
    }
}

async fn take(identity: &Identity, people: &[Holder], uscc: &UnifiedSocialCreditCode, seen: &mut Seen, step: &Step) {
    let legal = legal(identity);
    match step {
        Step::Invite { by, whom, powers } => {
            if let Ok(id) = invite(identity, &people[*by], uscc, *whom, powers).await {
                assert!(seen.could_give(*by, powers), "{by} gave what they do not hold");
                seen.invitations.push((id, *by, *whom, powers.clone()));
            }
        }
        Step::Accept { by, invitation } => {
            let Some((id, giver, whom, powers)) = seen.invitations.get(*invitation).cloned() else { return };
            if legal.accept(&people[*by], id).await.is_ok() {
                assert_eq!(*by, whom, "somebody else accepted");
                assert!(seen.could_give(giver, &powers), "{giver} no longer holds what they gave");
                seen.given.insert(*by, powers);
            }
        }
        Step::Change { by, whom, powers } => {
            if legal.set_powers(&people[*by], uscc, people[*whom].account, powers).await.is_ok() {
                assert!(seen.could_give(*by, powers), "{by} gave what they do not hold");
                seen.given.insert(*whom, powers.clone());
            }
        }
        Step::End { by, whom } => {
            if legal.end_agent(&people[*by], uscc, people[*whom].account).await.is_ok() {
                assert!(by == whom || seen.could_give(*by, &seen.of(*whom)), "{by} may not end {whom}");
                seen.given.remove(whom);
            }
        }
    }
}
