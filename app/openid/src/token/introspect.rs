use serde_json::{Value, json};

use super::{exchange::bound_to, issue::AccessClaims};
use crate::{
    OAuthError, OAuthErrorCode, OpenId,
    model::Client,
    store::{grants, refresh_tokens},
};
use foundation::ids::GrantId;
use identity::Token;

/// The token of another application was shown (RFC 7009 §2.1).
const NOT_YOURS: OAuthError =
    OAuthError::new(OAuthErrorCode::UnauthorizedClient, "the token was not issued to this application");

impl OpenId {
    /// What a token is worth, for the application it was issued to (RFC 7662 §2.2); to others nothing is said of it.
    pub(crate) async fn introspect(&self, client: &Client, token: &str) -> Result<Value, OAuthError> {
        let known = match Token::parse(token) {
            Some(token) => self.refresh_token_worth(client, &token).await?,
            None => self.access_token_worth(client, token).await?,
        };
        Ok(known.unwrap_or_else(|| json!({ "active": false })))
    }

    async fn access_token_worth(&self, client: &Client, token: &str) -> Result<Option<Value>, OAuthError> {
        let access = self.access(token, "introspection").await?.filter(|access| access.client.id == client.id);
        let Some(access) = access else { return Ok(None) };
        let mut worth = serde_json::to_value(&access.claims).map_err(|_| OAuthError::OURS)?;
        worth["active"] = true.into();
        worth["token_type"] = "Bearer".into();
        Ok(Some(worth))
    }

    async fn refresh_token_worth(&self, client: &Client, token: &Token) -> Result<Option<Value>, OAuthError> {
        let (now, reader) = (self.clock.now(), self.database.reader());
        let found = refresh_tokens::by_hash(reader, &token.hash()).await?;
        let Some(token) = found.filter(|token| token.used_at.is_none() && token.ends_at > now) else { return Ok(None) };
        let grant = grants::by_id(reader, token.grant).await?;
        let Some(grant) = grant.filter(|grant| grant.is_alive(now) && grant.client == client.id) else {
            return Ok(None);
        };
        let Some(account) = grant.account else { return Ok(None) };
        if !self.identity.holds(reader, account, bound_to(&grant)).await? {
            return Ok(None);
        }
        Ok(Some(json!({
            "active": true,
            "iss": &*self.issuer,
            "sub": grant.subject,
            "client_id": client.client_id,
            "scope": grant.scopes,
            "iat": token.issued_at.timestamp(),
            "exp": token.ends_at.timestamp(),
        })))
    }

    /// Ends what a token came of, with every other token of it (RFC 7009 §2.1). One that is unknown or over has ended already.
    pub(crate) async fn revoke(&self, client: &Client, token: &str) -> Result<(), OAuthError> {
        let reader = self.database.reader();
        let id = if let Some(token) = Token::parse(token) {
            refresh_tokens::by_hash(reader, &token.hash()).await?.map(|token| token.grant)
        } else {
            let claims = self.verify::<AccessClaims>("at+jwt", token).await?;
            claims.and_then(|claims| GrantId::parse(&claims.grant))
        };
        let Some(id) = id else { return Ok(()) };
        let Some(grant) = grants::by_id(reader, id).await? else { return Ok(()) };
        if grant.client != client.id {
            return Err(NOT_YOURS);
        }
        grants::revoke(self.database.writer(), id, self.clock.now()).await?;
        Ok(())
    }
}
