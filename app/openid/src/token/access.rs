use super::{exchange::bound_to, issue::AccessClaims};
use crate::{
    OAuthError, OAuthErrorCode, OpenId,
    model::Client,
    store::{
        clients,
        grants::{self, Grant},
    },
};
use foundation::ids::GrantId;
use identity::Bearer;

/// The longest token of ours.
const MAX_BYTES: usize = 4_000;

/// Whatever is wrong with a token: who asks learns no more.
pub(crate) const NOT_VALID: OAuthError = OAuthError::new(
    OAuthErrorCode::InvalidToken,
    "the token is none of this provider, is over, was ended, or is for somebody else",
);

/// What an access token opens, at this moment.
pub(crate) struct Access {
    /// What the token says.
    pub(crate) claims: AccessClaims,
    /// Whose it is.
    pub(crate) client: Client,
    /// What it came of.
    pub(crate) grant: Grant,
    /// In whose name: the person's, or the application's own account.
    pub(crate) bearer: Bearer,
}

impl OpenId {
    /// What an access token opens; none where it opens nothing: it is no access token of ours, its time is over, what was granted
    /// was ended, the application is out of use, the person signed out, or the account is closed. For whom the token is stays to
    /// be looked at by whoever is asked with it.
    pub(crate) async fn access(&self, token: &str, network: &str) -> Result<Option<Access>, OAuthError> {
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
