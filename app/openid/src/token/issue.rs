use chrono::{DateTime, TimeDelta, Utc};
use data_encoding::BASE64URL_NOPAD;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

use super::TokenAnswer;
use crate::{
    OAuthError, OpenId,
    model::{Client, Scope, Scopes, SigningAlgorithm},
    store::grants::Grant,
};
use identity::Token;

/// How long access and ID tokens hold.
pub(super) const LASTS: TimeDelta = TimeDelta::minutes(10);

/// What an access token says (RFC 9068 §2.2).
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct AccessClaims {
    pub(crate) iss: String,
    pub(crate) sub: String,
    pub(crate) aud: Vec<String>,
    pub(crate) exp: i64,
    pub(crate) iat: i64,
    pub(crate) jti: String,
    pub(crate) client_id: String,
    pub(crate) scope: Scopes,
    /// What it came of: whoever is shown the token sees there whether it was ended.
    pub(crate) grant: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) acr: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) auth_time: Option<i64>,
}

impl OpenId {
    /// Signs the tokens of what was granted.
    pub(super) async fn issue(
        &self,
        client: &Client,
        grant: &Grant,
        scopes: Scopes,
        refresh_token: Option<&Token>,
        nonce: Option<&str>,
    ) -> Result<TokenAnswer, OAuthError> {
        let now = self.clock.now();
        let claims = self.access_claims(client, grant, scopes, now)?;
        let access_token = self.sign("at+jwt", SigningAlgorithm::Es256, &claims, now).await?;
        let id_token = if claims.scope.contain(Scope::OpenId) {
            let claims = self.id_claims(client, grant, &access_token, nonce, now).await?;
            Some(self.sign("JWT", client.definition.signing, &claims, now).await?)
        } else {
            None
        };
        Ok(TokenAnswer {
            access_token,
            token_type: "Bearer",
            expires_in: claims.exp - claims.iat,
            refresh_token: refresh_token.map(|token| token.as_str().to_owned()),
            id_token,
            scope: claims.scope.joined(),
        })
    }

    fn access_claims(
        &self,
        client: &Client,
        grant: &Grant,
        scope: Scopes,
        now: DateTime<Utc>,
    ) -> Result<AccessClaims, OAuthError> {
        let mut aud = Vec::new();
        if scope.iter().any(Scope::is_of_api) {
            aud.push(self.api_audience());
        }
        // A token is always for somebody; one without scopes of either opens nothing.
        if scope.contain(Scope::OpenId) || aud.is_empty() {
            aud.insert(0, self.issuer.to_string());
        }
        let of_person = grant.account.is_some();
        Ok(AccessClaims {
            iss: self.issuer.to_string(),
            sub: grant.subject.clone(),
            aud,
            exp: (now + LASTS).min(grant.ends_at).timestamp(),
            iat: now.timestamp(),
            jti: Token::new()?.as_str().to_owned(),
            client_id: client.client_id.clone(),
            scope,
            grant: grant.id.to_string(),
            acr: of_person.then(|| grant.acr.clone()),
            auth_time: of_person.then(|| grant.auth_time.timestamp()),
        })
    }

    /// What an ID token says (OpenID Connect Core 1.0 §2). What a scope passes on is told at the userinfo endpoint (§5.4); here
    /// stands only what was asked for here, because ID tokens come back in addresses.
    async fn id_claims(
        &self,
        client: &Client,
        grant: &Grant,
        access_token: &str,
        nonce: Option<&str>,
        now: DateTime<Utc>,
    ) -> Result<Map<String, Value>, OAuthError> {
        let asked = grant.claims.of_id_token().filter(|claim| client.definition.scopes.contain(claim.scope()));
        let mut claims = match grant.account {
            Some(account) => self.told(client, account, asked.collect()).await?.unwrap_or_default(),
            None => Map::new(),
        };
        let hash = Sha256::digest(access_token.as_bytes());
        let own = json!({
            "iss": &*self.issuer,
            "sub": grant.subject,
            "aud": client.client_id,
            "exp": (now + LASTS).timestamp(),
            "iat": now.timestamp(),
            "auth_time": grant.auth_time.timestamp(),
            "acr": grant.acr,
            "amr": grant.amr,
            // The left half (§3.1.3.6).
            "at_hash": BASE64URL_NOPAD.encode(&hash[..hash.len() / 2]),
        });
        if let Value::Object(own) = own {
            claims.extend(own);
        }
        for (name, value) in [("nonce", nonce), ("sid", grant.sid.as_deref())] {
            if let Some(value) = value {
                claims.insert(name.to_owned(), value.into());
            }
        }
        Ok(claims)
    }
}
