use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use app::shell::{self, Services};
use axum::{
    Router,
    body::Body,
    extract::{Request, State},
    http::{Extensions, HeaderMap, HeaderName, HeaderValue, Response, StatusCode, Uri, Version, header},
    middleware::{Next, from_fn_with_state},
};
use foundation::{
    context::{RequestId, Site, Visitor, split_language},
    database::Database,
    page::CrossOrigin,
};
use tower::{ServiceBuilder, ServiceExt as _, service_fn};
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::{CompressionLayer, CompressionLevel, Predicate as _, predicate::DefaultPredicate},
    limit::RequestBodyLimitLayer,
    timeout::{RequestBodyDeadlineLayer, TimeoutLayer},
};
use uuid::Uuid;

use super::{health, page_cache::PageCache, security_headers::SecurityHeaders};
use crate::{metrics::Instruments, site_files::SiteFiles};

/// The longest a page may take: then the person hears of it.
const PAGE_DEADLINE: Duration = Duration::from_secs(10);
/// The longest a body may take to arrive.
const BODY_DEADLINE: Duration = Duration::from_secs(15);
/// The largest body taken: forms are small.
const MAX_BODY: usize = 256 << 10;
/// The longest a file may take to arrive, over a line as slow as counters still have.
const UPLOAD_DEADLINE: Duration = Duration::from_mins(5);
/// A request this slow leaves a line in the log.
const SLOW: Duration = Duration::from_millis(500);

static X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// What stands before the rooms.
#[derive(Clone)]
pub struct Gate {
    site: Arc<Site>,
    files: Arc<SiteFiles>,
    cache: Arc<PageCache>,
    catalogue: catalogue::Catalogue,
    security: SecurityHeaders,
    instruments: Instruments,
}

/// The whole of the HTTP side: files, health, kept pages, rooms.
pub fn gate(services: Services, database: Database, files: Arc<SiteFiles>, page_cache_bytes: u64) -> Router {
    let gate = Gate {
        security: SecurityHeaders::new(services.site.secure),
        site: services.site.clone(),
        cache: Arc::new(PageCache::new(page_cache_bytes)),
        catalogue: services.catalogue.clone(),
        instruments: Instruments::new(),
        files,
    };
    // In this order: the merged router keeps the second one's answer to unknown addresses, which is a page.
    let rooms = health::routes(database).merge(shell::routes(services));
    let forms = guarded(rooms.clone(), MAX_BODY, PAGE_DEADLINE, BODY_DEADLINE);
    let files = guarded(rooms, shell::MAX_UPLOAD_BODY, UPLOAD_DEADLINE, UPLOAD_DEADLINE);
    let inner = service_fn(move |request: Request| {
        let rooms = if request.uri().path() == shell::UPLOAD { &files } else { &forms };
        rooms.clone().oneshot(request)
    });
    // The router picks its route by the path as it stands, so the language is taken off before it sees the request.
    Router::new().fallback_service(inner).layer(from_fn_with_state(gate, pass))
}

/// The rooms behind what every request goes through, with limits.
fn guarded(rooms: Router, most_bytes: usize, answered: Duration, arrived: Duration) -> Router {
    let compression = CompressionLayer::new()
        .quality(CompressionLevel::Precise(4))
        .compress_when(DefaultPredicate::new().and(is_for_our_pages));
    rooms.layer(
        ServiceBuilder::new()
            .layer(compression)
            .layer(CatchPanicLayer::new())
            .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, answered))
            .layer(RequestBodyLimitLayer::new(most_bytes))
            .layer(RequestBodyDeadlineLayer::new(arrived)),
    )
}

/// What applications of other sites ask for goes as it is: it is small, some of it is asked for all the time, and no length must
/// tell what stands in it beside what a stranger chose (BREACH).
fn is_for_our_pages(_: StatusCode, _: Version, _: &HeaderMap, extensions: &Extensions) -> bool {
    extensions.get::<CrossOrigin>().is_none()
}

/// One request's way: a name, a language, a file or a kept page or a room, and what every answer carries.
async fn pass(State(gate): State<Gate>, mut request: Request, next: Next) -> Response<Body> {
    let started = Instant::now();
    let id = RequestId(request_name().into());
    let method = request.method().clone();

    let mut response = if let Some(file) = gate.file(&request) {
        file
    } else {
        let (language, path) = split_language(request.uri().path());
        if language.is_some() {
            let rewritten = rewrite(request.uri(), path);
            *request.uri_mut() = rewritten;
        }
        let visitor = Visitor::of(language, request.headers());
        request.extensions_mut().insert(id.clone());
        request.extensions_mut().insert(visitor.clone());
        gate.page(visitor, request, next).await
    };

    let (framing, crossing) = (response.extensions().get().copied(), response.extensions().get().copied());
    gate.security.add_to(response.headers_mut(), framing, crossing);
    if let Ok(value) = HeaderValue::from_str(&id.0) {
        response.headers_mut().insert(X_REQUEST_ID.clone(), value);
    }
    let (status, took) = (response.status(), started.elapsed());
    gate.instruments.count(status.as_u16(), took);
    // No path and no query: both can hold what a person typed. The reference on the page finds this line.
    // Whole microseconds: more digits are noise of the conversion.
    let took_ms = (took.as_secs_f64() * 1e6).round() / 1e3;
    if status.is_server_error() {
        tracing::error!(request = %id.0, %method, status = status.as_u16(), took_ms, "failed");
    } else if took > SLOW {
        tracing::warn!(request = %id.0, %method, status = status.as_u16(), took_ms, "slow");
    } else {
        tracing::debug!(request = %id.0, %method, status = status.as_u16(), took_ms, "answered");
    }
    response
}

impl Gate {
    fn file(&self, request: &Request) -> Option<Response<Body>> {
        matches!(request.method().as_str(), "GET" | "HEAD").then_some(())?;
        self.files.answer(request.uri().path(), request.headers())
    }

    async fn page(&self, visitor: Visitor, mut request: Request, next: Next) -> Response<Body> {
        let key = self.catalogue.revision().and_then(|revision| PageCache::key(&request, &visitor, revision));
        let Some(key) = key else {
            return next.run(request).await;
        };
        if let Some(kept) = self.cache.get(&key) {
            self.instruments.hits.increment(1);
            return kept.answer(request.headers());
        }
        self.instruments.misses.increment(1);
        let asked = request.headers().clone();
        // Kept pages are compressed here, once; the layer inside would do it for each.
        request.headers_mut().remove(header::ACCEPT_ENCODING);
        *request.method_mut() = axum::http::Method::GET;
        match self.cache.keep(key, next.run(request).await).await {
            Ok(kept) => kept.answer(&asked),
            Err(response) => response,
        }
    }

    /// The site, for those who hold the gate only.
    pub fn site(&self) -> &Site {
        &self.site
    }
}

fn rewrite(uri: &Uri, path: &str) -> Uri {
    let target = uri.query().map_or_else(|| path.to_owned(), |query| format!("{path}?{query}"));
    target.parse().unwrap_or_else(|_| Uri::from_static("/"))
}

/// Ten characters a person can read over the phone, unlike enough to find one line among a day's.
fn request_name() -> String {
    #[expect(clippy::disallowed_methods, reason = "not a key of a row: a name in the log")]
    let uuid = Uuid::now_v7();
    let bytes = uuid.as_bytes();
    // The low bits of the time and the random tail.
    let picked = [bytes[3], bytes[4], bytes[5], bytes[13], bytes[14], bytes[15]];
    data_encoding::BASE32_NOPAD.encode(&picked)
}
