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
        model::{ListedSession, OpenSession},
        realname::RealNameLevel,
        sessions::{Awaits, Lasts, Opening},
    },
    accounts::decode,
};
use foundation::{
    database::Fault,
    ids::{AccountId, SessionId},
};

/// Who stands behind a token, role by role.
#[derive(FromQueryResult)]
struct Row {
    session_id: Uuid,
    seen_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
    account_id: Uuid,
    name: String,
    display_name: String,
    level: i16,
    methods: String,
    awaits: String,
    proven_at: Option<DateTime<Utc>>,
    created_at: DateTime<Utc>,
    closes_at: Option<DateTime<Utc>>,
    stays: bool,
    role: Option<String>,
    department_id: Option<String>,
}

/// A session whose token was shown.
pub(crate) struct Seen {
    pub(crate) last: DateTime<Utc>,
    /// Until when the session holds if this is no use of it.
    pub(crate) until: DateTime<Utc>,
    pub(crate) awaits: Awaits,
    pub(crate) holder: Holder,
}

/// Adds a session.
pub(crate) async fn add(
    connection: &impl ConnectionTrait,
    opening: &Opening,
    awaits: Awaits,
    stays: bool,
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
        stays,
    };
    session::Entity::insert(row.into_active_model()).exec_without_returning(connection).await?;
    Ok(())
}

/// Ends all but the sessions of an account that were used latest. Those that wait for a second factor are counted apart: who
/// knows the password alone must not push anybody out.
pub(crate) async fn keep_latest(
    connection: &impl ConnectionTrait,
    account: AccountId,
    awaiting: bool,
    most: u64,
) -> Result<(), Fault> {
    let query = session::Entity::find()
        .select_only()
        .column(session::Column::Id)
        .filter(session::Column::AccountId.eq(account.uuid()));
    let query = if awaiting {
        query.filter(session::Column::Awaits.ne(""))
    } else {
        query.filter(session::Column::Awaits.eq(""))
    };
    let over: Vec<Uuid> = query
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
pub(crate) async fn holder(
    connection: &impl ConnectionTrait,
    token_hash: &str,
    now: DateTime<Utc>,
    origin: &str,
) -> Result<Option<Seen>, Fault> {
    let rows = session::Entity::find()
        .select_only()
        .column_as(session::Column::Id, "session_id")
        .column_as(session::Column::SeenAt, "seen_at")
        .column_as(session::Column::EndsAt, "ends_at")
        .column_as(session::Column::AccountId, "account_id")
        .column_as(account::Column::Name, "name")
        .column_as(account::Column::DisplayName, "display_name")
        .column_as(account::Column::Level, "level")
        .column_as(session::Column::Methods, "methods")
        .column_as(session::Column::Awaits, "awaits")
        .column_as(session::Column::ProvenAt, "proven_at")
        .column_as(session::Column::CreatedAt, "created_at")
        .column_as(account::Column::ClosesAt, "closes_at")
        .column_as(session::Column::Stays, "stays")
        .column_as(role_grant::Column::Role, "role")
        .column_as(role_grant::Column::DepartmentId, "department_id")
        .join(JoinType::InnerJoin, session::Relation::Account.def())
        .join(JoinType::LeftJoin, account::Relation::RoleGrant.def())
        .filter(session::Column::TokenHash.eq(token_hash))
        .filter(session::Column::EndsAt.gt(now))
        .filter(account::Column::DisabledAt.is_null())
        .filter(account::Column::ClosedAt.is_null())
        .into_model::<Row>()
        .all(connection)
        .await?;
    let grants: Vec<_> =
        rows.iter().filter_map(|row| decode(row.role.as_deref()?, row.department_id.as_deref()?)).collect();
    let Some(row) = rows.into_iter().next() else { return Ok(None) };
    // A role that was given since binds the session that was there before.
    let stays = row.stays && grants.is_empty();
    let lasts = Lasts { created_at: row.created_at, seen_at: row.seen_at, ends_at: row.ends_at, stays };
    if lasts.until() <= now {
        return Ok(None);
    }
    let methods = Methods::parse(&row.methods);
    let awaits = match Awaits::parse(&row.awaits) {
        Awaits::Nothing if !grants.is_empty() && !methods.are_two_factors() => Awaits::SecondFactor,
        awaits => awaits,
    };
    Ok(Some(Seen {
        last: row.seen_at,
        until: lasts.until(),
        awaits,
        holder: Holder {
            account: AccountId::from_uuid(row.account_id),
            session: SessionId::from_uuid(row.session_id),
            name: row.name,
            display_name: row.display_name,
            level: RealNameLevel::of(row.level),
            methods,
            proven_at: row.proven_at.unwrap_or(row.created_at),
            closes_at: row.closes_at,
            grants,
            stays,
            // Used now, and written down once a minute.
            until: Lasts { seen_at: now, ..lasts }.until(),
            origin: origin.to_owned(),
        },
    }))
}

/// What a session is given once more was proven.
pub(crate) struct Proven<'a> {
    pub(crate) session: SessionId,
    pub(crate) token_hash: &'a str,
    pub(crate) methods: &'a Methods,
    /// When its holder last proved to be there.
    pub(crate) at: DateTime<Utc>,
    pub(crate) now: DateTime<Utc>,
    /// The new end of a session that waited until now; none for one that did not.
    pub(crate) ends_at: Option<DateTime<Utc>>,
}

/// Gives a session another token, for more was proven; tells whether the session was still there.
pub(crate) async fn prove(connection: &impl ConnectionTrait, proven: &Proven<'_>) -> Result<bool, Fault> {
    let mut update = session::Entity::update_many()
        .col_expr(session::Column::TokenHash, Expr::value(proven.token_hash))
        .col_expr(session::Column::Methods, Expr::value(proven.methods.stored()))
        .col_expr(session::Column::ProvenAt, Expr::value(Some(proven.at)))
        .col_expr(session::Column::SeenAt, Expr::value(proven.now));
    if let Some(ends_at) = proven.ends_at {
        update = update
            .col_expr(session::Column::Awaits, Expr::value(""))
            .col_expr(session::Column::EndsAt, Expr::value(ends_at));
    }
    let done = update
        .filter(session::Column::Id.eq(proven.session.uuid()))
        .filter(session::Column::EndsAt.gt(proven.now))
        .exec(connection)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Writes down that a session was used.
pub(crate) async fn touch(
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

/// The sessions of an account that still hold and wait for nothing, the newest first.
pub(crate) async fn list(
    connection: &impl ConnectionTrait,
    account: AccountId,
    staff: bool,
    now: DateTime<Utc>,
) -> Result<Vec<ListedSession>, Fault> {
    let rows = session::Entity::find()
        .filter(session::Column::AccountId.eq(account.uuid()))
        .filter(session::Column::Awaits.eq(""))
        .filter(session::Column::EndsAt.gt(now))
        .order_by_desc(session::Column::CreatedAt)
        .limit(100)
        .all(connection)
        .await?;
    let listed = rows.into_iter().map(|row| {
        let lasts = Lasts {
            created_at: row.created_at,
            seen_at: row.seen_at,
            ends_at: row.ends_at,
            stays: row.stays && !staff,
        };
        ListedSession {
            until: lasts.until(),
            methods: Methods::parse(&row.methods),
            opened: OpenSession {
                id: SessionId::from_uuid(row.id),
                created_at: row.created_at,
                seen_at: row.seen_at,
                network: row.network,
                device: row.device,
            },
        }
    });
    Ok(listed.filter(|session| session.until > now).collect())
}

/// Ends the session of a token; tells whether there was one.
pub(crate) async fn end_by_token(connection: &impl ConnectionTrait, token_hash: &str) -> Result<bool, Fault> {
    let done =
        session::Entity::delete_many().filter(session::Column::TokenHash.eq(token_hash)).exec(connection).await?;
    Ok(done.rows_affected > 0)
}

/// Ends one session of an account; tells whether there was one.
pub(crate) async fn end_one(
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
pub(crate) async fn end_all(connection: &impl ConnectionTrait, account: AccountId) -> Result<u64, Fault> {
    let done =
        session::Entity::delete_many().filter(session::Column::AccountId.eq(account.uuid())).exec(connection).await?;
    Ok(done.rows_affected)
}

/// Ends every session of an account but one; tells how many there were.
pub(crate) async fn end_others(
    connection: &impl ConnectionTrait,
    account: AccountId,
    kept: SessionId,
) -> Result<u64, Fault> {
    let done = session::Entity::delete_many()
        .filter(session::Column::AccountId.eq(account.uuid()))
        .filter(session::Column::Id.ne(kept.uuid()))
        .exec(connection)
        .await?;
    Ok(done.rows_affected)
}

/// Removes sessions that ended by themselves.
pub(crate) async fn sweep(connection: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<u64, Fault> {
    let done = session::Entity::delete_many().filter(session::Column::EndsAt.lte(now)).exec(connection).await?;
    Ok(done.rows_affected)
}
