use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use leptos::prelude::*;
use serde_json::Value;

use super::document;
use crate::context::Cx;

/// Which place of the main navigation a page belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    /// 首页.
    Home,
    /// 办事.
    Services,
    /// 搜索.
    Search,
    /// 我的.
    Me,
    /// None of them.
    None,
}

/// Marks an answer that is the same for everybody with the same language and display, until the catalogue changes.
#[derive(Debug, Clone, Copy)]
pub struct Cacheable;

/// Marks an answer that has to do with frames; every other answer neither stands in one nor holds one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Framing {
    /// Shows other pages of this site inside itself.
    Holds,
    /// May be shown inside a page of this site.
    Held,
}

/// Marks an answer that pages of other sites may load (Cross-Origin-Resource-Policy); all others are for our own.
#[derive(Debug, Clone, Copy)]
pub struct CrossOrigin;

/// Marks an answer that says in words what is wrong: a form with its errors is not replaced by a page about them.
#[derive(Debug, Clone, Copy)]
pub struct Drawn;

/// What is drawn around the main part of a page in place of the portal's header and footer.
pub type Frame = Box<dyn FnOnce(AnyView) -> AnyView + Send>;

/// A page, ready to be drawn.
#[must_use]
#[expect(clippy::struct_excessive_bools, reason = "each is an answer of its own, given by a method of its name")]
pub struct Page {
    pub(super) cx: Cx,
    pub(super) title: String,
    pub(super) description: String,
    pub(super) tab: Tab,
    pub(super) json_ld: Option<Value>,
    pub(super) canonical: Option<String>,
    pub(super) feed: Option<(String, String)>,
    pub(super) indexed: bool,
    pub(super) task: bool,
    pub(super) frame: Option<Frame>,
    pub(super) desk_style: bool,
    pub(super) leads_to: Option<String>,
    pub(super) refreshed: Option<String>,
    status: StatusCode,
    cacheable: bool,
    pub(super) body: Box<dyn FnOnce() -> AnyView + Send>,
}

impl Page {
    /// A page of everybody's: may be kept and shown to the next person with the same language and display.
    pub fn new(cx: &Cx, title: impl Into<String>, body: impl FnOnce() -> AnyView + Send + 'static) -> Self {
        Self {
            cx: cx.clone(),
            title: title.into(),
            description: String::new(),
            tab: Tab::None,
            json_ld: None,
            canonical: Some(cx.path.clone()),
            feed: None,
            indexed: true,
            task: false,
            frame: None,
            desk_style: false,
            leads_to: None,
            refreshed: None,
            status: StatusCode::OK,
            cacheable: true,
            body: Box::new(body),
        }
    }

    /// Another title than the one it was made with: what is wrong with a form comes first, for those who hear it.
    pub fn titled(mut self, title: impl Into<String>) -> Self {
        self.title = title.into();
        self
    }

    /// What search engines print under the title.
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = description.into();
        self
    }

    /// Its place in the navigation.
    pub fn tab(mut self, tab: Tab) -> Self {
        self.tab = tab;
        self
    }

    /// What it says to machines (JSON-LD).
    pub fn json_ld(mut self, json_ld: Value) -> Self {
        self.json_ld = Some(json_ld);
        self
    }

    /// The path it is known by, where that differs from the one asked for.
    pub fn canonical(mut self, path: impl Into<String>) -> Self {
        self.canonical = Some(path.into());
        self
    }

    /// A feed (RFC 4287) that tells of changes to what it shows: its address and its title.
    pub fn feed(mut self, href: impl Into<String>, title: impl Into<String>) -> Self {
        self.feed = Some((href.into(), title.into()));
        self
    }

    /// A page search engines leave out; it may still be known by another address.
    pub fn unindexed(mut self) -> Self {
        self.indexed = false;
        self
    }

    /// A page search engines leave out.
    pub fn unlisted(mut self) -> Self {
        self.indexed = false;
        self.canonical = None;
        self
    }

    /// A page with an action bar in place of the navigation on phones.
    pub fn task(mut self) -> Self {
        self.task = true;
        self
    }

    /// A page of somebody's own: never kept, left out by search engines, in another frame than the portal's.
    pub fn framed(mut self, frame: impl FnOnce(AnyView) -> AnyView + Send + 'static) -> Self {
        self.frame = Some(Box::new(frame));
        self.desk_style().uncached().unlisted()
    }

    /// A page that needs the style of the desks' components, which residents do not load.
    pub fn desk_style(mut self) -> Self {
        self.desk_style = true;
        self
    }

    /// A page that leads on by itself, at once: where a redirection that follows a form would end at the policy's
    /// `form-action`. The page holds a link to the same address.
    pub fn leads_to(mut self, address: impl Into<String>) -> Self {
        self.leads_to = Some(address.into());
        self
    }

    /// A page that is asked for again after so many seconds where no script keeps it fresh.
    pub fn refreshed(mut self, seconds: u32) -> Self {
        self.refreshed = Some(seconds.to_string());
        self
    }

    /// A page that leads to another one after so many seconds where no script does it: a screen that stands in the open shows what
    /// somebody was told for no longer than they need. The page holds a link to the same address.
    pub fn leads_back(mut self, seconds: u32, address: &str) -> Self {
        self.refreshed = Some(format!("{seconds}; url={address}"));
        self
    }

    /// A page with another status; it is not kept.
    pub fn status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self.cacheable = false;
        self
    }

    /// A page that is not kept.
    pub fn uncached(mut self) -> Self {
        self.cacheable = false;
        self
    }
}

impl IntoResponse for Page {
    fn into_response(self) -> Response {
        let (status, cacheable, language) = (self.status, self.cacheable, self.cx.language());
        let html = document::render(self);
        let mut response = (status, html).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
        headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(language.tag()));
        // The same address may look different to another person: a shared cache has to ask. Asking is cheap (ETag).
        headers.insert(header::VARY, HeaderValue::from_static("Accept-Language, Cookie, Accept-Encoding"));
        let policy = if cacheable { "private, no-cache" } else { "no-store" };
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(policy));
        response.extensions_mut().insert(Drawn);
        if cacheable {
            response.extensions_mut().insert(Cacheable);
        }
        response
    }
}
