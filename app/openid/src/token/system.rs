use chrono::{DateTime, Utc};

use super::{TokenAnswer, issue::LASTS};
use crate::{
    Form, OAuthError, OAuthErrorCode, OpenId,
    model::{ClaimsRequest, Client, Scope, Scopes},
    store::{
        grants::{self, NewGrant},
        uses,
    },
};
use foundation::{clock::city_day, ids::GrantId};
use identity::realname::RealNameLevel;

const NO_SYSTEM: OAuthError = OAuthError::new(
    OAuthErrorCode::UnauthorizedClient,
    "the application is not registered to work for itself, or has no service account",
);
const NOT_ITS_SCOPE: OAuthError =
    OAuthError::new(OAuthErrorCode::InvalidScope, "scope holds what this application may not have for itself");

impl OpenId {
    /// Gives a token to an application that works for itself (RFC 6749 §4.4).
    pub(super) async fn for_itself(&self, client: &Client, form: &Form) -> Result<TokenAnswer, OAuthError> {
        let definition = &client.definition;
        if !definition.is_system || !definition.authentication.is_confidential() || client.service_account.is_none() {
            return Err(NO_SYSTEM);
        }
        let scopes = allowed(&definition.scopes, form.get("scope"))?;
        let now = self.clock.now();
        let (id, new) = (GrantId::new(), grant_of(client, scopes.clone(), now));
        self.database
            .write(&(id, &new, now), |transaction, (id, new, now)| {
                Box::pin(async move {
                    grants::add(transaction, *id, new, *now).await?;
                    uses::count(transaction, new.client, city_day(*now), "system").await?;
                    Ok::<_, OAuthError>(())
                })
            })
            .await?;
        let grant = new.stored_as(id);
        self.issue(client, &grant, scopes, None, None).await
    }
}

/// What a system may have of what it asks for; everything where nothing is said.
fn allowed(registered: &Scopes, asked: Option<&str>) -> Result<Scopes, OAuthError> {
    let own = Scopes::of(registered.iter().filter(|scope| scope.is_for_systems()));
    let scopes = match asked {
        None => own,
        Some(text) if text.split(' ').all(|name| Scope::parse(name).is_some_and(|scope| own.contain(scope))) => {
            Scopes::parse(text)
        }
        Some(_) => return Err(NOT_ITS_SCOPE),
    };
    if scopes.is_empty() { Err(NOT_ITS_SCOPE) } else { Ok(scopes) }
}

fn grant_of(client: &Client, scopes: Scopes, now: DateTime<Utc>) -> NewGrant {
    NewGrant {
        client: client.id,
        account: None,
        session: None,
        sid: None,
        subject: client.client_id.clone(),
        scopes,
        claims: ClaimsRequest::default(),
        nonce: None,
        acr: RealNameLevel::default(),
        amr: Vec::new(),
        auth_time: now,
        ends_at: now + LASTS,
        code: None,
    }
}
