//! Who asks, in which language, how they want it shown, and what the site is: passed to every page and service.

use std::{
    collections::BTreeMap,
    net::{IpAddr, Ipv6Addr},
    sync::{Arc, OnceLock},
};

use arc_swap::ArcSwap;
use axum::{
    extract::{FromRef, FromRequestParts},
    http::{HeaderMap, HeaderValue, header, request::Parts},
};
use chrono::{DateTime, Utc};

use crate::{
    clock::Clock,
    text::{Language, Texts},
};

/// What is the same for every request: set once at start.
#[derive(Debug)]
pub struct Site {
    /// Scheme and host of public addresses, without a slash at the end: `https://city.example`.
    pub origin: String,
    /// Whether this is a demonstration and says so on every page.
    pub demonstration: bool,
    /// Where styles, scripts and icons are served, with their content hashes.
    pub assets: Assets,
    /// What time it is.
    pub clock: Clock,
    /// What the districts are called in the header.
    pub district_names: DistrictNames,
    /// Whether people reach us over TLS: cookies are then marked `Secure`.
    pub secure: bool,
}

/// What districts are called, by code: told by the catalogue whenever it changes, read by the header of every page.
#[derive(Debug, Default)]
pub struct DistrictNames(ArcSwap<BTreeMap<String, (String, String)>>);

impl DistrictNames {
    /// Takes the names: code → (Chinese, English), short ones.
    pub fn tell(&self, names: BTreeMap<String, (String, String)>) {
        self.0.store(Arc::new(names));
    }

    /// Every district's code and short name in a language, in the order of codes.
    pub fn all(&self, language: Language) -> Vec<(String, String)> {
        let names = self.0.load();
        let pick = |(zh, en): &(String, String)| if language.is_first() { zh.clone() } else { en.clone() };
        names.iter().map(|(code, both)| (code.clone(), pick(both))).collect()
    }

    /// A district's short name in a language.
    pub fn short_name(&self, code: &str, language: Language) -> Option<String> {
        let names = self.0.load();
        let (zh, en) = names.get(code)?;
        Some(if language.is_first() { zh.clone() } else { en.clone() })
    }
}

/// The addresses of built files, by their plain names: `yitong.css` → `/assets/yitong.1a2b3c4d.css`.
#[derive(Debug, Default)]
pub struct Assets(BTreeMap<String, Arc<str>>);

impl Assets {
    /// Takes the map that the build wrote.
    pub fn new(map: BTreeMap<String, String>) -> Self {
        Self(map.into_iter().map(|(name, address)| (name, address.into())).collect())
    }

    /// The address of a file; its plain name under `/assets/` when the build does not know it.
    pub fn address(&self, name: &str) -> Arc<str> {
        self.0.get(name).cloned().unwrap_or_else(|| format!("/assets/{name}").into())
    }
}

/// Light or dark, where a person chose and does not follow the device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Theme {
    /// Dark ink on light ground.
    Light,
    /// Light ink on dark ground.
    Dark,
}

/// How a person wants pages shown. Kept in a cookie.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Display {
    /// 长辈版.
    pub elder: bool,
    /// The person's choice of light or dark.
    pub theme: Option<Theme>,
    /// High contrast.
    pub contrast: bool,
    /// The district the person follows: six digits.
    pub district: Option<String>,
    /// The language the person saved.
    pub language: Option<Language>,
}

impl Display {
    /// The cookie's name.
    pub const COOKIE: &str = "display";

    /// Reads the cookie's value; what is not understood is left out.
    pub fn parse(value: &str) -> Self {
        let mut display = Self::default();
        for (key, value) in value.split('&').filter_map(|pair| pair.split_once('=')) {
            match (key, value) {
                ("mode", "elder") => display.elder = true,
                ("theme", "light") => display.theme = Some(Theme::Light),
                ("theme", "dark") => display.theme = Some(Theme::Dark),
                ("contrast", "more") => display.contrast = true,
                ("district", code) if is_district_code(code) => display.district = Some(code.to_owned()),
                ("language", tag) => display.language = Language::parse(tag),
                _ => {}
            }
        }
        display
    }

    /// The cookie's value; empty when nothing differs from the default.
    pub fn to_cookie_value(&self) -> String {
        let mut pairs = Vec::new();
        if self.elder {
            pairs.push("mode=elder".to_owned());
        }
        if let Some(theme) = self.theme_name() {
            pairs.push(format!("theme={theme}"));
        }
        if self.contrast {
            pairs.push("contrast=more".to_owned());
        }
        if let Some(district) = &self.district {
            pairs.push(format!("district={district}"));
        }
        if let Some(language) = self.language {
            pairs.push(format!("language={}", language.prefix()));
        }
        pairs.join("&")
    }

    /// The header that keeps it for a year, or makes the browser forget what it kept.
    pub fn kept(&self, secure: bool) -> HeaderValue {
        const YEAR: u32 = 365 * 24 * 3600;
        let value = self.to_cookie_value();
        let age = if value.is_empty() { 0 } else { YEAR };
        let secure = if secure { "; Secure" } else { "" };
        let cookie = format!("{}={value}; Path=/; Max-Age={age}; SameSite=Lax; HttpOnly{secure}", Self::COOKIE);
        HeaderValue::from_str(&cookie).unwrap_or(HeaderValue::from_static(""))
    }

    /// The value of `data-theme`.
    pub fn theme_name(&self) -> Option<&'static str> {
        self.theme.map(|theme| match theme {
            Theme::Light => "light",
            Theme::Dark => "dark",
        })
    }
}

/// Whether a text has the form of a district's code.
pub fn is_district_code(code: &str) -> bool {
    code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit())
}

/// The one who asks: language and display, worked out once a request, before anything else.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Visitor {
    /// The language answered in.
    pub language: Language,
    /// Whether the address named the language, so that links keep naming it.
    pub prefixed: bool,
    /// How pages are shown.
    pub display: Display,
}

impl Visitor {
    /// Works out the visitor: address, else cookie, else `Accept-Language`, else the city's first language.
    pub fn of(url_language: Option<Language>, headers: &HeaderMap) -> Self {
        let display = cookie(headers, Display::COOKIE).map(Display::parse).unwrap_or_default();
        let language = url_language
            .or(display.language)
            .or_else(|| headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok().and_then(Language::negotiate))
            .unwrap_or(Language::FIRST);
        Self { language, prefixed: url_language.is_some(), display }
    }
}

/// Splits the language off a path: `/en/items/x` → English and `/items/x`.
pub fn split_language(path: &str) -> (Option<Language>, &str) {
    let rest = path.strip_prefix('/').unwrap_or(path);
    let (first, _) = rest.split_once('/').unwrap_or((rest, ""));
    match Language::all().find(|language| language.prefix() == first) {
        Some(language) => {
            let rest = &path[1 + first.len()..];
            (Some(language), if rest.is_empty() { "/" } else { rest })
        }
        None => (None, path),
    }
}

/// The value of a cookie.
pub fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value)
}

/// The id of a request: on its log lines, in its answer's head, and on error pages.
#[derive(Debug, Clone)]
pub struct RequestId(pub Arc<str>);

/// The network address a request came from, as worked out by the server before anything else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClientAddress(pub IpAddr);

/// Where a request came from: address and device, as far as they are known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Client {
    /// The network address.
    pub address: Option<ClientAddress>,
    /// What the browser calls itself: at most 200 characters on one line.
    pub device: String,
}

impl Client {
    /// The network address in words, for the audit.
    pub fn origin(&self) -> String {
        self.address.map_or_else(|| "unknown".to_owned(), |ClientAddress(address)| address.to_canonical().to_string())
    }

    /// What one customer of a network has: an address of version 4, or the first half of one of version 6.
    pub fn network(&self) -> String {
        match self.address.map(|ClientAddress(address)| address.to_canonical()) {
            Some(IpAddr::V6(address)) => {
                let [a, b, c, d, ..] = address.segments();
                format!("{}/64", Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
            }
            _ => self.origin(),
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Client {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let device = parts.headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
        Ok(Self {
            address: parts.extensions.get::<ClientAddress>().copied(),
            device: device.chars().filter(|c| !c.is_control()).take(200).collect(),
        })
    }
}

/// Until when whoever asks stays signed in if they do nothing more: told by whoever looks the session up, read by the frame
/// of the page. One for each request, whichever of the two is asked for first.
#[derive(Debug, Clone, Default)]
pub struct SignedInUntil(Arc<OnceLock<DateTime<Utc>>>);

impl SignedInUntil {
    /// The request's own.
    pub fn of(parts: &mut Parts) -> Self {
        parts.extensions.get_or_insert_default::<Self>().clone()
    }

    /// Tells it, once.
    pub fn tell(&self, until: DateTime<Utc>) {
        let _ = self.0.set(until);
    }

    /// What was told; none where nobody is signed in.
    pub fn get(&self) -> Option<DateTime<Utc>> {
        self.0.get().copied()
    }
}

/// All a page needs to know about the request it answers.
#[derive(Debug, Clone)]
pub struct Cx {
    /// The site.
    pub site: Arc<Site>,
    /// The one who asks.
    pub visitor: Visitor,
    /// The words, in the visitor's language.
    pub texts: &'static Texts,
    /// The path without its language.
    pub path: String,
    /// The query as it came, without `?`; empty when there is none.
    pub query: String,
    /// The request's id.
    pub request_id: RequestId,
    /// Until when whoever asks stays signed in.
    pub signed_in_until: SignedInUntil,
}

impl Cx {
    /// The language answered in.
    pub fn language(&self) -> Language {
        self.visitor.language
    }

    /// A path of this site as a link: keeps the language where the address names it.
    pub fn href(&self, path: &str) -> String {
        if self.visitor.prefixed { in_language(path, self.language()) } else { path.to_owned() }
    }

    /// The same request, answered in the language a path of ours names, with the path without it.
    #[must_use]
    pub fn along(&self, path: &str) -> (Self, String) {
        let (language, rest) = split_language(path);
        let mut cx = self.clone();
        if let Some(language) = language {
            cx.texts = language.texts();
            cx.visitor.language = language;
            cx.visitor.prefixed = true;
        }
        (cx, rest.to_owned())
    }

    /// This very page in another language.
    pub fn here_in(&self, language: Language) -> String {
        in_language(&self.here(), language)
    }

    /// This page's path and query, without its language.
    pub fn here(&self) -> String {
        if self.query.is_empty() { self.path.clone() } else { format!("{}?{}", self.path, self.query) }
    }

    /// The one address of a page in a language, for search engines and feeds.
    pub fn canonical(&self, path: &str, language: Language) -> String {
        format!("{}{}", self.site.origin, in_language(path, language))
    }
}

/// A path under a language's prefix.
pub fn in_language(path: &str, language: Language) -> String {
    if path == "/" { format!("/{}", language.prefix()) } else { format!("/{}{path}", language.prefix()) }
}

impl<S> FromRequestParts<S> for Cx
where
    S: Send + Sync,
    Arc<Site>: FromRef<S>,
{
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        let visitor = parts.extensions.get::<Visitor>().cloned().unwrap_or_else(|| Visitor::of(None, &parts.headers));
        Ok(Self {
            signed_in_until: SignedInUntil::of(parts),
            site: Arc::from_ref(state),
            texts: visitor.language.texts(),
            visitor,
            path: parts.uri.path().to_owned(),
            query: parts.uri.query().unwrap_or_default().to_owned(),
            request_id: parts.extensions.get::<RequestId>().cloned().unwrap_or_else(|| RequestId("-".into())),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_is_taken_off_the_path() {
        let english = Language::parse("en");
        assert_eq!(split_language("/en/items/x"), (english, "/items/x"));
        assert_eq!(split_language("/en"), (english, "/"));
        assert_eq!(split_language("/en/"), (english, "/"));
        assert_eq!(split_language("/english"), (None, "/english"));
        assert_eq!(split_language("/"), (None, "/"));
    }

    #[test]
    fn the_cookie_survives_its_round_and_ignores_nonsense() {
        let display = Display::parse("mode=elder&theme=dark&contrast=more&district=510104&language=en&x=y&&=");
        assert_eq!(Display::parse(&display.to_cookie_value()), display);
        assert!(display.elder && display.contrast);
        assert_eq!(Display::parse("district=<script>&mode=&theme=pink"), Display::default());
    }

    #[test]
    fn an_address_s_language_wins_over_cookie_and_browser() {
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, "a=b; display=language=en".parse().unwrap());
        headers.insert(header::ACCEPT_LANGUAGE, "zh-CN".parse().unwrap());
        assert_eq!(Visitor::of(None, &headers).language.prefix(), "en");
        assert_eq!(Visitor::of(Some(Language::FIRST), &headers).language.prefix(), "zh");
    }
}
