use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel as _, QueryFilter, QueryOrder, QuerySelect,
    sea_query::Expr,
};

use super::super::entity::company_request;
use foundation::{
    codes::UnifiedSocialCreditCode,
    database::Fault,
    ids::{AccountId, CompanyRequestId},
};

/// Requests of one person that are shown.
const SHOWN: u64 = 20;
/// What a request is called while nobody decided it.
pub(in crate::legal) const OPEN: &str = "open";

/// What a clerk is asked to decide.
#[derive(Debug, Clone)]
pub(in crate::legal) struct Asked {
    pub(in crate::legal) id: CompanyRequestId,
    pub(in crate::legal) account: AccountId,
    pub(in crate::legal) uscc: UnifiedSocialCreditCode,
    pub(in crate::legal) name: String,
    pub(in crate::legal) state: String,
    pub(in crate::legal) reason: String,
    pub(in crate::legal) created_at: DateTime<Utc>,
}

/// Adds a request; a second open one for the same code is a conflict.
pub(in crate::legal) async fn ask(connection: &impl ConnectionTrait, asked: &Asked) -> Result<(), Fault> {
    let row = company_request::Model {
        id: asked.id.uuid(),
        account_id: asked.account.uuid(),
        uscc: asked.uscc.to_string(),
        name: asked.name.clone(),
        state: asked.state.clone(),
        paper: String::new(),
        reason: String::new(),
        created_at: asked.created_at,
        decided_at: None,
        decided_by: String::new(),
    };
    company_request::Entity::insert(row.into_active_model()).exec_without_returning(connection).await?;
    Ok(())
}

/// A request as it stands.
pub(in crate::legal) async fn by_id(
    connection: &impl ConnectionTrait,
    id: CompanyRequestId,
) -> Result<Option<Asked>, Fault> {
    Ok(company_request::Entity::find_by_id(id.uuid()).one(connection).await?.and_then(read))
}

/// A request, held until the transaction ends.
pub(in crate::legal) async fn hold(
    connection: &impl ConnectionTrait,
    id: CompanyRequestId,
) -> Result<Option<Asked>, Fault> {
    let row = company_request::Entity::find_by_id(id.uuid()).lock_exclusive().one(connection).await?;
    Ok(row.and_then(read))
}

/// The latest requests of somebody, the newest first.
pub(in crate::legal) async fn of(connection: &impl ConnectionTrait, account: AccountId) -> Result<Vec<Asked>, Fault> {
    let rows = company_request::Entity::find()
        .filter(company_request::Column::AccountId.eq(account.uuid()))
        .order_by_desc(company_request::Column::Id)
        .limit(SHOWN)
        .all(connection)
        .await?;
    Ok(rows.into_iter().filter_map(read).collect())
}

/// What waits for a clerk, after one of them, the oldest first.
pub(in crate::legal) async fn waiting(
    connection: &impl ConnectionTrait,
    after: Option<CompanyRequestId>,
    limit: u64,
) -> Result<Vec<Asked>, Fault> {
    let mut query = company_request::Entity::find().filter(company_request::Column::State.eq(OPEN));
    if let Some(after) = after {
        query = query.filter(company_request::Column::Id.gt(after.uuid()));
    }
    let rows = query.order_by_asc(company_request::Column::Id).limit(limit).all(connection).await?;
    Ok(rows.into_iter().filter_map(read).collect())
}

/// What became of a request.
pub(in crate::legal) struct Decision<'a> {
    pub(in crate::legal) state: &'a str,
    pub(in crate::legal) paper: &'a str,
    pub(in crate::legal) reason: &'a str,
    pub(in crate::legal) by: &'a str,
    pub(in crate::legal) at: DateTime<Utc>,
}

/// Decides an open request; tells whether it was one.
pub(in crate::legal) async fn decide(
    connection: &impl ConnectionTrait,
    id: CompanyRequestId,
    decision: &Decision<'_>,
) -> Result<bool, Fault> {
    use company_request::Column::{DecidedAt, DecidedBy, Id, Paper, Reason, State};
    let done = company_request::Entity::update_many()
        .col_expr(State, Expr::value(decision.state))
        .col_expr(Paper, Expr::value(decision.paper))
        .col_expr(Reason, Expr::value(decision.reason))
        .col_expr(DecidedBy, Expr::value(decision.by))
        .col_expr(DecidedAt, Expr::value(Some(decision.at)))
        .filter(Id.eq(id.uuid()))
        .filter(State.eq(OPEN))
        .exec(connection)
        .await?;
    Ok(done.rows_affected == 1)
}

fn read(row: company_request::Model) -> Option<Asked> {
    Some(Asked {
        id: CompanyRequestId::from_uuid(row.id),
        account: AccountId::from_uuid(row.account_id),
        uscc: UnifiedSocialCreditCode::as_issued(&row.uscc).ok()?,
        name: row.name,
        state: row.state,
        reason: row.reason,
        created_at: row.created_at,
    })
}
