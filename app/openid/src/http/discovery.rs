use axum::{
    body::Bytes,
    extract::State,
    http::{HeaderValue, header},
    response::Response,
};
use serde_json::json;

use super::cross_site::for_every_site;
use crate::{
    OAuthError, OpenId,
    model::{ClientAuthentication, Scope, SigningAlgorithm},
};
use identity::realname::RealNameLevel;

/// `GET /.well-known/openid-configuration`: OpenID Connect Discovery 1.0 §4, RFC 8414.
pub async fn configuration(State(openid): State<OpenId>) -> Response {
    described(&openid)
}

/// `GET /oauth/jwks`: the public keys, RFC 7517 §5.
pub async fn jwks(State(openid): State<OpenId>) -> Result<Response, OAuthError> {
    published_keys(&openid).await
}

/// What the provider says of itself, as it is answered.
pub fn described(openid: &OpenId) -> Response {
    for_everybody(openid.discovery.clone())
}

/// The public keys, as they are answered.
pub async fn published_keys(openid: &OpenId) -> Result<Response, OAuthError> {
    let keys = openid.keys().await?;
    Ok(for_everybody(keys.published.clone()))
}

/// Kept for minutes by whoever asks, read by scripts of any site.
fn for_everybody(body: Bytes) -> Response {
    let mut response = for_every_site(body);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=300"));
    response
}

/// What the provider says of itself, made once.
pub(crate) fn description_of(issuer: &str) -> Bytes {
    let at = |path: &str| format!("{issuer}{path}");
    let ways: Vec<_> = ClientAuthentication::ALL.map(ClientAuthentication::name).to_vec();
    let confidential: Vec<_> =
        ClientAuthentication::ALL.iter().filter(|way| way.is_confidential()).map(|way| way.name()).collect();
    let algorithms = SigningAlgorithm::ALL.map(SigningAlgorithm::name);
    let document = json!({
        "issuer": issuer,
        "authorization_endpoint": at("/oauth/authorize"),
        "token_endpoint": at("/oauth/token"),
        "userinfo_endpoint": at("/oauth/userinfo"),
        "jwks_uri": at("/oauth/jwks"),
        "end_session_endpoint": at("/oauth/logout"),
        "revocation_endpoint": at("/oauth/revoke"),
        "introspection_endpoint": at("/oauth/introspect"),
        "pushed_authorization_request_endpoint": at("/oauth/par"),
        "require_pushed_authorization_requests": false,
        "authorization_response_iss_parameter_supported": true,
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code", "refresh_token", "client_credentials"],
        "code_challenge_methods_supported": ["S256"],
        "token_endpoint_auth_methods_supported": ways,
        "token_endpoint_auth_signing_alg_values_supported": algorithms,
        "introspection_endpoint_auth_methods_supported": confidential,
        "revocation_endpoint_auth_methods_supported": ways,
        "id_token_signing_alg_values_supported": algorithms,
        "subject_types_supported": ["pairwise", "public"],
        "scopes_supported": Scope::ALL.map(Scope::name),
        "acr_values_supported": RealNameLevel::ALL.map(RealNameLevel::acr),
        "claims_supported": [
            "sub", "iss", "aud", "exp", "iat", "auth_time", "nonce", "acr", "amr", "sid", "at_hash", "name", "locale", "updated_at",
            "phone_number", "phone_number_verified", "email", "email_verified", "address", "realname_level", "real_name", "id_number",
            "birthdate", "gender",
        ],
        "claim_types_supported": ["normal"],
        "claims_parameter_supported": true,
        "request_parameter_supported": false,
        "request_uri_parameter_supported": false,
        "prompt_values_supported": ["none", "login", "consent", "select_account"],
        "ui_locales_supported": ["zh-CN", "en"],
        "backchannel_logout_supported": true,
        "backchannel_logout_session_supported": true,
        "service_documentation": at("/about"),
    });
    Bytes::from(document.to_string())
}
