use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel as _, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, SimpleExpr},
};
use uuid::Uuid;

use super::super::{
    super::powers::Powers,
    entity::{family_event, family_tie},
    model::{Relation, Side, Tie, TieAct, Whom},
};
use foundation::{
    database::Fault,
    ids::{AccountId, DependantId, FamilyTieId, KinEventId},
};

/// Ends that are shown.
const ENDED_SHOWN: u64 = 10;
/// Ties that end by themselves, at once.
const AT_ONCE: u64 = 200;

/// Adds a tie at its two places; a place that is taken, or two who are bound already, is a conflict.
pub(in crate::family) async fn add(
    connection: &impl ConnectionTrait,
    tie: &Tie,
    helper_place: i16,
    relative_place: i16,
) -> Result<(), Fault> {
    let (relative_id, dependant_id) = split(tie.whom);
    let row = family_tie::Model {
        id: tie.id.uuid(),
        helper_id: tie.helper.uuid(),
        relative_id,
        dependant_id,
        relation: tie.relation.code().to_owned(),
        powers: tie.powers.stored(),
        helper_place,
        relative_place,
        begun_at: tie.begun_at,
        until: tie.until,
        ended_at: tie.ended_at,
    };
    family_tie::Entity::insert(row.into_active_model()).exec_without_returning(connection).await?;
    Ok(())
}

fn split(whom: Whom) -> (Option<Uuid>, Option<Uuid>) {
    match whom {
        Whom::Account(account) => (Some(account.uuid()), None),
        Whom::Dependant(dependant) => (None, Some(dependant.uuid())),
    }
}

fn is(whom: Whom) -> SimpleExpr {
    match whom {
        Whom::Account(account) => family_tie::Column::RelativeId.eq(account.uuid()),
        Whom::Dependant(dependant) => family_tie::Column::DependantId.eq(dependant.uuid()),
    }
}

/// The places a helper has filled.
pub(in crate::family) async fn places_of_helper(
    connection: &impl ConnectionTrait,
    helper: AccountId,
) -> Result<Vec<i16>, Fault> {
    places(connection, family_tie::Column::HelperId.eq(helper.uuid()), family_tie::Column::HelperPlace).await
}

/// The places of whoever is helped that are filled.
pub(in crate::family) async fn places_of(connection: &impl ConnectionTrait, whom: Whom) -> Result<Vec<i16>, Fault> {
    places(connection, is(whom), family_tie::Column::RelativePlace).await
}

async fn places(
    connection: &impl ConnectionTrait,
    whose: SimpleExpr,
    place: family_tie::Column,
) -> Result<Vec<i16>, Fault> {
    let found = family_tie::Entity::find()
        .select_only()
        .column(place)
        .filter(whose)
        .filter(family_tie::Column::EndedAt.is_null())
        .into_tuple()
        .all(connection)
        .await?;
    Ok(found)
}

/// What binds a helper to somebody now; held so that it does not end before the transaction does.
pub(in crate::family) async fn between(
    connection: &impl ConnectionTrait,
    helper: AccountId,
    whom: Whom,
    now: DateTime<Utc>,
) -> Result<Option<Tie>, Fault> {
    let row = family_tie::Entity::find()
        .filter(family_tie::Column::HelperId.eq(helper.uuid()))
        .filter(is(whom))
        .filter(family_tie::Column::EndedAt.is_null())
        .filter(Condition::any().add(family_tie::Column::Until.is_null()).add(family_tie::Column::Until.gt(now)))
        .lock_shared()
        .one(connection)
        .await?;
    Ok(row.and_then(read))
}

/// A tie as it stands.
pub(in crate::family) async fn by_id(connection: &impl ConnectionTrait, id: FamilyTieId) -> Result<Option<Tie>, Fault> {
    Ok(family_tie::Entity::find_by_id(id.uuid()).one(connection).await?.and_then(read))
}

/// The ties of an account, on either side, that hold now.
pub(in crate::family) async fn holding(
    connection: &impl ConnectionTrait,
    account: AccountId,
    now: DateTime<Utc>,
) -> Result<Vec<Tie>, Fault> {
    held(connection, of(account), now).await
}

/// The ties of somebody without an account that hold now.
pub(in crate::family) async fn holding_dependant(
    connection: &impl ConnectionTrait,
    dependant: DependantId,
    now: DateTime<Utc>,
) -> Result<Vec<Tie>, Fault> {
    held(connection, Condition::all().add(is(Whom::Dependant(dependant))), now).await
}

async fn held(connection: &impl ConnectionTrait, whose: Condition, now: DateTime<Utc>) -> Result<Vec<Tie>, Fault> {
    let rows = family_tie::Entity::find()
        .filter(whose)
        .filter(family_tie::Column::EndedAt.is_null())
        .filter(Condition::any().add(family_tie::Column::Until.is_null()).add(family_tie::Column::Until.gt(now)))
        .order_by_asc(family_tie::Column::Id)
        .all(connection)
        .await?;
    Ok(rows.into_iter().filter_map(read).collect())
}

/// The ties of an account, on either side, that ended last.
pub(in crate::family) async fn ended(connection: &impl ConnectionTrait, account: AccountId) -> Result<Vec<Tie>, Fault> {
    let rows = family_tie::Entity::find()
        .filter(of(account))
        .filter(family_tie::Column::EndedAt.is_not_null())
        .order_by_desc(family_tie::Column::Id)
        .limit(ENDED_SHOWN)
        .all(connection)
        .await?;
    Ok(rows.into_iter().filter_map(read).collect())
}

fn of(account: AccountId) -> Condition {
    Condition::any()
        .add(family_tie::Column::HelperId.eq(account.uuid()))
        .add(family_tie::Column::RelativeId.eq(account.uuid()))
}

/// Ends a tie; tells whether it still held.
pub(in crate::family) async fn end(
    connection: &impl ConnectionTrait,
    id: FamilyTieId,
    now: DateTime<Utc>,
) -> Result<bool, Fault> {
    let done = family_tie::Entity::update_many()
        .col_expr(family_tie::Column::EndedAt, Expr::value(Some(now)))
        .filter(family_tie::Column::Id.eq(id.uuid()))
        .filter(family_tie::Column::EndedAt.is_null())
        .exec(connection)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Gives a tie other powers; tells whether it still held.
pub(in crate::family) async fn set_powers(
    connection: &impl ConnectionTrait,
    id: FamilyTieId,
    powers: &Powers,
) -> Result<bool, Fault> {
    let done = family_tie::Entity::update_many()
        .col_expr(family_tie::Column::Powers, Expr::value(powers.stored()))
        .filter(family_tie::Column::Id.eq(id.uuid()))
        .filter(family_tie::Column::EndedAt.is_null())
        .exec(connection)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Ties whose time is over and that nobody ended.
pub(in crate::family) async fn due(connection: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<Vec<Tie>, Fault> {
    let rows = family_tie::Entity::find()
        .filter(family_tie::Column::Until.lte(now))
        .filter(family_tie::Column::EndedAt.is_null())
        .order_by_asc(family_tie::Column::Until)
        .limit(AT_ONCE)
        .all(connection)
        .await?;
    Ok(rows.into_iter().filter_map(read).collect())
}

fn read(row: family_tie::Model) -> Option<Tie> {
    let whom = match (row.relative_id, row.dependant_id) {
        (Some(account), _) => Whom::Account(AccountId::from_uuid(account)),
        (_, dependant) => Whom::Dependant(DependantId::from_uuid(dependant?)),
    };
    Some(Tie {
        id: FamilyTieId::from_uuid(row.id),
        helper: AccountId::from_uuid(row.helper_id),
        whom,
        relation: Relation::parse(&row.relation)?,
        powers: Powers::parse(&row.powers),
        begun_at: row.begun_at,
        until: row.until,
        ended_at: row.ended_at,
    })
}

/// Something that happened to a tie.
pub(in crate::family) struct Event {
    pub(in crate::family) act: TieAct,
    pub(in crate::family) by: Side,
    pub(in crate::family) powers: Powers,
    pub(in crate::family) at: DateTime<Utc>,
}

/// Writes down what happened.
pub(in crate::family) async fn add_event(
    connection: &impl ConnectionTrait,
    tie: FamilyTieId,
    event: &Event,
) -> Result<(), Fault> {
    let row = family_event::Model {
        id: KinEventId::new().uuid(),
        tie_id: tie.uuid(),
        act: event.act.code().to_owned(),
        by_side: event.by.code().to_owned(),
        powers: event.powers.stored(),
        at: event.at,
    };
    family_event::Entity::insert(row.into_active_model()).exec_without_returning(connection).await?;
    Ok(())
}

/// What happened to a tie, the newest first.
pub(in crate::family) async fn events(
    connection: &impl ConnectionTrait,
    tie: FamilyTieId,
    limit: u64,
) -> Result<Vec<Event>, Fault> {
    let rows = family_event::Entity::find()
        .filter(family_event::Column::TieId.eq(tie.uuid()))
        .order_by_desc(family_event::Column::Id)
        .limit(limit)
        .all(connection)
        .await?;
    let read = |row: family_event::Model| {
        Some(Event {
            act: TieAct::parse(&row.act)?,
            by: Side::parse(&row.by_side)?,
            powers: Powers::parse(&row.powers),
            at: row.at,
        })
    };
    Ok(rows.into_iter().filter_map(read).collect())
}
