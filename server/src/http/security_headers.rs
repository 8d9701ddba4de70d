use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use foundation::page::{CrossOrigin, Framing};

/// The policy of every answer, with what differs between them as its last directives.
///
/// Everything comes from this host; scripts are files; nothing is written inline, so no hash or nonce is needed and a
/// page can be kept whole. `wasm-unsafe-eval` lets the browser compile our islands, and nothing else.
macro_rules! policy {
    ($last:literal) => {
        concat!(
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; ",
            "font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; ",
            "base-uri 'none'; ",
            $last
        )
    };
}

/// No page of ours stands in a frame, and none holds one.
const CONTENT_SECURITY_POLICY: &str = policy!("frame-ancestors 'none'");
/// A page of ours that holds others of ours.
const HOLDS: &str = policy!("frame-ancestors 'none'; frame-src 'self'");
/// A page of ours that stands in one of ours.
const HELD: &str = policy!("frame-ancestors 'self'");

/// For two years, for every host below.
pub(super) const INSISTS_ON_TLS: &str = "max-age=63072000; includeSubDomains";

/// Whose pages may load an answer.
static RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// The headers every answer carries, made once.
#[derive(Debug, Clone)]
pub(super) struct SecurityHeaders(Vec<(HeaderName, HeaderValue)>);

impl SecurityHeaders {
    /// `secure`: people reach us over TLS, so browsers may be told to insist on it.
    pub(super) fn new(secure: bool) -> Self {
        let fixed = HeaderValue::from_static;
        let mut headers = vec![
            (header::CONTENT_SECURITY_POLICY, fixed(CONTENT_SECURITY_POLICY)),
            (header::X_CONTENT_TYPE_OPTIONS, fixed("nosniff")),
            (header::X_FRAME_OPTIONS, fixed("DENY")),
            (header::REFERRER_POLICY, fixed("strict-origin-when-cross-origin")),
            (
                HeaderName::from_static("permissions-policy"),
                fixed("camera=(), geolocation=(self), microphone=(), payment=(), usb=()"),
            ),
            (HeaderName::from_static("cross-origin-opener-policy"), fixed("same-origin")),
            (RESOURCE_POLICY.clone(), fixed("same-origin")),
        ];
        if secure {
            headers.push((header::STRICT_TRANSPORT_SECURITY, fixed(INSISTS_ON_TLS)));
        }
        Self(headers)
    }

    pub(super) fn add_to(&self, headers: &mut HeaderMap, framing: Option<Framing>, crossing: Option<CrossOrigin>) {
        headers.reserve(self.0.len());
        // Pages whose address is a secret say less of where somebody comes from.
        let says_less = headers.get(header::REFERRER_POLICY).is_some_and(|policy| policy == "no-referrer");
        for (name, value) in &self.0 {
            if !(says_less && *name == header::REFERRER_POLICY) {
                headers.insert(name.clone(), value.clone());
            }
        }
        if crossing.is_some() {
            headers.insert(&RESOURCE_POLICY, HeaderValue::from_static("cross-origin"));
        }
        match framing {
            None => {}
            Some(Framing::Holds) => {
                drop(headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(HOLDS)));
            }
            Some(Framing::Held) => {
                headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(HELD));
                headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("SAMEORIGIN"));
            }
        }
    }
}
