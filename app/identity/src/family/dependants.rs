use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::DatabaseTransaction;
use serde_json::json;

use super::{
    model::{Relation, Side, Whom, day_of, of_age},
    service::{Binding, Family, bind},
    store::dependants::{self, Asked, Dependant, OPEN},
};
use crate::{
    Identity, holder::Holder, kin_error::KinError, powers::Powers, realname::IdNumber, registers::OnPaper,
    throttle::KIN_ASKED, verified::verified_person,
};
use foundation::{
    audit::{self, Entry},
    context::Client,
    ids::{DependantId, FamilyRequestId, FamilyTieId},
};

/// Somebody without an account whom somebody wants to help.
#[derive(Debug, Clone)]
pub struct NewDependant {
    /// As the papers name them.
    pub person: OnPaper,
    /// What they are to the helper.
    pub relation: Relation,
    /// What the helper wants to do for them.
    pub powers: Powers,
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Added {
    /// The register knows both in one household.
    Bound(FamilyTieId),
    /// A clerk has to see the papers.
    AtCounter(FamilyRequestId),
}

impl Family {
    /// Adds a child, or somebody else without an account: a minor at once where the register knows both in one household, everybody
    /// else once a clerk has seen the papers. Whoever asks is verified themselves.
    pub async fn add_dependant(&self, holder: &Holder, new: &NewDependant, client: &Client) -> Result<Added, KinError> {
        let identity = &self.identity;
        let now = identity.clock.now();
        let asker = verified_person(identity, holder).await?;
        if !holder.is_fresh(now) {
            return Err(KinError::NotFresh);
        }
        if asker.number == new.person.number {
            return Err(KinError::Own);
        }
        identity.begin_try(KIN_ASKED, &holder.name, &client.network()).await?;
        let today = day_of(now);
        let minor = new.person.number.is_minor(today);
        // A register that does not answer is a reason to ask a clerk, not to send people away.
        let same = minor && self.households.is_child_of(&new.person, &asker.number, today).await.unwrap_or(false);
        if same {
            self.bind_minor(holder, new, now).await.map(Added::Bound)
        } else {
            self.ask_clerk(holder, new, now).await
        }
    }

    async fn bind_minor(
        &self,
        holder: &Holder,
        new: &NewDependant,
        now: DateTime<Utc>,
    ) -> Result<FamilyTieId, KinError> {
        self.identity
            .database
            .write(&(self, holder, new, now), |transaction, (family, holder, new, now)| {
                Box::pin(async move {
                    let dependant = hold_dependant(&family.identity, transaction, &new.person, *now).await?;
                    let binding = Binding {
                        helper: holder.account,
                        whom: Whom::Dependant(dependant),
                        relation: new.relation,
                        powers: &new.powers,
                        until: Some(of_age(new.person.number.born())),
                        by: Side::Helper,
                    };
                    let tie = bind(transaction, &binding, *now).await?;
                    let entry = Entry::new(holder.who(), "family.bind", "family", tie.to_string()).after(json!({
                        "helper": holder.name, "dependant": dependant.to_string(), "by": "household",
                        "relation": new.relation.code(), "powers": new.powers.stored(),
                    }));
                    audit::append(transaction, &entry, *now).await?;
                    Ok(tie)
                })
            })
            .await
    }

    async fn ask_clerk(&self, holder: &Holder, new: &NewDependant, now: DateTime<Utc>) -> Result<Added, KinError> {
        let id = FamilyRequestId::new();
        let keyring = &self.identity.keyring;
        let asked = Asked {
            id,
            helper: holder.account,
            name: keyring.seal(&name_asked(id), new.person.name.as_str().as_bytes()),
            id_number: Some(keyring.seal(&number_asked(id), new.person.number.as_str().as_bytes())),
            index: number_index(&self.identity, &new.person.number),
            born_on: new.person.number.born(),
            relation: new.relation,
            powers: new.powers.clone(),
            state: OPEN.to_owned(),
            paper: String::new(),
            reason: String::new(),
            created_at: now,
        };
        let entry = Entry::new(holder.who(), "family.ask_clerk", "family_request", id.to_string())
            .after(json!({ "relation": new.relation.code(), "powers": new.powers.stored() }));
        self.identity
            .database
            .write(&(asked, entry), |transaction, (asked, entry)| {
                Box::pin(async move {
                    dependants::ask(transaction, asked).await?;
                    audit::append(transaction, entry, asked.created_at).await?;
                    Ok::<_, KinError>(())
                })
            })
            .await?;
        Ok(Added::AtCounter(id))
    }
}

/// Somebody without an account, made where nobody of the number is known, held until the transaction ends. A known number with
/// another name is [`KinError::Otherwise`].
pub(super) async fn hold_dependant(
    identity: &Identity,
    transaction: &DatabaseTransaction,
    person: &OnPaper,
    now: DateTime<Utc>,
) -> Result<DependantId, KinError> {
    let id = DependantId::new();
    let keyring = &identity.keyring;
    let new = Dependant {
        id,
        name: keyring.seal(&name_place(id), person.name.as_str().as_bytes()),
        id_number: keyring.seal(&number_place(id), person.number.as_str().as_bytes()),
        index: number_index(identity, &person.number),
        born_on: person.number.born(),
    };
    let known = dependants::add_or_hold(transaction, &new, now).await?.ok_or(KinError::Unknown)?;
    let name = keyring.open_text(&name_place(known.id), &known.name).unwrap_or_default();
    if name == person.name.as_str() { Ok(known.id) } else { Err(KinError::Otherwise) }
}

/// The keyed hash the number of somebody without an account is found by.
pub(super) fn number_index(identity: &Identity, number: &IdNumber) -> String {
    identity.keyring.index("dependant", number.as_str())
}

/// Whether somebody born on a day is a minor now.
pub(super) fn is_minor(born_on: NaiveDate, now: DateTime<Utc>) -> bool {
    of_age(born_on) > now
}

/// For what a dependant's name is sealed.
pub(super) fn name_place(id: DependantId) -> String {
    format!("name of dependant {id}")
}

fn number_place(id: DependantId) -> String {
    format!("id_number of dependant {id}")
}

/// For what the name in a request is sealed.
pub(super) fn name_asked(id: FamilyRequestId) -> String {
    format!("name of dependant request {id}")
}

/// For what the number in a request is sealed.
pub(super) fn number_asked(id: FamilyRequestId) -> String {
    format!("id_number of dependant request {id}")
}
