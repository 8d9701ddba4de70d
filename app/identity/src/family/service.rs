use std::sync::Arc;

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DatabaseTransaction};

use super::{
    super::{
        Identity,
        acting::{Acting, ActingOption},
        kin_error::KinError,
        powers::{Power, Powers},
        registers::HouseholdRegister,
        store::people,
    },
    model::{Relation, Side, Tie, TieAct, Whom},
    overview::names_of,
    store::ties::{self, Event},
};
use foundation::{
    audit::{self, Entry, Who},
    database::Fault,
    ids::{AccountId, FamilyTieId},
};

/// Relatives one person may help.
pub const MOST_HELPED: i16 = 5;
/// Helpers one person may have.
pub const MOST_HELPERS: i16 = 3;

/// Who helps whom; clone it freely.
#[derive(Clone)]
pub struct Family {
    pub(super) identity: Identity,
    pub(super) households: Arc<dyn HouseholdRegister>,
}

impl Family {
    /// Over the accounts, with the register of households the city has.
    pub fn new(identity: Identity, households: Arc<dyn HouseholdRegister>) -> Self {
        Self { identity, households }
    }
}

/// What is about to bind two.
pub(super) struct Binding<'a> {
    pub(super) helper: AccountId,
    pub(super) whom: Whom,
    pub(super) relation: Relation,
    pub(super) powers: &'a Powers,
    pub(super) until: Option<DateTime<Utc>>,
    pub(super) by: Side,
}

/// Binds two, in the transaction of what allows it. Both accounts are held first, so that many at once stand in a row and find
/// the places as they are; the places themselves are kept by the database.
pub(super) async fn bind(
    transaction: &DatabaseTransaction,
    binding: &Binding<'_>,
    now: DateTime<Utc>,
) -> Result<FamilyTieId, KinError> {
    let mut accounts = vec![binding.helper];
    if let Whom::Account(relative) = binding.whom {
        if relative == binding.helper {
            return Err(KinError::Own);
        }
        accounts.push(relative);
    }
    if people::hold_usable(transaction, &accounts).await?.len() != accounts.len() {
        return Err(KinError::Unknown);
    }
    if ties::between(transaction, binding.helper, binding.whom, now).await?.is_some() {
        return Err(KinError::Already);
    }
    let helper_place =
        free(&ties::places_of_helper(transaction, binding.helper).await?, MOST_HELPED).ok_or(KinError::HelperFull)?;
    let relative_place =
        free(&ties::places_of(transaction, binding.whom).await?, MOST_HELPERS).ok_or(KinError::RelativeFull)?;
    let tie = Tie {
        id: FamilyTieId::new(),
        helper: binding.helper,
        whom: binding.whom,
        relation: binding.relation,
        powers: binding.powers.clone(),
        begun_at: now,
        until: binding.until,
        ended_at: None,
    };
    ties::add(transaction, &tie, helper_place, relative_place).await?;
    let event = Event { act: TieAct::Bound, by: binding.by, powers: binding.powers.clone(), at: now };
    ties::add_event(transaction, tie.id, &event).await?;
    Ok(tie.id)
}

/// The lowest place nobody has.
fn free(taken: &[i16], most: i16) -> Option<i16> {
    (1..=most).find(|place| !taken.contains(place))
}

/// What somebody may do for somebody else at a moment; none where nothing binds them.
pub(crate) async fn powers_over(
    connection: &impl ConnectionTrait,
    helper: AccountId,
    whom: Whom,
    now: DateTime<Utc>,
) -> Result<Option<Powers>, Fault> {
    Ok(ties::between(connection, helper, whom, now).await?.map(|tie| tie.powers))
}

/// The relatives and dependants somebody may act for.
pub(crate) async fn options(
    identity: &Identity,
    helper: AccountId,
    now: DateTime<Utc>,
) -> Result<Vec<ActingOption>, KinError> {
    let reader = identity.database.reader();
    let mut held = ties::holding(reader, helper, now).await?;
    held.retain(|tie| tie.helper == helper);
    let names = names_of(identity, &held).await?;
    let option = |tie: Tie| {
        let acting = match tie.whom {
            Whom::Account(account) => Acting::Relative(account),
            Whom::Dependant(dependant) => Acting::Dependant(dependant),
        };
        ActingOption { acting, name: names.of(tie.whom), powers: tie.powers }
    };
    Ok(held.into_iter().map(option).collect())
}

/// Binds two people of the demonstration, who agreed to it by being made up.
pub(crate) async fn bind_demo(identity: &Identity, helper: AccountId, relative: AccountId) -> Result<(), KinError> {
    let powers = Powers::of([Power::Apply, Power::SeeCases, Power::Book]);
    let given = (helper, relative, powers, identity.clock.now());
    identity
        .database
        .write(&given, |transaction, (helper, relative, powers, now)| {
            Box::pin(async move {
                let binding = Binding {
                    helper: *helper,
                    whom: Whom::Account(*relative),
                    relation: Relation::Parent,
                    powers,
                    until: None,
                    by: Side::Relative,
                };
                let tie = bind(transaction, &binding, *now).await?;
                let entry = Entry::new(Who::operator(), "family.bind", "family", tie.to_string());
                audit::append(transaction, &entry, *now).await?;
                Ok(())
            })
        })
        .await
}

#[cfg(test)]
mod unit {
    use super::free;

    #[test]
    fn the_lowest_free_place_is_taken_and_none_beyond_the_last() {
        assert_eq!(free(&[], 5), Some(1));
        assert_eq!(free(&[1, 3], 5), Some(2));
        assert_eq!(free(&[3, 2, 1], 3), None);
    }
}
