//! Who may: every address × everybody. An address missing here fails.
//!
//! Whoever is not signed in is led to the sign-in page where they read (303) and told so where they send (401). What is not
//! somebody's to see does not exist for them (404).

use app::{
    database::Engine,
    identity::{Authority, DEMO_PASSWORD, DepartmentTree, DisplayName, Grant, NewAccount, Password, Role, StaffName},
    shell::ROUTES,
};
use axum::{
    body::Body,
    http::{Request, header},
};

use crate::support::{Portal, portal};

/// Everybody, with the account of the demonstration they sign in with. All but the last two are of the department CD06.
const EVERYBODY: [(&str, Option<&str>); 7] = [
    ("nobody", None),
    ("clerk", Some("police.clerk")),
    ("editor", Some("police.editor")),
    ("reviewer", Some("police.reviewer")),
    ("department admin", Some("police.admin")),
    ("city admin", Some("city.admin")),
    ("auditor", Some("auditor")),
];

/// Method, address, a real path for it, a form where it takes one, and what each of [`EVERYBODY`] gets, in this order.
///
/// In path and form, `{n}` is the person's place in [`EVERYBODY`]: each has things of their own to change, so that what one
/// does is not in the way of the next. There is an account `target-{n}` for each, a clerk of CD06.
const MATRIX: &[(&str, &str, &str, &str, [u16; 7])] = &[
    ("GET", "/desk/sign-in", "/desk/sign-in", "", [200, 303, 303, 303, 303, 303, 303]),
    ("POST", "/desk/sign-in", "/desk/sign-in", "name=somebody&password=wrong", [400; 7]),
    ("POST", "/desk/sign-out", "/desk/sign-out", "", [303; 7]),
    ("GET", "/desk/me", "/desk/me", "", [303, 200, 200, 200, 200, 200, 200]),
    (
        "POST",
        "/desk/me",
        "/desk/me",
        "act=password&old=wrong&new=a+long+enough+one&again=a+long+enough+one",
        [401, 400, 400, 400, 400, 400, 400],
    ),
    ("GET", "/desk/accounts", "/desk/accounts", "", [303, 404, 404, 404, 200, 200, 404]),
    ("GET", "/desk/accounts/new", "/desk/accounts/new", "", [303, 404, 404, 404, 200, 200, 404]),
    (
        "POST",
        "/desk/accounts/new",
        "/desk/accounts/new",
        "name=made-{n}&display_name=x&role=clerk&department=CD06&password=a+long+enough+one",
        [401, 404, 404, 404, 303, 303, 404],
    ),
    ("GET", "/desk/accounts/{name}", "/desk/accounts/target-{n}", "", [303, 404, 404, 404, 200, 200, 404]),
    (
        "POST",
        "/desk/accounts/{name}/grant",
        "/desk/accounts/target-{n}/grant",
        "role=editor&department=CD06",
        [401, 404, 404, 404, 303, 303, 404],
    ),
    (
        "POST",
        "/desk/accounts/{name}/revoke",
        "/desk/accounts/target-{n}/revoke",
        "role=editor&department=CD06",
        [401, 404, 404, 404, 303, 303, 404],
    ),
    (
        "POST",
        "/desk/accounts/{name}/disable",
        "/desk/accounts/target-{n}/disable",
        "",
        [401, 404, 404, 404, 303, 303, 404],
    ),
    (
        "POST",
        "/desk/accounts/{name}/enable",
        "/desk/accounts/target-{n}/enable",
        "",
        [401, 404, 404, 404, 303, 303, 404],
    ),
    (
        "POST",
        "/desk/accounts/{name}/password",
        "/desk/accounts/target-{n}/password",
        "password=a+long+enough+one",
        [401, 404, 404, 404, 303, 303, 404],
    ),
    ("GET", "/desk/audit", "/desk/audit", "", [303, 404, 404, 404, 404, 200, 200]),
    ("GET", "/desk/audit.csv", "/desk/audit.csv", "", [303, 404, 404, 404, 404, 200, 200]),
    ("GET", "/ui", "/ui", "", [200; 7]),
];

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
    for (method, address, path, form, expected) in MATRIX {
        for (n, ((person, _), status)) in EVERYBODY.iter().zip(expected).enumerate() {
            let mut request = Request::builder()
                .method(*method)
                .uri(path.replace("{n}", &n.to_string()))
                .header(header::ACCEPT, "text/html")
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .header("sec-fetch-site", "same-origin");
            if let Some(cookie) = &signed_in[n] {
                request = request.header(header::COOKIE, cookie);
            }
            let answer = portal.send(request.body(Body::from(form.replace("{n}", &n.to_string()))).unwrap()).await;
            if answer.status.as_u16() != *status {
                wrong.push(format!("{method} {path} as {person}: {} in place of {status}", answer.status.as_u16()));
            }
        }
        if *address == "/desk/sign-out" {
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
