//! The city as OpenID Provider.

use super::Row;

pub(super) const ROWS: &[Row] = &[
    // ---- the provider: asking
    ("GET", "/.well-known/openid-configuration", "/.well-known/openid-configuration", "", [200; 9]),
    ("GET", "/oauth/jwks", "/oauth/jwks", "", [200; 9]),
    ("GET", "/oauth/authorize", "/oauth/authorize?client_id=no-such", "", [400; 9]),
    ("POST", "/oauth/authorize", "/oauth/authorize", "client_id=no-such", [400; 9]),
    ("POST", "/oauth/par", "/oauth/par", "client_id=no-such", [401; 9]),
    ("GET", "/oauth/continue/{id}", "/oauth/continue/no-such", "", [400; 9]),
    (
        "POST",
        "/oauth/continue/{id}",
        "/oauth/continue/no-such",
        "answer=agree",
        [401, 400, 400, 400, 400, 400, 400, 400, 401],
    ),
    ("GET", "/applications/{client_id}/open", "/applications/no-such/open", "", [404; 9]),
    ("GET", "/applications/{client_id}/logo/{hash}", "/applications/app-4/logo/no-such", "", [404; 9]),
    ("GET", "/me/applications", "/me/applications", "", [303, 200, 200, 200, 200, 200, 200, 200, 303]),
    (
        "POST",
        "/me/applications",
        "/me/applications",
        "application=no-such",
        [401, 404, 404, 404, 404, 404, 404, 404, 401],
    ),
    // ---- the provider: tokens
    ("OPTIONS", "/.well-known/openid-configuration", "/.well-known/openid-configuration", "", [204; 9]),
    ("OPTIONS", "/oauth/jwks", "/oauth/jwks", "", [204; 9]),
    ("POST", "/oauth/token", "/oauth/token", "grant_type=authorization_code", [400; 9]),
    ("OPTIONS", "/oauth/token", "/oauth/token", "", [204; 9]),
    ("GET", "/oauth/userinfo", "/oauth/userinfo", "", [401; 9]),
    ("POST", "/oauth/userinfo", "/oauth/userinfo", "", [401; 9]),
    ("OPTIONS", "/oauth/userinfo", "/oauth/userinfo", "", [204; 9]),
    ("POST", "/oauth/introspect", "/oauth/introspect", "token=x", [400; 9]),
    ("POST", "/oauth/revoke", "/oauth/revoke", "token=x", [400; 9]),
    ("OPTIONS", "/oauth/revoke", "/oauth/revoke", "", [204; 9]),
    // ---- the provider: signing out
    ("GET", "/oauth/logout", "/oauth/logout", "", [200; 9]),
    ("POST", "/oauth/logout", "/oauth/logout", "", [303; 9]),
    ("POST", "/oauth/logout/confirm", "/oauth/logout/confirm", "", [200; 9]),
    (
        "GET",
        "/me/applications/sign-ins",
        "/me/applications/sign-ins",
        "",
        [303, 200, 200, 200, 200, 200, 200, 200, 303],
    ),
    // ---- the provider: applications
    ("GET", "/desk/applications", "/desk/applications", "", [303, 404, 404, 404, 200, 200, 404, 404, 303]),
    ("GET", "/desk/applications/new", "/desk/applications/new", "", [303, 404, 404, 404, 200, 200, 404, 404, 303]),
    (
        "POST",
        "/desk/applications/new",
        "/desk/applications/new",
        "client_id=app-{n}&department=CD06&name_zh=x&name_en=x&purpose_zh=x&purpose_en=x&contact=a%40example.cn\
         &redirect_uris=https%3A%2F%2Frp.example%2Fcb&scopes=openid&authentication=client_secret_basic",
        [401, 404, 404, 404, 303, 303, 404, 404, 401],
    ),
    (
        "GET",
        "/desk/applications/{client_id}",
        "/desk/applications/app-4",
        "",
        [303, 404, 404, 404, 200, 200, 404, 404, 303],
    ),
    (
        "POST",
        "/desk/applications/{client_id}",
        "/desk/applications/app-4",
        "act=suspend&revision=1&reason=x",
        [401, 404, 404, 404, 403, 409, 404, 404, 401],
    ),
    (
        "GET",
        "/desk/applications/{client_id}/edit",
        "/desk/applications/app-4/edit",
        "",
        [303, 404, 404, 404, 200, 200, 404, 404, 303],
    ),
    (
        "POST",
        "/desk/applications/{client_id}/edit",
        "/desk/applications/app-4/edit",
        "revision=x",
        [401, 404, 404, 404, 400, 400, 404, 404, 401],
    ),
    (
        "POST",
        "/desk/applications/{client_id}/logo",
        "/desk/applications/app-4/logo",
        "revision=1",
        [401, 404, 404, 404, 400, 400, 404, 404, 401],
    ),
    (
        "GET",
        "/desk/applications/{client_id}/logo/{hash}",
        "/desk/applications/app-4/logo/no-such",
        "",
        [303, 404, 404, 404, 404, 404, 404, 404, 303],
    ),
    (
        "POST",
        "/desk/applications/{client_id}/secret",
        "/desk/applications/app-4/secret",
        "revision=1",
        [401, 404, 404, 404, 409, 409, 404, 404, 401],
    ),
];
