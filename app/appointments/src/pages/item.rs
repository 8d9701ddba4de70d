use axum::{
    extract::{Path, State},
    response::{IntoResponse as _, Redirect, Response},
};
use catalogue::Catalogue;
use foundation::{
    context::Cx,
    error::AppError,
    page::{Page, Tab},
    ui::{Card, IconName, LinkButton, PageHead, Row, Rows},
};
use leptos::prelude::*;

use super::parts::{asked::Choice, words};
use crate::{Appointments, model::Matter};

/// `GET /items/{code}/book`: from an item to where its visits are booked, by way of the question what for where it has several
/// matters; and what else one can do where nothing can be booked.
pub async fn book_item(
    cx: Cx,
    State(booking): State<Appointments>,
    State(catalogue): State<Catalogue>,
    Path(code): Path<String>,
) -> Result<Response, AppError> {
    let item = catalogue.item(&code).await?.item;
    let code = item.code.to_string();
    let matters = booking.matters_for_item(&code).await?;
    let query = Choice { item: Some(code.clone()), ..Choice::default() }.query();
    if let [only] = matters.as_slice() {
        return Ok(Redirect::to(&cx.href(&format!("/book/{}{query}", only.code))).into_response());
    }
    let texts = cx.texts;
    let name = item.name.get(cx.language()).to_owned();
    let back = cx.href(&format!("/items/{code}"));
    if matters.is_empty() {
        let page = Page::new(&cx, texts.booking_none_title(), move || {
            view! {
                <div class="stack column">
                    <PageHead title=texts.booking_none_title() kicker=name back_href=back.clone() back_label=texts.booking_back_item()>
                        <p class="lead">{texts.booking_none_text()}</p>
                    </PageHead>
                    <LinkButton href=format!("{back}#where") label=texts.booking_none_back() full=true />
                </div>
            }
            .into_any()
        });
        return Ok(page.tab(Tab::Services).unlisted().uncached().into_response());
    }
    let rows: Vec<Row> = matters.iter().map(|matter| row(&cx, matter, &query)).collect();
    let page = Page::new(&cx, texts.booking_matter_title(), move || {
        view! {
            <div class="stack column">
                <PageHead title=texts.booking_matter_title() kicker=name back_href=back back_label=texts.booking_back_item() />
                <Card flush=true><Rows items=rows /></Card>
            </div>
        }
        .into_any()
    });
    Ok(page.tab(Tab::Services).unlisted().uncached().into_response())
}

fn row(cx: &Cx, matter: &Matter, query: &str) -> Row {
    let terms = &matter.content.terms;
    Row::new(cx.href(&format!("/book/{}{query}", matter.code)), matter.content.name.get(cx.language()).to_owned())
        .meta(words::length(cx.texts, terms, 1))
        .icon(IconName::Calendar)
}
