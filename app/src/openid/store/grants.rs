use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter, sea_query::Expr};

use super::super::{
    entity::oauth_grant::{self, Column},
    model::{ClaimsRequest, Scopes},
};
use crate::{
    database::Fault,
    identity::realname::RealNameLevel,
    ids::{AccountId, ApplicationId, GrantId, SessionId},
};

/// What is granted to an application.
pub(in crate::openid) struct NewGrant {
    /// To which.
    pub(in crate::openid) client: ApplicationId,
    /// By whom; nobody where the application works for itself.
    pub(in crate::openid) account: Option<AccountId>,
    /// In which session.
    pub(in crate::openid) session: Option<SessionId>,
    /// What the application calls that session.
    pub(in crate::openid) sid: Option<String>,
    /// By what number the application knows the person.
    pub(in crate::openid) subject: String,
    /// What it may do.
    pub(in crate::openid) scopes: Scopes,
    /// What it asked to be told beside.
    pub(in crate::openid) claims: ClaimsRequest,
    /// What ties the ID token to the application's own session.
    pub(in crate::openid) nonce: Option<String>,
    /// How surely the city knew the person.
    pub(in crate::openid) acr: RealNameLevel,
    /// By what the person proved to be there (RFC 8176).
    pub(in crate::openid) amr: Vec<String>,
    /// When.
    pub(in crate::openid) auth_time: DateTime<Utc>,
    /// However often it is refreshed, it ends then.
    pub(in crate::openid) ends_at: DateTime<Utc>,
    /// The code it begins with; none where the application works for itself.
    pub(in crate::openid) code: Option<NewCode>,
}

impl NewGrant {
    /// As it is stored under a key, for whoever just stored it.
    pub(in crate::openid) fn stored_as(self, id: GrantId) -> Grant {
        let (code_ends_at, redirect_uri, challenge) = match self.code {
            Some(code) => (Some(code.ends_at), Some(code.redirect_uri), code.challenge),
            None => (None, None, None),
        };
        Grant {
            id,
            client: self.client,
            account: self.account,
            session: self.session,
            sid: self.sid,
            subject: self.subject,
            scopes: self.scopes,
            claims: self.claims,
            nonce: self.nonce,
            acr: self.acr.acr().to_owned(),
            amr: self.amr,
            auth_time: self.auth_time,
            code_ends_at,
            code_used_at: None,
            redirect_uri,
            challenge,
            ends_at: self.ends_at,
            revoked_at: None,
        }
    }
}

/// The code by which an application takes what was granted.
pub(in crate::openid) struct NewCode {
    /// Of the code, the hash.
    pub(in crate::openid) hash: String,
    /// The address it was sent to.
    pub(in crate::openid) redirect_uri: String,
    /// The PKCE challenge, `S256`.
    pub(in crate::openid) challenge: Option<String>,
    /// Until when it can be redeemed.
    pub(in crate::openid) ends_at: DateTime<Utc>,
}

/// What was granted, as it is stored.
#[derive(Debug, Clone)]
pub(in crate::openid) struct Grant {
    pub(in crate::openid) id: GrantId,
    pub(in crate::openid) client: ApplicationId,
    pub(in crate::openid) account: Option<AccountId>,
    pub(in crate::openid) session: Option<SessionId>,
    pub(in crate::openid) sid: Option<String>,
    pub(in crate::openid) subject: String,
    pub(in crate::openid) scopes: Scopes,
    pub(in crate::openid) claims: ClaimsRequest,
    pub(in crate::openid) nonce: Option<String>,
    pub(in crate::openid) acr: String,
    pub(in crate::openid) amr: Vec<String>,
    pub(in crate::openid) auth_time: DateTime<Utc>,
    pub(in crate::openid) code_ends_at: Option<DateTime<Utc>>,
    pub(in crate::openid) code_used_at: Option<DateTime<Utc>>,
    pub(in crate::openid) redirect_uri: Option<String>,
    pub(in crate::openid) challenge: Option<String>,
    pub(in crate::openid) ends_at: DateTime<Utc>,
    pub(in crate::openid) revoked_at: Option<DateTime<Utc>>,
}

impl Grant {
    /// Whether anything that came of it still works.
    pub(in crate::openid) fn is_alive(&self, now: DateTime<Utc>) -> bool {
        self.revoked_at.is_none() && self.ends_at > now
    }
}

/// Adds what is granted.
pub(in crate::openid) async fn add(
    connection: &impl ConnectionTrait,
    id: GrantId,
    new: &NewGrant,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    let code = new.code.as_ref();
    let claims = serde_json::to_string(&new.claims).map_err(|error| DbErr::Custom(error.to_string()))?;
    let row = oauth_grant::Model {
        id: id.uuid(),
        client_id: new.client.uuid(),
        account_id: new.account.map(AccountId::uuid),
        session_id: new.session.map(SessionId::uuid),
        sid: new.sid.clone(),
        subject: new.subject.clone(),
        scopes: new.scopes.joined(),
        claims,
        nonce: new.nonce.clone(),
        acr: new.acr.acr().to_owned(),
        amr: new.amr.join(" "),
        auth_time: new.auth_time,
        code_hash: code.map(|code| code.hash.clone()),
        code_ends_at: code.map(|code| code.ends_at),
        code_used_at: None,
        redirect_uri: code.map(|code| code.redirect_uri.clone()),
        code_challenge: code.and_then(|code| code.challenge.clone()),
        created_at: now,
        ends_at: new.ends_at,
        revoked_at: None,
    };
    oauth_grant::Entity::insert(row.into_active_model()).exec_without_returning(connection).await?;
    Ok(())
}

/// What was granted, by its row.
pub(in crate::openid) async fn by_id(connection: &impl ConnectionTrait, id: GrantId) -> Result<Option<Grant>, Fault> {
    oauth_grant::Entity::find_by_id(id.uuid()).one(connection).await?.map(grant).transpose()
}

/// What was granted with a code.
pub(in crate::openid) async fn by_code(
    connection: &impl ConnectionTrait,
    code_hash: &str,
) -> Result<Option<Grant>, Fault> {
    let found = oauth_grant::Entity::find().filter(Column::CodeHash.eq(code_hash)).one(connection).await?;
    found.map(grant).transpose()
}

/// Takes what was granted with a code; tells whether this was the first to.
pub(in crate::openid) async fn redeem(
    connection: &impl ConnectionTrait,
    code_hash: &str,
    now: DateTime<Utc>,
) -> Result<bool, Fault> {
    let done = oauth_grant::Entity::update_many()
        .col_expr(Column::CodeUsedAt, Expr::value(Some(now)))
        .filter(Column::CodeHash.eq(code_hash))
        .filter(Column::CodeUsedAt.is_null())
        .filter(Column::CodeEndsAt.gt(now))
        .filter(Column::RevokedAt.is_null())
        .exec(connection)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Ends what was granted, with everything that came of it; tells whether it had not ended.
pub(in crate::openid) async fn revoke(
    connection: &impl ConnectionTrait,
    id: GrantId,
    now: DateTime<Utc>,
) -> Result<bool, Fault> {
    let done = oauth_grant::Entity::update_many()
        .col_expr(Column::RevokedAt, Expr::value(Some(now)))
        .filter(Column::Id.eq(id.uuid()))
        .filter(Column::RevokedAt.is_null())
        .exec(connection)
        .await?;
    Ok(done.rows_affected == 1)
}

fn grant(row: oauth_grant::Model) -> Result<Grant, Fault> {
    let claims = serde_json::from_str(&row.claims)
        .map_err(|error| DbErr::Custom(format!("claims of grant {}: {error}", row.id)))?;
    Ok(Grant {
        id: GrantId::from_uuid(row.id),
        client: ApplicationId::from_uuid(row.client_id),
        account: row.account_id.map(AccountId::from_uuid),
        session: row.session_id.map(SessionId::from_uuid),
        sid: row.sid,
        subject: row.subject,
        scopes: Scopes::parse(&row.scopes),
        claims,
        nonce: row.nonce,
        acr: row.acr,
        amr: row.amr.split(' ').filter(|name| !name.is_empty()).map(str::to_owned).collect(),
        auth_time: row.auth_time,
        code_ends_at: row.code_ends_at,
        code_used_at: row.code_used_at,
        redirect_uri: row.redirect_uri,
        challenge: row.code_challenge,
        ends_at: row.ends_at,
        revoked_at: row.revoked_at,
    })
}
