use chrono::{DateTime, TimeDelta, Utc};
use data_encoding::BASE64URL_NOPAD;
use sea_orm::DatabaseTransaction;
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use crate::{
    Form, OAuthError, OAuthErrorCode, OpenId,
    model::{Client, Scope},
    store::{
        grants::{self, Grant},
        refresh_tokens, uses,
    },
};
use foundation::clock::city_day;
use identity::Token;

/// A refresh token that is not used for so long has ended.
const IDLE: TimeDelta = TimeDelta::days(30);

/// Whatever is wrong with a code or a refresh token: who asks learns no more.
pub(super) const NOT_GRANTED: OAuthError = OAuthError::new(
    OAuthErrorCode::InvalidGrant,
    "the code or refresh token is unknown, over, used before, of another application, or does not fit the request it began with",
);

/// What the token endpoint answers (RFC 6749 §5.1, OpenID Connect Core 1.0 §3.1.3.3).
#[derive(Serialize)]
pub struct TokenAnswer {
    pub(super) access_token: String,
    pub(super) token_type: &'static str,
    pub(super) expires_in: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) refresh_token: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) id_token: Option<String>,
    pub(super) scope: String,
}

/// What an application sends to take what was granted.
struct Redemption<'f> {
    client: &'f Client,
    code_hash: String,
    redirect_uri: &'f str,
    verifier: Option<&'f str>,
    refresh_token: Token,
    now: DateTime<Utc>,
}

pub(super) fn missing(description: &'static str) -> OAuthError {
    OAuthError::new(OAuthErrorCode::InvalidRequest, description)
}

impl OpenId {
    /// Gives tokens for what an application shows.
    pub(crate) async fn exchange(&self, client: &Client, form: &Form) -> Result<TokenAnswer, OAuthError> {
        match form.get("grant_type") {
            Some("authorization_code") => self.redeem_code(client, form).await,
            Some("refresh_token") => self.refresh(client, form).await,
            Some("client_credentials") => self.for_itself(client, form).await,
            Some(_) => Err(OAuthError::new(
                OAuthErrorCode::UnsupportedGrantType,
                "grant_type is authorization_code, refresh_token or client_credentials",
            )),
            None => Err(missing("grant_type is missing")),
        }
    }

    /// Gives tokens for a code, once (RFC 6749 §4.1.3, RFC 7636 §4.5).
    async fn redeem_code(&self, client: &Client, form: &Form) -> Result<TokenAnswer, OAuthError> {
        let code = form.get("code").ok_or(missing("code is missing"))?;
        let redirect_uri = form.get("redirect_uri").ok_or(missing("redirect_uri is missing"))?;
        let redemption = Redemption {
            client,
            code_hash: Token::parse(code).ok_or(NOT_GRANTED)?.hash(),
            redirect_uri,
            verifier: form.get("code_verifier"),
            refresh_token: Token::new()?,
            now: self.clock.now(),
        };
        let taken = self
            .database
            .write(&(self, &redemption), |transaction, (openid, redemption)| {
                Box::pin(openid.take(transaction, redemption))
            })
            .await?;
        let Some(grant) = taken else {
            tracing::warn!(client = client.client_id, "a code came again; what came of it is ended");
            return Err(NOT_GRANTED);
        };
        let scopes = grant.scopes.shared_with(&client.definition.scopes);
        self.issue(client, &grant, scopes, Some(&redemption.refresh_token), grant.nonce.as_deref()).await
    }

    /// Takes what was granted; none where the code came again, which ends all that came of it.
    async fn take(
        &self,
        transaction: &DatabaseTransaction,
        redemption: &Redemption<'_>,
    ) -> Result<Option<Grant>, OAuthError> {
        let Redemption { client, code_hash, refresh_token, now, .. } = redemption;
        let found = grants::by_code(transaction, code_hash).await?;
        let grant = found.filter(|grant| redemption.fits(grant)).ok_or(NOT_GRANTED)?;
        if !grants::redeem(transaction, code_hash, *now).await? {
            let in_time = grant.is_alive(*now) && grant.code_ends_at.is_some_and(|ends| ends > *now);
            // In time and not to be had: somebody had it in this moment.
            if grant.code_used_at.is_none() && !in_time {
                return Err(NOT_GRANTED);
            }
            grants::revoke(transaction, grant.id, *now).await?;
            return Ok(None);
        }
        if !self.is_held(transaction, &grant).await? {
            return Err(NOT_GRANTED);
        }
        let ends_at = refresh_ends(&grant, *now);
        refresh_tokens::add(transaction, refresh_token.hash(), grant.id, *now, ends_at).await?;
        uses::count(transaction, client.id, city_day(*now), "sign_in").await?;
        Ok(Some(grant))
    }

    /// Whether the person a grant is of may still be acted for: the account may be used, and so may the session, unless the
    /// grant was meant to outlive it.
    pub(super) async fn is_held(&self, transaction: &DatabaseTransaction, grant: &Grant) -> Result<bool, OAuthError> {
        let Some(account) = grant.account else { return Ok(false) };
        Ok(self.identity.holds(transaction, account, bound_to(grant)).await?)
    }
}

impl Redemption<'_> {
    /// Whether it is the application, the address and the verifier the code was given for. Where there was no challenge there is
    /// no verifier (RFC 9700 §2.1.1).
    fn fits(&self, grant: &Grant) -> bool {
        let verified = match (&grant.challenge, self.verifier) {
            (None, None) => true,
            (Some(challenge), Some(verifier)) => answers(challenge, verifier),
            _ => false,
        };
        verified && grant.client == self.client.id && grant.redirect_uri.as_deref() == Some(self.redirect_uri)
    }
}

/// Whether a verifier answers a challenge made by `S256` (RFC 7636 §4.6).
fn answers(challenge: &str, verifier: &str) -> bool {
    let well_formed = (43..=128).contains(&verifier.len())
        && verifier.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_' | b'~'));
    let made = BASE64URL_NOPAD.encode(&Sha256::digest(verifier.as_bytes()));
    well_formed && bool::from(made.as_bytes().ct_eq(challenge.as_bytes()))
}

/// The session a grant ends with; none where it was meant to outlive it.
pub(super) fn bound_to(grant: &Grant) -> Option<foundation::ids::SessionId> {
    grant.session.filter(|_| !grant.scopes.contain(Scope::OfflineAccess))
}

/// Until when a refresh token holds if it is not used.
pub(super) fn refresh_ends(grant: &Grant, now: DateTime<Utc>) -> DateTime<Utc> {
    grant.ends_at.min(now + IDLE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_verifier_answers_its_own_challenge() {
        // RFC 7636, appendix B.
        let (verifier, challenge) =
            ("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
        assert!(answers(challenge, verifier));
        assert!(!answers(challenge, &verifier.replace('d', "e")));
        assert!(!answers(challenge, challenge) && !answers(challenge, "") && !answers(verifier, verifier));
    }
}
