use axum::extract::{Path, State};
use leptos::prelude::*;

use super::{lists::item_card, search::MAX_LISTED};
use crate::{
    search::{Filters, Query},
    service::Catalogue,
};
use foundation::{
    context::Cx,
    error::AppError,
    page::{Page, Tab},
    ui::{Breadcrumbs, Crumb, IconName, PageHead},
};

/// `GET /life-events/{code}`: the items of an event, in the order in which one does them.
pub async fn life_event(
    cx: Cx,
    State(catalogue): State<Catalogue>,
    Path(code): Path<String>,
) -> Result<Page, AppError> {
    let snapshot = catalogue.snapshot();
    let event = snapshot.life_event(&code).ok_or(AppError::NotFound)?.clone();
    let filters = Filters { life_event: Some(code.clone()), ..Filters::default() };
    let tagged = snapshot.index.search(&Query::new("", filters, 0, MAX_LISTED));
    let mut codes = event.order.clone();
    codes.extend(tagged.hits.into_iter().map(|hit| hit.code).filter(|code| !event.order.contains(code)));
    let items = catalogue.items(&codes).await?;

    let language = cx.language();
    let title = event.name.get(language).to_owned();
    let summary = event.summary.get(language).to_owned();
    let description = summary.clone();
    let icon = IconName::from_id(&event.icon);
    let drawn = cx.clone();
    let heading = title.clone();
    Ok(Page::new(&cx, title, move || {
        let texts = drawn.texts;
        let crumbs = vec![Crumb { href: drawn.href("/services"), label: texts.tab_services().to_owned() }];
        view! {
            <Breadcrumbs label=texts.breadcrumbs() items=crumbs />
            <PageHead title=heading icon=icon kicker=texts.life_events()>
                <p class="lead">{summary}</p>
            </PageHead>
            {item_card(&drawn, &items, &[])}
        }
        .into_any()
    })
    .description(description)
    .tab(Tab::Services))
}
