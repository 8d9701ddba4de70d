use chrono::{DateTime, Utc};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

use super::{
    model::CompanyAct,
    service::{LegalPersons, of, powers_seen},
    store::{companies, invitations, requests},
};
use crate::{
    Identity,
    family::{CaseState, DeedView},
    holder::Holder,
    kin_error::KinError,
    powers::{Power, Powers},
    store::{
        acting::{self as deeds, Deeds},
        contacts, people,
    },
};
use foundation::{
    codes::UnifiedSocialCreditCode,
    database::Fault,
    ids::{AccountId, CompanyInvitationId},
};

/// Events and deeds that are shown.
const SHOWN: u64 = 30;

/// A company as somebody who acts for it sees it.
#[derive(Debug, Clone)]
pub struct CompanyView {
    /// Its code.
    pub uscc: UnifiedSocialCreditCode,
    /// Its name.
    pub name: String,
    /// Whether the asker is its legal representative.
    pub represented: bool,
    /// What the asker may do.
    pub powers: Powers,
}

/// An invitation, for whoever is asked and for whoever manages agents.
#[derive(Debug, Clone)]
pub struct InvitationView {
    /// The invitation.
    pub id: CompanyInvitationId,
    /// Of which company.
    pub uscc: UnifiedSocialCreditCode,
    /// What it is called.
    pub company: String,
    /// The address that was asked, in part.
    pub masked: String,
    /// What is given.
    pub powers: Powers,
    /// Whether it still waits for an answer.
    pub open: bool,
    /// Until when it can be answered.
    pub ends_at: DateTime<Utc>,
}

/// What somebody asked a clerk.
#[derive(Debug, Clone)]
pub struct RequestState {
    /// Which code.
    pub uscc: UnifiedSocialCreditCode,
    /// Which name.
    pub name: String,
    /// How it stands.
    pub state: CaseState,
    /// Why a clerk said no.
    pub reason: String,
    /// Since when.
    pub created_at: DateTime<Utc>,
}

/// All companies of somebody.
#[derive(Debug, Clone)]
pub struct Companies {
    /// Those the asker may act for.
    pub companies: Vec<CompanyView>,
    /// What the asker is asked.
    pub invitations: Vec<InvitationView>,
    /// What the asker asked of clerks.
    pub requests: Vec<RequestState>,
}

/// Somebody who acts for a company.
#[derive(Debug, Clone)]
pub struct AgentView {
    /// The account.
    pub account: AccountId,
    /// What they are called.
    pub name: String,
    /// What they may do.
    pub powers: Powers,
    /// Since when.
    pub since: DateTime<Utc>,
    /// Whether the asker may change and end it.
    pub changeable: bool,
}

/// Something that happened in a company.
#[derive(Debug, Clone)]
pub struct CompanyEventView {
    /// What.
    pub act: CompanyAct,
    /// By whom.
    pub by: String,
    /// To whom.
    pub about: String,
    /// Which powers.
    pub powers: Powers,
    /// When.
    pub at: DateTime<Utc>,
}

/// A company, who acts for it, and what happened.
#[derive(Debug, Clone)]
pub struct CompanyDetail {
    /// The company.
    pub company: CompanyView,
    /// What its legal representative is called.
    pub representative: String,
    /// Its agents; for those who manage them.
    pub agents: Vec<AgentView>,
    /// Invitations nobody answered yet; for those who manage agents.
    pub invitations: Vec<InvitationView>,
    /// What happened, the newest first; for those who manage agents.
    pub events: Vec<CompanyEventView>,
    /// What was done for it, the newest first.
    pub deeds: Vec<DeedView>,
}

impl LegalPersons {
    /// The companies somebody may act for, and what waits.
    pub async fn overview(&self, holder: &Holder) -> Result<Companies, KinError> {
        let identity = &self.identity;
        let (reader, now, me) = (identity.database.reader(), identity.clock.now(), holder.account);
        let (represented, agent_of) = of(identity, me).await?;
        let view = |company: companies::Company, powers, represented| CompanyView {
            uscc: company.uscc,
            name: company.name,
            represented,
            powers,
        };
        let own = represented.into_iter().map(|company| view(company, Powers::of(Power::COMPANY), true));
        let others = agent_of.into_iter().map(|(company, powers)| view(company, powers, false));
        let waiting = invitations::open_for(reader, &contacts::of(reader, me).await?, now).await?;
        let codes = waiting.iter().map(|invitation| invitation.uscc.to_string()).collect();
        let inviting = companies::some(reader, codes).await?;
        let called = |uscc: &UnifiedSocialCreditCode| {
            inviting.iter().find(|company| company.uscc == *uscc).map(|company| company.name.clone())
        };
        let asked = requests::of(reader, me).await?;
        Ok(Companies {
            companies: own.chain(others).collect(),
            invitations: waiting
                .into_iter()
                .map(|invitation| {
                    let company = called(&invitation.uscc).unwrap_or_default();
                    invitation_view(invitation, company, now)
                })
                .collect(),
            requests: asked
                .into_iter()
                .map(|asked| RequestState {
                    uscc: asked.uscc,
                    name: asked.name,
                    state: CaseState::parse(&asked.state),
                    reason: asked.reason,
                    created_at: asked.created_at,
                })
                .collect(),
        })
    }

    /// An invitation, for whoever is reached at the address that was asked.
    pub async fn invitation(&self, holder: &Holder, id: CompanyInvitationId) -> Result<InvitationView, KinError> {
        let reader = self.identity.database.reader();
        let invitation = invitations::by_id(reader, id).await?.ok_or(KinError::Unknown)?;
        if contacts::owner(reader, &invitation.contact).await? != Some(holder.account) {
            return Err(KinError::Unknown);
        }
        let company = companies::by_code(reader, &invitation.uscc).await?.ok_or(KinError::Unknown)?;
        Ok(invitation_view(invitation, company.name, self.identity.clock.now()))
    }

    /// One company, for whoever acts for it.
    pub async fn company(&self, holder: &Holder, uscc: &UnifiedSocialCreditCode) -> Result<CompanyDetail, KinError> {
        let (reader, now) = (self.identity.database.reader(), self.identity.clock.now());
        let powers = powers_seen(reader, holder.account, uscc).await?.ok_or(KinError::Unknown)?;
        let company = companies::by_code(reader, uscc).await?.ok_or(KinError::Unknown)?;
        let (mut agents, mut waiting, mut events) = (Vec::new(), Vec::new(), Vec::new());
        if powers.hold(Power::ManageAgents) {
            agents = companies::agents(reader, uscc).await?;
            waiting = invitations::of_company(reader, uscc, now).await?;
            events = companies::events(reader, uscc, SHOWN).await?;
        }
        let done = deeds::latest(reader, Deeds::Company(uscc), SHOWN).await?;
        let mut accounts = vec![company.representative];
        accounts.extend(agents.iter().map(|agent| agent.account));
        accounts.extend(events.iter().flat_map(|event| event.by.into_iter().chain(event.about)));
        accounts.extend(done.iter().map(|deed| deed.actor));
        let named = people::named(reader, accounts).await?;
        let called =
            |account: AccountId| named.get(&account).map(|named| named.display_name.clone()).unwrap_or_default();
        Ok(CompanyDetail {
            representative: called(company.representative),
            agents: agents
                .into_iter()
                .map(|agent| AgentView {
                    account: agent.account,
                    name: called(agent.account),
                    changeable: agent.account != holder.account && powers.cover(&agent.powers),
                    powers: agent.powers,
                    since: agent.since,
                })
                .collect(),
            invitations: waiting
                .into_iter()
                .map(|invitation| invitation_view(invitation, company.name.clone(), now))
                .collect(),
            events: events
                .into_iter()
                .map(|event| CompanyEventView {
                    act: event.act,
                    by: event.by.map(called).unwrap_or_default(),
                    about: event.about.map(called).unwrap_or_default(),
                    powers: event.powers,
                    at: event.at,
                })
                .collect(),
            deeds: done
                .into_iter()
                .map(|deed| DeedView {
                    actor: called(deed.actor),
                    whom: company.name.clone(),
                    own: deed.actor == holder.account,
                    what: deed.what,
                    subject: deed.subject,
                    at: deed.at,
                })
                .collect(),
            company: CompanyView {
                represented: company.representative == holder.account,
                uscc: company.uscc,
                name: company.name,
                powers,
            },
        })
    }
}

/// Whether a company has the account's holder as its representative: then somebody else has to follow before the account closes.
pub(crate) async fn represents(connection: &impl ConnectionTrait, account: AccountId) -> Result<bool, Fault> {
    Ok(!companies::represented_by(connection, account).await?.is_empty())
}

/// What an account's own data says of the companies it acts for.
pub(crate) async fn told(identity: &Identity, account: AccountId) -> Result<Value, Fault> {
    let (represented, agent_of) = of(identity, account).await?;
    let told = |company: &companies::Company, represented: bool, powers: &Powers| {
        json!({
            "uscc": company.uscc.as_str(),
            "name": company.name,
            "represented": represented,
            "powers": powers.stored(),
        })
    };
    let all = Powers::of(Power::COMPANY);
    let own = represented.iter().map(|company| told(company, true, &all));
    Ok(own.chain(agent_of.iter().map(|(company, powers)| told(company, false, powers))).collect())
}

fn invitation_view(invitation: invitations::Invitation, company: String, now: DateTime<Utc>) -> InvitationView {
    InvitationView {
        id: invitation.id,
        company,
        masked: invitation.contact.masked(),
        open: invitation.open && invitation.ends_at > now,
        uscc: invitation.uscc,
        powers: invitation.powers,
        ends_at: invitation.ends_at,
    }
}
