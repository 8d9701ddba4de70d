//! Accounts and sessions as those ask who were allowed to act for somebody, and show no session of theirs.

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect as _, sea_query::LockType,
};

use super::{
    super::{
        actor::Grant,
        entity::{account, role_grant, session},
        realname::RealNameLevel,
        sessions::{Awaits, Lasts},
    },
    accounts::decode,
};
use foundation::{
    database::Fault,
    ids::{AccountId, SessionId},
};

/// An account that may be used.
pub(crate) struct Alive {
    pub(crate) name: String,
    pub(crate) display_name: String,
    /// A language's tag; empty where nobody said.
    pub(crate) language: String,
    pub(crate) level: RealNameLevel,
    pub(crate) grants: Vec<Grant>,
}

/// An account that may be used, with the roles of this moment; none where it ended, or waits to be closed.
pub(crate) async fn alive(connection: &impl ConnectionTrait, account: AccountId) -> Result<Option<Alive>, Fault> {
    let row = account::Entity::find_by_id(account.uuid())
        .filter(account::Column::DisabledAt.is_null())
        .filter(account::Column::ClosedAt.is_null())
        .filter(account::Column::ClosesAt.is_null())
        .one(connection)
        .await?;
    let Some(row) = row else { return Ok(None) };
    let grants = role_grant::Entity::find()
        .filter(role_grant::Column::AccountId.eq(row.id))
        .order_by_asc(role_grant::Column::Role)
        .order_by_asc(role_grant::Column::DepartmentId)
        .all(connection)
        .await?;
    Ok(Some(Alive {
        name: row.name,
        display_name: row.display_name,
        language: row.language,
        level: RealNameLevel::of(row.level),
        grants: grants.iter().filter_map(|grant| decode(&grant.role, &grant.department_id)).collect(),
    }))
}

/// Holds a session until the transaction ends: it cannot be ended before; whether it is there. Its use may be written down
/// meanwhile.
pub(crate) async fn hold_session(connection: &impl ConnectionTrait, session: SessionId) -> Result<bool, Fault> {
    Ok(session::Entity::find_by_id(session.uuid()).lock(LockType::KeyShare).one(connection).await?.is_some())
}

/// Whether a session of an account still holds and waits for nothing.
pub(crate) async fn session_holds(
    connection: &impl ConnectionTrait,
    session: SessionId,
    account: AccountId,
    is_staff: bool,
    now: DateTime<Utc>,
) -> Result<bool, Fault> {
    let row = session::Entity::find_by_id(session.uuid())
        .filter(session::Column::AccountId.eq(account.uuid()))
        .one(connection)
        .await?;
    Ok(row.is_some_and(|row| {
        let stays = row.stays && !is_staff;
        let lasts = Lasts { created_at: row.created_at, seen_at: row.seen_at, ends_at: row.ends_at, stays };
        Awaits::parse(&row.awaits) == Awaits::Nothing && lasts.until() > now
    }))
}
