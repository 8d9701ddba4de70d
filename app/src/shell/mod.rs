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
    extract::{DefaultBodyLimit, FromRef},
    middleware::from_fn_with_state,
    routing::{get, post},
};

use tower_http::csrf::CsrfLayer;

use crate::{
    catalogue::{
        Catalogue,
        exchange::{Exchange, MAX_UPLOAD},
        http, pages,
        publishing::Publishing,
        vocabulary::Vocabulary,
    },
    context::Site,
    desk::{self, Desk},
    identity::Identity,
    page::render_faults,
};

/// Where files are sent to: the one address that takes more than a form.
pub const UPLOAD: &str = "/desk/exchange/import";
/// What an upload may have beside its file.
const FORM: usize = 64 << 10;
/// The most bytes [`UPLOAD`] takes.
pub const MAX_UPLOAD_BODY: usize = MAX_UPLOAD + FORM;

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
    /// What the desk itself keeps.
    pub desk: Desk,
    /// Files in and out.
    pub exchange: Exchange,
    /// What all departments share.
    pub vocabulary: Vocabulary,
}

impl FromRef<Services> for Exchange {
    fn from_ref(services: &Services) -> Self {
        services.exchange.clone()
    }
}

impl FromRef<Services> for Vocabulary {
    fn from_ref(services: &Services) -> Self {
        services.vocabulary.clone()
    }
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

impl FromRef<Services> for Desk {
    fn from_ref(services: &Services) -> Self {
        services.desk.clone()
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
    let upload = post(desk::pages::exchange::import).layer(DefaultBodyLimit::max(MAX_UPLOAD_BODY));
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
        .route("/desk", get(desk::pages::home))
        .route("/desk/items", get(desk::pages::items))
        .route("/desk/items.csv", get(desk::pages::items_csv))
        .route("/desk/items/filters", post(desk::pages::save_filter))
        .route("/desk/items/filters/remove", post(desk::pages::remove_filter))
        .route("/desk/items/{code}", get(desk::pages::item))
        .route("/desk/items/{code}/take-back", post(desk::pages::take_back))
        .route("/desk/items/{code}/restore", post(desk::pages::restore))
        .route("/desk/items/{code}/reschedule", post(desk::pages::reschedule))
        .route("/desk/items/{code}/withdraw", get(desk::pages::ask_withdraw))
        .route("/desk/items/{code}/withdraw", post(desk::pages::withdraw))
        .route("/desk/items/{code}/review", get(desk::pages::review))
        .route("/desk/items/{code}/review/comment", post(desk::pages::comment))
        .route("/desk/items/{code}/review/comments/{number}/done", post(desk::pages::settle_comment))
        .route("/desk/items/{code}/review/send-back", post(desk::pages::send_back))
        .route("/desk/items/{code}/review/approve", post(desk::pages::approve))
        .route("/desk/items/{code}/history", get(desk::pages::history))
        .route("/desk/items/{code}/revive", post(desk::pages::revive))
        .route("/desk/calendar", get(desk::pages::calendar))
        .route("/desk/exchange", get(desk::pages::exchange::exchange))
        .route("/desk/exchange/import", upload)
        .route("/desk/exchange/export", post(desk::pages::exchange::export))
        .route("/desk/exchange/jobs/{id}", get(desk::pages::exchange::job))
        .route("/desk/exchange/jobs/{id}/cancel", post(desk::pages::exchange::cancel))
        .route("/desk/exchange/jobs/{id}/run", post(desk::pages::exchange::run))
        .route("/desk/exchange/jobs/{id}/errors.csv", get(desk::pages::exchange::errors))
        .route("/desk/exchange/jobs/{id}/file", get(desk::pages::exchange::file))
        .route("/desk/vocabulary", get(desk::pages::vocabulary::overview))
        .route("/desk/vocabulary/zero-hits", get(desk::pages::vocabulary::zero_hits))
        .route("/desk/vocabulary/zero-hits/synonym", post(desk::pages::vocabulary::accept))
        .route("/desk/vocabulary/zero-hits/dismiss", post(desk::pages::vocabulary::dismiss))
        .route("/desk/vocabulary/calendar", get(desk::pages::vocabulary::calendar))
        .route("/desk/vocabulary/calendar/year", post(desk::pages::vocabulary::save_calendar))
        .route("/desk/vocabulary/{kind}", get(desk::pages::vocabulary::records))
        .route("/desk/vocabulary/{kind}/record", get(desk::pages::vocabulary::record))
        .route("/desk/vocabulary/{kind}/record", post(desk::pages::vocabulary::save))
        .route("/desk/vocabulary/{kind}/remove", post(desk::pages::vocabulary::remove));
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
    ("GET", "/desk"),
    ("GET", "/desk/items"),
    ("GET", "/desk/items.csv"),
    ("POST", "/desk/items/filters"),
    ("POST", "/desk/items/filters/remove"),
    ("GET", "/desk/items/{code}"),
    ("POST", "/desk/items/{code}/take-back"),
    ("POST", "/desk/items/{code}/restore"),
    ("POST", "/desk/items/{code}/reschedule"),
    ("GET", "/desk/items/{code}/withdraw"),
    ("POST", "/desk/items/{code}/withdraw"),
    ("GET", "/desk/items/{code}/review"),
    ("POST", "/desk/items/{code}/review/comment"),
    ("POST", "/desk/items/{code}/review/comments/{number}/done"),
    ("POST", "/desk/items/{code}/review/send-back"),
    ("POST", "/desk/items/{code}/review/approve"),
    ("GET", "/desk/items/{code}/history"),
    ("POST", "/desk/items/{code}/revive"),
    ("GET", "/desk/calendar"),
    ("GET", "/desk/exchange"),
    ("POST", "/desk/exchange/import"),
    ("POST", "/desk/exchange/export"),
    ("GET", "/desk/exchange/jobs/{id}"),
    ("POST", "/desk/exchange/jobs/{id}/cancel"),
    ("POST", "/desk/exchange/jobs/{id}/run"),
    ("GET", "/desk/exchange/jobs/{id}/errors.csv"),
    ("GET", "/desk/exchange/jobs/{id}/file"),
    ("GET", "/desk/vocabulary"),
    ("GET", "/desk/vocabulary/zero-hits"),
    ("POST", "/desk/vocabulary/zero-hits/synonym"),
    ("POST", "/desk/vocabulary/zero-hits/dismiss"),
    ("GET", "/desk/vocabulary/calendar"),
    ("POST", "/desk/vocabulary/calendar/year"),
    ("GET", "/desk/vocabulary/{kind}"),
    ("GET", "/desk/vocabulary/{kind}/record"),
    ("POST", "/desk/vocabulary/{kind}/record"),
    ("POST", "/desk/vocabulary/{kind}/remove"),
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
