//! The list of items.

mod asked;
mod filters;
mod found;
mod saved;
mod sheet;
mod table;

use axum::extract::{Query as QueryString, State};
use leptos::prelude::*;

pub use self::{
    asked::Asked,
    saved::{remove_filter, save_filter},
    sheet::items_csv,
};
pub(super) use asked::list_path;

use super::super::{Desk, Place, SavedFilter, desk_page};
use catalogue::{
    Catalogue,
    publishing::{ListPage, Publishing},
};
use foundation::{
    context::Cx,
    error::AppError,
    page::Page,
    ui::{ButtonKind, Card, DeskHead, EmptyState, IconName, LinkButton},
};
use identity::{Actor, Permission, SignedIn};

/// How many items stand on a page.
const PAGE_SIZE: u64 = 50;

/// `GET /desk/items`: the items this person sees, in a table to work in.
pub async fn items(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(desk): State<Desk>,
    State(catalogue): State<Catalogue>,
    State(publishing): State<Publishing>,
    QueryString(asked): QueryString<Asked>,
) -> Result<Page, AppError> {
    let filter = asked.filter(&catalogue)?;
    let found = found::page(&catalogue, &publishing, &actor, &filter, &asked.after, PAGE_SIZE).await?;
    let saved = desk.filters(&actor).await?;
    let (drawn, who) = (cx.clone(), actor.clone());
    Ok(desk_page(&cx, &actor, Place::Items, cx.texts.desk_items(), move || {
        body(&drawn, &who, &catalogue, &asked, found, &saved)
    }))
}

fn body(
    cx: &Cx,
    actor: &Actor,
    catalogue: &Catalogue,
    asked: &Asked,
    found: ListPage,
    saved: &[SavedFilter],
) -> AnyView {
    let texts = cx.texts;
    let may = |permission: Permission| !actor.scope(permission).is_empty();
    let create = may(Permission::EditItems)
        .then(|| view! { <LinkButton href=cx.href("/desk/items/new") label=texts.desk_new_item() /> });
    let export = {
        let query = asked.query();
        let path = if query.is_empty() { "/desk/items.csv".to_owned() } else { format!("/desk/items.csv?{query}") };
        view! {
            <LinkButton href=cx.href(&path) label=texts.desk_export_csv() kind=ButtonKind::Quiet icon=IconName::Download />
        }
    };
    let list = if found.records.is_empty() {
        let all = asked.narrows().then(|| {
            view! { <LinkButton href=cx.href("/desk/items") label=texts.desk_all_items() kind=ButtonKind::Quiet /> }
        });
        let nothing = if asked.narrows() { texts.desk_nothing_found() } else { texts.desk_no_items() };
        view! { <Card><EmptyState icon=IconName::Search title=nothing>{all}</EmptyState></Card> }.into_any()
    } else {
        let picks = may(Permission::WithdrawItems) || may(Permission::EditItems);
        let bulk = picks.then(|| table::bulk_bar(cx, actor, asked));
        let table = table::table(cx, catalogue, asked, &found.records, picks);
        view! {
            <Card flush=true>{table}</Card>
            {table::pager(cx, asked, found.next.as_deref())}
            {bulk}
        }
        .into_any()
    };
    view! {
        <DeskHead title=texts.desk_items()>{export}{create}</DeskHead>
        {saved::saved_filters(cx, asked, saved)}
        {filters::filters(cx, actor, catalogue, asked)}
        {list}
    }
    .into_any()
}
