//! An item that residents had and have no more: since when, why, and what may help instead.

use axum::http::StatusCode;
use leptos::prelude::*;

use super::{item::date, lists::item_card, search_box};
use crate::{
    model::ItemCode,
    publishing::{EventKind, PublicHistory, Publishing, Version},
    search::{Filters, Query},
    service::{Catalogue, ListedItem},
};
use foundation::{
    context::Cx,
    error::AppError,
    page::{Page, Tab},
    ui::{Breadcrumbs, Crumb, Notice, PageHead, SectionHead, Tone},
};

/// How many items are offered instead.
const MOST_INSTEAD: usize = 5;

/// The page of an item that was taken from the public; none where there never was one.
pub(super) async fn gone(
    cx: &Cx,
    catalogue: &Catalogue,
    publishing: &Publishing,
    code: &str,
) -> Result<Page, AppError> {
    let code = ItemCode::parse(code).ok_or(AppError::NotFound)?;
    let history = publishing.public_history(&code).await?;
    let end = history.end().ok_or(AppError::NotFound)?;
    let version = publishing.version(&code, end.version).await?;
    gone_page(cx, catalogue, &history, version).await
}

/// The same, for a version that was the last one.
pub(super) async fn gone_page(
    cx: &Cx,
    catalogue: &Catalogue,
    history: &PublicHistory,
    version: Version,
) -> Result<Page, AppError> {
    let end = history.end().ok_or(AppError::NotFound)?;
    let (language, texts) = (cx.language(), cx.texts);
    let instead = instead(catalogue, &version).await?;
    let name = version.item.name.get(language).to_owned();
    let day = date(cx, end.at);
    let since = if end.kind == EventKind::Expired { texts.gone_expired(day) } else { texts.gone_withdrawn(day) };
    let reason = (!end.reason.is_empty()).then(|| texts.gone_reason(end.reason.clone()));
    let lang = version.item.name.lang_attribute(language);
    let drawn = cx.clone();
    let title = name.clone();
    let page = Page::new(cx, title, move || {
        let cx = &drawn;
        let crumbs = vec![Crumb { href: cx.href("/services"), label: texts.tab_services().to_owned() }];
        let versions = cx.href(&format!("/items/{}/versions", version.item.code));
        let instead = (!instead.is_empty()).then(|| {
            view! {
                <section aria-labelledby="instead">
                    <SectionHead title=texts.gone_instead() id="instead" />
                    {item_card(cx, &instead, &[])}
                </section>
            }
        });
        view! {
            <Breadcrumbs label=texts.breadcrumbs() items=crumbs />
            <div class="stack">
                <div lang=lang>
                    <PageHead title=name meta=texts.versions() meta_href=versions />
                </div>
                <Notice tone=Tone::Warn>
                    <p>{since}</p>
                    {reason.map(|reason| view! { <p>{reason}</p> })}
                </Notice>
                <section aria-labelledby="search-again">
                    <SectionHead title=texts.gone_search() id="search-again" />
                    {search_box(cx, "")}
                </section>
                {instead}
            </div>
        }
        .into_any()
    });
    Ok(page.tab(Tab::Services).unlisted().status(StatusCode::GONE))
}

/// What the item named as related, and what is called alike.
async fn instead(catalogue: &Catalogue, version: &Version) -> Result<Vec<ListedItem>, AppError> {
    let mut items = catalogue.items(&version.item.related).await?;
    let alike = catalogue.list(Query::new(&version.item.name.zh, Filters::default(), 0, MOST_INSTEAD)).await?;
    for listed in alike.items {
        if !items.iter().any(|known| known.item.code == listed.item.code) {
            items.push(listed);
        }
    }
    items.truncate(MOST_INSTEAD);
    Ok(items)
}
