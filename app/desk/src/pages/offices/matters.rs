use axum::extract::{Query, State};
use leptos::prelude::*;
use serde::Deserialize;

use super::{
    super::{
        super::{Place, desk_page},
        accounts::department_words,
        forms::done_notice,
    },
    PATH, authority,
    words::word,
};
use appointments::{
    Appointments, OFFICES_PAGE,
    model::{KeptMatter, Slug},
};
use catalogue::{Catalogue, Snapshot};
use foundation::{
    context::Cx,
    error::AppError,
    page::Page,
    ui::{Card, Crumb, DeskHead, EmptyState, IconName, LinkButton, Pagination, Row, Rows},
};
use identity::SignedIn;

/// What was done may be told after each of these.
const DONE: [&str; 2] = ["matter-done-add", "matter-done-change"];

/// After which matter, and what was just done.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    after: String,
    done: String,
}

/// `GET /desk/offices/matters`: the matters one keeps.
pub async fn matters(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(appointments): State<Appointments>,
    State(catalogue): State<Catalogue>,
    Query(asked): Query<Asked>,
) -> Result<Page, AppError> {
    let texts = cx.texts;
    // What is no code finds what is found without it.
    let after = Slug::parse(&asked.after).map(|after| after.to_string()).unwrap_or_default();
    let found = appointments.matters_kept(&authority(&actor, &catalogue), &after).await?;
    let (drawn, snapshot) = (cx.clone(), catalogue.snapshot());
    Ok(desk_page(&cx, &actor, Place::Offices, texts.matters(), move || {
        let cx = drawn;
        let crumbs = vec![Crumb { href: cx.href(PATH), label: texts.desk_offices().to_owned() }];
        let more = (found.len() as u64 == OFFICES_PAGE).then(|| found.last()).flatten().map(|last| {
            let href = cx.href(&format!("{PATH}/matters?after={}", last.matter.code));
            view! { <Pagination label=texts.pagination() href=href more=texts.accounts_more() /> }
        });
        let rows: Vec<Row> = found.iter().map(|kept| row(&cx, &snapshot, kept)).collect();
        let list = if rows.is_empty() {
            view! { <Card><EmptyState icon=IconName::Calendar title=texts.matters_none() /></Card> }.into_any()
        } else {
            view! { <Card flush=true><Rows items=rows /></Card> }.into_any()
        };
        let new = cx.href(&format!("{PATH}/matters/new"));
        view! {
            <DeskHead title=texts.matters() crumbs=crumbs crumbs_label=texts.breadcrumbs() meta=texts.matters_lead()>
                <LinkButton href=new label=texts.matter_new() />
            </DeskHead>
            {done_notice(&cx, &asked.done, &DONE)}
            {list}
            {more}
        }
        .into_any()
    }))
}

fn row(cx: &Cx, snapshot: &Snapshot, kept: &KeptMatter) -> Row {
    let matter = &kept.matter;
    let terms = matter.content.terms;
    let meta = [
        cx.texts.office_minutes(terms.minutes),
        word(cx, "matter-way", terms.way.code()),
        department_words(cx, snapshot, &matter.department),
    ];
    Row::new(cx.href(&format!("{PATH}/matters/{}", matter.code)), matter.content.name.get(cx.language()).to_owned())
        .meta(meta.join(" · "))
}
