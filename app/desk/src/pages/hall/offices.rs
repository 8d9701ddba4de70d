use axum::extract::State;
use leptos::prelude::*;

use super::{
    super::super::{Place, desk_page},
    authority, path_of,
};
use ::hall::Hall;
use catalogue::Catalogue;
use foundation::{
    context::Cx,
    error::AppError,
    page::Page,
    ui::{Card, DeskHead, EmptyState, IconName, Row, Rows},
};
use identity::{Permission, SignedIn};

/// `GET /desk/hall`: the halls somebody works in.
pub async fn offices(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(hall): State<Hall>,
    State(catalogue): State<Catalogue>,
) -> Result<Page, AppError> {
    if actor.scope(Permission::WorkCases).is_empty() {
        return Err(AppError::NotFound);
    }
    let offices = hall.offices_at(&authority(&actor, &catalogue)).await?;
    let (texts, drawn) = (cx.texts, cx.clone());
    Ok(desk_page(&cx, &actor, Place::Hall, texts.halls(), move || {
        let rows: Vec<Row> = offices
            .iter()
            .map(|office| {
                let (name, address) = (&office.content.name, &office.content.address);
                let language = drawn.language();
                Row::new(drawn.href(&path_of(&office.code, "")), name.get(language).to_owned())
                    .meta(address.get(language))
                    .icon(IconName::Hall)
            })
            .collect();
        let list = if rows.is_empty() {
            view! { <Card><EmptyState icon=IconName::Hall title=texts.halls_none() /></Card> }.into_any()
        } else {
            view! { <Card flush=true><Rows items=rows /></Card> }.into_any()
        };
        view! {
            <DeskHead title=texts.halls() meta=texts.halls_lead() />
            {list}
        }
        .into_any()
    }))
}
