use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel as _, QueryFilter,
    sea_query::{Expr, ExprTrait as _, OnConflict},
};

use super::super::entity::oauth_login;
use foundation::{
    database::Fault,
    ids::{AccountId, ApplicationId, SessionId},
};

/// A session that signs in to an application.
pub(crate) struct Login<'l> {
    /// The number it gets if it has none.
    pub(crate) sid: &'l str,
    pub(crate) session: SessionId,
    pub(crate) client: ApplicationId,
    pub(crate) account: AccountId,
    pub(crate) subject: &'l str,
}

/// By what number an application knows a session (`sid`, OpenID Connect Back-Channel Logout 1.0 §2.1): one for each of the two.
pub(crate) async fn sid(
    connection: &impl ConnectionTrait,
    login: &Login<'_>,
    now: DateTime<Utc>,
) -> Result<String, Fault> {
    let row = oauth_login::Model {
        sid: login.sid.to_owned(),
        session_id: login.session.uuid(),
        client_id: login.client.uuid(),
        account_id: login.account.uuid(),
        subject: login.subject.to_owned(),
        began_at: now,
        ended_at: None,
    };
    // One that ended stays as it was told of; the next is another.
    let there = OnConflict::columns([oauth_login::Column::SessionId, oauth_login::Column::ClientId])
        .target_and_where(Expr::col(oauth_login::Column::EndedAt).is_null())
        .do_nothing()
        .to_owned();
    oauth_login::Entity::insert(row.into_active_model()).on_conflict(there).exec_without_returning(connection).await?;
    let found = oauth_login::Entity::find()
        .filter(oauth_login::Column::SessionId.eq(login.session.uuid()))
        .filter(oauth_login::Column::ClientId.eq(login.client.uuid()))
        .filter(oauth_login::Column::EndedAt.is_null())
        .one(connection)
        .await?;
    // It was inserted a moment ago, or there before.
    Ok(found.map_or_else(|| login.sid.to_owned(), |row| row.sid))
}
