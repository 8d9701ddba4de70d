use chrono::{DateTime, NaiveDate, Utc};
use serde_json::json;

use super::{
    dependants::{hold_dependant, is_minor, name_asked, number_asked, number_index},
    model::{FamilyPaper, Relation, Side, Whom, day_of, of_age},
    service::{Binding, Family, bind},
    store::dependants::{self, Asked, Decision, OPEN},
};
use crate::{
    Identity,
    actor::{Actor, Permission},
    kin_error::KinError,
    powers::Powers,
    realname::{IdNumber, PersonName},
    registers::OnPaper,
    store::people,
};
use foundation::{
    audit,
    ids::{FamilyRequestId, FamilyTieId},
    text::Texts,
};

/// Cases on a page.
const PAGE: u64 = 50;

/// How a case stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CaseState {
    /// Nobody decided it.
    Open,
    /// A clerk has seen the papers.
    Approved,
    /// A clerk said no.
    Refused,
    /// Whoever asked took it back.
    Withdrawn,
}

impl CaseState {
    /// Reads a name as stored.
    pub(crate) fn parse(text: &str) -> Self {
        match text {
            OPEN => Self::Open,
            "approved" => Self::Approved,
            "refused" => Self::Refused,
            _ => Self::Withdrawn,
        }
    }

    /// The message key of its words.
    pub fn key(self) -> &'static str {
        match self {
            Self::Open => "case-open",
            Self::Approved => "case-approved",
            Self::Refused => "case-refused",
            Self::Withdrawn => "case-withdrawn",
        }
    }
}

/// What a clerk is asked to decide: whether somebody may act for somebody without an account.
#[derive(Debug, Clone)]
pub struct Case {
    /// The request.
    pub id: FamilyRequestId,
    /// Who asks.
    pub helper: String,
    /// For whom, as asked.
    pub name: String,
    /// The number in part.
    pub masked_number: String,
    /// When they were born.
    pub born_on: NaiveDate,
    /// Whether they are a minor.
    pub minor: bool,
    /// What they are to the asker.
    pub relation: Relation,
    /// What the asker wants to do.
    pub powers: Powers,
    /// How it stands.
    pub state: CaseState,
    /// Since when.
    pub created_at: DateTime<Utc>,
}

impl Family {
    /// What waits for a clerk, the oldest first, after one of them.
    pub async fn cases(&self, actor: &Actor, after: Option<FamilyRequestId>) -> Result<Vec<Case>, KinError> {
        works_cases(actor)?;
        let identity = &self.identity;
        let asked = dependants::waiting(identity.database.reader(), after, PAGE).await?;
        let named = people::named(identity.database.reader(), asked.iter().map(|asked| asked.helper)).await?;
        let now = identity.clock.now();
        let case = |asked: &Asked| {
            let helper = named.get(&asked.helper).map(|named| named.display_name.clone()).unwrap_or_default();
            case(identity, asked, helper, now)
        };
        Ok(asked.iter().map(case).collect())
    }

    /// One case.
    pub async fn case(&self, actor: &Actor, id: FamilyRequestId) -> Result<Case, KinError> {
        works_cases(actor)?;
        let identity = &self.identity;
        let reader = identity.database.reader();
        let asked = dependants::asked(reader, id).await?.ok_or(KinError::Unknown)?;
        let helper = people::usable(reader, asked.helper).await?.map(|named| named.display_name).unwrap_or_default();
        Ok(case(identity, &asked, helper, identity.clock.now()))
    }

    /// Approves a case: the paper was seen, and the number on it, typed from it, is the one that was asked for.
    pub async fn approve(
        &self,
        actor: &Actor,
        id: FamilyRequestId,
        paper: FamilyPaper,
        number: &IdNumber,
    ) -> Result<FamilyTieId, KinError> {
        works_cases(actor)?;
        let now = self.identity.clock.now();
        let given = (self, actor, id, paper, number, now);
        self.identity
            .database
            .write(&given, |transaction, (family, actor, id, paper, number, now)| {
                Box::pin(async move {
                    let identity = &family.identity;
                    let asked = open(transaction, *id, actor).await?;
                    if number_index(identity, number) != asked.index {
                        return Err(KinError::Otherwise);
                    }
                    let name = identity.keyring.open_text(&name_asked(*id), &asked.name).unwrap_or_default();
                    let name = PersonName::parse(&name).map_err(|_| KinError::Otherwise)?;
                    let person = OnPaper { name, number: (*number).clone() };
                    let dependant = hold_dependant(identity, transaction, &person, *now).await?;
                    let minor = is_minor(asked.born_on, *now);
                    let binding = Binding {
                        helper: asked.helper,
                        whom: Whom::Dependant(dependant),
                        relation: asked.relation,
                        powers: &asked.powers,
                        until: minor.then(|| of_age(asked.born_on)),
                        by: Side::Clerk,
                    };
                    let tie = bind(transaction, &binding, *now).await?;
                    let decision =
                        Decision { state: "approved", paper: paper.code(), reason: "", by: &actor.name, at: *now };
                    if !dependants::decide(transaction, *id, &decision).await? {
                        return Err(KinError::Over);
                    }
                    let words = |texts: &'static Texts| {
                        let body = texts.family_counter_yes_body().to_owned();
                        (texts.family_counter_subject().to_owned(), body)
                    };
                    identity.tell_holder(transaction, asked.helper, "family", &words, *now).await?;
                    let entry = actor.did("family.bind", "family", tie.to_string()).after(json!({
                        "request": id.to_string(), "dependant": dependant.to_string(), "by": "clerk",
                        "paper": paper.code(), "relation": asked.relation.code(), "powers": asked.powers.stored(),
                    }));
                    audit::append(transaction, &entry, *now).await?;
                    Ok(tie)
                })
            })
            .await
    }

    /// Refuses a case, with the reason the asker reads.
    pub async fn refuse_at_counter(&self, actor: &Actor, id: FamilyRequestId, reason: &str) -> Result<(), KinError> {
        works_cases(actor)?;
        let now = self.identity.clock.now();
        self.identity
            .database
            .write(&(self, actor, id, reason, now), |transaction, (family, actor, id, reason, now)| {
                Box::pin(async move {
                    let asked = open(transaction, *id, actor).await?;
                    let decision = Decision { state: "refused", paper: "", reason, by: &actor.name, at: *now };
                    if !dependants::decide(transaction, *id, &decision).await? {
                        return Err(KinError::Over);
                    }
                    let words = |texts: &'static Texts| {
                        let body = texts.family_counter_no_body((*reason).to_owned());
                        (texts.family_counter_subject().to_owned(), body)
                    };
                    family.identity.tell_holder(transaction, asked.helper, "family", &words, *now).await?;
                    let entry = actor.did("family.clerk_refuse", "family_request", id.to_string());
                    audit::append(transaction, &entry, *now).await?;
                    Ok(())
                })
            })
            .await
    }
}

/// A case that is open and not the clerk's own, held.
async fn open(
    transaction: &sea_orm::DatabaseTransaction,
    id: FamilyRequestId,
    actor: &Actor,
) -> Result<Asked, KinError> {
    let asked = dependants::hold(transaction, id).await?.ok_or(KinError::Unknown)?;
    if asked.state != OPEN {
        return Err(KinError::Over);
    }
    if asked.helper == actor.account { Err(KinError::Own) } else { Ok(asked) }
}

fn case(identity: &Identity, asked: &Asked, helper: String, now: DateTime<Utc>) -> Case {
    let keyring = &identity.keyring;
    let sealed = asked.id_number.as_deref();
    let number = sealed.and_then(|sealed| keyring.open_text(&number_asked(asked.id), sealed).ok());
    let masked = number.and_then(|number| IdNumber::parse(&number, day_of(now)).ok()).map(|number| number.masked());
    Case {
        id: asked.id,
        helper,
        name: keyring.open_text(&name_asked(asked.id), &asked.name).unwrap_or_default(),
        masked_number: masked.unwrap_or_default(),
        born_on: asked.born_on,
        minor: is_minor(asked.born_on, now),
        relation: asked.relation,
        powers: asked.powers.clone(),
        state: CaseState::parse(&asked.state),
        created_at: asked.created_at,
    }
}

/// Whoever works cases anywhere works these: a family belongs to no department.
pub(crate) fn works_cases(actor: &Actor) -> Result<(), KinError> {
    if actor.scope(Permission::WorkCases).is_empty() { Err(KinError::Unknown) } else { Ok(()) }
}
