use chrono::{DateTime, Utc};
use sea_orm::ConnectionTrait;
use serde_json::json;

use super::{
    clerk::works_cases,
    dependants::number_index,
    model::{Relation, Side, Tie, Whom},
    overview::names_of,
    service::Family,
    store::{dependants, ties},
    ties::{Ending, end},
};
use crate::{
    Identity,
    actor::Actor,
    kin_error::KinError,
    powers::Powers,
    realname::{IdNumber, RealNameError, verified_account},
    throttle::LOOK_UP,
};
use foundation::{
    audit,
    context::Client,
    ids::{AccountId, FamilyTieId},
};

/// A tie as a counter sees it.
#[derive(Debug, Clone)]
pub struct CounterTie {
    /// The tie.
    pub id: FamilyTieId,
    /// Who helps.
    pub helper: String,
    /// Who is helped.
    pub relative: String,
    /// Whether the latter has no account.
    pub dependant: bool,
    /// What the relative is to the helper.
    pub relation: Relation,
    /// What the helper may do.
    pub powers: Powers,
    /// Since when.
    pub begun_at: DateTime<Utc>,
    /// Since when it is over.
    pub ended_at: Option<DateTime<Utc>>,
}

impl Family {
    /// What binds somebody who stands at the counter, on either side, found by the number on their paper: of a verified account,
    /// or of somebody without one. Each look-up is counted and written down, whether or not it found something.
    pub async fn ties_of_number(
        &self,
        actor: &Actor,
        number: &IdNumber,
        client: &Client,
    ) -> Result<Vec<CounterTie>, KinError> {
        works_cases(actor)?;
        let identity = &self.identity;
        identity.begin_try(LOOK_UP, &actor.name, &client.network()).await?;
        let (reader, now) = (identity.database.reader(), identity.clock.now());
        let mut found = Vec::new();
        if let Some(account) = account_of(reader, identity, number).await? {
            found.extend(ties::holding(reader, account, now).await?);
        }
        if let Some(dependant) = dependants::by_number(reader, &number_index(identity, number)).await? {
            found.extend(ties::holding_dependant(reader, dependant.id, now).await?);
        }
        let entry =
            actor.did("resident.look_up", "family", "").after(json!({ "by": "id number", "found": found.len() }));
        identity
            .database
            .write(&(entry, now), |transaction, (entry, now)| {
                Box::pin(async move {
                    audit::append(transaction, entry, *now).await?;
                    Ok::<_, KinError>(())
                })
            })
            .await?;
        seen(identity, &found).await
    }

    /// One tie, for whoever works at a counter.
    pub async fn tie_at_counter(&self, actor: &Actor, id: FamilyTieId) -> Result<CounterTie, KinError> {
        works_cases(actor)?;
        let tie = ties::by_id(self.identity.database.reader(), id).await?;
        seen(&self.identity, tie.as_slice()).await?.pop().ok_or(KinError::Unknown)
    }

    /// Ends a tie at once for one of the two who stands at the counter and cannot do it themselves: the number on their paper is
    /// that of one of the two. Both read why.
    pub async fn end_at_counter(
        &self,
        actor: &Actor,
        id: FamilyTieId,
        number: &IdNumber,
        reason: &str,
    ) -> Result<(), KinError> {
        works_cases(actor)?;
        let now = self.identity.clock.now();
        let given = (&self.identity, actor, id, number, reason, now);
        self.identity
            .database
            .write(&given, |transaction, (identity, actor, id, number, reason, now)| {
                Box::pin(async move {
                    let tie = ties::by_id(transaction, *id).await?.ok_or(KinError::Unknown)?;
                    if tie.side_of(actor.account).is_some() {
                        return Err(KinError::Own);
                    }
                    let side = side_of_number(transaction, identity, &tie, number).await?;
                    let side = side.ok_or(KinError::Otherwise)?;
                    let ending = Ending { by: Side::Clerk, who: &actor.who(), at_counter: Some((side, reason)) };
                    end(identity, transaction, &tie, &ending, *now).await
                })
            })
            .await
    }
}

/// On which side of a tie somebody stands by the number on their paper.
async fn side_of_number(
    connection: &impl ConnectionTrait,
    identity: &Identity,
    tie: &Tie,
    number: &IdNumber,
) -> Result<Option<Side>, KinError> {
    if let Whom::Dependant(id) = tie.whom {
        let dependant = dependants::some(connection, [id]).await?.pop();
        if dependant.is_some_and(|dependant| dependant.index == number_index(identity, number)) {
            return Ok(Some(Side::Relative));
        }
    }
    Ok(account_of(connection, identity, number).await?.and_then(|account| tie.side_of(account)))
}

/// The verified account of a number.
async fn account_of(
    connection: &impl ConnectionTrait,
    identity: &Identity,
    number: &IdNumber,
) -> Result<Option<AccountId>, KinError> {
    verified_account(connection, &identity.keyring, number).await.map_err(|error| match error {
        RealNameError::Database(fault) => fault.into(),
        _ => KinError::Unknown,
    })
}

async fn seen(identity: &Identity, found: &[Tie]) -> Result<Vec<CounterTie>, KinError> {
    let names = names_of(identity, found).await?;
    let seen = |tie: &Tie| CounterTie {
        id: tie.id,
        helper: names.of(Whom::Account(tie.helper)),
        relative: names.of(tie.whom),
        dependant: matches!(tie.whom, Whom::Dependant(_)),
        relation: tie.relation,
        powers: tie.powers.clone(),
        begun_at: tie.begun_at,
        ended_at: tie.ended_at,
    };
    Ok(found.iter().map(seen).collect())
}
