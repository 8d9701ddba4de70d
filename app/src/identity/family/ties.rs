use chrono::{DateTime, Utc};
use sea_orm::DatabaseTransaction;
use serde_json::json;

use super::{
    model::{Side, Tie, TieAct, Whom},
    service::Family,
    store::{
        dependants,
        ties::{self, Event},
    },
};
use crate::{
    audit::{self, Entry, Who},
    database::Fault,
    identity::{Identity, IdentityError, holder::Holder, kin_error::KinError, powers::Powers, store::people},
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
                    end(&family.identity, transaction, &tie, side, &holder.who(), *now).await
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
                    Box::pin(async move { end(identity, transaction, tie, Side::Age, &Who::worker(), *now).await })
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
pub(in crate::identity) async fn end_all_of(
    identity: &Identity,
    transaction: &DatabaseTransaction,
    account: AccountId,
    who: &Who,
    now: DateTime<Utc>,
) -> Result<(), IdentityError> {
    dependants::withdraw_all(transaction, account, now).await?;
    for tie in ties::holding(transaction, account, now).await? {
        // Any other fault: the other side was first.
        if let Err(KinError::Identity(error)) = end(identity, transaction, &tie, Side::Closure, who, now).await {
            return Err(error);
        }
    }
    Ok(())
}

/// Ends a tie in a transaction: writes it into the log both read, and tells whoever did not do it.
async fn end(
    identity: &Identity,
    transaction: &DatabaseTransaction,
    tie: &Tie,
    by: Side,
    who: &Who,
    now: DateTime<Utc>,
) -> Result<(), KinError> {
    if !ties::end(transaction, tie.id, now).await? {
        return Err(KinError::Over);
    }
    let event = Event { act: TieAct::Ended, by, powers: tie.powers.clone(), at: now };
    ties::add_event(transaction, tie.id, &event).await?;
    let mut told = Vec::new();
    if by != Side::Helper {
        told.push(tie.helper);
    }
    if let Whom::Account(relative) = tie.whom
        && by != Side::Relative
    {
        told.push(relative);
    }
    tell_ended(identity, transaction, tie, by, &told, now).await?;
    let entry = Entry::new(who.clone(), "family.end", "family", tie.id.to_string()).after(json!({ "by": by.code() }));
    audit::append(transaction, &entry, now).await?;
    Ok(())
}

async fn tell_ended(
    identity: &Identity,
    transaction: &DatabaseTransaction,
    tie: &Tie,
    by: Side,
    told: &[AccountId],
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    let mut both = vec![tie.helper];
    if let Whom::Account(relative) = tie.whom {
        both.push(relative);
    }
    let named = people::named(transaction, both.iter().copied()).await?;
    for account in told {
        let other = both.iter().find(|other| *other != account);
        let name = other.and_then(|other| named.get(other)).map(|named| named.display_name.clone());
        let words = |texts: &'static Texts| {
            let body = match (by, &name) {
                (Side::Age, _) | (_, None) => texts.family_came_of_age_body().to_owned(),
                (_, Some(name)) => texts.family_ended_body(name.clone()),
            };
            (texts.family_ended_subject().to_owned(), body)
        };
        identity.tell_holder(transaction, *account, "family", &words, now).await?;
    }
    Ok(())
}
