//! Who may: every address × everybody. An address missing here fails.
//!
//! Nobody signs in yet, so every kind of person is the same visitor and gets the same answer; the table is kept by person
//! all the same, because the first address that asks who one is must be entered here with care.

use app::{database::Engine, shell::ROUTES};
use axum::{
    body::Body,
    http::{Request, header},
};

use crate::support::portal;

const EVERYBODY: [&str; 6] = ["nobody", "resident", "other resident", "clerk", "editor", "admin"];

/// Method, address, a real path for it, a form where it takes one, and what each of [`EVERYBODY`] gets.
const MATRIX: &[(&str, &str, &str, &str, [u16; 6])] = &[
    ("GET", "/", "/", "", [200; 6]),
    ("GET", "/services", "/services", "", [200; 6]),
    ("GET", "/areas/{code}", "/areas/official", "", [200; 6]),
    ("GET", "/life-events/{code}", "/life-events/birth", "", [200; 6]),
    ("GET", "/departments", "/departments", "", [200; 6]),
    ("GET", "/departments/{id}", "/departments/CD06", "", [200; 6]),
    ("GET", "/districts", "/districts", "", [200; 6]),
    ("GET", "/districts/{code}", "/districts/510104", "", [200; 6]),
    ("GET", "/search", "/search?q=shebao", "", [200; 6]),
    ("GET", "/items/{code}", "/items/510100-06-001", "", [200; 6]),
    ("POST", "/feedback", "/feedback", "subject=search&helped=yes", [303; 6]),
    ("GET", "/settings", "/settings", "", [200; 6]),
    ("POST", "/preferences", "/preferences", "mode=elder", [303; 6]),
    ("GET", "/about", "/about", "", [200; 6]),
    ("GET", "/offline", "/offline", "", [200; 6]),
    ("GET", "/manifest.webmanifest", "/manifest.webmanifest", "", [200; 6]),
    ("GET", "/robots.txt", "/robots.txt", "", [200; 6]),
    ("GET", "/sitemap.xml", "/sitemap.xml", "", [200; 6]),
    ("GET", "/sitemap/{file}", "/sitemap/0", "", [200; 6]),
    ("GET", "/api/v1/items", "/api/v1/items", "", [200; 6]),
    ("GET", "/api/v1/items/{code}", "/api/v1/items/510100-06-001", "", [200; 6]),
    ("GET", "/api/v1/suggest", "/api/v1/suggest?q=sb", "", [200; 6]),
    ("GET", "/api/openapi.json", "/api/openapi.json", "", [200; 6]),
    ("GET", "/ui", "/ui", "", [200; 6]),
];

#[tokio::test]
async fn everybody_gets_what_the_matrix_says() {
    let portal = portal(Engine::Sqlite).await;
    for (method, _, path, form, expected) in MATRIX {
        for (person, status) in EVERYBODY.iter().zip(expected) {
            let request = Request::builder()
                .method(*method)
                .uri(*path)
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .header("sec-fetch-site", "same-origin")
                .body(Body::from(*form))
                .unwrap();
            assert_eq!(portal.send(request).await.status.as_u16(), *status, "{method} {path} as {person}");
        }
    }
}

#[test]
fn no_address_is_missing_from_the_matrix() {
    let matrix: Vec<_> = MATRIX.iter().map(|(method, address, ..)| (*method, *address)).collect();
    assert_eq!(matrix, ROUTES);
}
