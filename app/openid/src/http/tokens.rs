use axum::{
    Json,
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

use super::{bearer_token::BearerToken, cross_site::for_every_site};
use crate::{Form, OAuthError, OAuthErrorCode, OpenId, model::Client, token::TokenAnswer};
use foundation::context::Client as Asking;

/// A form, or why it is none.
type Sent = Result<Form, OAuthError>;

const NO_TOKEN: OAuthError = OAuthError::new(OAuthErrorCode::InvalidRequest, "token is missing");
const PUBLIC: OAuthError =
    OAuthError::new(OAuthErrorCode::InvalidClient, "an application without a way to prove itself learns nothing here");

/// `POST /oauth/token`: RFC 6749 §3.2.
pub async fn token(State(openid): State<OpenId>, asking: Asking, headers: HeaderMap, form: Sent) -> Response {
    let answered = async {
        let form = form?;
        let client = openid.authenticate_counted(&headers, &form, &asking).await?;
        openid.exchange(&client, &form).await
    };
    let answered: Result<TokenAnswer, OAuthError> = answered.await;
    for_every_site(answered.map(|answer| kept_nowhere(Json(answer))))
}

/// `GET /oauth/userinfo`: OpenID Connect Core 1.0 §5.3.
pub async fn userinfo(State(openid): State<OpenId>, asking: Asking, headers: HeaderMap) -> Response {
    told(&openid, &asking, BearerToken::of(&headers)).await
}

/// `POST /oauth/userinfo`: the token may stand in the form (RFC 6750 §2.2), in one place only.
pub async fn posted_userinfo(State(openid): State<OpenId>, asking: Asking, headers: HeaderMap, form: Sent) -> Response {
    let in_header = BearerToken::of(&headers);
    // A body that is no form holds no token.
    let in_form = form.ok().and_then(|form| form.get("access_token").map(str::to_owned));
    let shown = match (in_header, in_form) {
        (BearerToken::None, Some(token)) => BearerToken::Shown(token),
        (_, Some(_)) => BearerToken::Malformed,
        (shown, None) => shown,
    };
    told(&openid, &asking, shown).await
}

async fn told(openid: &OpenId, asking: &Asking, shown: BearerToken) -> Response {
    let token = match shown.required() {
        Ok(token) => token,
        Err(refusal) => return for_every_site(refusal),
    };
    let told = openid.userinfo(&token, &asking.origin()).await;
    for_every_site(told.map(|told| kept_nowhere(Json(told))))
}

/// `POST /oauth/introspect`: RFC 7662.
pub async fn introspect(State(openid): State<OpenId>, asking: Asking, headers: HeaderMap, form: Sent) -> Response {
    let answered = async {
        let (client, token) = shown_by(&openid, &asking, &headers, form).await?;
        if !client.definition.authentication.is_confidential() {
            return Err(PUBLIC);
        }
        openid.introspect(&client, &token).await
    };
    let answered: Result<_, OAuthError> = answered.await;
    answered.map(|worth| kept_nowhere(Json(worth))).into_response()
}

/// `POST /oauth/revoke`: RFC 7009.
pub async fn revoke(State(openid): State<OpenId>, asking: Asking, headers: HeaderMap, form: Sent) -> Response {
    let answered = async {
        let (client, token) = shown_by(&openid, &asking, &headers, form).await?;
        openid.revoke(&client, &token).await
    };
    let answered: Result<(), OAuthError> = answered.await;
    for_every_site(answered.map(|()| kept_nowhere(StatusCode::OK)))
}

/// The application that asks about a token, and the token.
async fn shown_by(
    openid: &OpenId,
    asking: &Asking,
    headers: &HeaderMap,
    form: Sent,
) -> Result<(Client, String), OAuthError> {
    let form = form?;
    let client = openid.authenticate_counted(headers, &form, asking).await?;
    Ok((client, form.get("token").ok_or(NO_TOKEN)?.to_owned()))
}

fn kept_nowhere(answer: impl IntoResponse) -> Response {
    let mut response = answer.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::PRAGMA, HeaderValue::from_static("no-cache"));
    response
}
