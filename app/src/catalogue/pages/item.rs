use axum::extract::{Path, State};
use leptos::prelude::*;

use super::{
    item_body::{body, side},
    item_json_ld::json_ld,
    search::helpful_form,
};
use crate::{
    catalogue::{
        model::{Bilingual, Place},
        service::{Catalogue, ListedItem, PublishedItem, Snapshot},
    },
    context::Cx,
    error::AppError,
    page::{Page, Tab},
    ui::{Breadcrumbs, Crumb, IconName, PageHead},
};

/// All an item's page shows: the item, and the names of what it refers to.
pub(super) struct ItemView {
    pub(super) published: PublishedItem,
    pub(super) department: Bilingual,
    pub(super) places: Vec<Place>,
    pub(super) joint_departments: Vec<String>,
    pub(super) districts: Vec<String>,
    pub(super) related: Vec<ListedItem>,
}

impl ItemView {
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
            published,
        }
    }
}

/// `GET /items/{code}`: all one needs to know to get a thing done.
pub async fn item(cx: Cx, State(catalogue): State<Catalogue>, Path(code): Path<String>) -> Result<Page, AppError> {
    let published = catalogue.item(&code).await?;
    item_page(&cx, &catalogue, published).await
}

/// The page of an item, which may be a text nobody has published yet.
pub async fn item_page(cx: &Cx, catalogue: &Catalogue, published: PublishedItem) -> Result<Page, AppError> {
    let related = catalogue.items(&published.item.related).await?;
    let snapshot = catalogue.snapshot();
    let area = published.item.areas.first().and_then(|code| snapshot.area(code)).cloned();
    let view = ItemView::new(cx, &snapshot, published, related);

    let language = cx.language();
    let texts = cx.texts;
    let item = &view.published.item;
    let title = item.name.get(language).to_owned();
    let description = item.summary.as_ref().map(|summary| summary.get(language).to_owned()).unwrap_or_default();
    let machine = json_ld(cx, &view);
    let path = format!("/items/{}", item.code);
    let lang = item.name.lang_attribute(language);
    let thanks = cx.query.contains("thanks=1");
    let drawn = cx.clone();
    let page = Page::new(cx, title.clone(), move || {
        let cx = &drawn;
        let item = &view.published.item;
        let mut crumbs = vec![Crumb { href: cx.href("/services"), label: texts.tab_services().to_owned() }];
        if let Some(area) = area {
            crumbs.push(Crumb {
                href: cx.href(&format!("/areas/{}", area.code)),
                label: area.name.get(language).to_owned(),
            });
        }
        let kicker = match item.item_type {
            Some(kind) => {
                format!("{} · {}", view.department.get(language), texts.by_key(&kind.message_key()).unwrap_or_default())
            }
            None => view.department.get(language).to_owned(),
        };
        let changed = texts.changed_on(date(cx, view.published.updated_at));
        let summary = item.summary.as_ref().map(|summary| summary.get(language).to_owned());
        let subject = format!("item:{}", item.code);
        view! {
            <Breadcrumbs label=texts.breadcrumbs() items=crumbs />
            <article class="with-side" lang=lang>
                <PageHead title=title icon=Some(IconName::Hall) kicker=kicker meta=changed>
                    {summary.map(|summary| view! { <p class="lead">{summary}</p> })}
                </PageHead>
                <aside class="side stack" aria-label=texts.facts_label()>{side(cx, &view)}</aside>
                <div class="stack">
                    {body(cx, &view)}
                    {helpful_form(cx, &subject)}
                </div>
            </article>
        }
        .into_any()
    })
    .description(description)
    .tab(Tab::Services)
    .canonical(path)
    .task()
    .json_ld(machine);
    Ok(if thanks { page.uncached() } else { page })
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
