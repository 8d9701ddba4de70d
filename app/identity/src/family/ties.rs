use chrono::{DateTime, Utc};
use sea_orm::DatabaseTransaction;
use serde_json::json;

use super::{
    dependants::name_place,
    model::{Side, Tie, TieAct, Whom},
    service::Family,
    store::{
        dependants,
        ties::{self, Event},
    },
};
use crate::{Identity, IdentityError, holder::Holder, kin_error::KinError, powers::Powers, store::people};
use foundation::{
    audit::{self, Entry, Who},
    database::Fault,
    ids::{AccountId, FamilyTieId},
    text::Texts,
};

impl Family {
    /// Ends a tie at once, from either side; the other is told.
    pub async fn end(&self, holder: &Holder, id: FamilyTieId) -> Result<(), KinError> {
        let now = self.identity.clock.now();
        self.identity
            .database
            .write(&(self, holder, id, now), |transaction, (family, holder, id, now)| {
                Box::pin(async move {
                    let tie = ties::by_id(transaction, *id).await?.ok_or(KinError::Unknown)?;
                    let side = tie.side_of(holder.account).ok_or(KinError::Unknown)?;
                    end(&family.identity, transaction, &tie, &Ending::by(side, &holder.who()), *now).await
                })
            })
            .await
    }

    /// Changes what the helper may do: only whoever is helped does that.
    pub async fn set_powers(&self, holder: &Holder, id: FamilyTieId, powers: &Powers) -> Result<(), KinError> {
        let now = self.identity.clock.now();
        self.identity
            .database
            .write(&(self, holder, id, powers, now), |transaction, (family, holder, id, powers, now)| {
                Box::pin(async move {
                    let tie = ties::by_id(transaction, *id).await?.ok_or(KinError::Unknown)?;
                    if tie.side_of(holder.account) != Some(Side::Relative) {
                        return Err(KinError::Unknown);
                    }
                    // Taking away is never made harder.
                    if !tie.powers.cover(powers) && !holder.is_fresh(*now) {
                        return Err(KinError::NotFresh);
                    }
                    if !ties::set_powers(transaction, *id, powers).await? {
                        return Err(KinError::Over);
                    }
                    let event = Event { act: TieAct::Powers, by: Side::Relative, powers: (*powers).clone(), at: *now };
                    ties::add_event(transaction, *id, &event).await?;
                    let name = holder.display_name.clone();
                    let words = |texts: &'static Texts| {
                        (texts.family_powers_subject().to_owned(), texts.family_powers_body(name.clone()))
                    };
                    family.identity.tell_holder(transaction, tie.helper, "family", &words, *now).await?;
                    let entry = Entry::new(holder.who(), "family.powers", "family", id.to_string())
                        .before(json!({ "powers": tie.powers.stored() }))
                        .after(json!({ "powers": powers.stored() }));
                    audit::append(transaction, &entry, *now).await?;
                    Ok(())
                })
            })
            .await
    }

    /// Ends what minors who came of age were bound by; says how many ties.
    pub async fn sweep(&self) -> Result<usize, KinError> {
        let now = self.identity.clock.now();
        let due = ties::due(self.identity.database.reader(), now).await?;
        let mut ended = 0;
        for tie in due {
            let given = (&self.identity, &tie, now);
            let outcome = self
                .identity
                .database
                .write(&given, |transaction, (identity, tie, now)| {
                    Box::pin(async move {
                        end(identity, transaction, tie, &Ending::by(Side::Age, &Who::worker()), *now).await
                    })
                })
                .await;
            match outcome {
                Ok(()) => ended += 1,
                // Another process, or one of the two, was first.
                Err(KinError::Over) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(ended)
    }

    /// Sweeps until the process ends.
    pub async fn keep_swept(self) {
        loop {
            if let Err(error) = self.sweep().await {
                tracing::warn!(%error, "ties of people who came of age not ended");
            }
            tokio::time::sleep(std::time::Duration::from_mins(10)).await;
        }
    }
}

/// Ends whatever binds an account, and what it still asks of clerks, in the transaction in which it is closed.
pub(crate) async fn end_all_of(
    identity: &Identity,
    transaction: &DatabaseTransaction,
    account: AccountId,
    who: &Who,
    now: DateTime<Utc>,
) -> Result<(), IdentityError> {
    dependants::withdraw_all(transaction, account, now).await?;
    let ending = Ending::by(Side::Closure, who);
    for tie in ties::holding(transaction, account, now).await? {
        // Any other fault: the other side was first.
        if let Err(KinError::Identity(error)) = end(identity, transaction, &tie, &ending, now).await {
            return Err(error);
        }
    }
    Ok(())
}

/// How a tie ends.
pub(super) struct Ending<'a> {
    /// On whose side.
    pub(super) by: Side,
    /// As the audit has it.
    pub(super) who: &'a Who,
    /// For which side a clerk did it, and why.
    pub(super) at_counter: Option<(Side, &'a str)>,
}

impl<'a> Ending<'a> {
    /// By somebody who owes nobody a reason.
    fn by(by: Side, who: &'a Who) -> Self {
        Self { by, who, at_counter: None }
    }
}

/// Ends a tie in a transaction: writes it into the log both read, and tells whoever did not do it.
pub(super) async fn end(
    identity: &Identity,
    transaction: &DatabaseTransaction,
    tie: &Tie,
    ending: &Ending<'_>,
    now: DateTime<Utc>,
) -> Result<(), KinError> {
    if !ties::end(transaction, tie.id, now).await? {
        return Err(KinError::Over);
    }
    let event = Event { act: TieAct::Ended, by: ending.by, powers: tie.powers.clone(), at: now };
    ties::add_event(transaction, tie.id, &event).await?;
    tell_ended(identity, transaction, tie, ending, now).await?;
    let mut after = json!({ "by": ending.by.code() });
    if let Some((side, reason)) = ending.at_counter {
        after["asked_by"] = side.code().into();
        after["reason"] = reason.into();
    }
    let entry = Entry::new(ending.who.clone(), "family.end", "family", tie.id.to_string()).after(after);
    audit::append(transaction, &entry, now).await?;
    Ok(())
}

async fn tell_ended(
    identity: &Identity,
    transaction: &DatabaseTransaction,
    tie: &Tie,
    ending: &Ending<'_>,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    let called = called(identity, transaction, tie).await?;
    let (helper, relative) = &called;
    let mut sides = vec![(Side::Helper, tie.helper, relative)];
    if let Whom::Account(account) = tie.whom {
        sides.push((Side::Relative, account, helper));
    }
    for (_, account, other) in sides.into_iter().filter(|(side, ..)| *side != ending.by) {
        let words = |texts: &'static Texts| {
            let body = match (ending.by, ending.at_counter) {
                (_, Some((_, reason))) => {
                    texts.family_clerk_ended_body(helper.clone(), reason.to_owned(), relative.clone())
                }
                (Side::Age, None) => texts.family_came_of_age_body().to_owned(),
                (_, None) => texts.family_ended_body(other.clone()),
            };
            (texts.family_ended_subject().to_owned(), body)
        };
        identity.tell_holder(transaction, account, "family", &words, now).await?;
    }
    Ok(())
}

/// What the helper of a tie and whoever is helped are called.
async fn called(identity: &Identity, transaction: &DatabaseTransaction, tie: &Tie) -> Result<(String, String), Fault> {
    let mut accounts = vec![tie.helper];
    accounts.extend(match tie.whom {
        Whom::Account(relative) => Some(relative),
        Whom::Dependant(_) => None,
    });
    let named = people::named(transaction, accounts).await?;
    let name = |account: &AccountId| named.get(account).map(|named| named.display_name.clone()).unwrap_or_default();
    let relative = match tie.whom {
        Whom::Account(relative) => name(&relative),
        Whom::Dependant(id) => {
            let dependant = dependants::some(transaction, [id]).await?.pop();
            let opened = dependant.and_then(|known| identity.keyring.open_text(&name_place(id), &known.name).ok());
            opened.unwrap_or_default()
        }
    };
    Ok((name(&tie.helper), relative))
}
