use super::{exchange::bound_to, issue::AccessClaims};
use crate::{
    identity::Bearer,
    ids::GrantId,
    openid::{
        OAuthError, OAuthErrorCode, OpenId,
        model::Client,
        store::{
            clients,
            grants::{self, Grant},
        },
    },
};

/// The longest token of ours.
const MAX_BYTES: usize = 4_000;

/// Whatever is wrong with a token: who asks learns no more.
pub(in crate::openid) const NOT_VALID: OAuthError = OAuthError::new(
    OAuthErrorCode::InvalidToken,
    "the token is none of this provider, is over, was ended, or is for somebody else",
);

/// What an access token opens, at this moment.
pub(in crate::openid) struct Access {
    /// What the token says.
    pub(in crate::openid) claims: AccessClaims,
    /// Whose it is.
    pub(in crate::openid) client: Client,
    /// What it came of.
    pub(in crate::openid) grant: Grant,
    /// In whose name: the person's, or the application's own account.
    pub(in crate::openid) bearer: Bearer,
}

impl OpenId {
    /// What an access token opens; none where it opens nothing: it is no access token of ours, its time is over, what was granted
    /// was ended, the application is out of use, the person signed out, or the account is closed. For whom the token is stays to
    /// be looked at by whoever is asked with it.
    pub(in crate::openid) async fn access(&self, token: &str, network: &str) -> Result<Option<Access>, OAuthError> {
        if token.len() > MAX_BYTES {
            return Ok(None);
        }
        let Some(claims) = self.verify::<AccessClaims>("at+jwt", token).await? else { return Ok(None) };
        let (now, reader) = (self.clock.now(), self.database.reader());
        let Some(id) = GrantId::parse(&claims.grant).filter(|_| claims.exp > now.timestamp()) else { return Ok(None) };
        let Some(grant) = grants::by_id(reader, id).await?.filter(|grant| grant.is_alive(now)) else { return Ok(None) };
        let client = clients::by_id(reader, grant.client).await?.filter(|client| client.state.is_served());
        let Some(client) = client else { return Ok(None) };
        let (account, session) = match grant.account {
            Some(account) => (Some(account), bound_to(&grant)),
            None => (client.service_account, None),
        };
        let Some(account) = account else { return Ok(None) };
        // The audit reads there who did it in the person's name.
        let origin = format!("{network} ({})", client.client_id);
        let bearer = self.identity.bearer(account, session, &origin).await?;
        Ok(bearer.map(|bearer| Access { claims, client, grant, bearer }))
    }
}
