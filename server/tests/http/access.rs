//! Who may: every address × everybody. An address missing here fails.
//!
//! Whoever is not signed in is led to the sign-in page where they read (303) and told so where they send (401). What is not
//! somebody's to see does not exist for them (404).

use app::{
    context::ClientAddress,
    database::Engine,
    identity::{Authority, DEMO_PASSWORD, DepartmentTree, DisplayName, Grant, NewAccount, Password, Role, StaffName},
    shell::ROUTES,
};
use std::net::IpAddr;

use axum::{
    body::Body,
    http::{Request, header},
};

use crate::support::{Portal, portal};

/// Everybody, with the account they sign in with. The clerk, the editor, the reviewer, the department admin and the last are of the
/// department CD06; the last has the password and nothing else yet, so the session waits.
const EVERYBODY: [(&str, Option<&str>); 9] = [
    ("nobody", None),
    ("clerk", Some("police.clerk")),
    ("editor", Some("police.editor")),
    ("reviewer", Some("police.reviewer")),
    ("department admin", Some("police.admin")),
    ("city admin", Some("city.admin")),
    ("auditor", Some("auditor")),
    ("resident", Some("13900000001")),
    ("staff without second factor", Some("new.editor")),
];

/// Method, address, a real path for it, a form where it takes one, and what each of [`EVERYBODY`] gets, in this order.
///
/// In path and form, `{n}` is the person's place in [`EVERYBODY`]: each has things of their own to change, so that what one
/// does is not in the way of the next. There is an account `target-{n}` for each, a clerk of CD06.
const MATRIX: &[(&str, &str, &str, &str, [u16; 9])] = &[
    ("GET", "/", "/", "", [200; 9]),
    ("GET", "/services", "/services", "", [200; 9]),
    ("GET", "/areas/{code}", "/areas/official", "", [200; 9]),
    ("GET", "/life-events/{code}", "/life-events/birth", "", [200; 9]),
    ("GET", "/departments", "/departments", "", [200; 9]),
    ("GET", "/departments/{id}", "/departments/CD06", "", [200; 9]),
    ("GET", "/districts", "/districts", "", [200; 9]),
    ("GET", "/districts/{code}", "/districts/510104", "", [200; 9]),
    ("GET", "/search", "/search?q=shebao", "", [200; 9]),
    ("GET", "/items/{code}", "/items/510100-06-001", "", [200; 9]),
    ("GET", "/items/{code}/versions", "/items/510100-06-001/versions", "", [200; 9]),
    ("GET", "/items/{code}/versions/{number}", "/items/510100-06-001/versions/1", "", [303; 9]),
    ("GET", "/changes.atom", "/changes.atom", "", [200; 9]),
    ("POST", "/feedback", "/feedback", "subject=search&helped=yes", [303; 9]),
    ("GET", "/settings", "/settings", "", [200; 9]),
    ("POST", "/preferences", "/preferences", "mode=elder", [303; 9]),
    ("GET", "/about", "/about", "", [200; 9]),
    ("GET", "/offline", "/offline", "", [200; 9]),
    ("GET", "/manifest.webmanifest", "/manifest.webmanifest", "", [200; 9]),
    ("GET", "/robots.txt", "/robots.txt", "", [200; 9]),
    ("GET", "/sitemap.xml", "/sitemap.xml", "", [200; 9]),
    ("GET", "/sitemap/{file}", "/sitemap/0", "", [200; 9]),
    ("GET", "/api/v1/items", "/api/v1/items", "", [200; 9]),
    ("GET", "/api/v1/items/{code}", "/api/v1/items/510100-06-001", "", [200; 9]),
    ("PUT", "/api/v1/items/{code}", "/api/v1/items/510100-06-001", "{}", [401, 400, 400, 400, 400, 400, 400, 404, 401]),
    (
        "GET",
        "/api/v1/items/{code}/draft",
        "/api/v1/items/510100-06-001/draft",
        "",
        [401, 404, 404, 404, 404, 404, 404, 404, 401],
    ),
    (
        "POST",
        "/api/v1/items/{code}/submission",
        "/api/v1/items/510100-06-001/submission",
        "{}",
        [401, 428, 428, 428, 428, 428, 428, 404, 401],
    ),
    (
        "POST",
        "/api/v1/items/{code}/review",
        "/api/v1/items/510100-06-001/review",
        r#"{"decision":"approve"}"#,
        [401, 428, 428, 428, 428, 428, 428, 404, 401],
    ),
    (
        "POST",
        "/api/v1/items/{code}/withdrawal",
        "/api/v1/items/510100-06-001/withdrawal",
        r#"{"reason":"x"}"#,
        [401, 400, 400, 400, 400, 400, 400, 404, 401],
    ),
    (
        "POST",
        "/api/v1/items/{code}/restoration",
        "/api/v1/items/510100-06-001/restoration",
        "{}",
        [401, 403, 403, 409, 409, 409, 403, 404, 401],
    ),
    ("GET", "/api/v1/items/{code}/versions", "/api/v1/items/510100-06-001/versions", "", [200; 9]),
    ("GET", "/api/v1/items/{code}/versions/{number}", "/api/v1/items/510100-06-001/versions/1", "", [200; 9]),
    ("GET", "/api/v1/suggest", "/api/v1/suggest?q=sb", "", [200; 9]),
    ("GET", "/api/openapi.json", "/api/openapi.json", "", [200; 9]),
    // ---- signing in and up
    ("GET", "/sign-in", "/sign-in", "", [200, 303, 303, 303, 303, 303, 303, 303, 200]),
    ("POST", "/sign-in", "/sign-in", "name=13911110000&password=wrong", [400; 9]),
    ("GET", "/sign-in/code", "/sign-in/code", "", [303; 9]),
    ("POST", "/sign-in/code", "/sign-in/code", "address=1391111000{n}", [303; 9]),
    (
        "POST",
        "/sign-in/code/confirm",
        "/sign-in/code/confirm",
        "id=01900000-0000-7000-8000-000000000000&code=000000",
        [400; 9],
    ),
    ("POST", "/sign-out", "/sign-out", "", [303; 9]),
    ("GET", "/sign-up", "/sign-up", "", [200, 303, 303, 303, 303, 303, 303, 303, 200]),
    ("POST", "/sign-up", "/sign-up", "address=1391111001{n}&agreed=yes", [303; 9]),
    ("GET", "/sign-up/agree", "/sign-up/agree", "", [303; 9]),
    ("POST", "/sign-up/agree", "/sign-up/agree", "id=01900000-0000-7000-8000-000000000000&agreed=yes", [400; 9]),
    ("GET", "/sign-up/next", "/sign-up/next", "", [303, 200, 200, 200, 200, 200, 200, 200, 303]),
    ("POST", "/sign-up/password", "/sign-up/password", "password=short", [401, 400, 400, 400, 400, 400, 400, 400, 401]),
    ("GET", "/recover", "/recover", "", [200; 9]),
    ("POST", "/recover", "/recover", "address=1391111002{n}", [303; 9]),
    ("GET", "/recover/code", "/recover/code", "", [303; 9]),
    ("POST", "/recover/code", "/recover/code", "id=x&code=000000", [400; 9]),
    ("GET", "/recover/password", "/recover/password", "", [303; 9]),
    ("POST", "/recover/password", "/recover/password", "id=01900000-0000-7000-8000-000000000000&password=x", [400; 9]),
    ("GET", "/privacy", "/privacy", "", [200; 9]),
    // ---- passkeys
    ("POST", "/passkeys/sign-in/begin", "/passkeys/sign-in/begin", "", [200; 9]),
    ("POST", "/passkeys/sign-in/finish", "/passkeys/sign-in/finish", "{}", [400; 9]),
    ("POST", "/passkeys/step-up/begin", "/passkeys/step-up/begin", "", [401, 400, 400, 400, 400, 400, 400, 400, 400]),
    (
        "POST",
        "/passkeys/step-up/finish",
        "/passkeys/step-up/finish",
        "{}",
        [401, 400, 400, 400, 400, 400, 400, 400, 400],
    ),
    (
        "POST",
        "/passkeys/registration/begin",
        "/passkeys/registration/begin",
        "",
        [401, 200, 200, 200, 200, 200, 200, 200, 200],
    ),
    (
        "POST",
        "/passkeys/registration/finish",
        "/passkeys/registration/finish",
        "{}",
        [401, 400, 400, 400, 400, 400, 400, 400, 400],
    ),
    ("GET", "/me/security/passkeys", "/me/security/passkeys", "", [303, 200, 200, 200, 200, 200, 200, 200, 303]),
    (
        "POST",
        "/me/security/passkeys/{id}/rename",
        "/me/security/passkeys/01900000-0000-7000-8000-000000000000/rename",
        "name=x",
        [401, 404, 404, 404, 404, 404, 404, 404, 401],
    ),
    (
        "POST",
        "/me/security/passkeys/{id}/remove",
        "/me/security/passkeys/01900000-0000-7000-8000-000000000000/remove",
        "",
        [401, 404, 404, 404, 404, 404, 404, 404, 401],
    ),
    // ---- second factor, step-up, sessions
    ("GET", "/step-up", "/step-up", "", [303, 200, 200, 200, 200, 200, 200, 200, 303]),
    (
        "POST",
        "/step-up/password",
        "/step-up/password",
        "way=password&value=wrong",
        [401, 400, 400, 400, 400, 400, 400, 400, 401],
    ),
    ("POST", "/step-up/code", "/step-up/code", "to=email", [401, 404, 404, 404, 404, 404, 404, 404, 401]),
    (
        "POST",
        "/step-up/confirm",
        "/step-up/confirm",
        "way=totp&value=000000",
        [401, 400, 400, 400, 400, 400, 400, 400, 401],
    ),
    ("GET", "/sign-in/second-factor", "/sign-in/second-factor", "", [303, 303, 303, 303, 303, 303, 303, 303, 303]),
    (
        "POST",
        "/sign-in/second-factor",
        "/sign-in/second-factor",
        "way=totp&value=000000",
        [401, 303, 303, 303, 303, 303, 303, 303, 400],
    ),
    (
        "POST",
        "/sign-in/second-factor/code",
        "/sign-in/second-factor/code",
        "to=phone",
        [401, 303, 303, 303, 303, 303, 303, 303, 404],
    ),
    ("GET", "/sign-in/enrol", "/sign-in/enrol", "", [303, 303, 303, 303, 303, 303, 303, 303, 200]),
    ("POST", "/sign-in/enrol", "/sign-in/enrol", "value=x", [401, 303, 303, 303, 303, 303, 303, 303, 400]),
    ("GET", "/session", "/session", "", [401, 200, 200, 200, 200, 200, 200, 200, 401]),
    ("POST", "/session", "/session", "", [401, 200, 200, 200, 200, 200, 200, 200, 401]),
    ("GET", "/me/security", "/me/security", "", [303, 200, 200, 200, 200, 200, 200, 200, 303]),
    (
        "POST",
        "/me/security/sessions",
        "/me/security/sessions",
        "session=x",
        [401, 404, 404, 404, 404, 404, 404, 404, 401],
    ),
    ("POST", "/me/security/not-me", "/me/security/not-me", "event=x", [401, 400, 400, 400, 400, 400, 400, 400, 401]),
    ("GET", "/me/security/password", "/me/security/password", "", [303, 200, 200, 200, 200, 200, 200, 200, 303]),
    (
        "POST",
        "/me/security/password",
        "/me/security/password",
        "old=wrong&new=a+long+enough+one&again=another",
        [401, 400, 400, 400, 400, 400, 400, 400, 401],
    ),
    (
        "GET",
        "/me/security/second-factor",
        "/me/security/second-factor",
        "",
        [303, 200, 200, 200, 200, 200, 200, 200, 303],
    ),
    (
        "POST",
        "/me/security/second-factor",
        "/me/security/second-factor",
        "act=none",
        [401, 400, 400, 400, 400, 400, 400, 400, 401],
    ),
    (
        "GET",
        "/me/security/second-factor/app",
        "/me/security/second-factor/app",
        "",
        [303, 200, 200, 200, 200, 200, 200, 200, 303],
    ),
    (
        "POST",
        "/me/security/second-factor/app",
        "/me/security/second-factor/app",
        "value=x",
        [401, 400, 400, 400, 400, 400, 400, 400, 401],
    ),
    ("GET", "/not-me", "/not-me", "", [200; 9]),
    ("POST", "/not-me", "/not-me", "link=x", [200; 9]),
    // ---- real name
    ("GET", "/me/real-name", "/me/real-name", "", [303, 200, 200, 200, 200, 200, 200, 200, 303]),
    ("POST", "/me/real-name", "/me/real-name", "name=&id_number=", [401, 400, 400, 400, 400, 400, 400, 400, 401]),
    ("POST", "/me/real-name/verify", "/me/real-name/verify", "", [401, 400, 400, 400, 400, 400, 400, 400, 401]),
    ("GET", "/api/v1/me", "/api/v1/me", "", [401, 200, 200, 200, 200, 200, 200, 200, 401]),
    ("GET", "/desk/residents", "/desk/residents", "", [303, 200, 404, 404, 200, 200, 404, 404, 303]),
    ("POST", "/desk/residents", "/desk/residents", "who=13800000000", [401, 400, 404, 404, 400, 400, 404, 404, 401]),
    ("GET", "/desk/residents/{name}", "/desk/residents/r-nobody", "", [303, 404, 404, 404, 404, 404, 404, 404, 303]),
    (
        "POST",
        "/desk/residents/{name}",
        "/desk/residents/r-nobody",
        "name=&id_number=",
        [401, 404, 404, 404, 404, 404, 404, 404, 401],
    ),
    // ---- family
    ("GET", "/me/family", "/me/family", "", [303, 200, 200, 200, 200, 200, 200, 200, 303]),
    ("GET", "/me/family/add", "/me/family/add", "", [303, 200, 200, 200, 200, 200, 200, 200, 303]),
    ("POST", "/me/family/add", "/me/family/add", "act=invite&contact=x", [401, 400, 400, 400, 400, 400, 400, 400, 401]),
    (
        "GET",
        "/me/family/{id}",
        "/me/family/01900000-0000-7000-8000-000000000000",
        "",
        [303, 404, 404, 404, 404, 404, 404, 404, 303],
    ),
    (
        "POST",
        "/me/family/{id}",
        "/me/family/01900000-0000-7000-8000-000000000000",
        "act=end",
        [401, 404, 404, 404, 404, 404, 404, 404, 401],
    ),
    (
        "GET",
        "/me/family/requests/{id}",
        "/me/family/requests/01900000-0000-7000-8000-000000000000",
        "",
        [303, 404, 404, 404, 404, 404, 404, 404, 303],
    ),
    (
        "POST",
        "/me/family/requests/{id}",
        "/me/family/requests/01900000-0000-7000-8000-000000000000",
        "act=agree",
        [401, 404, 404, 404, 404, 404, 404, 404, 401],
    ),
    ("GET", "/me/acting", "/me/acting", "", [303, 200, 200, 200, 200, 200, 200, 200, 303]),
    ("GET", "/desk/family-requests", "/desk/family-requests", "", [303, 200, 404, 404, 200, 200, 404, 404, 303]),
    (
        "GET",
        "/desk/family-requests/{id}",
        "/desk/family-requests/01900000-0000-7000-8000-000000000000",
        "",
        [303, 404, 404, 404, 404, 404, 404, 404, 303],
    ),
    (
        "POST",
        "/desk/family-requests/{id}",
        "/desk/family-requests/01900000-0000-7000-8000-000000000000",
        "act=refuse&reason=x",
        [401, 404, 404, 404, 404, 404, 404, 404, 401],
    ),
    // ---- companies
    ("GET", "/me/companies", "/me/companies", "", [303, 200, 200, 200, 200, 200, 200, 200, 303]),
    ("GET", "/me/companies/add", "/me/companies/add", "", [303, 200, 200, 200, 200, 200, 200, 200, 303]),
    ("POST", "/me/companies/add", "/me/companies/add", "uscc=x", [401, 400, 400, 400, 400, 400, 400, 400, 401]),
    (
        "GET",
        "/me/companies/{uscc}",
        "/me/companies/91350100M000100Y43",
        "",
        [303, 404, 404, 404, 404, 404, 404, 404, 303],
    ),
    (
        "POST",
        "/me/companies/{uscc}",
        "/me/companies/91350100M000100Y43",
        "act=leave",
        [401, 404, 404, 404, 404, 404, 404, 404, 401],
    ),
    (
        "GET",
        "/me/companies/invitations/{id}",
        "/me/companies/invitations/01900000-0000-7000-8000-000000000000",
        "",
        [303, 404, 404, 404, 404, 404, 404, 404, 303],
    ),
    (
        "POST",
        "/me/companies/invitations/{id}",
        "/me/companies/invitations/01900000-0000-7000-8000-000000000000",
        "act=accept",
        [401, 404, 404, 404, 404, 404, 404, 404, 401],
    ),
    ("GET", "/desk/company-requests", "/desk/company-requests", "", [303, 200, 404, 404, 200, 200, 404, 404, 303]),
    (
        "GET",
        "/desk/company-requests/{id}",
        "/desk/company-requests/01900000-0000-7000-8000-000000000000",
        "",
        [303, 404, 404, 404, 404, 404, 404, 404, 303],
    ),
    (
        "POST",
        "/desk/company-requests/{id}",
        "/desk/company-requests/01900000-0000-7000-8000-000000000000",
        "act=refuse&reason=x",
        [401, 404, 404, 404, 404, 404, 404, 404, 401],
    ),
    // ---- the account
    ("GET", "/me", "/me", "", [303, 200, 200, 200, 200, 200, 200, 200, 303]),
    ("GET", "/me/profile", "/me/profile", "", [303, 200, 200, 200, 200, 200, 200, 200, 303]),
    ("POST", "/me/profile", "/me/profile", "revision=0&display_name=", [401, 400, 400, 400, 400, 400, 400, 400, 401]),
    ("GET", "/me/contacts", "/me/contacts", "", [303, 200, 200, 200, 200, 200, 200, 200, 303]),
    ("POST", "/me/contacts", "/me/contacts", "kind=phone&address=1", [401, 400, 400, 400, 400, 400, 400, 400, 401]),
    (
        "GET",
        "/me/contacts/confirm",
        "/me/contacts/confirm?code=00000000-0000-7000-8000-000000000000",
        "",
        [303, 404, 404, 404, 404, 404, 404, 404, 303],
    ),
    (
        "POST",
        "/me/contacts/confirm",
        "/me/contacts/confirm",
        "code=00000000-0000-7000-8000-000000000000&digits=1",
        [401, 404, 404, 404, 404, 404, 404, 404, 401],
    ),
    ("POST", "/me/contacts/remove", "/me/contacts/remove", "kind=phone", [401, 400, 400, 400, 400, 400, 400, 400, 401]),
    ("GET", "/contacts/undo/{token}", "/contacts/undo/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "", [404; 9]),
    ("POST", "/contacts/undo/{token}", "/contacts/undo/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "", [404; 9]),
    ("GET", "/contacts/undone", "/contacts/undone", "", [200; 9]),
    ("GET", "/me/data", "/me/data", "", [303, 200, 200, 200, 200, 200, 200, 200, 303]),
    ("GET", "/me/data.json", "/me/data.json", "", [303, 200, 200, 200, 200, 200, 200, 200, 303]),
    ("GET", "/me/close", "/me/close", "", [303, 200, 200, 200, 200, 200, 200, 200, 303]),
    ("POST", "/me/close", "/me/close", "sure=", [401, 409, 409, 409, 409, 409, 409, 400, 401]),
    ("GET", "/closing", "/closing", "", [200; 9]),
    ("GET", "/me/closing", "/me/closing", "", [303; 9]),
    ("POST", "/me/closing", "/me/closing", "", [401, 303, 303, 303, 303, 303, 303, 303, 401]),
    // ---- messages
    ("GET", "/dev/outbox", "/dev/outbox", "", [200; 9]),
    ("GET", "/messages", "/messages", "", [303, 200, 200, 200, 200, 200, 200, 200, 303]),
    ("POST", "/messages/read", "/messages/read", "", [401, 303, 303, 303, 303, 303, 303, 303, 401]),
    // ---- other providers
    ("GET", "/sign-in/with/{provider}", "/sign-in/with/province", "", [404; 9]),
    ("GET", "/sign-in/with/{provider}/return", "/sign-in/with/province/return", "", [404; 9]),
    ("GET", "/sign-in/with/{provider}/new", "/sign-in/with/province/new", "", [404; 9]),
    ("POST", "/sign-in/with/{provider}/new", "/sign-in/with/province/new", "", [404; 9]),
    (
        "GET",
        "/sign-in/with/{provider}/link",
        "/sign-in/with/province/link",
        "",
        [303, 404, 404, 404, 404, 404, 404, 404, 303],
    ),
    (
        "POST",
        "/sign-in/with/{provider}/link",
        "/sign-in/with/province/link",
        "",
        [401, 404, 404, 404, 404, 404, 404, 404, 401],
    ),
    ("GET", "/me/security/providers", "/me/security/providers", "", [303, 200, 200, 200, 200, 200, 200, 200, 303]),
    (
        "POST",
        "/me/security/providers",
        "/me/security/providers",
        "provider=none",
        [401, 404, 404, 404, 404, 404, 404, 404, 401],
    ),
    // ---- the provider: asking
    ("GET", "/.well-known/openid-configuration", "/.well-known/openid-configuration", "", [200; 9]),
    ("GET", "/oauth/jwks", "/oauth/jwks", "", [200; 9]),
    // ---- the provider: tokens
    // ---- the provider: signing out
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
        "/desk/applications/{client_id}/secret",
        "/desk/applications/app-4/secret",
        "revision=1",
        [401, 404, 404, 404, 409, 409, 404, 404, 401],
    ),
    // ---- the desk
    ("GET", "/desk/sign-in", "/desk/sign-in", "", [200, 303, 303, 303, 303, 303, 303, 200, 200]),
    ("POST", "/desk/sign-in", "/desk/sign-in", "name=somebody&password=wrong", [400; 9]),
    ("POST", "/desk/sign-out", "/desk/sign-out", "", [303; 9]),
    ("GET", "/desk/me", "/desk/me", "", [303, 200, 200, 200, 200, 200, 200, 404, 303]),
    (
        "POST",
        "/desk/me",
        "/desk/me",
        "act=password&old=wrong&new=a+long+enough+one&again=a+long+enough+one",
        [401, 400, 400, 400, 400, 400, 400, 404, 401],
    ),
    ("GET", "/desk/accounts", "/desk/accounts", "", [303, 404, 404, 404, 200, 200, 404, 404, 303]),
    ("GET", "/desk/accounts/new", "/desk/accounts/new", "", [303, 404, 404, 404, 200, 200, 404, 404, 303]),
    (
        "POST",
        "/desk/accounts/new",
        "/desk/accounts/new",
        "name=made-{n}&display_name=x&role=clerk&department=CD06&password=a+long+enough+one",
        [401, 404, 404, 404, 303, 303, 404, 404, 401],
    ),
    ("GET", "/desk/accounts/{name}", "/desk/accounts/target-{n}", "", [303, 404, 404, 404, 200, 200, 404, 404, 303]),
    (
        "POST",
        "/desk/accounts/{name}/grant",
        "/desk/accounts/target-{n}/grant",
        "role=editor&department=CD06",
        [401, 404, 404, 404, 303, 303, 404, 404, 401],
    ),
    (
        "POST",
        "/desk/accounts/{name}/revoke",
        "/desk/accounts/target-{n}/revoke",
        "role=editor&department=CD06",
        [401, 404, 404, 404, 303, 303, 404, 404, 401],
    ),
    (
        "POST",
        "/desk/accounts/{name}/disable",
        "/desk/accounts/target-{n}/disable",
        "",
        [401, 404, 404, 404, 303, 303, 404, 404, 401],
    ),
    (
        "POST",
        "/desk/accounts/{name}/enable",
        "/desk/accounts/target-{n}/enable",
        "",
        [401, 404, 404, 404, 303, 303, 404, 404, 401],
    ),
    (
        "POST",
        "/desk/accounts/{name}/password",
        "/desk/accounts/target-{n}/password",
        "password=a+long+enough+one",
        [401, 404, 404, 404, 303, 303, 404, 404, 401],
    ),
    (
        "POST",
        "/desk/accounts/{name}/reset-factors",
        "/desk/accounts/target-{n}/reset-factors",
        "",
        [401, 404, 404, 404, 303, 303, 404, 404, 401],
    ),
    ("GET", "/desk/audit", "/desk/audit", "", [303, 404, 404, 404, 404, 200, 200, 404, 303]),
    ("GET", "/desk/audit.csv", "/desk/audit.csv", "", [303, 404, 404, 404, 404, 200, 200, 404, 303]),
    ("GET", "/desk", "/desk", "", [303, 200, 200, 200, 200, 200, 200, 404, 303]),
    ("GET", "/desk/items", "/desk/items", "", [303, 200, 200, 200, 200, 200, 200, 404, 303]),
    ("GET", "/desk/items.csv", "/desk/items.csv", "", [303, 200, 200, 200, 200, 200, 200, 404, 303]),
    (
        "POST",
        "/desk/items/filters",
        "/desk/items/filters",
        "name=a&live=published",
        [401, 303, 303, 303, 303, 303, 303, 404, 401],
    ),
    (
        "POST",
        "/desk/items/filters/remove",
        "/desk/items/filters/remove",
        "name=a",
        [401, 303, 303, 303, 303, 303, 303, 404, 401],
    ),
    (
        "POST",
        "/desk/items/bulk",
        "/desk/items/bulk",
        "act=withdraw&code=510100-06-001",
        [401, 200, 200, 200, 200, 200, 200, 404, 401],
    ),
    (
        "POST",
        "/desk/items/bulk/confirm",
        "/desk/items/bulk/confirm",
        "act=withdraw&code=510100-06-001&reason=",
        [401, 400, 400, 400, 400, 400, 400, 404, 401],
    ),
    ("GET", "/desk/items/new", "/desk/items/new", "", [303, 403, 200, 403, 200, 200, 403, 404, 303]),
    (
        "POST",
        "/desk/items/new",
        "/desk/items/new",
        "code=made-{n}&name_zh=x&department=CD06",
        [401, 403, 303, 403, 303, 303, 403, 404, 401],
    ),
    ("GET", "/desk/items/{code}", "/desk/items/510100-06-001", "", [303, 200, 200, 200, 200, 200, 200, 404, 303]),
    (
        "GET",
        "/desk/items/{code}/edit",
        "/desk/items/510100-06-001/edit",
        "",
        [303, 403, 200, 403, 200, 200, 403, 404, 303],
    ),
    (
        "POST",
        "/desk/items/{code}/edit",
        "/desk/items/510100-06-001/edit",
        "section=basics&revision=x",
        [401, 400, 400, 400, 400, 400, 400, 404, 401],
    ),
    (
        "POST",
        "/desk/items/{code}/attend",
        "/desk/items/510100-06-001/attend",
        "",
        [401, 403, 200, 200, 200, 200, 403, 404, 401],
    ),
    (
        "POST",
        "/desk/items/{code}/conflicts/{number}",
        "/desk/items/510100-06-001/conflicts/1",
        "choice=mine",
        [401, 403, 404, 403, 404, 404, 403, 404, 401],
    ),
    (
        "GET",
        "/desk/items/{code}/preview",
        "/desk/items/510100-06-001/preview",
        "",
        [303, 200, 200, 200, 200, 200, 200, 404, 303],
    ),
    (
        "GET",
        "/desk/items/{code}/preview/page",
        "/desk/items/510100-06-001/preview/page",
        "",
        [303, 200, 200, 200, 200, 200, 200, 404, 303],
    ),
    (
        "POST",
        "/desk/items/{code}/submit",
        "/desk/items/510100-06-001/submit",
        "revision=x",
        [401, 400, 400, 400, 400, 400, 400, 404, 401],
    ),
    (
        "POST",
        "/desk/items/{code}/discard",
        "/desk/items/510100-06-001/discard",
        "revision=x",
        [401, 400, 400, 400, 400, 400, 400, 404, 401],
    ),
    (
        "POST",
        "/desk/items/{code}/take-back",
        "/desk/items/510100-06-001/take-back",
        "",
        [401, 403, 409, 409, 409, 409, 403, 404, 401],
    ),
    (
        "POST",
        "/desk/items/{code}/restore",
        "/desk/items/510100-06-001/restore",
        "",
        [401, 403, 403, 409, 409, 409, 403, 404, 401],
    ),
    (
        "POST",
        "/desk/items/{code}/reschedule",
        "/desk/items/510100-06-001/reschedule",
        "publish_at=x",
        [401, 400, 400, 400, 400, 400, 400, 404, 401],
    ),
    (
        "GET",
        "/desk/items/{code}/withdraw",
        "/desk/items/510100-06-001/withdraw",
        "",
        [303, 403, 403, 200, 200, 200, 403, 404, 303],
    ),
    (
        "POST",
        "/desk/items/{code}/withdraw",
        "/desk/items/510100-06-001/withdraw",
        "reason=",
        [401, 403, 403, 400, 400, 400, 403, 404, 401],
    ),
    (
        "GET",
        "/desk/items/{code}/review",
        "/desk/items/510100-06-001/review",
        "",
        [303, 200, 200, 200, 200, 200, 200, 404, 303],
    ),
    (
        "POST",
        "/desk/items/{code}/review/comment",
        "/desk/items/510100-06-001/review/comment",
        "field=&text=",
        [401, 400, 400, 400, 400, 400, 400, 404, 401],
    ),
    (
        "POST",
        "/desk/items/{code}/review/comments/{number}/done",
        "/desk/items/510100-06-001/review/comments/1/done",
        "",
        [401, 403, 404, 404, 404, 404, 403, 404, 401],
    ),
    (
        "POST",
        "/desk/items/{code}/review/send-back",
        "/desk/items/510100-06-001/review/send-back",
        "revision=1&text=",
        [401, 400, 400, 400, 400, 400, 400, 404, 401],
    ),
    (
        "POST",
        "/desk/items/{code}/review/approve",
        "/desk/items/510100-06-001/review/approve",
        "revision=x",
        [401, 409, 409, 409, 409, 409, 409, 404, 401],
    ),
    (
        "GET",
        "/desk/items/{code}/history",
        "/desk/items/510100-06-001/history",
        "",
        [303, 200, 200, 200, 200, 200, 200, 404, 303],
    ),
    (
        "POST",
        "/desk/items/{code}/revive",
        "/desk/items/510100-06-001/revive",
        "version=x",
        [401, 404, 404, 404, 404, 404, 404, 404, 401],
    ),
    ("GET", "/desk/calendar", "/desk/calendar", "", [303, 200, 200, 200, 200, 200, 200, 404, 303]),
    ("GET", "/desk/exchange", "/desk/exchange", "", [303, 404, 200, 404, 200, 200, 404, 404, 303]),
    ("POST", "/desk/exchange/import", "/desk/exchange/import", "x", [401, 400, 400, 400, 400, 400, 400, 404, 401]),
    (
        "POST",
        "/desk/exchange/export",
        "/desk/exchange/export",
        "kind=catalogue&format=json",
        [401, 404, 303, 404, 303, 303, 404, 404, 401],
    ),
    (
        "GET",
        "/desk/exchange/jobs/{id}",
        "/desk/exchange/jobs/01900000-0000-7000-8000-000000000000",
        "",
        [303, 404, 404, 404, 404, 404, 404, 404, 303],
    ),
    (
        "POST",
        "/desk/exchange/jobs/{id}/cancel",
        "/desk/exchange/jobs/01900000-0000-7000-8000-000000000000/cancel",
        "",
        [401, 404, 404, 404, 404, 404, 404, 404, 401],
    ),
    (
        "POST",
        "/desk/exchange/jobs/{id}/run",
        "/desk/exchange/jobs/01900000-0000-7000-8000-000000000000/run",
        "",
        [401, 404, 404, 404, 404, 404, 404, 404, 401],
    ),
    (
        "GET",
        "/desk/exchange/jobs/{id}/errors.csv",
        "/desk/exchange/jobs/01900000-0000-7000-8000-000000000000/errors.csv",
        "",
        [303, 404, 404, 404, 404, 404, 404, 404, 303],
    ),
    (
        "GET",
        "/desk/exchange/jobs/{id}/file",
        "/desk/exchange/jobs/01900000-0000-7000-8000-000000000000/file",
        "",
        [303, 404, 404, 404, 404, 404, 404, 404, 303],
    ),
    ("GET", "/desk/vocabulary", "/desk/vocabulary", "", [303, 404, 404, 404, 404, 200, 404, 404, 303]),
    (
        "GET",
        "/desk/vocabulary/zero-hits",
        "/desk/vocabulary/zero-hits",
        "",
        [303, 404, 404, 404, 404, 200, 404, 404, 303],
    ),
    (
        "POST",
        "/desk/vocabulary/zero-hits/synonym",
        "/desk/vocabulary/zero-hits/synonym",
        "query=甲乙&expansion=居住证",
        [401, 404, 404, 404, 404, 303, 404, 404, 401],
    ),
    (
        "POST",
        "/desk/vocabulary/zero-hits/dismiss",
        "/desk/vocabulary/zero-hits/dismiss",
        "query=丙丁",
        [401, 404, 404, 404, 404, 303, 404, 404, 401],
    ),
    (
        "GET",
        "/desk/vocabulary/calendar",
        "/desk/vocabulary/calendar",
        "",
        [303, 404, 404, 404, 404, 200, 404, 404, 303],
    ),
    (
        "POST",
        "/desk/vocabulary/calendar/year",
        "/desk/vocabulary/calendar/year",
        "year=x",
        [401, 404, 404, 404, 404, 400, 404, 404, 401],
    ),
    ("GET", "/desk/vocabulary/{kind}", "/desk/vocabulary/areas", "", [303, 404, 404, 404, 404, 200, 404, 404, 303]),
    (
        "GET",
        "/desk/vocabulary/{kind}/record",
        "/desk/vocabulary/areas/record?key=official",
        "",
        [303, 404, 404, 404, 404, 200, 404, 404, 303],
    ),
    (
        "POST",
        "/desk/vocabulary/{kind}/record",
        "/desk/vocabulary/areas/record",
        "code=official",
        [401, 404, 404, 404, 404, 400, 404, 404, 401],
    ),
    (
        "POST",
        "/desk/vocabulary/{kind}/remove",
        "/desk/vocabulary/areas/remove",
        "key=no-such&seen=x",
        [401, 404, 404, 404, 404, 404, 404, 404, 401],
    ),
    ("GET", "/ui", "/ui", "", [200; 9]),
];

const FORM: &str = "application/x-www-form-urlencoded";

/// The accounts that are acted on.
async fn add_targets(portal: &Portal) {
    let operator = Authority::operator(DepartmentTree::new([("CD06".to_owned(), None)]));
    for n in 0..EVERYBODY.len() {
        let target = NewAccount {
            name: StaffName::parse(&format!("target-{n}")).unwrap(),
            display_name: DisplayName::parse("目标").unwrap(),
            grants: vec![Grant { role: Role::Clerk, department: Some("CD06".to_owned()) }],
            password: Password::parse(DEMO_PASSWORD).unwrap(),
        };
        portal.identity.add(&operator, target).await.unwrap();
    }
    let new = NewAccount {
        name: StaffName::parse("new.editor").unwrap(),
        display_name: DisplayName::parse("新来的").unwrap(),
        grants: vec![Grant { role: Role::Editor, department: Some("CD06".to_owned()) }],
        password: Password::parse(DEMO_PASSWORD).unwrap(),
    };
    portal.identity.add(&operator, new).await.unwrap();
}

async fn cookies(portal: &Portal) -> Vec<Option<String>> {
    let mut cookies = Vec::new();
    for (_, account) in EVERYBODY {
        cookies.push(match account {
            Some(account) => Some(portal.sign_in_as(account).await),
            None => None,
        });
    }
    cookies
}

#[tokio::test]
async fn everybody_gets_what_the_matrix_says() {
    let portal = portal(Engine::Sqlite).await;
    add_targets(&portal).await;
    let mut signed_in = cookies(&portal).await;
    let mut wrong = Vec::new();
    for (row, (method, address, path, form, expected)) in MATRIX.iter().enumerate() {
        for (n, ((person, _), status)) in EVERYBODY.iter().zip(expected).enumerate() {
            let mut request = Request::builder()
                .method(*method)
                .uri(path.replace("{n}", &n.to_string()))
                .header(header::ACCEPT, "text/html")
                .header(header::CONTENT_TYPE, if form.starts_with('{') { "application/json" } else { FORM })
                .header("sec-fetch-site", "same-origin");
            // From a network of its own: what is counted by network is another test's.
            let network = [198, 18, u8::try_from(row % 256).unwrap(), u8::try_from(n).unwrap()];
            request = request.extension(ClientAddress(IpAddr::from(network)));
            if let Some(cookie) = &signed_in[n] {
                request = request.header(header::COOKIE, cookie);
            }
            let answer = portal.send(request.body(Body::from(form.replace("{n}", &n.to_string()))).unwrap()).await;
            if answer.status.as_u16() != *status {
                wrong.push(format!("{method} {path} as {person}: {} in place of {status}", answer.status.as_u16()));
            }
        }
        if address.ends_with("/sign-out") {
            signed_in = cookies(&portal).await;
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_address_is_missing_from_the_matrix() {
    let matrix: Vec<_> = MATRIX.iter().map(|(method, address, ..)| (*method, *address)).collect();
    assert_eq!(matrix, ROUTES);
}
