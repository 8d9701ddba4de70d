use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter, sea_query::Expr};

use super::super::{
    entity::oauth_grant::{self, Column},
    model::{ClaimsRequest, Scopes},
};
use foundation::{
    database::Fault,
    ids::{AccountId, ApplicationId, GrantId, SessionId},
};
use identity::realname::RealNameLevel;

/// What is granted to an application.
pub(crate) struct NewGrant {
    /// To which.
    pub(crate) client: ApplicationId,
    /// By whom; nobody where the application works for itself.
    pub(crate) account: Option<AccountId>,
    /// In which session.
    pub(crate) session: Option<SessionId>,
    /// What the application calls that session.
    pub(crate) sid: Option<String>,
    /// By what number the application knows the person.
    pub(crate) subject: String,
    /// What it may do.
    pub(crate) scopes: Scopes,
    /// What it asked to be told beside.
    pub(crate) claims: ClaimsRequest,
    /// What ties the ID token to the application's own session.
    pub(crate) nonce: Option<String>,
    /// How surely the city knew the person.
    pub(crate) acr: RealNameLevel,
    /// By what the person proved to be there (RFC 8176).
    pub(crate) amr: Vec<String>,
    /// When.
    pub(crate) auth_time: DateTime<Utc>,
    /// However often it is refreshed, it ends then.
    pub(crate) ends_at: DateTime<Utc>,
    /// The code it begins with; none where the application works for itself.
    pub(crate) code: Option<NewCode>,
}

impl NewGrant {
    /// As it is stored under a key, for whoever just stored it.
    pub(crate) fn stored_as(self, id: GrantId) -> Grant {
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
pub(crate) struct NewCode {
    /// Of the code, the hash.
    pub(crate) hash: String,
    /// The address it was sent to.
    pub(crate) redirect_uri: String,
    /// The PKCE challenge, `S256`.
    pub(crate) challenge: Option<String>,
    /// Until when it can be redeemed.
    pub(crate) ends_at: DateTime<Utc>,
}

/// What was granted, as it is stored.
#[derive(Debug, Clone)]
pub(crate) struct Grant {
    pub(crate) id: GrantId,
    pub(crate) client: ApplicationId,
    pub(crate) account: Option<AccountId>,
    pub(crate) session: Option<SessionId>,
    pub(crate) sid: Option<String>,
    pub(crate) subject: String,
    pub(crate) scopes: Scopes,
    pub(crate) claims: ClaimsRequest,
    pub(crate) nonce: Option<String>,
    pub(crate) acr: String,
    pub(crate) amr: Vec<String>,
    pub(crate) auth_time: DateTime<Utc>,
    pub(crate) code_ends_at: Option<DateTime<Utc>>,
    pub(crate) code_used_at: Option<DateTime<Utc>>,
    pub(crate) redirect_uri: Option<String>,
    pub(crate) challenge: Option<String>,
    pub(crate) ends_at: DateTime<Utc>,
    pub(crate) revoked_at: Option<DateTime<Utc>>,
}

impl Grant {
    /// Whether anything that came of it still works.
    pub(crate) fn is_alive(&self, now: DateTime<Utc>) -> bool {
        self.revoked_at.is_none() && self.ends_at > now
    }
}

/// Adds what is granted.
pub(crate) async fn add(
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
pub(crate) async fn by_id(connection: &impl ConnectionTrait, id: GrantId) -> Result<Option<Grant>, Fault> {
    oauth_grant::Entity::find_by_id(id.uuid()).one(connection).await?.map(grant).transpose()
}

/// What was granted with a code.
pub(crate) async fn by_code(connection: &impl ConnectionTrait, code_hash: &str) -> Result<Option<Grant>, Fault> {
    let found = oauth_grant::Entity::find().filter(Column::CodeHash.eq(code_hash)).one(connection).await?;
    found.map(grant).transpose()
}

/// Takes what was granted with a code; tells whether this was the first to.
pub(crate) async fn redeem(
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
pub(crate) async fn revoke(connection: &impl ConnectionTrait, id: GrantId, now: DateTime<Utc>) -> Result<bool, Fault> {
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
