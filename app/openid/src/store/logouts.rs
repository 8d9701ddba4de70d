use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait as _},
};
use uuid::Uuid;

use super::super::{
    entity::{oauth_client, oauth_ended_session, oauth_grant, oauth_login, oauth_logout},
    logout::Told,
};
use foundation::{
    database::Fault,
    ids::{AccountId, ApplicationId, LogoutId, SessionId},
};

/// A session's sign-in to an application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Login {
    pub(crate) sid: String,
    pub(crate) session: SessionId,
    pub(crate) client: ApplicationId,
    pub(crate) account: AccountId,
    pub(crate) subject: String,
    pub(crate) ended: bool,
}

/// An application that has to be told, as it was seen.
pub(crate) struct Due {
    id: Uuid,
    due_at: DateTime<Utc>,
}

/// An application this process tells, until it is told or the lease ends.
pub(crate) struct Held {
    pub(crate) id: LogoutId,
    pub(crate) client: ApplicationId,
    pub(crate) sid: String,
    pub(crate) subject: String,
    /// This try counted.
    pub(crate) tries: i32,
    lease: DateTime<Utc>,
}

/// What became of a try.
pub(crate) enum Outcome {
    Told,
    Later { due_at: DateTime<Utc>, failure: String },
    GivenUp { failure: String },
}

/// Sessions whose end applications have not been told of.
pub(crate) async fn ended_sessions(connection: &impl ConnectionTrait, most: u64) -> Result<Vec<SessionId>, Fault> {
    let ids: Vec<Uuid> = oauth_ended_session::Entity::find()
        .select_only()
        .column(oauth_ended_session::Column::SessionId)
        .limit(most)
        .into_tuple()
        .all(connection)
        .await?;
    Ok(ids.into_iter().map(SessionId::from_uuid).collect())
}

/// Takes an ended session off the list; whether this process is the one that did.
pub(crate) async fn take_ended(connection: &impl ConnectionTrait, session: SessionId) -> Result<bool, Fault> {
    let taken = oauth_ended_session::Entity::delete_by_id(session.uuid()).exec(connection).await?;
    Ok(taken.rows_affected == 1)
}

/// A sign-in by the number its application knows it by.
pub(crate) async fn login(connection: &impl ConnectionTrait, sid: &str) -> Result<Option<Login>, Fault> {
    Ok(oauth_login::Entity::find_by_id(sid).one(connection).await?.map(read_login))
}

/// What a session is signed in to.
pub(crate) async fn logins_of(connection: &impl ConnectionTrait, session: SessionId) -> Result<Vec<Login>, Fault> {
    let rows = oauth_login::Entity::find()
        .filter(oauth_login::Column::SessionId.eq(session.uuid()))
        .filter(oauth_login::Column::EndedAt.is_null())
        .all(connection)
        .await?;
    Ok(rows.into_iter().map(read_login).collect())
}

/// Ends what an account is signed in to at one application, by whatever session; gives what ended.
pub(crate) async fn end_at_application(
    connection: &impl ConnectionTrait,
    account: AccountId,
    client: ApplicationId,
    now: DateTime<Utc>,
) -> Result<Vec<Login>, Fault> {
    let rows = oauth_login::Entity::update_many()
        .col_expr(oauth_login::Column::EndedAt, Expr::value(now))
        .filter(oauth_login::Column::AccountId.eq(account.uuid()))
        .filter(oauth_login::Column::ClientId.eq(client.uuid()))
        .filter(oauth_login::Column::EndedAt.is_null())
        .exec_with_returning(connection)
        .await?;
    Ok(rows.into_iter().map(read_login).collect())
}

/// Ends all a session is signed in to, and what was granted by it alone.
pub(crate) async fn end_logins(
    connection: &impl ConnectionTrait,
    session: SessionId,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    oauth_login::Entity::update_many()
        .col_expr(oauth_login::Column::EndedAt, Expr::value(now))
        .filter(oauth_login::Column::SessionId.eq(session.uuid()))
        .filter(oauth_login::Column::EndedAt.is_null())
        .exec(connection)
        .await?;
    // What an application may do in somebody's absence outlives the session (OpenID Connect Core 1.0 §11).
    oauth_grant::Entity::update_many()
        .col_expr(oauth_grant::Column::RevokedAt, Expr::value(now))
        .filter(oauth_grant::Column::SessionId.eq(session.uuid()))
        .filter(oauth_grant::Column::RevokedAt.is_null())
        .filter(oauth_grant::Column::Scopes.not_like("%offline_access%"))
        .exec(connection)
        .await?;
    Ok(())
}

/// Enters which applications have to be told.
pub(crate) async fn add(connection: &impl ConnectionTrait, logins: &[Login], now: DateTime<Utc>) -> Result<(), Fault> {
    let rows = logins.iter().map(|login| {
        oauth_logout::Model {
            id: LogoutId::new().uuid(),
            client_id: login.client.uuid(),
            sid: login.sid.clone(),
            created_at: now,
            due_at: Some(now),
            tries: 0,
            delivered_at: None,
            failed_at: None,
            failure: String::new(),
        }
        .into_active_model()
    });
    if !logins.is_empty() {
        oauth_logout::Entity::insert_many(rows).exec_without_returning(connection).await?;
    }
    Ok(())
}

/// Who is due to be told, the oldest first.
pub(crate) async fn due(connection: &impl ConnectionTrait, now: DateTime<Utc>, most: u64) -> Result<Vec<Due>, Fault> {
    let rows: Vec<(Uuid, DateTime<Utc>)> = oauth_logout::Entity::find()
        .select_only()
        .column(oauth_logout::Column::Id)
        .column(oauth_logout::Column::DueAt)
        .filter(oauth_logout::Column::DueAt.lte(now))
        .order_by_asc(oauth_logout::Column::DueAt)
        .limit(most)
        .into_tuple()
        .all(connection)
        .await?;
    Ok(rows.into_iter().map(|(id, due_at)| Due { id, due_at }).collect())
}

/// Takes one until `lease`; none where another was faster.
pub(crate) async fn claim(
    connection: &impl ConnectionTrait,
    due: &Due,
    lease: DateTime<Utc>,
) -> Result<Option<Held>, Fault> {
    let claimed = oauth_logout::Entity::update_many()
        .col_expr(oauth_logout::Column::DueAt, Expr::value(Some(lease)))
        .col_expr(oauth_logout::Column::Tries, Expr::col(oauth_logout::Column::Tries).add(1))
        .filter(oauth_logout::Column::Id.eq(due.id))
        .filter(oauth_logout::Column::DueAt.eq(due.due_at))
        .exec(connection)
        .await?;
    if claimed.rows_affected != 1 {
        return Ok(None);
    }
    let Some(row) = oauth_logout::Entity::find_by_id(due.id).one(connection).await? else { return Ok(None) };
    let Some(login) = oauth_login::Entity::find_by_id(row.sid.clone()).one(connection).await? else { return Ok(None) };
    Ok(Some(Held {
        id: LogoutId::from_uuid(row.id),
        client: ApplicationId::from_uuid(row.client_id),
        sid: row.sid,
        subject: login.subject,
        tries: row.tries,
        lease,
    }))
}

/// Writes down what became of a try; whether it still was the holder's.
pub(crate) async fn finish(
    connection: &impl ConnectionTrait,
    held: &Held,
    outcome: &Outcome,
    now: DateTime<Utc>,
) -> Result<bool, Fault> {
    let (mut due_at, mut delivered_at, mut failed_at, mut failure) = (None, None, None, "");
    match outcome {
        Outcome::Told => delivered_at = Some(now),
        Outcome::Later { due_at: again, failure: words } => (due_at, failure) = (Some(*again), words),
        Outcome::GivenUp { failure: words } => (failed_at, failure) = (Some(now), words),
    }
    let done = oauth_logout::Entity::update_many()
        .col_expr(oauth_logout::Column::DueAt, Expr::value(due_at))
        .col_expr(oauth_logout::Column::DeliveredAt, Expr::value(delivered_at))
        .col_expr(oauth_logout::Column::FailedAt, Expr::value(failed_at))
        .col_expr(oauth_logout::Column::Failure, Expr::value(failure))
        .filter(oauth_logout::Column::Id.eq(held.id.uuid()))
        .filter(oauth_logout::Column::Tries.eq(held.tries))
        .filter(oauth_logout::Column::DueAt.eq(held.lease))
        .exec(connection)
        .await?;
    Ok(done.rows_affected == 1)
}

/// A sign-in to an application as its holder sees it.
pub(crate) struct Listed {
    pub(crate) client: oauth_client::Model,
    pub(crate) began_at: DateTime<Utc>,
    pub(crate) ended_at: Option<DateTime<Utc>>,
    /// Whether the application was told of the end; none where it is not to be told.
    pub(crate) told: Option<Told>,
}

/// What an account signed in to last, the newest first: three queries, however many there are.
pub(crate) async fn of_account(
    connection: &impl ConnectionTrait,
    account: AccountId,
    most: u64,
) -> Result<Vec<Listed>, Fault> {
    let logins = oauth_login::Entity::find()
        .filter(oauth_login::Column::AccountId.eq(account.uuid()))
        .order_by_desc(oauth_login::Column::BeganAt)
        .limit(most)
        .all(connection)
        .await?;
    if logins.is_empty() {
        return Ok(Vec::new());
    }
    let clients = oauth_client::Entity::find()
        .filter(oauth_client::Column::Id.is_in(logins.iter().map(|login| login.client_id)))
        .all(connection)
        .await?;
    let logouts = oauth_logout::Entity::find()
        .filter(oauth_logout::Column::Sid.is_in(logins.iter().map(|login| login.sid.as_str())))
        .all(connection)
        .await?;
    let listed = logins.into_iter().filter_map(|login| {
        let logout = logouts.iter().find(|logout| logout.sid == login.sid);
        Some(Listed {
            client: clients.iter().find(|client| client.id == login.client_id)?.clone(),
            began_at: login.began_at,
            ended_at: login.ended_at,
            told: logout.map(|logout| match (logout.delivered_at, logout.failed_at) {
                (Some(_), _) => Told::Yes,
                (None, Some(_)) => Told::No,
                (None, None) => Told::Trying,
            }),
        })
    });
    Ok(listed.collect())
}

/// Forgets sign-ins that ended before a time, and that their applications were told.
pub(crate) async fn forget(connection: &impl ConnectionTrait, before: DateTime<Utc>) -> Result<(), Fault> {
    let old: Vec<String> = oauth_login::Entity::find()
        .select_only()
        .column(oauth_login::Column::Sid)
        .filter(oauth_login::Column::EndedAt.lt(before))
        .limit(500)
        .into_tuple()
        .all(connection)
        .await?;
    if !old.is_empty() {
        oauth_logout::Entity::delete_many()
            .filter(oauth_logout::Column::Sid.is_in(old.clone()))
            .exec(connection)
            .await?;
        oauth_login::Entity::delete_many().filter(oauth_login::Column::Sid.is_in(old)).exec(connection).await?;
    }
    Ok(())
}

fn read_login(row: oauth_login::Model) -> Login {
    let oauth_login::Model { sid, session_id, client_id, account_id, subject, began_at: _, ended_at } = row;
    Login {
        sid,
        session: SessionId::from_uuid(session_id),
        client: ApplicationId::from_uuid(client_id),
        account: AccountId::from_uuid(account_id),
        subject,
        ended: ended_at.is_some(),
    }
}
