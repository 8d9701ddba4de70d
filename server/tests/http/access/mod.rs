//! Who may: every address × everybody. An address missing here fails.
//!
//! Whoever is not signed in is led to the sign-in page where they read (303) and told so where they send (401). What is not
//! somebody's to see does not exist for them (404).

mod account;
mod booking;
mod desk;
mod entry;
mod hall;
mod kin;
mod offices;
mod provider;
mod public;
mod visits;

use app::shell::ROUTES;
use appointments::{Appointments, Rules};
use foundation::{clock::Clock, context::ClientAddress, database::Engine};
use identity::{Authority, DEMO_PASSWORD, DepartmentTree, DisplayName, Grant, NewAccount, Password, Role, StaffName};
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
type Row = (&'static str, &'static str, &'static str, &'static str, [u16; 9]);

/// In the order of [`ROUTES`].
fn matrix() -> impl Iterator<Item = &'static Row> {
    let rooms: [&[Row]; 10] = [
        public::ROWS,
        entry::ROWS,
        kin::ROWS,
        booking::ROWS,
        visits::ROWS,
        account::ROWS,
        provider::ROWS,
        hall::ROWS,
        offices::ROWS,
        desk::ROWS,
    ];
    rooms
        .into_iter()
        .flatten()
}

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
    let booking =
        Appointments::new(portal.test.database.clone(), Clock::Real, portal.identity.clone(), Rules::default());
    booking.add_demo().await.unwrap();
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
    offices::add_office(&portal).await;
    let mut signed_in = cookies(&portal).await;
    let mut wrong = Vec::new();
    for (row, (method, address, path, form, expected)) in matrix().enumerate() {
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
        if address.ends_with("/sign-out") || address.ends_with("/logout/confirm") {
            signed_in = cookies(&portal).await;
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_address_is_missing_from_the_matrix() {
    let matrix: Vec<_> = matrix().map(|(method, address, ..)| (*method, *address)).collect();
    assert_eq!(matrix, ROUTES);
}
