use chrono::{DateTime, Utc};
use sea_orm::DatabaseTransaction;
use serde_json::json;

use super::{
    open::establish,
    service::LegalPersons,
    store::{
        companies::Company,
        requests::{self, Asked, Decision, OPEN},
    },
};
use crate::{
    actor::Actor,
    family::{CaseState, works_cases},
    kin_error::KinError,
    store::people,
};
use foundation::{audit, codes::UnifiedSocialCreditCode, ids::CompanyRequestId, text::Texts};

/// Cases on a page.
const PAGE: u64 = 50;

/// What a clerk may have seen of a company.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CompanyPaper {
    /// 营业执照.
    Licence,
    /// 登记证书 of a unit that is no enterprise.
    Certificate,
    /// 法定代表人身份证明 beside the register's letter of change.
    Representative,
}

impl CompanyPaper {
    /// Every one, the most common first.
    pub const ALL: [Self; 3] = [Self::Licence, Self::Certificate, Self::Representative];

    /// The name as stored and sent by forms.
    pub fn code(self) -> &'static str {
        match self {
            Self::Licence => "licence",
            Self::Certificate => "certificate",
            Self::Representative => "representative",
        }
    }

    /// Reads a name as stored.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|paper| paper.code() == text)
    }

    /// The message key of its words (`company-paper-…`).
    pub fn key(self) -> String {
        format!("company-paper-{}", self.code())
    }
}

/// What a clerk is asked to decide: whether somebody represents a company.
#[derive(Debug, Clone)]
pub struct CompanyCase {
    /// The request.
    pub id: CompanyRequestId,
    /// Who asks.
    pub asker: String,
    /// The code as typed.
    pub uscc: UnifiedSocialCreditCode,
    /// The name as typed.
    pub name: String,
    /// How it stands.
    pub state: CaseState,
    /// Since when.
    pub created_at: DateTime<Utc>,
}

impl LegalPersons {
    /// What waits for a clerk, the oldest first, after one of them.
    pub async fn cases(&self, actor: &Actor, after: Option<CompanyRequestId>) -> Result<Vec<CompanyCase>, KinError> {
        works_cases(actor)?;
        let reader = self.identity.database.reader();
        let asked = requests::waiting(reader, after, PAGE).await?;
        let named = people::named(reader, asked.iter().map(|asked| asked.account)).await?;
        let called =
            |asked: &Asked| named.get(&asked.account).map(|named| named.display_name.clone()).unwrap_or_default();
        Ok(asked.iter().map(|asked| case(asked, called(asked))).collect())
    }

    /// One case.
    pub async fn case(&self, actor: &Actor, id: CompanyRequestId) -> Result<CompanyCase, KinError> {
        works_cases(actor)?;
        let reader = self.identity.database.reader();
        let asked = requests::by_id(reader, id).await?.ok_or(KinError::Unknown)?;
        let applicant =
            people::usable(reader, asked.account).await?.map(|named| named.display_name).unwrap_or_default();
        Ok(case(&asked, applicant))
    }

    /// Approves a case: the paper was seen, and the code on it, typed from it, is the one that was asked for. An old code that fails
    /// its own check is taken so, and the audit says it.
    pub async fn approve(
        &self,
        actor: &Actor,
        id: CompanyRequestId,
        paper: CompanyPaper,
        seen: &UnifiedSocialCreditCode,
    ) -> Result<(), KinError> {
        works_cases(actor)?;
        let now = self.identity.clock.now();
        self.identity
            .database
            .write(&(self, actor, id, paper, seen, now), |transaction, (legal, actor, id, paper, seen, now)| {
                Box::pin(async move {
                    let asked = open(transaction, *id, actor).await?;
                    if asked.uscc != **seen {
                        return Err(KinError::Otherwise);
                    }
                    if people::usable(transaction, asked.account).await?.is_none() {
                        return Err(KinError::Over);
                    }
                    let decision =
                        Decision { state: "approved", paper: paper.code(), reason: "", by: &actor.name, at: *now };
                    if !requests::decide(transaction, *id, &decision).await? {
                        return Err(KinError::Over);
                    }
                    let name = asked.name.clone();
                    let words = |texts: &'static Texts| {
                        (texts.company_counter_subject().to_owned(), texts.company_counter_yes_body(name.clone()))
                    };
                    legal.identity.tell_holder(transaction, asked.account, "company", &words, *now).await?;
                    let after = json!({
                        "name": asked.name, "by": "clerk", "paper": paper.code(), "code_checks": asked.uscc.checks(),
                        "representative": asked.account.to_string(), "request": id.to_string(),
                    });
                    let company = Company { uscc: asked.uscc, name: asked.name, representative: asked.account };
                    establish(&legal.identity, transaction, &company, &actor.who(), after, *now).await
                })
            })
            .await
    }

    /// Refuses a case, with the reason the asker reads.
    pub async fn refuse(&self, actor: &Actor, id: CompanyRequestId, reason: &str) -> Result<(), KinError> {
        works_cases(actor)?;
        let now = self.identity.clock.now();
        self.identity
            .database
            .write(&(self, actor, id, reason, now), |transaction, (legal, actor, id, reason, now)| {
                Box::pin(async move {
                    let asked = open(transaction, *id, actor).await?;
                    let decision = Decision { state: "refused", paper: "", reason, by: &actor.name, at: *now };
                    if !requests::decide(transaction, *id, &decision).await? {
                        return Err(KinError::Over);
                    }
                    let words = |texts: &'static Texts| {
                        let body = texts.company_counter_no_body((*reason).to_owned());
                        (texts.company_counter_subject().to_owned(), body)
                    };
                    legal.identity.tell_holder(transaction, asked.account, "company", &words, *now).await?;
                    let entry = actor.did("company.clerk_refuse", "company", asked.uscc.to_string());
                    audit::append(transaction, &entry, *now).await?;
                    Ok(())
                })
            })
            .await
    }
}

/// A case that is open and not the clerk's own, held.
async fn open(transaction: &DatabaseTransaction, id: CompanyRequestId, actor: &Actor) -> Result<Asked, KinError> {
    let asked = requests::hold(transaction, id).await?.ok_or(KinError::Unknown)?;
    if asked.state != OPEN {
        return Err(KinError::Over);
    }
    if asked.account == actor.account { Err(KinError::Own) } else { Ok(asked) }
}

fn case(asked: &Asked, applicant: String) -> CompanyCase {
    CompanyCase {
        id: asked.id,
        asker: applicant,
        uscc: asked.uscc.clone(),
        name: asked.name.clone(),
        state: CaseState::parse(&asked.state),
        created_at: asked.created_at,
    }
}
