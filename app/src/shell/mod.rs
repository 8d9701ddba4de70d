//! The one table of routes, and the pages that belong to no room.

mod about;
mod gallery;
mod manifest;
mod offline;
mod preferences;
mod settings;

use std::sync::Arc;

use axum::{
    Router,
    extract::FromRef,
    middleware::from_fn_with_state,
    routing::{get, post, put},
};

use tower_http::csrf::CsrfLayer;

use crate::{
    catalogue::{Catalogue, http, pages, publishing::Publishing},
    context::Site,
    identity::Identity,
    page::render_faults,
};

/// What the routes work with.
#[derive(Clone)]
pub struct Services {
    /// The site.
    pub site: Arc<Site>,
    /// The catalogue.
    pub catalogue: Catalogue,
    /// Who is who.
    pub identity: Identity,
    /// The publishing desk.
    pub publishing: Publishing,
}

impl FromRef<Services> for Arc<Site> {
    fn from_ref(services: &Services) -> Self {
        services.site.clone()
    }
}

impl FromRef<Services> for Identity {
    fn from_ref(services: &Services) -> Self {
        services.identity.clone()
    }
}

impl FromRef<Services> for Publishing {
    fn from_ref(services: &Services) -> Self {
        services.publishing.clone()
    }
}

impl FromRef<Services> for Catalogue {
    fn from_ref(services: &Services) -> Self {
        services.catalogue.clone()
    }
}

/// Every address a person or a machine can ask for, without its language.
///
/// The access matrix of the server's tests walks [`ROUTES`]; a route missing there fails it.
pub fn routes(services: Services) -> Router {
    let mut router = Router::new()
        .route("/", get(pages::home))
        .route("/services", get(pages::services))
        .route("/areas/{code}", get(pages::area))
        .route("/life-events/{code}", get(pages::life_event))
        .route("/departments", get(pages::departments))
        .route("/departments/{id}", get(pages::department))
        .route("/districts", get(pages::districts))
        .route("/districts/{code}", get(pages::district))
        .route("/search", get(pages::search))
        .route("/items/{code}", get(pages::item))
        .route("/feedback", post(http::feedback))
        .route("/settings", get(settings::settings))
        .route("/preferences", post(preferences::save))
        .route("/about", get(about::about))
        .route("/offline", get(offline::offline))
        .route("/manifest.webmanifest", get(manifest::manifest))
        .route("/robots.txt", get(http::robots))
        .route("/sitemap.xml", get(http::sitemap_index))
        .route("/sitemap/{file}", get(http::sitemap))
        .route("/api/v1/items", get(http::items))
        .route("/api/v1/items/{code}", get(http::item))
        .route("/api/v1/suggest", get(http::suggest))
        .route("/api/openapi.json", get(http::document))
        .route("/items/{code}/versions", get(pages::versions))
        .route("/items/{code}/versions/{number}", get(pages::version))
        .route("/changes.atom", get(http::feed))
        .route("/api/v1/items/{code}/versions", get(http::versions))
        .route("/api/v1/items/{code}/versions/{number}", get(http::version))
        .route("/api/v1/items/{code}/draft", get(http::draft))
        .route("/api/v1/items/{code}", put(http::put_item))
        .route("/api/v1/items/{code}/submission", post(http::submission))
        .route("/api/v1/items/{code}/review", post(http::review))
        .route("/api/v1/items/{code}/withdrawal", post(http::withdrawal))
        .route("/api/v1/items/{code}/restoration", post(http::restoration));
    if services.site.demonstration {
        router = router.route("/ui", get(gallery::gallery));
    }
    // A form of another site is refused by where it came from (Sec-Fetch-Site, Origin); no token is needed for that.
    router.layer(CsrfLayer::new()).layer(from_fn_with_state(services.clone(), with_faults)).with_state(services)
}

async fn with_faults(
    axum::extract::State(services): axum::extract::State<Services>,
    request: axum::extract::Request,
    next: axum::middleware::Next,
) -> axum::response::Response {
    use axum::extract::FromRequestParts as _;
    let (mut parts, body) = request.into_parts();
    let Ok(cx) = crate::context::Cx::from_request_parts(&mut parts, &services).await;
    render_faults(cx, axum::extract::Request::from_parts(parts, body), next).await
}

/// Every route, with its method, as the access matrix names them.
pub const ROUTES: &[(&str, &str)] = &[
    ("GET", "/"),
    ("GET", "/services"),
    ("GET", "/areas/{code}"),
    ("GET", "/life-events/{code}"),
    ("GET", "/departments"),
    ("GET", "/departments/{id}"),
    ("GET", "/districts"),
    ("GET", "/districts/{code}"),
    ("GET", "/search"),
    ("GET", "/items/{code}"),
    ("POST", "/feedback"),
    ("GET", "/settings"),
    ("POST", "/preferences"),
    ("GET", "/about"),
    ("GET", "/offline"),
    ("GET", "/manifest.webmanifest"),
    ("GET", "/robots.txt"),
    ("GET", "/sitemap.xml"),
    ("GET", "/sitemap/{file}"),
    ("GET", "/api/v1/items"),
    ("GET", "/api/v1/items/{code}"),
    ("GET", "/api/v1/suggest"),
    ("GET", "/api/openapi.json"),
    ("GET", "/items/{code}/versions"),
    ("GET", "/items/{code}/versions/{number}"),
    ("GET", "/changes.atom"),
    ("GET", "/api/v1/items/{code}/versions"),
    ("GET", "/api/v1/items/{code}/versions/{number}"),
    ("GET", "/api/v1/items/{code}/draft"),
    ("PUT", "/api/v1/items/{code}"),
    ("POST", "/api/v1/items/{code}/submission"),
    ("POST", "/api/v1/items/{code}/review"),
    ("POST", "/api/v1/items/{code}/withdrawal"),
    ("POST", "/api/v1/items/{code}/restoration"),
    ("GET", "/ui"),
];

#[cfg(test)]
mod tests {
    #[test]
    fn the_table_and_the_router_name_the_same_routes() {
        let source = include_str!("mod.rs");
        let router: Vec<&str> = source
            .split(".route(\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .filter(|path| path.starts_with('/'))
            .collect();
        let table: Vec<&str> = super::ROUTES.iter().map(|(_, path)| *path).collect();
        assert_eq!(router, table);
    }
}
