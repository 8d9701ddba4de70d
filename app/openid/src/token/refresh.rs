use chrono::{DateTime, Utc};
use sea_orm::DatabaseTransaction;

use super::{
    TokenAnswer,
    exchange::{NOT_GRANTED, missing, refresh_ends},
};
use crate::{
    Form, OAuthError, OAuthErrorCode, OpenId,
    model::{Client, Scopes},
    store::{
        grants::{self, Grant},
        refresh_tokens, uses,
    },
};
use foundation::clock::city_day;
use identity::Token;

const WIDER: OAuthError = OAuthError::new(
    OAuthErrorCode::InvalidScope,
    "scope holds what was not granted; ask at the authorization endpoint",
);

struct Refreshment<'f> {
    client: &'f Client,
    hash: String,
    next: Token,
    asked: Option<&'f str>,
    now: DateTime<Utc>,
}

impl OpenId {
    /// Gives new tokens for a refresh token, once (RFC 6749 §6, RFC 9700 §4.14.2).
    pub(super) async fn refresh(&self, client: &Client, form: &Form) -> Result<TokenAnswer, OAuthError> {
        let shown = form.get("refresh_token").ok_or(missing("refresh_token is missing"))?;
        let refreshment = Refreshment {
            client,
            hash: Token::parse(shown).ok_or(NOT_GRANTED)?.hash(),
            next: Token::new()?,
            asked: form.get("scope"),
            now: self.clock.now(),
        };
        let carried = self
            .database
            .write(&(self, &refreshment), |transaction, (openid, refreshment)| {
                Box::pin(openid.carry_on(transaction, refreshment))
            })
            .await?;
        let Some((grant, scopes)) = carried else {
            tracing::warn!(client = client.client_id, "a refresh token came again; what was granted is ended");
            return Err(NOT_GRANTED);
        };
        // The nonce tied the first ID token to a session of the application; this one follows it (OpenID Connect Core 1.0 §12.2).
        self.issue(client, &grant, scopes, Some(&refreshment.next), None).await
    }

    /// Uses a refresh token up for the next; none where it came again, which ends what was granted.
    async fn carry_on(
        &self,
        transaction: &DatabaseTransaction,
        refreshment: &Refreshment<'_>,
    ) -> Result<Option<(Grant, Scopes)>, OAuthError> {
        let Refreshment { client, hash, next, asked, now } = refreshment;
        let token = refresh_tokens::by_hash(transaction, hash).await?.ok_or(NOT_GRANTED)?;
        let found = grants::by_id(transaction, token.grant).await?;
        let is_theirs = |grant: &Grant| grant.client == client.id && grant.is_alive(*now);
        let grant = found.filter(is_theirs).ok_or(NOT_GRANTED)?;
        if token.used_at.is_none() {
            if token.ends_at <= *now || !self.is_held(transaction, &grant).await? {
                return Err(NOT_GRANTED);
            }
            let granted = grant.scopes.shared_with(&client.definition.scopes);
            let scopes = narrowed(&granted, *asked)?;
            if refresh_tokens::spend(transaction, hash, *now).await? {
                refresh_tokens::add(transaction, next.hash(), grant.id, *now, refresh_ends(&grant, *now)).await?;
                uses::count(transaction, client.id, city_day(*now), "refresh").await?;
                return Ok(Some((grant, scopes)));
            }
        }
        grants::revoke(transaction, grant.id, *now).await?;
        Ok(None)
    }
}

/// What is asked for of what was granted; everything where nothing is said.
fn narrowed(granted: &Scopes, asked: Option<&str>) -> Result<Scopes, OAuthError> {
    let Some(asked) = asked else { return Ok(granted.clone()) };
    let asked = Scopes::parse(asked);
    if asked.is_empty() || !granted.contain_all(&asked) { Err(WIDER) } else { Ok(asked) }
}
