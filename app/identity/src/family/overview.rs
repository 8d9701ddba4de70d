use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::{
    clerk::CaseState,
    dependants::{name_asked, name_place},
    model::{Relation, Side, Tie, TieAct, Whom},
    service::Family,
    store::{
        dependants,
        requests::{self, Request, State},
        ties,
    },
};
use crate::{
    Identity,
    acting::Acting,
    holder::Holder,
    kin_error::KinError,
    powers::Powers,
    store::{
        acting::{self as deeds, Deed, Deeds},
        contacts, people,
    },
};
use foundation::{
    database::Fault,
    ids::{AccountId, DependantId, FamilyRequestId, FamilyTieId},
};

/// Deeds and events that are shown.
const SHOWN: u64 = 30;

/// A tie as one side sees it.
#[derive(Debug, Clone)]
pub struct TieView {
    /// The tie.
    pub id: FamilyTieId,
    /// On which side the asker stands.
    pub side: Side,
    /// What the other is called.
    pub other: String,
    /// Whether the other has no account.
    pub dependant: bool,
    /// What the relative is to the helper.
    pub relation: Relation,
    /// What the helper may do.
    pub powers: Powers,
    /// Since when.
    pub begun_at: DateTime<Utc>,
    /// When it ends by itself.
    pub until: Option<DateTime<Utc>>,
    /// Since when it is over.
    pub ended_at: Option<DateTime<Utc>>,
}

/// A request as one side sees it.
#[derive(Debug, Clone)]
pub struct RequestView {
    /// The request.
    pub id: FamilyRequestId,
    /// On which side the asker stands.
    pub side: Side,
    /// What the helper is called.
    pub helper: String,
    /// The address that was asked, in part.
    pub masked: String,
    /// What the relative is to the helper.
    pub relation: Relation,
    /// What is asked for.
    pub powers: Powers,
    /// `open`, `agreed`, `refused`, `withdrawn`, or `over`: part of the message key of its words.
    pub state: &'static str,
    /// Until when it can be answered.
    pub ends_at: DateTime<Utc>,
}

impl RequestView {
    /// Whether it still waits for an answer.
    pub fn is_open(&self) -> bool {
        self.state == State::Open.code()
    }
}

/// Somebody without an account, at the counter.
#[derive(Debug, Clone)]
pub struct AtCounter {
    /// The request.
    pub id: FamilyRequestId,
    /// For whom.
    pub name: String,
    /// How it stands.
    pub state: CaseState,
    /// Why a clerk said no.
    pub reason: String,
    /// Since when.
    pub created_at: DateTime<Utc>,
}

/// Something somebody did for another.
#[derive(Debug, Clone)]
pub struct DeedView {
    /// Who.
    pub actor: String,
    /// For whom.
    pub whom: String,
    /// Whether it was done by whoever looks.
    pub own: bool,
    /// What, as a message key (`deed-…`).
    pub what: String,
    /// To what.
    pub subject: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// Something that happened to a tie.
#[derive(Debug, Clone)]
pub struct TieEvent {
    /// What.
    pub act: TieAct,
    /// By whom.
    pub by: Side,
    /// What the helper may do since.
    pub powers: Powers,
    /// When.
    pub at: DateTime<Utc>,
}

/// All of somebody's family.
#[derive(Debug, Clone)]
pub struct Overview {
    /// Ties that hold, on either side.
    pub ties: Vec<TieView>,
    /// Ties that ended last.
    pub ended: Vec<TieView>,
    /// What the asker asked of others.
    pub asked: Vec<RequestView>,
    /// What others ask of the asker.
    pub asked_of_me: Vec<RequestView>,
    /// What clerks are asked.
    pub at_counter: Vec<AtCounter>,
    /// What was done for others, by either side.
    pub deeds: Vec<DeedView>,
}

/// A tie, what happened to it, and what was done under it.
#[derive(Debug, Clone)]
pub struct TieDetail {
    /// The tie.
    pub tie: TieView,
    /// What happened, the newest first.
    pub events: Vec<TieEvent>,
    /// What was done, the newest first.
    pub deeds: Vec<DeedView>,
}

impl Family {
    /// All of somebody's family.
    pub async fn overview(&self, holder: &Holder) -> Result<Overview, KinError> {
        let identity = &self.identity;
        let (reader, now, me) = (identity.database.reader(), identity.clock.now(), holder.account);
        let (held, ended) = (ties::holding(reader, me, now).await?, ties::ended(reader, me).await?);
        let all: Vec<Tie> = held.iter().chain(&ended).cloned().collect();
        let own = contacts::of(reader, me).await?;
        let asked = requests::by_helper(reader, me).await?;
        let of_me = requests::open_for(reader, &own, now).await?;
        let at_counter = dependants::by_helper(reader, me).await?;
        let mut done = deeds::latest(reader, Deeds::For(me), SHOWN).await?;
        done.extend(deeds::latest(reader, Deeds::ByFor(me), SHOWN).await?);
        done.sort_by_key(|deed| std::cmp::Reverse(deed.at));
        let mut names = names_of(identity, &all).await?;
        names.learn(identity, &done, of_me.iter().map(|request| request.helper)).await?;
        let view = |tie: &Tie| tie_view(tie, me, &names);
        Ok(Overview {
            ties: held.iter().filter_map(view).collect(),
            ended: ended.iter().filter_map(view).collect(),
            asked: asked.iter().map(|request| request_view(request, Side::Helper, &holder.display_name, now)).collect(),
            asked_of_me: of_me
                .iter()
                .map(|request| request_view(request, Side::Relative, &names.of(Whom::Account(request.helper)), now))
                .collect(),
            at_counter: at_counter
                .iter()
                .map(|asked| AtCounter {
                    id: asked.id,
                    name: identity.keyring.open_text(&name_asked(asked.id), &asked.name).unwrap_or_default(),
                    state: CaseState::parse(&asked.state),
                    reason: asked.reason.clone(),
                    created_at: asked.created_at,
                })
                .collect(),
            deeds: done.iter().map(|deed| deed_view(deed, me, &names)).collect(),
        })
    }

    /// One tie, for either side.
    pub async fn tie(&self, holder: &Holder, id: FamilyTieId) -> Result<TieDetail, KinError> {
        let identity = &self.identity;
        let (reader, me) = (identity.database.reader(), holder.account);
        let tie = ties::by_id(reader, id).await?.ok_or(KinError::Unknown)?;
        let whom = match tie.whom {
            Whom::Account(account) => Acting::Relative(account),
            Whom::Dependant(dependant) => Acting::Dependant(dependant),
        };
        let names = names_of(identity, std::slice::from_ref(&tie)).await?;
        let view = tie_view(&tie, me, &names).ok_or(KinError::Unknown)?;
        let done = deeds::latest(reader, Deeds::Between(tie.helper, &whom), SHOWN).await?;
        let events = ties::events(reader, id, SHOWN).await?;
        let event = |event: ties::Event| TieEvent { act: event.act, by: event.by, powers: event.powers, at: event.at };
        Ok(TieDetail {
            tie: view,
            events: events.into_iter().map(event).collect(),
            deeds: done.iter().map(|deed| deed_view(deed, me, &names)).collect(),
        })
    }

    /// One request, for whoever asked and whoever is reached at the address that was asked.
    pub async fn request(&self, holder: &Holder, id: FamilyRequestId) -> Result<RequestView, KinError> {
        let identity = &self.identity;
        let (reader, now) = (identity.database.reader(), identity.clock.now());
        let request = requests::by_id(reader, id).await?.ok_or(KinError::Unknown)?;
        if request.helper == holder.account {
            return Ok(request_view(&request, Side::Helper, &holder.display_name, now));
        }
        if contacts::owner(reader, &request.contact).await? != Some(holder.account) {
            return Err(KinError::Unknown);
        }
        let helper = people::usable(reader, request.helper).await?.map(|named| named.display_name).unwrap_or_default();
        Ok(request_view(&request, Side::Relative, &helper, now))
    }
}

/// What an account's own data says of its family: nobody else's name.
pub(crate) async fn told(identity: &Identity, account: AccountId) -> Result<Value, Fault> {
    let (reader, now) = (identity.database.reader(), identity.clock.now());
    let mut all = ties::holding(reader, account, now).await?;
    all.extend(ties::ended(reader, account).await?);
    let told = |tie: &Tie| {
        json!({
            "side": tie.side_of(account).map(Side::code),
            "relation": tie.relation.code(),
            "powers": tie.powers.stored(),
            "begun_at": tie.begun_at,
            "ended_at": tie.ended_at,
        })
    };
    Ok(all.iter().map(told).collect())
}

/// What accounts and dependants are called.
#[derive(Debug, Default)]
pub(super) struct Names {
    accounts: BTreeMap<AccountId, String>,
    dependants: BTreeMap<DependantId, String>,
}

impl Names {
    /// What somebody is called.
    pub(super) fn of(&self, whom: Whom) -> String {
        let name = match whom {
            Whom::Account(account) => self.accounts.get(&account),
            Whom::Dependant(dependant) => self.dependants.get(&dependant),
        };
        name.cloned().unwrap_or_default()
    }

    /// Also those who stand in deeds, and some more.
    async fn learn(
        &mut self,
        identity: &Identity,
        done: &[Deed],
        more: impl Iterator<Item = AccountId>,
    ) -> Result<(), KinError> {
        let mut accounts: Vec<AccountId> = done.iter().map(|deed| deed.actor).chain(more).collect();
        let mut strangers = Vec::new();
        for deed in done {
            match &deed.acting {
                Acting::Relative(account) => accounts.push(*account),
                Acting::Dependant(dependant) => strangers.push(*dependant),
                Acting::Myself | Acting::Company(_) => {}
            }
        }
        accounts.retain(|account| !self.accounts.contains_key(account));
        strangers.retain(|dependant| !self.dependants.contains_key(dependant));
        self.read(identity, accounts, strangers).await
    }

    async fn read(
        &mut self,
        identity: &Identity,
        accounts: Vec<AccountId>,
        strangers: Vec<DependantId>,
    ) -> Result<(), KinError> {
        let reader = identity.database.reader();
        for (account, named) in people::named(reader, accounts).await? {
            self.accounts.insert(account, named.display_name);
        }
        for dependant in dependants::some(reader, strangers).await? {
            let name = identity.keyring.open_text(&name_place(dependant.id), &dependant.name).unwrap_or_default();
            self.dependants.insert(dependant.id, name);
        }
        Ok(())
    }
}

/// What both sides of some ties are called.
pub(super) async fn names_of(identity: &Identity, ties: &[Tie]) -> Result<Names, KinError> {
    let (mut accounts, mut strangers) = (Vec::new(), Vec::new());
    for tie in ties {
        accounts.push(tie.helper);
        match tie.whom {
            Whom::Account(account) => accounts.push(account),
            Whom::Dependant(dependant) => strangers.push(dependant),
        }
    }
    let mut names = Names::default();
    names.read(identity, accounts, strangers).await?;
    Ok(names)
}

fn tie_view(tie: &Tie, me: AccountId, names: &Names) -> Option<TieView> {
    let side = tie.side_of(me)?;
    let other = if side == Side::Helper { tie.whom } else { Whom::Account(tie.helper) };
    Some(TieView {
        id: tie.id,
        side,
        other: names.of(other),
        dependant: matches!(tie.whom, Whom::Dependant(_)),
        relation: tie.relation,
        powers: tie.powers.clone(),
        begun_at: tie.begun_at,
        until: tie.until,
        ended_at: tie.ended_at,
    })
}

fn request_view(request: &Request, side: Side, helper: &str, now: DateTime<Utc>) -> RequestView {
    let over = request.state == State::Open && request.ends_at <= now;
    RequestView {
        id: request.id,
        side,
        helper: helper.to_owned(),
        masked: request.contact.masked(),
        relation: request.relation,
        powers: request.powers.clone(),
        state: if over { "over" } else { request.state.code() },
        ends_at: request.ends_at,
    }
}

fn deed_view(deed: &Deed, me: AccountId, names: &Names) -> DeedView {
    let whom = match &deed.acting {
        Acting::Relative(account) => names.of(Whom::Account(*account)),
        Acting::Dependant(dependant) => names.of(Whom::Dependant(*dependant)),
        Acting::Company(code) => code.to_string(),
        Acting::Myself => String::new(),
    };
    DeedView {
        actor: names.of(Whom::Account(deed.actor)),
        whom,
        own: deed.actor == me,
        what: deed.what.clone(),
        subject: deed.subject.clone(),
        at: deed.at,
    }
}
