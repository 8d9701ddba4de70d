use axum::extract::{Path, Query as QueryString, State};
use leptos::prelude::*;

use super::{
    search::{Asked, ListPage, list_page},
    services::to_i64,
};
use crate::service::Catalogue;
use foundation::{
    context::Cx,
    error::AppError,
    page::{Page, Tab},
    ui::{Breadcrumbs, Card, Crumb, PageHead, Row, Rows},
};

/// `GET /departments`: every department that offers something.
pub async fn departments(cx: Cx, State(catalogue): State<Catalogue>) -> Page {
    let snapshot = catalogue.snapshot();
    let texts = cx.texts;
    let drawn = cx.clone();
    Page::new(&cx, texts.departments(), move || {
        let language = drawn.language();
        let rows: Vec<Row> = snapshot
            .departments
            .iter()
            .filter_map(|department| snapshot.items_by_department.get(&department.id).map(|count| (department, *count)))
            .map(|(department, count)| {
                let name = department.name.get(language).to_owned();
                let lang = department.name.lang_attribute(language);
                Row::new(
                    drawn.href(&format!("/departments/{}", department.id)),
                    view! { <span lang=lang>{name}</span> },
                )
                .meta(department.duties.as_ref().map(|duties| duties.get(language)).unwrap_or_default())
                .end(texts.items_count(to_i64(count)))
            })
            .collect();
        let crumbs = vec![Crumb { href: drawn.href("/services"), label: texts.tab_services().to_owned() }];
        view! {
            <Breadcrumbs label=texts.breadcrumbs() items=crumbs />
            <PageHead title=texts.departments() />
            <Card flush=true><Rows items=rows /></Card>
        }
        .into_any()
    })
    .description(texts.departments_description())
    .tab(Tab::Services)
}

/// `GET /departments/{id}`: what a department offers.
pub async fn department(
    cx: Cx,
    State(catalogue): State<Catalogue>,
    Path(id): Path<String>,
    QueryString(asked): QueryString<Asked>,
) -> Result<Page, AppError> {
    let snapshot = catalogue.snapshot();
    let department = snapshot.department(&id).ok_or(AppError::NotFound)?.clone();
    let language = cx.language();
    let page = ListPage {
        title: department.name.get(language).to_owned(),
        lead: department.duties.as_ref().map(|duties| duties.get(language).to_owned()).unwrap_or_default(),
        path: format!("/departments/{id}"),
        crumbs: vec![
            (cx.href("/services"), cx.texts.tab_services().to_owned()),
            (cx.href("/departments"), cx.texts.departments().to_owned()),
        ],
    };
    let mut asked = asked;
    asked.department = Some(id);
    let json_ld = serde_json::json!({
        "@context": "https://schema.org",
        "@type": "GovernmentOrganization",
        "name": department.name.get(language),
        "alternateName": department.short_name.as_ref().map(|name| name.get(language)),
        "url": cx.canonical(&page.path, language),
    });
    Ok(list_page(&cx, &catalogue, page, asked).await?.tab(Tab::Services).json_ld(json_ld))
}
