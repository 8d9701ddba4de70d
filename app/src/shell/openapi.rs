use axum::{Json, response::IntoResponse};
use utoipa::{
    Modify, OpenApi,
    openapi::{
        OpenApi as Described,
        security::{ApiKey, ApiKeyValue, AuthorizationCode, ClientCredentials, Flow, OAuth2, Scopes, SecurityScheme},
    },
};

/// The description of the public interface, OpenAPI 3.1: what each room answers, and how one is let in.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Yitong",
        description = "The city's services, for other systems. No key is needed to read what is public. What is somebody's own, and writing, is opened by the session of whoever is signed in or by an access token of the portal's OpenID Provider (RFC 9068): of a person who agreed to it (authorization code), or of a system that a department registered (client credentials). What a token opens is what its scopes say and what that person or system may do.",
        version = "1"
    ),
    paths(openid::http::me::me),
    modifiers(&Security),
    tags((name = "account", description = "Whoever is signed in"))
)]
struct Document;

struct Security;

impl Modify for Security {
    fn modify(&self, described: &mut Described) {
        let session = ApiKey::Cookie(ApiKeyValue::with_description(
            "__Host-session",
            "The session of whoever is signed in, as the sign-in page sets it.",
        ));
        let desk = [
            ("items:write", "Write drafts and hand them in"),
            ("items:review", "Review what somebody else wrote"),
            ("items:publish", "Withdraw items and bring them back"),
        ];
        let own = [
            ("account:read", "Read one's own account"),
            ("appointments:read", "Read one's own appointments"),
            ("appointments:write", "Book, move and cancel appointments"),
        ];
        let by_person = desk.into_iter().chain(own).collect::<Scopes>();
        let flows = [
            Flow::AuthorizationCode(AuthorizationCode::new("/oauth/authorize", "/oauth/token", by_person)),
            Flow::ClientCredentials(ClientCredentials::new("/oauth/token", Scopes::from_iter(desk))),
        ];
        let keys = OAuth2::with_description(
            flows,
            "Access tokens of the portal, for applications that a department registered; they hold for ten minutes.",
        );
        let components = described.components.get_or_insert_default();
        components.add_security_scheme("session", SecurityScheme::ApiKey(session));
        components.add_security_scheme("city", SecurityScheme::OAuth2(keys));
    }
}

/// `GET /api/openapi.json`.
pub(super) async fn openapi() -> impl IntoResponse {
    let mut described = Document::openapi();
    described.merge(catalogue::http::Document::openapi());
    described.merge(appointments::http::Document::openapi());
    Json(described)
}
