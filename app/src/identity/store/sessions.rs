use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, IntoActiveModel, JoinType, QueryFilter, QueryOrder,
    QuerySelect, RelationTrait as _, sea_query::Expr,
};
use uuid::Uuid;

use super::{
    super::{
        actor::Actor,
        entity::{account, role_grant, session},
        model::OpenSession,
    },
    accounts::decode,
};
use crate::{
    database::Fault,
    ids::{AccountId, SessionId},
};

/// Who stands behind a token, role by role.
#[derive(FromQueryResult)]
struct Holder {
    session_id: Uuid,
    seen_at: DateTime<Utc>,
    account_id: Uuid,
    name: String,
    display_name: String,
    role: Option<String>,
    department_id: Option<String>,
}

/// A session whose token was shown.
pub(in crate::identity) struct Seen {
    pub(in crate::identity) session: SessionId,
    pub(in crate::identity) last: DateTime<Utc>,
    pub(in crate::identity) actor: Actor,
}

/// Adds a session.
pub(in crate::identity) async fn add(
    connection: &impl ConnectionTrait,
    account: AccountId,
    token_hash: &str,
    opened: &OpenSession,
    ends_at: DateTime<Utc>,
) -> Result<(), Fault> {
    let row = session::Model {
        id: opened.id.uuid(),
        token_hash: token_hash.to_owned(),
        account_id: account.uuid(),
        created_at: opened.created_at,
        seen_at: opened.seen_at,
        ends_at,
        network: opened.network.clone(),
        device: opened.device.clone(),
    };
    session::Entity::insert(row.into_active_model()).exec_without_returning(connection).await?;
    Ok(())
}

/// Who stands behind a token that was shown in time, with the roles of this moment. One query.
pub(in crate::identity) async fn holder(
    connection: &impl ConnectionTrait,
    token_hash: &str,
    seen_after: DateTime<Utc>,
    now: DateTime<Utc>,
    origin: &str,
) -> Result<Option<Seen>, Fault> {
    let rows = session::Entity::find()
        .select_only()
        .column_as(session::Column::Id, "session_id")
        .column_as(session::Column::SeenAt, "seen_at")
        .column_as(session::Column::AccountId, "account_id")
        .column_as(account::Column::Name, "name")
        .column_as(account::Column::DisplayName, "display_name")
        .column_as(role_grant::Column::Role, "role")
        .column_as(role_grant::Column::DepartmentId, "department_id")
        .join(JoinType::InnerJoin, session::Relation::Account.def())
        .join(JoinType::LeftJoin, account::Relation::RoleGrant.def())
        .filter(session::Column::TokenHash.eq(token_hash))
        .filter(session::Column::SeenAt.gt(seen_after))
        .filter(session::Column::EndsAt.gt(now))
        .filter(account::Column::DisabledAt.is_null())
        .into_model::<Holder>()
        .all(connection)
        .await?;
    let grants = rows.iter().filter_map(|row| decode(row.role.as_deref()?, row.department_id.as_deref()?)).collect();
    Ok(rows.into_iter().next().map(|row| Seen {
        session: SessionId::from_uuid(row.session_id),
        last: row.seen_at,
        actor: Actor {
            account: AccountId::from_uuid(row.account_id),
            name: row.name,
            display_name: row.display_name,
            grants,
            origin: origin.to_owned(),
        },
    }))
}

/// Writes down that a session was used.
pub(in crate::identity) async fn touch(
    connection: &impl ConnectionTrait,
    session: SessionId,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    session::Entity::update_many()
        .col_expr(session::Column::SeenAt, Expr::value(now))
        .filter(session::Column::Id.eq(session.uuid()))
        .filter(session::Column::SeenAt.lt(now))
        .exec(connection)
        .await?;
    Ok(())
}

/// The sessions of an account that still hold, the newest first.
pub(in crate::identity) async fn list(
    connection: &impl ConnectionTrait,
    account: AccountId,
    seen_after: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<Vec<OpenSession>, Fault> {
    let rows = session::Entity::find()
        .filter(session::Column::AccountId.eq(account.uuid()))
        .filter(session::Column::SeenAt.gt(seen_after))
        .filter(session::Column::EndsAt.gt(now))
        .order_by_desc(session::Column::CreatedAt)
        .limit(100)
        .all(connection)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| OpenSession {
            id: SessionId::from_uuid(row.id),
            created_at: row.created_at,
            seen_at: row.seen_at,
            network: row.network,
            device: row.device,
        })
        .collect())
}

/// Ends the session of a token; tells whether there was one.
pub(in crate::identity) async fn end_by_token(
    connection: &impl ConnectionTrait,
    token_hash: &str,
) -> Result<bool, Fault> {
    let done =
        session::Entity::delete_many().filter(session::Column::TokenHash.eq(token_hash)).exec(connection).await?;
    Ok(done.rows_affected > 0)
}

/// Ends one session of an account; tells whether there was one.
pub(in crate::identity) async fn end_one(
    connection: &impl ConnectionTrait,
    account: AccountId,
    session: SessionId,
) -> Result<bool, Fault> {
    let done = session::Entity::delete_many()
        .filter(session::Column::AccountId.eq(account.uuid()))
        .filter(session::Column::Id.eq(session.uuid()))
        .exec(connection)
        .await?;
    Ok(done.rows_affected > 0)
}

/// Ends every session of an account; tells how many there were.
pub(in crate::identity) async fn end_all(connection: &impl ConnectionTrait, account: AccountId) -> Result<u64, Fault> {
    let done =
        session::Entity::delete_many().filter(session::Column::AccountId.eq(account.uuid())).exec(connection).await?;
    Ok(done.rows_affected)
}

/// Removes sessions that ended by themselves.
pub(in crate::identity) async fn sweep(connection: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<u64, Fault> {
    let done = session::Entity::delete_many().filter(session::Column::EndsAt.lte(now)).exec(connection).await?;
    Ok(done.rows_affected)
}
