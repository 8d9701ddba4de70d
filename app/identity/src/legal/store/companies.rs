use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel as _, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, OnConflict},
};
use uuid::Uuid;

use super::super::{
    super::powers::Powers,
    entity::{company, company_agent, company_event},
    model::CompanyAct,
};
use foundation::{
    codes::UnifiedSocialCreditCode,
    database::Fault,
    ids::{AccountId, KinEventId},
};

/// A company.
#[derive(Debug, Clone)]
pub(in crate::legal) struct Company {
    pub(in crate::legal) uscc: UnifiedSocialCreditCode,
    pub(in crate::legal) name: String,
    pub(in crate::legal) representative: AccountId,
}

/// Adds a company, unless there is one of the code; tells whether it did.
pub(in crate::legal) async fn add(
    connection: &impl ConnectionTrait,
    company: &Company,
    now: DateTime<Utc>,
) -> Result<bool, Fault> {
    let row = company::Model {
        uscc: company.uscc.to_string(),
        name: company.name.clone(),
        representative_id: company.representative.uuid(),
        created_at: now,
    };
    let added = company::Entity::insert(row.into_active_model())
        .on_conflict(OnConflict::column(company::Column::Uscc).do_nothing().to_owned())
        .exec_without_returning(connection)
        .await?;
    Ok(added == 1)
}

/// A company as it stands.
pub(in crate::legal) async fn by_code(
    connection: &impl ConnectionTrait,
    uscc: &UnifiedSocialCreditCode,
) -> Result<Option<Company>, Fault> {
    Ok(company::Entity::find_by_id(uscc.to_string()).one(connection).await?.and_then(read))
}

/// A company, held until the transaction ends: whoever changes anything in it next waits.
pub(in crate::legal) async fn hold(
    connection: &impl ConnectionTrait,
    uscc: &UnifiedSocialCreditCode,
) -> Result<Option<Company>, Fault> {
    Ok(company::Entity::find_by_id(uscc.to_string()).lock_exclusive().one(connection).await?.and_then(read))
}

/// A company, held so that nothing in it changes before the transaction ends; others may read.
pub(in crate::legal) async fn hold_shared(
    connection: &impl ConnectionTrait,
    uscc: &UnifiedSocialCreditCode,
) -> Result<Option<Company>, Fault> {
    Ok(company::Entity::find_by_id(uscc.to_string()).lock_shared().one(connection).await?.and_then(read))
}

/// The companies somebody represents.
pub(in crate::legal) async fn represented_by(
    connection: &impl ConnectionTrait,
    account: AccountId,
) -> Result<Vec<Company>, Fault> {
    let rows = company::Entity::find()
        .filter(company::Column::RepresentativeId.eq(account.uuid()))
        .order_by_asc(company::Column::Uscc)
        .all(connection)
        .await?;
    Ok(rows.into_iter().filter_map(read).collect())
}

/// Some companies.
pub(in crate::legal) async fn some(
    connection: &impl ConnectionTrait,
    codes: Vec<String>,
) -> Result<Vec<Company>, Fault> {
    if codes.is_empty() {
        return Ok(Vec::new());
    }
    let rows = company::Entity::find().filter(company::Column::Uscc.is_in(codes)).all(connection).await?;
    Ok(rows.into_iter().filter_map(read).collect())
}

/// Gives a company another representative and the name the register has now.
pub(in crate::legal) async fn set_representative(
    connection: &impl ConnectionTrait,
    company: &Company,
) -> Result<(), Fault> {
    company::Entity::update_many()
        .col_expr(company::Column::RepresentativeId, Expr::value(company.representative.uuid()))
        .col_expr(company::Column::Name, Expr::value(company.name.as_str()))
        .filter(company::Column::Uscc.eq(company.uscc.as_str()))
        .exec(connection)
        .await?;
    Ok(())
}

fn read(row: company::Model) -> Option<Company> {
    Some(Company {
        uscc: UnifiedSocialCreditCode::as_issued(&row.uscc).ok()?,
        name: row.name,
        representative: AccountId::from_uuid(row.representative_id),
    })
}

/// Somebody who acts for a company.
#[derive(Debug, Clone)]
pub(in crate::legal) struct Agent {
    pub(in crate::legal) account: AccountId,
    pub(in crate::legal) powers: Powers,
    pub(in crate::legal) since: DateTime<Utc>,
}

/// Makes somebody an agent; whoever is one already is a conflict.
pub(in crate::legal) async fn add_agent(
    connection: &impl ConnectionTrait,
    uscc: &UnifiedSocialCreditCode,
    agent: &Agent,
) -> Result<(), Fault> {
    let row = company_agent::Model {
        uscc: uscc.to_string(),
        account_id: agent.account.uuid(),
        powers: agent.powers.stored(),
        since: agent.since,
    };
    company_agent::Entity::insert(row.into_active_model()).exec_without_returning(connection).await?;
    Ok(())
}

/// What an agent of a company may do.
pub(in crate::legal) async fn agent_powers(
    connection: &impl ConnectionTrait,
    uscc: &UnifiedSocialCreditCode,
    account: AccountId,
) -> Result<Option<Powers>, Fault> {
    let row = company_agent::Entity::find_by_id((uscc.to_string(), account.uuid())).one(connection).await?;
    Ok(row.map(|row| Powers::parse(&row.powers)))
}

/// Gives an agent other powers.
pub(in crate::legal) async fn set_agent_powers(
    connection: &impl ConnectionTrait,
    uscc: &UnifiedSocialCreditCode,
    account: AccountId,
    powers: &Powers,
) -> Result<bool, Fault> {
    let done = company_agent::Entity::update_many()
        .col_expr(company_agent::Column::Powers, Expr::value(powers.stored()))
        .filter(company_agent::Column::Uscc.eq(uscc.as_str()))
        .filter(company_agent::Column::AccountId.eq(account.uuid()))
        .exec(connection)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Takes all of an agent's powers; tells whether there was one.
pub(in crate::legal) async fn end_agent(
    connection: &impl ConnectionTrait,
    uscc: &UnifiedSocialCreditCode,
    account: AccountId,
) -> Result<bool, Fault> {
    let key = (uscc.to_string(), account.uuid());
    Ok(company_agent::Entity::delete_by_id(key).exec(connection).await?.rows_affected == 1)
}

/// The agents of a company, the longest first.
pub(in crate::legal) async fn agents(
    connection: &impl ConnectionTrait,
    uscc: &UnifiedSocialCreditCode,
) -> Result<Vec<Agent>, Fault> {
    let rows = company_agent::Entity::find()
        .filter(company_agent::Column::Uscc.eq(uscc.as_str()))
        .order_by_asc(company_agent::Column::Since)
        .all(connection)
        .await?;
    let read = |row: company_agent::Model| Agent {
        account: AccountId::from_uuid(row.account_id),
        powers: Powers::parse(&row.powers),
        since: row.since,
    };
    Ok(rows.into_iter().map(read).collect())
}

/// The companies somebody is an agent of: code and powers.
pub(in crate::legal) async fn agent_of(
    connection: &impl ConnectionTrait,
    account: AccountId,
) -> Result<Vec<(String, Powers)>, Fault> {
    let rows = company_agent::Entity::find()
        .filter(company_agent::Column::AccountId.eq(account.uuid()))
        .order_by_asc(company_agent::Column::Uscc)
        .all(connection)
        .await?;
    Ok(rows.into_iter().map(|row| (row.uscc, Powers::parse(&row.powers))).collect())
}

/// Something that happened in a company.
#[derive(Debug, Clone)]
pub(in crate::legal) struct Event {
    pub(in crate::legal) act: CompanyAct,
    pub(in crate::legal) by: Option<AccountId>,
    pub(in crate::legal) about: Option<AccountId>,
    pub(in crate::legal) powers: Powers,
    pub(in crate::legal) at: DateTime<Utc>,
}

/// Writes down what happened.
pub(in crate::legal) async fn add_event(
    connection: &impl ConnectionTrait,
    uscc: &UnifiedSocialCreditCode,
    event: &Event,
) -> Result<(), Fault> {
    let row = company_event::Model {
        id: KinEventId::new().uuid(),
        uscc: uscc.to_string(),
        act: event.act.code().to_owned(),
        by_account: event.by.map(AccountId::uuid),
        about_account: event.about.map(AccountId::uuid),
        powers: event.powers.stored(),
        at: event.at,
    };
    company_event::Entity::insert(row.into_active_model()).exec_without_returning(connection).await?;
    Ok(())
}

/// What happened in a company, the newest first.
pub(in crate::legal) async fn events(
    connection: &impl ConnectionTrait,
    uscc: &UnifiedSocialCreditCode,
    limit: u64,
) -> Result<Vec<Event>, Fault> {
    let rows = company_event::Entity::find()
        .filter(company_event::Column::Uscc.eq(uscc.as_str()))
        .order_by_desc(company_event::Column::Id)
        .limit(limit)
        .all(connection)
        .await?;
    let account = |id: Option<Uuid>| id.map(AccountId::from_uuid);
    let read = |row: company_event::Model| {
        Some(Event {
            act: CompanyAct::parse(&row.act)?,
            by: account(row.by_account),
            about: account(row.about_account),
            powers: Powers::parse(&row.powers),
            at: row.at,
        })
    };
    Ok(rows.into_iter().filter_map(read).collect())
}
