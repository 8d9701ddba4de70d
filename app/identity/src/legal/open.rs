use chrono::{DateTime, Utc};
use sea_orm::DatabaseTransaction;
use serde_json::{Value, json};

use super::{
    model::{CompanyAct, CompanyName},
    service::LegalPersons,
    store::{
        companies::{self, Company, Event},
        requests::{self, Asked, OPEN},
    },
};
use crate::{
    Identity, holder::Holder, kin_error::KinError, powers::Powers, registers::OnPaper, throttle::COMPANY_ASKED,
    verified::verified_person,
};
use foundation::{
    audit::{self, Entry, Who},
    codes::UnifiedSocialCreditCode,
    context::Client,
    ids::{AccountId, CompanyRequestId},
    text::Texts,
};

/// What became of an account somebody wanted to open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Opened {
    /// The company has an account, and the asker represents it.
    Company(UnifiedSocialCreditCode),
    /// A clerk has to see the papers.
    AtCounter(CompanyRequestId),
}

impl LegalPersons {
    /// Opens a company's account, or takes over one whose representative the asker has become, where the register says the asker
    /// represents it. What the register does not know, and an old code that fails its own check, is for a clerk, where the asker
    /// wants that; else [`KinError::Otherwise`].
    pub async fn open(
        &self,
        holder: &Holder,
        uscc: &UnifiedSocialCreditCode,
        name: &CompanyName,
        ask_clerk: bool,
        client: &Client,
    ) -> Result<Opened, KinError> {
        let identity = &self.identity;
        let now = identity.clock.now();
        let person = verified_person(identity, holder).await?;
        if !holder.is_fresh(now) {
            return Err(KinError::NotFresh);
        }
        identity.begin_try(COMPANY_ASKED, &holder.name, &client.network()).await?;
        let person = OnPaper { name: person.name, number: person.number };
        let found = if uscc.checks() { self.register.company(uscc, &person).await } else { Ok(None) };
        let agrees = matches!(&found, Ok(Some(found)) if found.represented && name.agrees_with(&found.name));
        if agrees {
            let company =
                Company { uscc: uscc.clone(), name: name.as_str().to_owned(), representative: holder.account };
            self.opened(holder, &company, now).await?;
            return Ok(Opened::Company(uscc.clone()));
        }
        if ask_clerk {
            return self.ask_clerk(holder, uscc, name, now).await;
        }
        Err(if found.is_err() { KinError::Silent } else { KinError::Otherwise })
    }

    async fn opened(&self, holder: &Holder, company: &Company, now: DateTime<Utc>) -> Result<(), KinError> {
        let given = (&self.identity, holder, company, now);
        self.identity
            .database
            .write(&given, |transaction, (identity, holder, company, now)| {
                Box::pin(async move {
                    let after = json!({ "name": company.name, "by": "register" });
                    establish(identity, transaction, company, &holder.who(), after, *now).await
                })
            })
            .await
    }

    async fn ask_clerk(
        &self,
        holder: &Holder,
        uscc: &UnifiedSocialCreditCode,
        name: &CompanyName,
        now: DateTime<Utc>,
    ) -> Result<Opened, KinError> {
        let asked = Asked {
            id: CompanyRequestId::new(),
            account: holder.account,
            uscc: uscc.clone(),
            name: name.as_str().to_owned(),
            state: OPEN.to_owned(),
            reason: String::new(),
            created_at: now,
        };
        let entry = Entry::new(holder.who(), "company.ask_clerk", "company", uscc.to_string())
            .after(json!({ "name": name.as_str(), "code_checks": uscc.checks() }));
        self.identity
            .database
            .write(&(&asked, entry), |transaction, (asked, entry)| {
                Box::pin(async move {
                    requests::ask(transaction, asked).await?;
                    audit::append(transaction, entry, asked.created_at).await?;
                    Ok::<_, KinError>(())
                })
            })
            .await?;
        Ok(Opened::AtCounter(asked.id))
    }
}

/// Makes somebody the representative of a company, in a transaction: of a new account, or of the one there is. Of two who open one
/// at once the second meets the first one's.
pub(super) async fn establish(
    identity: &Identity,
    transaction: &DatabaseTransaction,
    company: &Company,
    who: &Who,
    after: Value,
    now: DateTime<Utc>,
) -> Result<(), KinError> {
    let uscc = &company.uscc;
    let me = company.representative;
    let event = |act| Event { act, by: Some(me), about: None, powers: Powers::default(), at: now };
    if companies::add(transaction, company, now).await? {
        companies::add_event(transaction, uscc, &event(CompanyAct::Opened)).await?;
        let entry = Entry::new(who.clone(), "company.register", "company", uscc.to_string()).after(after);
        audit::append(transaction, &entry, now).await?;
        return Ok(());
    }
    let before = companies::hold(transaction, uscc).await?.ok_or(KinError::Unknown)?;
    if before.representative == me {
        return Err(KinError::Already);
    }
    companies::set_representative(transaction, company).await?;
    // Whoever represents it has every power: what they had as an agent would outlive that.
    companies::end_agent(transaction, uscc, me).await?;
    companies::add_event(transaction, uscc, &event(CompanyAct::Representative)).await?;
    tell(identity, transaction, before.representative, &company.name, now).await?;
    let entry = Entry::new(who.clone(), "company.representative", "company", uscc.to_string())
        .before(json!({ "representative": before.representative.to_string() }))
        .after(after);
    audit::append(transaction, &entry, now).await?;
    Ok(())
}

async fn tell(
    identity: &Identity,
    transaction: &DatabaseTransaction,
    before: AccountId,
    company: &str,
    now: DateTime<Utc>,
) -> Result<(), KinError> {
    let words = |texts: &'static Texts| {
        (texts.company_replaced_subject().to_owned(), texts.company_replaced_body(company.to_owned()))
    };
    Ok(identity.tell_holder(transaction, before, "company", &words, now).await?)
}
