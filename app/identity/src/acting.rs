use chrono::{DateTime, Utc};
use sea_orm::DatabaseTransaction;

use super::{
    Identity,
    error::IdentityError,
    family::{self, Whom},
    holder::Holder,
    kin_error::KinError,
    legal,
    powers::{Power, Powers},
    store::{
        acting::{self as deeds, Deed},
        people,
    },
};
use foundation::{
    audit::{Entry, Who},
    codes::UnifiedSocialCreditCode,
    ids::{AccountId, DependantId},
};

/// For whom somebody acts: chosen on each act, kept in no session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Acting {
    /// 本人.
    Myself,
    /// A relative who has an account.
    Relative(AccountId),
    /// A child, or somebody else without an account.
    Dependant(DependantId),
    /// A company.
    Company(UnifiedSocialCreditCode),
}

impl Acting {
    /// Reads the value of a form.
    pub fn parse(text: &str) -> Option<Self> {
        if text == "me" {
            return Some(Self::Myself);
        }
        let (kind, id) = text.split_once(':')?;
        match kind {
            "relative" => AccountId::parse(id).map(Self::Relative),
            "dependant" => DependantId::parse(id).map(Self::Dependant),
            "company" => UnifiedSocialCreditCode::as_issued(id).ok().map(Self::Company),
            _ => None,
        }
    }

    /// The value a form sends.
    pub fn value(&self) -> String {
        match self {
            Self::Myself => "me".to_owned(),
            Self::Relative(account) => format!("relative:{account}"),
            Self::Dependant(dependant) => format!("dependant:{dependant}"),
            Self::Company(code) => format!("company:{code}"),
        }
    }
}

/// That somebody may act for another with a power, as it stands in a transaction. Only [`Identity::may_act`] makes one, so
/// whatever asks for one cannot be done without having asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActingFor {
    actor: AccountId,
    acting: Acting,
    power: Power,
    named: String,
}

impl ActingFor {
    /// Who acts.
    pub fn actor(&self) -> AccountId {
        self.actor
    }

    /// For whom.
    pub fn acting(&self) -> &Acting {
        &self.acting
    }

    /// With which power.
    pub fn power(&self) -> Power {
        self.power
    }

    /// Puts into an entry of the audit for whom it was done.
    #[must_use]
    pub fn sign(&self, entry: Entry) -> Entry {
        match self.acting {
            Acting::Myself => entry,
            _ => entry.on_behalf_of(self.named.clone()),
        }
    }
}

/// Somebody a person may act for, as a form offers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActingOption {
    /// For whom.
    pub acting: Acting,
    /// What it is called.
    pub name: String,
    /// What may be done.
    pub powers: Powers,
}

impl Identity {
    /// Asks, in the transaction of the act, whether somebody may do something for another; [`KinError::Unknown`] where not. What
    /// is taken away at the same time waits until the transaction ends, or is seen by it.
    pub async fn may_act(
        &self,
        transaction: &DatabaseTransaction,
        holder: &Holder,
        acting: &Acting,
        power: Power,
    ) -> Result<ActingFor, KinError> {
        let now = self.clock.now();
        let (powers, named) = match acting {
            Acting::Myself => (Some(Powers::of(Power::FAMILY)), holder.name.clone()),
            Acting::Relative(account) => {
                let powers = family::powers_over(transaction, holder.account, Whom::Account(*account), now).await?;
                let relative = people::usable(transaction, *account).await?;
                match relative {
                    Some(relative) => (powers, relative.name),
                    None => (None, String::new()),
                }
            }
            Acting::Dependant(dependant) => {
                let whom = Whom::Dependant(*dependant);
                (family::powers_over(transaction, holder.account, whom, now).await?, format!("dependant {dependant}"))
            }
            Acting::Company(code) => (legal::powers_in(transaction, holder.account, code).await?, code.to_string()),
        };
        if !powers.is_some_and(|powers| powers.hold(power)) {
            return Err(KinError::Unknown);
        }
        Ok(ActingFor { actor: holder.account, acting: acting.clone(), power, named })
    }

    /// Writes down what was done for another, where both read it. `what` is a message key (`deed-…`), `subject` what it was done
    /// to.
    pub async fn record_act(
        &self,
        transaction: &DatabaseTransaction,
        acting_for: &ActingFor,
        what: &str,
        subject: &str,
        now: DateTime<Utc>,
    ) -> Result<(), KinError> {
        let deed = Deed {
            actor: acting_for.actor,
            acting: acting_for.acting.clone(),
            what: what.to_owned(),
            subject: subject.to_owned(),
            at: now,
        };
        Ok(deeds::add(transaction, &deed).await?)
    }

    /// Ends everything an account may do for others and others for it, in the transaction in which it is closed.
    pub async fn end_acting(
        &self,
        transaction: &DatabaseTransaction,
        account: AccountId,
        who: &Who,
        now: DateTime<Utc>,
    ) -> Result<(), IdentityError> {
        family::end_all_of(self, transaction, account, who, now).await?;
        Ok(legal::end_all_of(transaction, account, who, now).await?)
    }

    /// For whom somebody may act besides themselves, and what they may do: relatives, those without an account, companies.
    pub async fn acting_options(&self, holder: &Holder) -> Result<Vec<ActingOption>, KinError> {
        let now = self.clock.now();
        let mut options = family::options(self, holder.account, now).await?;
        options.extend(legal::options(self, holder.account).await?);
        Ok(options)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_value_of_a_form_reads_back_and_nonsense_is_nobody() {
        let all = [
            Acting::Myself,
            Acting::Relative(AccountId::new()),
            Acting::Dependant(DependantId::new()),
            Acting::Company(UnifiedSocialCreditCode::parse("91350100M000100Y43").unwrap()),
        ];
        for acting in all {
            assert_eq!(Acting::parse(&acting.value()), Some(acting));
        }
        for bad in ["", "you", "relative:", "relative:me", "company:91350100M000100Y4I", "company:\0", "me:me"] {
            assert_eq!(Acting::parse(bad), None, "{bad:?}");
        }
    }
}
