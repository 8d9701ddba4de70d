use axum::{
    extract::{Path, State},
    http::header,
    response::{IntoResponse as _, Redirect, Response},
};
use leptos::prelude::*;
use url::Url;

use super::{
    item_body::{body, side},
    item_gone::gone,
    item_json_ld::json_ld,
    search::helpful_form,
};
use crate::{
    model::{Area, Bilingual, Place},
    publishing::Publishing,
    service::{Catalogue, ListedItem, PublishedItem, Snapshot},
};
use foundation::{
    context::Cx,
    error::AppError,
    page::{Page, Tab},
    ui::{Breadcrumbs, Crumb, IconName, Notice, PageHead, Tone},
};
use openid::OpenId;

/// All an item's page shows: the item, and the names of what it refers to.
pub(super) struct ItemView {
    pub(super) published: PublishedItem,
    pub(super) department: Bilingual,
    pub(super) places: Vec<Place>,
    pub(super) joint_departments: Vec<String>,
    pub(super) districts: Vec<String>,
    pub(super) related: Vec<ListedItem>,
    /// Where the item is done online.
    pub(super) online: Option<String>,
}

impl ItemView {
    /// Of an item's text, with the names of what it refers to.
    pub(super) async fn of(cx: &Cx, catalogue: &Catalogue, published: PublishedItem) -> Result<Self, AppError> {
        let related = catalogue.items(&published.item.related).await?;
        Ok(Self::new(cx, &catalogue.snapshot(), published, related))
    }

    fn new(cx: &Cx, snapshot: &Snapshot, published: PublishedItem, related: Vec<ListedItem>) -> Self {
        let language = cx.language();
        let item = &published.item;
        let department_name = |id: &String| {
            snapshot.department(id).map_or_else(|| Bilingual::zh(id.clone()), |department| department.name.clone())
        };
        Self {
            department: item
                .authority
                .clone()
                .filter(|_| snapshot.department(&item.department).is_none())
                .unwrap_or_else(|| department_name(&item.department)),
            places: item.places.iter().filter_map(|id| snapshot.place(id).cloned()).collect(),
            joint_departments: item
                .joint_departments
                .iter()
                .map(|id| department_name(id).get(language).to_owned())
                .collect(),
            districts: item
                .districts
                .iter()
                .map(|code| {
                    snapshot.district(code).map_or_else(|| code.clone(), |one| one.name.get(language).to_owned())
                })
                .collect(),
            related,
            // By way of us: whether the address is an application's that signs people in here may change at any time.
            online: item.online_url.as_ref().map(|_| cx.href(&format!("/items/{}/open", item.code))),
            published,
        }
    }
}

/// A text residents do not have any more, as its page says.
pub(super) struct OldText {
    pub(super) number: i32,
    pub(super) sentence: String,
    pub(super) way_on: (String, String),
}

/// `GET /items/{code}`: all one needs to know to get a thing done; where it was withdrawn, since when and why.
pub async fn item(
    cx: Cx,
    State(catalogue): State<Catalogue>,
    State(publishing): State<Publishing>,
    Path(code): Path<String>,
) -> Result<Page, AppError> {
    let published = match catalogue.item(&code).await {
        Err(AppError::NotFound) => return gone(&cx, &catalogue, &publishing, &code).await,
        published => published?,
    };
    let view = ItemView::of(&cx, &catalogue, published).await?;
    let page = item_page(&cx, &catalogue, view, None);
    Ok(if cx.query.contains("thanks=1") { page.uncached() } else { page })
}

/// The page of a text nobody has published yet, as residents would see it.
pub async fn unpublished_item(cx: &Cx, catalogue: &Catalogue, text: PublishedItem) -> Result<Page, AppError> {
    let mut view = ItemView::of(cx, catalogue, text).await?;
    // Nothing of it is opened by its code yet.
    view.online.clone_from(&view.published.item.online_url);
    Ok(item_page(cx, catalogue, view, None))
}

/// `GET /items/{code}/open`: leads to where an item is done online; into a department's application signed in, and counted, where
/// the address is one's that signs people in here.
pub async fn open_online(
    cx: Cx,
    State(catalogue): State<Catalogue>,
    State(openid): State<OpenId>,
    Path(code): Path<String>,
) -> Result<Response, AppError> {
    let item = catalogue.item(&code).await?.item;
    let way = match item.online_url.and_then(|address| Url::parse(&address).ok()) {
        Some(address) => openid.opens(address.as_str()).await?.map_or(address.into(), |path| cx.href(&path)),
        // It was there when the page was drawn.
        None => cx.href(&format!("/items/{}", item.code)),
    };
    Ok(([(header::CACHE_CONTROL, "no-store")], Redirect::to(&way)).into_response())
}

/// An item's text: as residents have it, or as they had it once.
pub(super) fn item_page(cx: &Cx, catalogue: &Catalogue, view: ItemView, old: Option<OldText>) -> Page {
    let snapshot = catalogue.snapshot();
    let area = view.published.item.areas.first().and_then(|code| snapshot.area(code)).cloned();

    let language = cx.language();
    let texts = cx.texts;
    let item = &view.published.item;
    let name = item.name.get(language).to_owned();
    let title = match &old {
        Some(old) => format!("{name} · {}", texts.version_number(old.number.to_string())),
        None => name.clone(),
    };
    let description = item.summary.as_ref().map(|summary| summary.get(language).to_owned()).unwrap_or_default();
    let machine = json_ld(cx, &view);
    let path = format!("/items/{}", item.code);
    let is_old = old.is_some();
    let drawn = cx.clone();
    let page = Page::new(cx, title, move || draw(&drawn, &view, area.as_ref(), name, old))
        .description(description)
        .tab(Tab::Services)
        .canonical(path);
    if is_old { page.unindexed() } else { page.task().json_ld(machine) }
}

fn draw(cx: &Cx, view: &ItemView, area: Option<&Area>, name: String, old: Option<OldText>) -> AnyView {
    let (texts, language) = (cx.texts, cx.language());
    let item = &view.published.item;
    let lang = item.name.lang_attribute(language);
    let mut crumbs = vec![Crumb { href: cx.href("/services"), label: texts.tab_services().to_owned() }];
    if let Some(area) = area {
        crumbs
            .push(Crumb { href: cx.href(&format!("/areas/{}", area.code)), label: area.name.get(language).to_owned() });
    }
    let kicker = match item.item_type {
        Some(kind) => {
            format!("{} · {}", view.department.get(language), texts.by_key(&kind.message_key()).unwrap_or_default())
        }
        None => view.department.get(language).to_owned(),
    };
    let changed = texts.changed_on(date(cx, view.published.updated_at));
    let versions = cx.href(&format!("/items/{}/versions", item.code));
    let summary = item.summary.as_ref().map(|summary| summary.get(language).to_owned());
    let is_current = old.is_none();
    let helpful = is_current.then(|| helpful_form(cx, &format!("item:{}", item.code)));
    let notice = old.map(|OldText { sentence, way_on: (href, label), .. }| {
        view! { <Notice tone=Tone::Warn><p>{sentence}</p><p><a href=href>{label}</a></p></Notice> }
    });
    view! {
        <Breadcrumbs label=texts.breadcrumbs() items=crumbs />
        <article class="with-side" lang=lang>
            <PageHead title=name icon=Some(IconName::Hall) kicker=kicker meta=changed meta_href=versions>
                {notice}
                {summary.map(|summary| view! { <p class="lead">{summary}</p> })}
            </PageHead>
            <aside class="side stack" aria-label=texts.facts_label()>{side(cx, view, is_current)}</aside>
            <div class="stack">
                {body(cx, view)}
                {helpful}
            </div>
        </article>
    }
    .into_any()
}

/// A day in the city's zone and the reader's words.
pub(super) fn date(cx: &Cx, moment: chrono::DateTime<chrono::Utc>) -> String {
    use chrono::Datelike as _;
    // China keeps one time zone, without summer time, since 1991.
    let local = moment + chrono::TimeDelta::hours(8);
    let month = if cx.language().is_first() { local.month().to_string() } else { local.format("%b").to_string() };
    // As text: a number would be printed with a thousands separator.
    cx.texts.date(local.day().to_string(), month, local.year().to_string())
}
