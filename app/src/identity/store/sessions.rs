use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, IntoActiveModel, JoinType, QueryFilter, QueryOrder,
    QuerySelect, RelationTrait as _, sea_query::Expr,
};
use uuid::Uuid;

use super::{
    super::{
        entity::{account, role_grant, session},
        holder::Holder,
        method::Methods,
        model::OpenSession,
        realname::RealNameLevel,
        sessions::{Awaits, Opening},
    },
    accounts::decode,
};
use crate::{
    database::Fault,
    ids::{AccountId, SessionId},
};

/// Who stands behind a token, role by role.
#[derive(FromQueryResult)]
struct Row {
    session_id: Uuid,
    seen_at: DateTime<Utc>,
    account_id: Uuid,
    name: String,
    display_name: String,
    level: i16,
    methods: String,
    awaits: String,
    proven_at: Option<DateTime<Utc>>,
    created_at: DateTime<Utc>,
    role: Option<String>,
    department_id: Option<String>,
}

/// A session whose token was shown.
pub(in crate::identity) struct Seen {
    pub(in crate::identity) last: DateTime<Utc>,
    pub(in crate::identity) awaits: Awaits,
    pub(in crate::identity) holder: Holder,
}

/// Adds a session.
pub(in crate::identity) async fn add(
    connection: &impl ConnectionTrait,
    opening: &Opening,
    awaits: Awaits,
    ends_at: DateTime<Utc>,
) -> Result<(), Fault> {
    let row = session::Model {
        id: opening.opened.id.uuid(),
        token_hash: opening.token.hash(),
        account_id: opening.account.uuid(),
        created_at: opening.opened.created_at,
        seen_at: opening.opened.seen_at,
        ends_at,
        network: opening.opened.network.clone(),
        device: opening.opened.device.clone(),
        methods: opening.methods.stored(),
        awaits: awaits.code().to_owned(),
        proven_at: Some(opening.opened.created_at),
        stays: opening.stays,
    };
    session::Entity::insert(row.into_active_model()).exec_without_returning(connection).await?;
    Ok(())
}

/// Ends all but the sessions of an account that were used latest.
pub(in crate::identity) async fn keep_latest(
    connection: &impl ConnectionTrait,
    account: AccountId,
    most: u64,
) -> Result<(), Fault> {
    let over: Vec<Uuid> = session::Entity::find()
        .select_only()
        .column(session::Column::Id)
        .filter(session::Column::AccountId.eq(account.uuid()))
        .order_by_desc(session::Column::SeenAt)
        .order_by_desc(session::Column::Id)
        .offset(most)
        .limit(100)
        .into_tuple()
        .all(connection)
        .await?;
    if !over.is_empty() {
        session::Entity::delete_many().filter(session::Column::Id.is_in(over)).exec(connection).await?;
    }
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
        .column_as(account::Column::Level, "level")
        .column_as(session::Column::Methods, "methods")
        .column_as(session::Column::Awaits, "awaits")
        .column_as(session::Column::ProvenAt, "proven_at")
        .column_as(session::Column::CreatedAt, "created_at")
        .column_as(role_grant::Column::Role, "role")
        .column_as(role_grant::Column::DepartmentId, "department_id")
        .join(JoinType::InnerJoin, session::Relation::Account.def())
        .join(JoinType::LeftJoin, account::Relation::RoleGrant.def())
        .filter(session::Column::TokenHash.eq(token_hash))
        .filter(session::Column::SeenAt.gt(seen_after))
        .filter(session::Column::EndsAt.gt(now))
        .filter(account::Column::DisabledAt.is_null())
        .into_model::<Row>()
        .all(connection)
        .await?;
    let grants = rows.iter().filter_map(|row| decode(row.role.as_deref()?, row.department_id.as_deref()?)).collect();
    Ok(rows.into_iter().next().map(|row| Seen {
        last: row.seen_at,
        awaits: Awaits::parse(&row.awaits),
        holder: Holder {
            account: AccountId::from_uuid(row.account_id),
            session: SessionId::from_uuid(row.session_id),
            name: row.name,
            display_name: row.display_name,
            level: RealNameLevel::of(row.level),
            methods: Methods::parse(&row.methods),
            proven_at: row.proven_at.unwrap_or(row.created_at),
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

/// Makes a session whole, or fresh again, by a way in which its holder just proved to be there, under a new token; tells
/// whether it still was there.
pub(in crate::identity) async fn prove(
    connection: &impl ConnectionTrait,
    session: SessionId,
    methods: &Methods,
    token_hash: &str,
    now: DateTime<Utc>,
) -> Result<bool, Fault> {
    let done = session::Entity::update_many()
        .col_expr(session::Column::Methods, Expr::value(methods.stored()))
        .col_expr(session::Column::Awaits, Expr::value(Awaits::Nothing.code()))
        .col_expr(session::Column::ProvenAt, Expr::value(Some(now)))
        .col_expr(session::Column::SeenAt, Expr::value(now))
        .col_expr(session::Column::TokenHash, Expr::value(token_hash))
        .filter(session::Column::Id.eq(session.uuid()))
        .exec(connection)
        .await?;
    Ok(done.rows_affected == 1)
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
