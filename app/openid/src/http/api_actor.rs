//! Who asks at the machine interface: whoever is signed in, or an application with a token of theirs or of its own.

use std::{marker::PhantomData, sync::Arc};

use axum::{
    extract::{FromRef, FromRequestParts},
    http::{HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};

use super::bearer_token::{BearerToken, CHALLENGE};
use crate::{OAuthError, OAuthErrorCode, OpenId, model::Scope, token::NOT_VALID};
use foundation::context::{Client, Site};
use identity::{Actor, Bearer, Holder, Identity, InAccount, SignedIn};

/// What a token must have been granted for an address to open.
pub trait Needs: Send {
    /// The scope.
    const SCOPE: Scope;
}

macro_rules! needs {
    ($($name:ident),+) => {$(
        #[doc = concat!("Needs the scope [`Scope::", stringify!($name), "`].")]
        pub enum $name {}

        impl Needs for $name {
            const SCOPE: Scope = Scope::$name;
        }
    )+};
}

needs!(AccountRead, AppointmentsRead, AppointmentsWrite, ItemsWrite, ItemsReview, ItemsPublish);

/// A member of staff who asks by the machine interface, or a system that acts as one: what they may is what their roles allow.
pub struct ApiActor<N>(pub Actor, pub PhantomData<N>);

/// Somebody whose own things are asked for by the machine interface: as their account's services know them.
pub struct ApiHolder<N>(pub Holder, pub PhantomData<N>);

/// Whoever asks about their own account by the machine interface.
pub struct ApiAccount<N>(pub Bearer, pub PhantomData<N>);

impl<S, N> FromRequestParts<S> for ApiActor<N>
where
    S: Send + Sync,
    N: Needs,
    OpenId: FromRef<S>,
    Identity: FromRef<S>,
    Arc<Site>: FromRef<S>,
{
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        if let Some(bearer) = by_token::<S, N>(parts, state).await? {
            return Ok(Self(bearer.actor, PhantomData));
        }
        let signed_in = SignedIn::from_request_parts(parts, state).await;
        signed_in.map(|SignedIn(actor)| Self(actor, PhantomData)).map_err(challenged)
    }
}

impl<S, N> FromRequestParts<S> for ApiAccount<N>
where
    S: Send + Sync,
    N: Needs,
    OpenId: FromRef<S>,
    Identity: FromRef<S>,
    Arc<Site>: FromRef<S>,
{
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        if let Some(bearer) = by_token::<S, N>(parts, state).await? {
            return Ok(Self(bearer, PhantomData));
        }
        let InAccount(holder) = InAccount::from_request_parts(parts, state).await.map_err(challenged)?;
        Ok(Self(Bearer { actor: holder.actor(), level: holder.level }, PhantomData))
    }
}

impl<S, N> FromRequestParts<S> for ApiHolder<N>
where
    S: Send + Sync,
    N: Needs,
    OpenId: FromRef<S>,
    Identity: FromRef<S>,
    Arc<Site>: FromRef<S>,
{
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        if let Some(bearer) = by_token::<S, N>(parts, state).await? {
            return Ok(Self(Holder::of_bearer(bearer), PhantomData));
        }
        let InAccount(holder) = InAccount::from_request_parts(parts, state).await.map_err(challenged)?;
        Ok(Self(holder, PhantomData))
    }
}

/// In whose name a token was shown; none where none was.
async fn by_token<S, N>(parts: &mut Parts, state: &S) -> Result<Option<Bearer>, Response>
where
    S: Send + Sync,
    N: Needs,
    OpenId: FromRef<S>,
{
    let shown = BearerToken::of(&parts.headers);
    if matches!(shown, BearerToken::None) {
        return Ok(None);
    }
    let token = shown.required().map_err(IntoResponse::into_response)?;
    let Ok(client) = Client::from_request_parts(parts, state).await;
    let openid = OpenId::from_ref(state);
    let bearer = opened(&openid, &token, &client, N::SCOPE).await;
    bearer.map(Some).map_err(|error| {
        let needed = error.code == OAuthErrorCode::InsufficientScope;
        let mut response = error.into_response();
        // Which one it is (RFC 6750 §3).
        let value = format!("{CHALLENGE}, error=\"insufficient_scope\", scope=\"{}\"", N::SCOPE.name());
        if let (true, Ok(value)) = (needed, HeaderValue::from_str(&value)) {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, value);
        }
        response
    })
}

async fn opened(openid: &OpenId, token: &str, client: &Client, scope: Scope) -> Result<Bearer, OAuthError> {
    let access = openid.access(token, &client.origin()).await?.ok_or(NOT_VALID)?;
    if !access.claims.aud.contains(&openid.api_audience()) {
        return Err(NOT_VALID);
    }
    // What the application may ask for at this moment bounds what was granted then.
    if !access.claims.scope.contain(scope) || !access.client.definition.scopes.contain(scope) {
        return Err(OAuthError::new(
            OAuthErrorCode::InsufficientScope,
            "the token was not granted the scope this needs",
        ));
    }
    Ok(access.bearer)
}

/// Who is not signed in is told that a token would do.
fn challenged(mut refusal: Response) -> Response {
    if refusal.status() == StatusCode::UNAUTHORIZED {
        refusal.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static(CHALLENGE));
    }
    refusal
}
