//! The one table of routes, and the pages that belong to no room.

mod about;
mod gallery;
mod manifest;
mod offline;
mod openapi;
mod preferences;
mod routes;
mod services;
mod settings;
mod titles;

use axum::{Router, http::header, middleware::from_fn_with_state};
use tower_http::csrf::CsrfLayer;

use catalogue::exchange::MAX_UPLOAD;
use foundation::{
    context::{Display, cookie},
    page::render_faults,
};

pub use routes::ROUTES;
use services::Shared;
pub use services::{Services, Settings};

/// Where files are sent to: the one address that takes more than a form.
pub const UPLOAD: &str = "/desk/exchange/import";
/// What an upload may have beside its file.
const FORM: usize = 64 << 10;
/// The most bytes [`UPLOAD`] takes.
pub const MAX_UPLOAD_BODY: usize = MAX_UPLOAD + FORM;

/// Addresses that take what other sites send: no cookie is read there, or what is asked changes nothing before the person
/// agreed on a page of ours.
const TAKEN_FROM_OTHERS: [&str; 6] =
    ["/oauth/authorize", "/oauth/introspect", "/oauth/par", "/oauth/revoke", "/oauth/token", "/oauth/userinfo"];

/// Every address a person or a machine can ask for, without its language.
pub fn routes(services: Services) -> Router {
    // A form of another site is refused by where it came from (Sec-Fetch-Site, Origin); no token is needed for that.
    let own_forms = CsrfLayer::new().with_insecure_bypass(|_, address| TAKEN_FROM_OTHERS.contains(&address.path()));
    let services = Shared::new(services);
    routes::router()
        .layer(own_forms)
        .layer(from_fn_with_state(services.clone(), with_own_display))
        .layer(from_fn_with_state(services.clone(), with_faults))
        .with_state(services)
}

/// Whoever signs in on a browser that knows of no choice finds pages as they once chose them.
async fn with_own_display(
    axum::extract::State(services): axum::extract::State<Shared>,
    request: axum::extract::Request,
    next: axum::middleware::Next,
) -> axum::response::Response {
    let known = cookie(request.headers(), Display::COOKIE).is_some();
    let mut response = next.run(request).await;
    if !known && response.headers().contains_key(header::SET_COOKIE) {
        let brought = services.identity.bring_display(&services.site, response.headers_mut()).await;
        if let Err(fault) = brought {
            tracing::warn!(%fault, "display of an account not brought along");
        }
    }
    response
}

async fn with_faults(
    axum::extract::State(services): axum::extract::State<Shared>,
    request: axum::extract::Request,
    next: axum::middleware::Next,
) -> axum::response::Response {
    use axum::extract::FromRequestParts as _;
    let (mut parts, body) = request.into_parts();
    let Ok(cx) = foundation::context::Cx::from_request_parts(&mut parts, &services).await;
    render_faults(cx, axum::extract::Request::from_parts(parts, body), next).await
}
