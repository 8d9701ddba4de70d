use serde_json::{Map, Value};

use super::{access::NOT_VALID, told::of_scopes};
use crate::{OAuthError, OAuthErrorCode, OpenId, model::Scope};

const NO_OPENID: OAuthError =
    OAuthError::new(OAuthErrorCode::InsufficientScope, "the token was not granted the scope openid");

impl OpenId {
    /// What is told about the person an access token is of (OpenID Connect Core 1.0 §5.3).
    pub(crate) async fn userinfo(&self, token: &str, network: &str) -> Result<Map<String, Value>, OAuthError> {
        let access = self.access(token, network).await?.ok_or(NOT_VALID)?;
        let Some(account) = access.grant.account else { return Err(NOT_VALID) };
        if !access.claims.aud.iter().any(|audience| **audience == *self.issuer) {
            return Err(NOT_VALID);
        }
        if !access.claims.scope.contain(Scope::OpenId) {
            return Err(NO_OPENID);
        }
        // What the application may ask for at this moment bounds what was granted then.
        let registered = &access.client.definition.scopes;
        let asked = of_scopes(&access.claims.scope).chain(access.grant.claims.of_userinfo());
        let asked = asked.filter(|claim| registered.contain(claim.scope())).collect();
        let mut told = self.told(&access.client, account, asked).await?.ok_or(NOT_VALID)?;
        told.insert("sub".to_owned(), access.grant.subject.into());
        Ok(told)
    }
}
