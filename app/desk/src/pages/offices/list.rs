use axum::extract::{Query, State};
use leptos::prelude::*;
use serde::Deserialize;

use super::{
    super::{
        super::{Place, desk_page},
        accounts::department_words,
    },
    PATH, authority,
};
use appointments::{
    Appointments, OFFICES_PAGE,
    model::{Office, Slug},
};
use catalogue::{Catalogue, Snapshot};
use foundation::{
    context::Cx,
    error::AppError,
    page::Page,
    ui::{ButtonKind, Card, DeskHead, EmptyState, IconName, LinkButton, Pagination, Row, Rows, Tone},
};
use identity::SignedIn;

/// After which office.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    after: String,
}

/// `GET /desk/offices`: the offices one keeps.
pub async fn offices(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(appointments): State<Appointments>,
    State(catalogue): State<Catalogue>,
    Query(asked): Query<Asked>,
) -> Result<Page, AppError> {
    let texts = cx.texts;
    // What is no code finds what is found without it.
    let after = Slug::parse(&asked.after).map(|after| after.to_string()).unwrap_or_default();
    let found = appointments.offices_kept(&authority(&actor, &catalogue), &after).await?;
    let (drawn, snapshot) = (cx.clone(), catalogue.snapshot());
    Ok(desk_page(&cx, &actor, Place::Offices, texts.desk_offices(), move || {
        let cx = drawn;
        let more = (found.len() as u64 == OFFICES_PAGE).then(|| found.last()).flatten().map(|last| {
            let href = cx.href(&format!("{PATH}?after={}", last.code));
            view! { <Pagination label=texts.pagination() href=href more=texts.accounts_more() /> }
        });
        let rows: Vec<Row> = found.iter().map(|office| row(&cx, &snapshot, office)).collect();
        let list = if rows.is_empty() {
            view! { <Card><EmptyState icon=IconName::Hall title=texts.offices_none() /></Card> }.into_any()
        } else {
            view! { <Card flush=true><Rows items=rows /></Card> }.into_any()
        };
        let beside = [
            (format!("{PATH}/visits"), texts.office_visits(), ButtonKind::Quiet),
            (format!("{PATH}/matters"), texts.matters(), ButtonKind::Quiet),
            (format!("{PATH}/new"), texts.office_new(), ButtonKind::Primary),
        ];
        let beside = beside
            .map(|(path, label, kind)| view! { <LinkButton href=cx.href(&path) label=label kind=kind /> })
            .into_iter()
            .collect_view();
        view! {
            <DeskHead title=texts.desk_offices() meta=texts.offices_lead()>{beside}</DeskHead>
            {list}
            {more}
        }
        .into_any()
    }))
}

fn row(cx: &Cx, snapshot: &Snapshot, office: &Office) -> Row {
    let texts = cx.texts;
    let district = snapshot.district(&office.division);
    let district = district.map_or_else(String::new, |district| district.name.get(cx.language()).to_owned());
    let department = department_words(cx, snapshot, &office.department);
    let (label, tone) =
        if office.is_open { (texts.office_open(), Tone::Ok) } else { (texts.office_not_open(), Tone::Plain) };
    let name = office.content.name.get(cx.language()).to_owned();
    Row::new(cx.href(&format!("{PATH}/{}", office.code)), name)
        .meta(format!("{district} · {department}"))
        .pill(label, tone)
}
