mod consent;
mod counter;
mod dependants;
mod never;

use std::sync::Arc;

use super::{
    Family, Relation,
    store::requests::{self, Request, State},
};
use crate::{
    Holder, Identity,
    acting::Acting,
    kin_error::KinError,
    kin_tests::{after, contact},
    powers::{Power, Powers},
    realname::IdNumber,
    registers::{Answering, HouseholdRegister, OnPaper, RegisterSilent},
};
use foundation::{
    database::testing::TestDatabase,
    ids::{AccountId, FamilyRequestId},
};

/// A register that says what it is told to say.
struct Register(Result<bool, RegisterSilent>);

impl HouseholdRegister for Register {
    fn is_child_of<'a>(&'a self, _: &'a OnPaper, _: &'a IdNumber, _: chrono::NaiveDate) -> Answering<'a, bool> {
        Box::pin(async { self.0 })
    }
}

fn family(identity: &Identity) -> Family {
    Family::new(identity.clone(), Arc::new(Register(Ok(true))))
}

fn family_after(test: &TestDatabase, days: i64) -> Family {
    family(&after(test, days))
}

/// A request as if it had been sent: the throttle is not what is tried here.
async fn asked(identity: &Identity, helper: &Holder, whom: usize, powers: &Powers) -> FamilyRequestId {
    let now = identity.clock.now();
    let request = Request {
        id: FamilyRequestId::new(),
        helper: helper.account,
        contact: contact(whom),
        relation: Relation::Parent,
        powers: powers.clone(),
        state: State::Open,
        code: None,
        created_at: now,
        ends_at: now + chrono::TimeDelta::days(7),
    };
    requests::add(identity.database.writer(), &request).await.unwrap();
    request.id
}

async fn may(identity: &Identity, helper: &Holder, relative: AccountId, power: Power) -> bool {
    may_for(identity, helper, &Acting::Relative(relative), power).await
}

async fn may_for(identity: &Identity, helper: &Holder, acting: &Acting, power: Power) -> bool {
    let outcome = identity
        .database
        .write(&(identity, helper, acting), |transaction, (identity, helper, acting)| {
            Box::pin(async move { identity.may_act(transaction, helper, acting, power).await })
        })
        .await;
    match outcome {
        Ok(_) => true,
        Err(KinError::Unknown) => false,
        Err(error) => panic!("{error}"),
    }
}
