use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::DatabaseTransaction;
use serde_json::json;

use super::{
    model::CompanyAct,
    service::{LegalPersons, powers_seen},
    store::{
        companies::{self, Agent, Company, Event},
        invitations::{self, Invitation},
    },
};
use crate::{
    Contact,
    holder::Holder,
    kin_error::KinError,
    powers::{Power, Powers},
    service::{tell, to},
    store::contacts,
    throttle::{KIN_ADDRESS, KIN_ASKED},
};
use foundation::{
    audit::{self, Entry, Who},
    codes::UnifiedSocialCreditCode,
    context::Client,
    database::Fault,
    ids::{AccountId, CompanyInvitationId},
    text::{Language, Texts},
};

/// How long an invitation waits for an answer.
const INVITATION_LASTS: TimeDelta = TimeDelta::days(7);

impl LegalPersons {
    /// Asks whoever is reached at an address to act for a company. Whether somebody has an account there is not looked up.
    pub async fn invite(
        &self,
        holder: &Holder,
        uscc: &UnifiedSocialCreditCode,
        contact: &Contact,
        powers: &Powers,
        client: &Client,
        (language, base): (Language, &str),
    ) -> Result<CompanyInvitationId, KinError> {
        let identity = &self.identity;
        let now = identity.clock.now();
        // Asked again in the transaction; here so that strangers do not count tries.
        managed(powers_seen(identity.database.reader(), holder.account, uscc).await?)?;
        if !holder.is_fresh(now) {
            return Err(KinError::NotFresh);
        }
        identity.begin_try(KIN_ASKED, &holder.name, &client.network()).await?;
        identity.begin_try(KIN_ADDRESS, &contact.counted_as(), &client.network()).await?;
        let invitation = Invitation {
            id: CompanyInvitationId::new(),
            uscc: uscc.clone(),
            contact: contact.clone(),
            powers: powers.clone(),
            invited_by: holder.account,
            open: true,
            created_at: now,
            ends_at: now + INVITATION_LASTS,
        };
        let link = format!("{base}/me/companies/invitations/{}", invitation.id);
        let given = (self, holder, &invitation, language, link);
        identity
            .database
            .write(&given, |transaction, (legal, holder, invitation, language, link)| {
                Box::pin(async move {
                    let now = invitation.created_at;
                    let (company, own) = manager(transaction, holder.account, &invitation.uscc).await?;
                    if !own.cover(&invitation.powers) {
                        return Err(KinError::NotHeld);
                    }
                    invitations::add(transaction, invitation).await?;
                    let event = Event {
                        act: CompanyAct::Invited,
                        by: Some(holder.account),
                        about: None,
                        powers: invitation.powers.clone(),
                        at: now,
                    };
                    companies::add_event(transaction, &company.uscc, &event).await?;
                    let texts = language.texts();
                    // The code and not the name: only what the city itself checked stands in what strangers are sent.
                    let body = texts.company_invitation_body(
                        company.uscc.to_string(),
                        INVITATION_LASTS.num_days(),
                        link.clone(),
                    );
                    let subject = texts.company_invitation_subject().to_owned();
                    let message = to(&invitation.contact, None, "company-invitation", *language, subject, body);
                    tell(transaction, &legal.identity.keyring, &message, now).await?;
                    let entry = did(holder, "company.invite", &company.uscc).after(json!({
                        "invitation": invitation.id.to_string(), "by": invitation.contact.kind().code(),
                        "powers": invitation.powers.stored(),
                    }));
                    audit::append(transaction, &entry, now).await?;
                    Ok(())
                })
            })
            .await?;
        Ok(invitation.id)
    }

    /// Takes an invitation back.
    pub async fn uninvite(
        &self,
        holder: &Holder,
        uscc: &UnifiedSocialCreditCode,
        id: CompanyInvitationId,
    ) -> Result<(), KinError> {
        let now = self.identity.clock.now();
        self.identity
            .database
            .write(&(holder, uscc, id, now), |transaction, (holder, uscc, id, now)| {
                Box::pin(async move {
                    let (company, own) = manager(transaction, holder.account, uscc).await?;
                    let invitation = invitations::by_id(transaction, *id).await?.ok_or(KinError::Unknown)?;
                    if invitation.uscc != company.uscc {
                        return Err(KinError::Unknown);
                    }
                    if !own.cover(&invitation.powers) {
                        return Err(KinError::NotHeld);
                    }
                    if !invitations::decide(transaction, *id, "withdrawn", *now).await? {
                        return Err(KinError::Over);
                    }
                    let event = Event {
                        act: CompanyAct::Uninvited,
                        by: Some(holder.account),
                        about: None,
                        powers: invitation.powers,
                        at: *now,
                    };
                    companies::add_event(transaction, uscc, &event).await?;
                    let entry =
                        did(holder, "company.withdraw_invitation", uscc).after(json!({ "invitation": id.to_string() }));
                    audit::append(transaction, &entry, *now).await?;
                    Ok(())
                })
            })
            .await
    }

    /// Becomes an agent: by whoever is reached at the address that was asked. Whoever asked must still hold what they gave.
    pub async fn accept(&self, holder: &Holder, id: CompanyInvitationId) -> Result<UnifiedSocialCreditCode, KinError> {
        let now = self.identity.clock.now();
        self.identity
            .database
            .write(&(self, holder, id, now), |transaction, (legal, holder, id, now)| {
                Box::pin(async move {
                    let (company, invitation) = invited(transaction, holder, *id, *now).await?;
                    let giver = powers_of(transaction, &company, invitation.invited_by).await?;
                    if !managed(giver).is_ok_and(|own| own.cover(&invitation.powers)) {
                        return Err(KinError::Over);
                    }
                    if company.representative == holder.account {
                        return Err(KinError::Already);
                    }
                    if !invitations::decide(transaction, *id, "agreed", *now).await? {
                        return Err(KinError::Over);
                    }
                    let agent = Agent { account: holder.account, powers: invitation.powers, since: *now };
                    companies::add_agent(transaction, &company.uscc, &agent).await?;
                    let event = Event {
                        act: CompanyAct::Agent,
                        by: Some(invitation.invited_by),
                        about: Some(holder.account),
                        powers: agent.powers.clone(),
                        at: *now,
                    };
                    companies::add_event(transaction, &company.uscc, &event).await?;
                    let (name, of) = (holder.display_name.clone(), company.name.clone());
                    let words = |texts: &'static Texts| {
                        (texts.company_agent_subject().to_owned(), texts.company_agent_body(of.clone(), name.clone()))
                    };
                    let giver = invitation.invited_by;
                    legal.identity.tell_holder(transaction, giver, "company", &words, *now).await?;
                    let entry = did(holder, "company.agent", &company.uscc)
                        .after(json!({ "invitation": id.to_string(), "powers": agent.powers.stored() }));
                    audit::append(transaction, &entry, *now).await?;
                    Ok(company.uscc)
                })
            })
            .await
    }

    /// Says no to an invitation.
    pub async fn decline(&self, holder: &Holder, id: CompanyInvitationId) -> Result<(), KinError> {
        let now = self.identity.clock.now();
        self.identity
            .database
            .write(&(holder, id, now), |transaction, (holder, id, now)| {
                Box::pin(async move {
                    let (company, _) = invited(transaction, holder, *id, *now).await?;
                    if !invitations::decide(transaction, *id, "refused", *now).await? {
                        return Err(KinError::Over);
                    }
                    let entry = did(holder, "company.refuse_invitation", &company.uscc)
                        .after(json!({ "invitation": id.to_string() }));
                    audit::append(transaction, &entry, *now).await?;
                    Ok(())
                })
            })
            .await
    }

    /// Changes what an agent may do, within what the asker may do.
    pub async fn set_powers(
        &self,
        holder: &Holder,
        uscc: &UnifiedSocialCreditCode,
        agent: AccountId,
        powers: &Powers,
    ) -> Result<(), KinError> {
        let now = self.identity.clock.now();
        let given = (self, holder, uscc, agent, powers, now);
        self.identity
            .database
            .write(&given, |transaction, (legal, holder, uscc, agent, powers, now)| {
                Box::pin(async move {
                    let (company, own) = manager(transaction, holder.account, uscc).await?;
                    let before = companies::agent_powers(transaction, uscc, *agent).await?.ok_or(KinError::Unknown)?;
                    // Who may more than the asker is not the asker's to change.
                    if *agent == holder.account || !own.cover(powers) || !own.cover(&before) {
                        return Err(KinError::NotHeld);
                    }
                    if !before.cover(powers) && !holder.is_fresh(*now) {
                        return Err(KinError::NotFresh);
                    }
                    companies::set_agent_powers(transaction, uscc, *agent, powers).await?;
                    legal.changed(transaction, holder, &company, *agent, Some(powers), *now).await?;
                    let entry = did(holder, "company.agent_powers", uscc)
                        .before(json!({ "agent": agent.to_string(), "powers": before.stored() }))
                        .after(json!({ "agent": agent.to_string(), "powers": powers.stored() }));
                    audit::append(transaction, &entry, *now).await?;
                    Ok(())
                })
            })
            .await
    }

    /// Takes all of an agent's powers at once, by whoever manages agents and may do as much, or by the agent.
    pub async fn end_agent(
        &self,
        holder: &Holder,
        uscc: &UnifiedSocialCreditCode,
        agent: AccountId,
    ) -> Result<(), KinError> {
        let now = self.identity.clock.now();
        let given = (self, holder, uscc, agent, now);
        self.identity
            .database
            .write(&given, |transaction, (legal, holder, uscc, agent, now)| {
                Box::pin(async move {
                    let company = companies::hold(transaction, uscc).await?.ok_or(KinError::Unknown)?;
                    let before = companies::agent_powers(transaction, uscc, *agent).await?;
                    if *agent != holder.account {
                        let own = managed(powers_of(transaction, &company, holder.account).await?)?;
                        if before.as_ref().is_some_and(|before| !own.cover(before)) {
                            return Err(KinError::NotHeld);
                        }
                    }
                    let before = before.ok_or(KinError::Unknown)?;
                    companies::end_agent(transaction, uscc, *agent).await?;
                    legal.changed(transaction, holder, &company, *agent, None, *now).await?;
                    let entry = did(holder, "company.agent_end", uscc)
                        .before(json!({ "agent": agent.to_string(), "powers": before.stored() }));
                    audit::append(transaction, &entry, *now).await?;
                    Ok(())
                })
            })
            .await
    }

    /// Writes into the company's log that an agent's powers changed or ended, and tells the agent, or whom the agent left.
    async fn changed(
        &self,
        transaction: &DatabaseTransaction,
        holder: &Holder,
        company: &Company,
        agent: AccountId,
        powers: Option<&Powers>,
        now: DateTime<Utc>,
    ) -> Result<(), KinError> {
        let event = Event {
            act: if powers.is_some() { CompanyAct::Powers } else { CompanyAct::Ended },
            by: Some(holder.account),
            about: Some(agent),
            powers: powers.cloned().unwrap_or_default(),
            at: now,
        };
        companies::add_event(transaction, &company.uscc, &event).await?;
        let left = agent == holder.account;
        let (name, of, ended) = (holder.display_name.clone(), company.name.clone(), powers.is_none());
        let words = |texts: &'static Texts| match (left, ended) {
            (true, _) => (texts.company_left_subject().to_owned(), texts.company_left_body(of.clone(), name.clone())),
            (false, true) => (texts.company_ended_subject().to_owned(), texts.company_ended_body(of.clone())),
            (false, false) => (texts.company_powers_subject().to_owned(), texts.company_powers_body(of.clone())),
        };
        let told = if left { company.representative } else { agent };
        Ok(self.identity.tell_holder(transaction, told, "company", &words, now).await?)
    }
}

/// Ends all powers an account has as an agent, in the transaction in which it is closed. A representative stays: a company is never
/// without, and the register names the next one.
pub(crate) async fn end_all_of(
    transaction: &DatabaseTransaction,
    account: AccountId,
    who: &Who,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    for (code, powers) in companies::agent_of(transaction, account).await? {
        let Ok(uscc) = UnifiedSocialCreditCode::as_issued(&code) else { continue };
        companies::end_agent(transaction, &uscc, account).await?;
        let event = Event { act: CompanyAct::Ended, by: Some(account), about: Some(account), powers, at: now };
        companies::add_event(transaction, &uscc, &event).await?;
        audit::append(transaction, &Entry::new(who.clone(), "company.agent_end", "company", code), now).await?;
    }
    Ok(())
}

fn did(holder: &Holder, act: &'static str, uscc: &UnifiedSocialCreditCode) -> Entry {
    Entry::new(holder.who(), act, "company", uscc.to_string()).on_behalf_of(uscc.to_string())
}

/// Powers among which is that of managing agents. Somebody without any sees no company at all.
fn managed(powers: Option<Powers>) -> Result<Powers, KinError> {
    let powers = powers.ok_or(KinError::Unknown)?;
    if powers.hold(Power::ManageAgents) { Ok(powers) } else { Err(KinError::NotHeld) }
}

/// What somebody may do for a company that is held.
async fn powers_of(
    transaction: &DatabaseTransaction,
    company: &Company,
    account: AccountId,
) -> Result<Option<Powers>, KinError> {
    if company.representative == account {
        return Ok(Some(Powers::of(Power::COMPANY)));
    }
    Ok(companies::agent_powers(transaction, &company.uscc, account).await?)
}

/// A company, held, and what somebody who manages its agents may do.
async fn manager(
    transaction: &DatabaseTransaction,
    account: AccountId,
    uscc: &UnifiedSocialCreditCode,
) -> Result<(Company, Powers), KinError> {
    let company = companies::hold(transaction, uscc).await?.ok_or(KinError::Unknown)?;
    let own = managed(powers_of(transaction, &company, account).await?)?;
    Ok((company, own))
}

/// An invitation that waits for somebody, and its company, which is held: whatever happens in one company happens in a row.
async fn invited(
    transaction: &DatabaseTransaction,
    holder: &Holder,
    id: CompanyInvitationId,
    now: DateTime<Utc>,
) -> Result<(Company, Invitation), KinError> {
    let uscc = invitations::by_id(transaction, id).await?.ok_or(KinError::Unknown)?.uscc;
    let company = companies::hold(transaction, &uscc).await?.ok_or(KinError::Unknown)?;
    let invitation = invitations::by_id(transaction, id).await?.ok_or(KinError::Unknown)?;
    if contacts::owner(transaction, &invitation.contact).await? != Some(holder.account) {
        return Err(KinError::Unknown);
    }
    if invitation.open && invitation.ends_at > now { Ok((company, invitation)) } else { Err(KinError::Over) }
}
