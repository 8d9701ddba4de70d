use axum::extract::{Path, Query as QueryString, State};

use super::search::{Asked, ListPage, list_page};
use crate::service::Catalogue;
use foundation::{
    context::Cx,
    error::AppError,
    page::{Page, Tab},
};

/// `GET /areas/{code}`: the items of an area.
pub async fn area(
    cx: Cx,
    State(catalogue): State<Catalogue>,
    Path(code): Path<String>,
    QueryString(asked): QueryString<Asked>,
) -> Result<Page, AppError> {
    let snapshot = catalogue.snapshot();
    let area = snapshot.area(&code).ok_or(AppError::NotFound)?.clone();
    let language = cx.language();
    let page = ListPage {
        title: area.name.get(language).to_owned(),
        lead: area.summary.get(language).to_owned(),
        path: format!("/areas/{code}"),
        crumbs: vec![(cx.href("/services"), cx.texts.tab_services().to_owned())],
    };
    let mut asked = asked;
    asked.area = Some(code);
    Ok(list_page(&cx, &catalogue, page, asked).await?.tab(Tab::Services))
}
