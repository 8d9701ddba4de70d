//! The city as OpenID Provider.

use super::Row;

pub(super) const ROWS: &[Row] = &[
    // ---- the provider: asking
    ("GET", "/.well-known/openid-configuration", "/.well-known/openid-configuration", "", [200; 9]),
    ("GET", "/oauth/jwks", "/oauth/jwks", "", [200; 9]),
    // ---- the provider: tokens
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
];
