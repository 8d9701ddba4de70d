use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel as _, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, OnConflict},
};
use uuid::Uuid;

use super::super::{
    super::powers::Powers,
    entity::{dependant, dependant_request},
    model::Relation,
};
use foundation::{
    database::Fault,
    ids::{AccountId, DependantId, FamilyRequestId},
};

/// Requests of one person that are shown.
const SHOWN: u64 = 20;

/// Somebody without an account, sealed.
#[derive(Debug, Clone)]
pub(in crate::family) struct Dependant {
    pub(in crate::family) id: DependantId,
    pub(in crate::family) name: Vec<u8>,
    pub(in crate::family) id_number: Vec<u8>,
    pub(in crate::family) index: String,
    pub(in crate::family) born_on: NaiveDate,
}

/// Adds somebody, unless there is somebody of the number already; answers who there is, held until the transaction ends.
pub(in crate::family) async fn add_or_hold(
    connection: &impl ConnectionTrait,
    new: &Dependant,
    now: DateTime<Utc>,
) -> Result<Option<Dependant>, Fault> {
    let row = dependant::Model {
        id: new.id.uuid(),
        name: new.name.clone(),
        id_number: new.id_number.clone(),
        id_number_index: new.index.clone(),
        born_on: new.born_on,
        created_at: now,
    };
    dependant::Entity::insert(row.into_active_model())
        .on_conflict(OnConflict::column(dependant::Column::IdNumberIndex).do_nothing().to_owned())
        .exec_without_returning(connection)
        .await?;
    let row = dependant::Entity::find()
        .filter(dependant::Column::IdNumberIndex.eq(new.index.as_str()))
        .lock_exclusive()
        .one(connection)
        .await?;
    Ok(row.map(read))
}

/// Some of them.
pub(in crate::family) async fn some(
    connection: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = DependantId>,
) -> Result<Vec<Dependant>, Fault> {
    let ids: Vec<Uuid> = ids.into_iter().map(DependantId::uuid).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows = dependant::Entity::find().filter(dependant::Column::Id.is_in(ids)).all(connection).await?;
    Ok(rows.into_iter().map(read).collect())
}

/// Somebody of a number, found by its keyed hash.
pub(in crate::family) async fn by_number(
    connection: &impl ConnectionTrait,
    index: &str,
) -> Result<Option<Dependant>, Fault> {
    let row = dependant::Entity::find().filter(dependant::Column::IdNumberIndex.eq(index)).one(connection).await?;
    Ok(row.map(read))
}

fn read(row: dependant::Model) -> Dependant {
    Dependant {
        id: DependantId::from_uuid(row.id),
        name: row.name,
        id_number: row.id_number,
        index: row.id_number_index,
        born_on: row.born_on,
    }
}

/// What a clerk is asked to decide, sealed.
#[derive(Debug, Clone)]
pub(in crate::family) struct Asked {
    pub(in crate::family) id: FamilyRequestId,
    pub(in crate::family) helper: AccountId,
    pub(in crate::family) name: Vec<u8>,
    /// Erased where the answer was no.
    pub(in crate::family) id_number: Option<Vec<u8>>,
    pub(in crate::family) index: String,
    pub(in crate::family) born_on: NaiveDate,
    pub(in crate::family) relation: Relation,
    pub(in crate::family) powers: Powers,
    pub(in crate::family) state: String,
    pub(in crate::family) paper: String,
    pub(in crate::family) reason: String,
    pub(in crate::family) created_at: DateTime<Utc>,
}

/// What a request is called while nobody decided it.
pub(in crate::family) const OPEN: &str = "open";

/// Adds a request; a second open one for the same person is a conflict.
pub(in crate::family) async fn ask(connection: &impl ConnectionTrait, asked: &Asked) -> Result<(), Fault> {
    let row = dependant_request::Model {
        id: asked.id.uuid(),
        helper_id: asked.helper.uuid(),
        name: asked.name.clone(),
        id_number: asked.id_number.clone(),
        id_number_index: asked.index.clone(),
        born_on: asked.born_on,
        relation: asked.relation.code().to_owned(),
        powers: asked.powers.stored(),
        state: asked.state.clone(),
        paper: asked.paper.clone(),
        reason: asked.reason.clone(),
        created_at: asked.created_at,
        decided_at: None,
        decided_by: String::new(),
    };
    dependant_request::Entity::insert(row.into_active_model()).exec_without_returning(connection).await?;
    Ok(())
}

/// A request as it stands.
pub(in crate::family) async fn asked(
    connection: &impl ConnectionTrait,
    id: FamilyRequestId,
) -> Result<Option<Asked>, Fault> {
    Ok(dependant_request::Entity::find_by_id(id.uuid()).one(connection).await?.and_then(read_asked))
}

/// A request, held until the transaction ends.
pub(in crate::family) async fn hold(
    connection: &impl ConnectionTrait,
    id: FamilyRequestId,
) -> Result<Option<Asked>, Fault> {
    let row = dependant_request::Entity::find_by_id(id.uuid()).lock_exclusive().one(connection).await?;
    Ok(row.and_then(read_asked))
}

/// The latest requests of somebody, the newest first.
pub(in crate::family) async fn by_helper(
    connection: &impl ConnectionTrait,
    helper: AccountId,
) -> Result<Vec<Asked>, Fault> {
    let rows = dependant_request::Entity::find()
        .filter(dependant_request::Column::HelperId.eq(helper.uuid()))
        .order_by_desc(dependant_request::Column::Id)
        .limit(SHOWN)
        .all(connection)
        .await?;
    Ok(rows.into_iter().filter_map(read_asked).collect())
}

/// What waits for a clerk, after one of them, the oldest first.
pub(in crate::family) async fn waiting(
    connection: &impl ConnectionTrait,
    after: Option<FamilyRequestId>,
    limit: u64,
) -> Result<Vec<Asked>, Fault> {
    let mut query = dependant_request::Entity::find().filter(dependant_request::Column::State.eq(OPEN));
    if let Some(after) = after {
        query = query.filter(dependant_request::Column::Id.gt(after.uuid()));
    }
    let rows = query.order_by_asc(dependant_request::Column::Id).limit(limit).all(connection).await?;
    Ok(rows.into_iter().filter_map(read_asked).collect())
}

/// What became of a request.
pub(in crate::family) struct Decision<'a> {
    pub(in crate::family) state: &'a str,
    pub(in crate::family) paper: &'a str,
    pub(in crate::family) reason: &'a str,
    pub(in crate::family) by: &'a str,
    pub(in crate::family) at: DateTime<Utc>,
}

/// Decides an open request and forgets the number, which is needed no more; tells whether it was open.
pub(in crate::family) async fn decide(
    connection: &impl ConnectionTrait,
    id: FamilyRequestId,
    decision: &Decision<'_>,
) -> Result<bool, Fault> {
    use dependant_request::Column::{DecidedAt, DecidedBy, Id, IdNumber, IdNumberIndex, Paper, Reason, State};
    let done = dependant_request::Entity::update_many()
        .col_expr(State, Expr::value(decision.state))
        .col_expr(Paper, Expr::value(decision.paper))
        .col_expr(Reason, Expr::value(decision.reason))
        .col_expr(DecidedBy, Expr::value(decision.by))
        .col_expr(DecidedAt, Expr::value(Some(decision.at)))
        .col_expr(IdNumber, Expr::value(None::<Vec<u8>>))
        .col_expr(IdNumberIndex, Expr::value(""))
        .filter(Id.eq(id.uuid()))
        .filter(State.eq(OPEN))
        .exec(connection)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Takes back whatever somebody still asks of clerks, and forgets the numbers.
pub(in crate::family) async fn withdraw_all(
    connection: &impl ConnectionTrait,
    helper: AccountId,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    use dependant_request::Column::{DecidedAt, HelperId, IdNumber, IdNumberIndex, State};
    dependant_request::Entity::update_many()
        .col_expr(State, Expr::value("withdrawn"))
        .col_expr(DecidedAt, Expr::value(Some(now)))
        .col_expr(IdNumber, Expr::value(None::<Vec<u8>>))
        .col_expr(IdNumberIndex, Expr::value(""))
        .filter(HelperId.eq(helper.uuid()))
        .filter(State.eq(OPEN))
        .exec(connection)
        .await?;
    Ok(())
}

fn read_asked(row: dependant_request::Model) -> Option<Asked> {
    Some(Asked {
        id: FamilyRequestId::from_uuid(row.id),
        helper: AccountId::from_uuid(row.helper_id),
        name: row.name,
        id_number: row.id_number,
        index: row.id_number_index,
        born_on: row.born_on,
        relation: Relation::parse(&row.relation)?,
        powers: Powers::parse(&row.powers),
        state: row.state,
        paper: row.paper,
        reason: row.reason,
        created_at: row.created_at,
    })
}
