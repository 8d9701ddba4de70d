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
    routing::{get, post},
};

use tower_http::csrf::CsrfLayer;

use crate::{
    audit::Audit,
    catalogue::{Catalogue, http, pages, publishing::Publishing},
    context::Site,
    desk::{
        self, Desk,
        pages::{accounts, audit, editor, me},
    },
    identity::{Identity, pages as identity_pages},
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
    /// What auditors ask.
    pub audit: Audit,
    /// The publishing desk.
    pub publishing: Publishing,
    /// What the desk itself keeps.
    pub desk: Desk,
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

impl FromRef<Services> for Audit {
    fn from_ref(services: &Services) -> Self {
        services.audit.clone()
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
        .route("/desk/sign-in", get(identity_pages::sign_in_form))
        .route("/desk/sign-in", post(identity_pages::sign_in))
        .route("/desk/sign-out", post(identity_pages::sign_out))
        .route("/desk/me", get(me::me))
        .route("/desk/me", post(me::change_me))
        .route("/desk/accounts", get(accounts::accounts))
        .route("/desk/accounts/new", get(accounts::new_account))
        .route("/desk/accounts/new", post(accounts::add_account))
        .route("/desk/accounts/{name}", get(accounts::account))
        .route("/desk/accounts/{name}/grant", post(accounts::grant))
        .route("/desk/accounts/{name}/revoke", post(accounts::revoke))
        .route("/desk/accounts/{name}/disable", post(accounts::disable))
        .route("/desk/accounts/{name}/enable", post(accounts::enable))
        .route("/desk/accounts/{name}/password", post(accounts::set_password))
        .route("/desk/audit", get(audit::audit))
        .route("/desk/audit.csv", get(audit::audit_csv))
        .route("/desk/items/new", get(editor::ask_new))
        .route("/desk/items/new", post(editor::create))
        .route("/desk/items/{code}/edit", get(editor::edit))
        .route("/desk/items/{code}/edit", post(editor::save))
        .route("/desk/items/{code}/attend", post(editor::attend))
        .route("/desk/items/{code}/conflicts/{number}", post(editor::choose))
        .route("/desk/items/{code}/preview", get(editor::preview))
        .route("/desk/items/{code}/preview/page", get(editor::preview_page))
        .route("/desk/items/{code}/submit", post(editor::submit))
        .route("/desk/items/{code}/discard", post(editor::discard));
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
    ("GET", "/desk/sign-in"),
    ("POST", "/desk/sign-in"),
    ("POST", "/desk/sign-out"),
    ("GET", "/desk/me"),
    ("POST", "/desk/me"),
    ("GET", "/desk/accounts"),
    ("GET", "/desk/accounts/new"),
    ("POST", "/desk/accounts/new"),
    ("GET", "/desk/accounts/{name}"),
    ("POST", "/desk/accounts/{name}/grant"),
    ("POST", "/desk/accounts/{name}/revoke"),
    ("POST", "/desk/accounts/{name}/disable"),
    ("POST", "/desk/accounts/{name}/enable"),
    ("POST", "/desk/accounts/{name}/password"),
    ("GET", "/desk/audit"),
    ("GET", "/desk/audit.csv"),
    ("GET", "/desk/items/new"),
    ("POST", "/desk/items/new"),
    ("GET", "/desk/items/{code}/edit"),
    ("POST", "/desk/items/{code}/edit"),
    ("POST", "/desk/items/{code}/attend"),
    ("POST", "/desk/items/{code}/conflicts/{number}"),
    ("GET", "/desk/items/{code}/preview"),
    ("GET", "/desk/items/{code}/preview/page"),
    ("POST", "/desk/items/{code}/submit"),
    ("POST", "/desk/items/{code}/discard"),
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
