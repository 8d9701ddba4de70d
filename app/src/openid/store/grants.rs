use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, EntityTrait, IntoActiveModel as _};

use super::super::{
    entity::oauth_grant,
    model::{ClaimsRequest, Scopes},
};
use crate::{
    database::Fault,
    identity::realname::RealNameLevel,
    ids::{AccountId, ApplicationId, GrantId, SessionId},
};

/// What is granted to an application.
pub(in crate::openid) struct NewGrant {
    pub(in crate::openid) client: ApplicationId,
    pub(in crate::openid) account: Option<AccountId>,
    pub(in crate::openid) session: Option<SessionId>,
    pub(in crate::openid) sid: Option<String>,
    pub(in crate::openid) subject: String,
    pub(in crate::openid) scopes: Scopes,
    pub(in crate::openid) claims: ClaimsRequest,
    pub(in crate::openid) nonce: Option<String>,
    pub(in crate::openid) acr: RealNameLevel,
    pub(in crate::openid) amr: Vec<String>,
    pub(in crate::openid) auth_time: DateTime<Utc>,
    pub(in crate::openid) ends_at: DateTime<Utc>,
    pub(in crate::openid) code: Option<NewCode>,
}

/// The code a grant begins with.
pub(in crate::openid) struct NewCode {
    pub(in crate::openid) hash: String,
    pub(in crate::openid) redirect_uri: String,
    pub(in crate::openid) challenge: Option<String>,
    pub(in crate::openid) ends_at: DateTime<Utc>,
}

/// Adds a grant.
pub(in crate::openid) async fn add(
    connection: &impl ConnectionTrait,
    id: GrantId,
    new: &NewGrant,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    let claims =
        serde_json::to_string(&new.claims).map_err(|error| Fault::Other(sea_orm::DbErr::Custom(error.to_string())))?;
    let code = new.code.as_ref();
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
