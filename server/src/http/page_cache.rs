//! Pages that are the same for everybody with the same language and display are drawn once a revision of the catalogue.

use std::sync::{Arc, OnceLock};

use axum::{
    body::{Body, to_bytes},
    http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, header},
};
use bytes::Bytes;
use data_encoding::HEXLOWER;
use foundation::{context::Visitor, page::Cacheable};
use quick_cache::{Weighter, sync::Cache};
use sha2::{Digest, Sha256};

use crate::site_files::accepts;

/// Longer addresses are not kept: a page's own address is short.
const MAX_TARGET: usize = 400;
/// No page is as large; what is larger is not kept.
const MAX_PAGE: usize = 4 << 20;
/// Brotli's quality. From 7 on its search takes 8 to 16 MB for a moment, in every thread that compresses, which the allocator
/// keeps (a third of all we held after load); at 6 it takes 2, and pages grow by 7 to 270 bytes.
const BROTLI_QUALITY: u32 = 6;

/// What a page depends on.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Key {
    visitor: Visitor,
    target: Box<str>,
    revision: i64,
}

/// A page as it was drawn, with its compressed form once somebody asked for it.
#[derive(Debug)]
pub(super) struct Kept {
    headers: HeaderMap,
    etag: HeaderValue,
    plain: Bytes,
    brotli: OnceLock<Bytes>,
}

#[derive(Debug, Clone)]
struct ByBytes;

impl Weighter<Key, Arc<Kept>> for ByBytes {
    fn weight(&self, key: &Key, kept: &Arc<Kept>) -> u64 {
        // The compressed form is a quarter at most; headers and keys are counted roundly.
        u64::try_from(kept.plain.len() * 5 / 4 + key.target.len() + 1_000).unwrap_or(u64::MAX)
    }
}

/// The kept pages.
#[derive(Debug)]
pub(super) struct PageCache(Cache<Key, Arc<Kept>, ByBytes>);

impl PageCache {
    pub(super) fn new(bytes: u64) -> Self {
        // About as many pages as fit, at a usual page's size.
        let pages = usize::try_from(bytes / 40_000).unwrap_or(1_000).max(16);
        Self(Cache::with_weighter(pages, bytes.max(1), ByBytes))
    }

    /// The key of a request, if its answer may be kept at all.
    pub(super) fn key<B>(request: &Request<B>, visitor: &Visitor, revision: i64) -> Option<Key> {
        let target = request.uri().path_and_query().map_or("/", |target| target.as_str());
        let asks = matches!(*request.method(), Method::GET | Method::HEAD);
        let fixed = target.starts_with("/api/") || target.starts_with("/sitemap");
        (asks && !fixed && target.len() <= MAX_TARGET).then(|| Key {
            visitor: visitor.clone(),
            target: target.into(),
            revision,
        })
    }

    pub(super) fn get(&self, key: &Key) -> Option<Arc<Kept>> {
        self.0.get(key)
    }

    /// Keeps an answer if its page allowed it. Gives the page back for answering, or the answer untouched.
    pub(super) async fn keep(&self, key: Key, response: Response<Body>) -> Result<Arc<Kept>, Response<Body>> {
        if response.status() != StatusCode::OK || response.extensions().get::<Cacheable>().is_none() {
            return Err(response);
        }
        let (parts, body) = response.into_parts();
        // The body is in memory already: pages are drawn whole.
        let Ok(plain) = to_bytes(body, MAX_PAGE).await else {
            let mut failed = Response::new(Body::empty());
            *failed.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
            return Err(failed);
        };
        let hash = HEXLOWER.encode(&Sha256::digest(&plain)[..8]);
        let mut headers = parts.headers;
        headers.remove(header::CONTENT_LENGTH);
        let etag = HeaderValue::try_from(format!("W/\"{hash}\"")).unwrap_or(HeaderValue::from_static("W/\"\""));
        headers.insert(header::ETAG, etag.clone());
        let kept = Arc::new(Kept { headers, etag, plain, brotli: OnceLock::new() });
        self.0.insert(key, kept.clone());
        Ok(kept)
    }
}

impl Kept {
    /// The answer to a request for this page.
    pub(super) fn answer(&self, asked: &HeaderMap) -> Response<Body> {
        let mut response = Response::new(Body::empty());
        *response.headers_mut() = self.headers.clone();
        if asked.get(header::IF_NONE_MATCH).is_some_and(|known| names(known, &self.etag)) {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            return response;
        }
        let body = if accepts(asked, "br") {
            response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
            self.brotli.get_or_init(|| compress(&self.plain)).clone()
        } else {
            self.plain.clone()
        };
        *response.body_mut() = Body::from(body);
        response
    }
}

/// Whether `If-None-Match` names an entity tag (RFC 9110 §13.1.2), by weak comparison.
fn names(known: &HeaderValue, etag: &HeaderValue) -> bool {
    let (Ok(known), Ok(etag)) = (known.to_str(), etag.to_str()) else { return false };
    let bare = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    known.trim() == "*" || known.split(',').any(|tag| bare(tag) == bare(etag))
}

fn compress(plain: &Bytes) -> Bytes {
    let mut out = Vec::with_capacity(plain.len() / 4);
    let mut writer = brotli::CompressorWriter::new(&mut out, 16 << 10, BROTLI_QUALITY, 20);
    // Writing into memory does not fail.
    let _ = std::io::Write::write_all(&mut writer, plain);
    drop(writer);
    Bytes::from(out)
}
