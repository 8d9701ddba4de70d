use axum::extract::State;
use chrono::TimeDelta;
use leptos::prelude::*;

use super::{
    super::{Place, city_time::when, desk_page},
    items::list_path,
    words::{department_name, item_path, next_effect, state_pills},
};
use catalogue::{
    Catalogue,
    publishing::{Counts, Publishing, Record, Waiting},
};
use foundation::{
    context::Cx,
    error::AppError,
    page::Page,
    ui::{Card, CountTile, DeskHead, EmptyState, IconName, LinkButton, Row, Rows, TileGrid},
};
use identity::{Authority, SignedIn};
use openid::OpenId;

/// How far ahead the home looks.
const AHEAD: TimeDelta = TimeDelta::days(7);
/// How many of each are shown; the lists have the rest.
const SHOWN: usize = 10;

/// `GET /desk`: what waits for this person.
pub async fn home(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(catalogue): State<Catalogue>,
    State(publishing): State<Publishing>,
    State(openid): State<OpenId>,
) -> Result<Page, AppError> {
    let now = cx.site.clock.now();
    let waiting = publishing.waiting_for(&actor).await?;
    let counts = publishing.counts(&actor).await?;
    let soon = publishing.upcoming(&actor, now, now + AHEAD).await?;
    let authority = Authority::of(actor.clone(), catalogue.snapshot().department_tree());
    let applications = openid.applications_to_decide(&authority).await?;
    let drawn = cx.clone();
    Ok(desk_page(&cx, &actor, Place::Home, cx.texts.desk_home(), move || {
        body(&drawn, &catalogue, &waiting, counts, &soon, applications)
    }))
}

fn body(
    cx: &Cx,
    catalogue: &Catalogue,
    waiting: &Waiting,
    counts: Counts,
    soon: &[Record],
    applications: Option<u64>,
) -> AnyView {
    let texts = cx.texts;
    let list = |query: &str| cx.href(&list_path(query));
    let wanted = waiting.reviews.len() + waiting.sent_back.len();
    let all = list("");
    // Not every day has one that waits, as it has texts: the tile comes and goes.
    let applications = applications.filter(|count| *count > 0);
    let nothing = (wanted == 0 && applications.is_none()).then(|| {
        view! {
            <Card>
                <EmptyState icon=IconName::Check title=texts.desk_nothing_waits()>
                    <LinkButton href=all label=texts.desk_all_items() />
                </EmptyState>
            </Card>
        }
    });
    let (reviews, sent_back) = (waiting.reviews.len(), waiting.sent_back.len());
    let (to_review, to_mend) = (reviews > 0, sent_back > 0);
    let tiles = view! {
        <CountTile
            href=list("work=review") label=texts.desk_work_review() count=counts.review.to_string()
            icon=IconName::Inbox wanted=to_review note=texts.desk_of_them_yours(reviews.to_string())
        />
        <CountTile
            href=list("work=draft") label=texts.desk_work_draft() count=counts.drafts.to_string()
            icon=IconName::Edit wanted=to_mend note=texts.desk_of_them_sent_back(sent_back.to_string())
        />
        <CountTile
            href=list("work=approved") label=texts.desk_work_approved() count=counts.approved.to_string()
            icon=IconName::Clock
        />
        <CountTile
            href=cx.href("/desk/calendar") label=texts.desk_seven_days() count=soon.len().to_string()
            icon=IconName::Calendar
        />
        {applications.map(|count| view! {
            <CountTile
                href=cx.href("/desk/applications") label=texts.desk_applications_wait() count=count.to_string()
                icon=IconName::Globe wanted=true
            />
        })}
    }
    .into_any();
    view! {
        <DeskHead title=texts.desk_home() meta=when(cx, cx.site.clock.now()) />
        <TileGrid>{tiles}</TileGrid>
        {nothing}
        {card(cx, catalogue, "reviews", texts.desk_reviews_wait(), &waiting.reviews, "/review")}
        {card(cx, catalogue, "sent-back", texts.desk_sent_back(), &waiting.sent_back, "")}
        {card(cx, catalogue, "soon", texts.desk_soon(), soon, "")}
    }
    .into_any()
}

/// Records as rows that lead to a page of theirs; nothing where there are none.
fn card(
    cx: &Cx,
    catalogue: &Catalogue,
    id: &'static str,
    title: &'static str,
    records: &[Record],
    below: &str,
) -> Option<AnyView> {
    let rows: Vec<Row> = records
        .iter()
        .take(SHOWN)
        .map(|record| {
            let name = super::words::name_view(cx.language(), &record.name);
            let department = department_name(catalogue, cx.language(), &record.department);
            let changed = cx.texts.desk_changed_by(when(cx, record.changed_at), record.changed_by.clone());
            let meta = [department, next_effect(cx, record).unwrap_or(changed)].join(" · ");
            let row = Row::new(cx.href(&item_path(&record.code, below)), name).meta(meta);
            state_pills(cx.texts, record).into_iter().fold(row, |row, (label, tone)| row.pill(label, tone))
        })
        .collect();
    (!rows.is_empty()).then(|| view! { <Card id=id title=title flush=true><Rows items=rows /></Card> }.into_any())
}
