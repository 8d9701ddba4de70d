//! An account's own things, and the providers it may come by.

use super::Row;

pub(super) const ROWS: &[Row] = &[
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
    ("GET", "/me/messages", "/me/messages", "", [303, 200, 200, 200, 200, 200, 200, 200, 303]),
    ("POST", "/me/messages", "/me/messages", "account=phone", [401, 303, 303, 303, 303, 303, 303, 303, 401]),
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
];
