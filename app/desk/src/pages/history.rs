use std::collections::HashMap;

use axum::{
    Form,
    extract::{Path, Query as QueryString, State},
    response::{IntoResponse as _, Redirect, Response},
};
use leptos::prelude::*;
use serde::Deserialize;

use super::{
    super::{
        Place,
        city_time::{machine, when},
        desk_page,
    },
    difference::{difference, words_of},
    item::Shown,
    refused::Refused,
    words::{code_of, item_crumbs, item_path, state_pills},
};
use catalogue::{
    Catalogue,
    publishing::{
        Cause, EventKind, FieldChange, Live, PublicationEvent, Publishing, Sheet, Version, VersionHead, Work, compare,
    },
};
use foundation::{
    context::Cx,
    error::AppError,
    page::Page,
    text::Texts,
    ui::{
        ButtonKind, Card, DeskHead, EmptyState, IconName, Moment, Notice, Select, SelectOption, SubmitButton,
        SummaryList, SummaryRow, Timeline, Tone,
    },
};
use identity::{Actor, Permission, SignedIn};

/// Two versions to compare; both empty for the whole history.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Between {
    from: String,
    to: String,
}

/// `GET /desk/items/{code}/history`: every version and what became of it; with `from` and `to`, what differs between two.
pub async fn history(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(catalogue): State<Catalogue>,
    State(publishing): State<Publishing>,
    Path(code): Path<String>,
    QueryString(between): QueryString<Between>,
) -> Result<Page, AppError> {
    if between.from.is_empty() && between.to.is_empty() {
        return history_page(&cx, &actor, &catalogue, &publishing, &code, Refused::default()).await;
    }
    // Who does not see the item does not see its texts either.
    let shown = Shown::load(&publishing, &catalogue, &actor, &code).await?;
    let number = |text: &str| text.parse::<i32>().map_err(|_| AppError::NotFound);
    let from = publishing.version(&shown.record.code, number(&between.from)?).await?;
    let to = publishing.version(&shown.record.code, number(&between.to)?).await?;
    let changes = compare(&Sheet::of(&from.item), &Sheet::of(&to.item), &words_of(&cx, &catalogue));
    let versions = publishing.versions(&shown.record.code).await?;
    let title = cx.texts.desk_between_title(from.head.number.to_string(), to.head.number.to_string());
    let drawn = cx.clone();
    Ok(desk_page(&cx, &actor, Place::Items, title, move || {
        between_body(&drawn, &shown, &from, &to, &changes, &versions)
    }))
}

async fn history_page(
    cx: &Cx,
    actor: &Actor,
    catalogue: &Catalogue,
    publishing: &Publishing,
    code: &str,
    refused: Refused,
) -> Result<Page, AppError> {
    let shown = Shown::load(publishing, catalogue, actor, code).await?;
    let versions = publishing.versions(&shown.record.code).await?;
    let events = publishing.events(&shown.record.code).await?;
    let (drawn, who, told) = (cx.clone(), actor.clone(), refused.clone());
    let page = desk_page(cx, actor, Place::Items, cx.texts.desk_history(), move || {
        history_body(&drawn, &who, &shown, &versions, &events, &told)
    });
    Ok(refused.on(page))
}

fn history_body(
    cx: &Cx,
    actor: &Actor,
    shown: &Shown,
    versions: &[VersionHead],
    events: &[PublicationEvent],
    refused: &Refused,
) -> AnyView {
    let texts = cx.texts;
    let record = &shown.record;
    let name = record.name.get(cx.language());
    let compare = (versions.len() > 1).then(|| {
        let first = versions.get(1).map_or(0, |version| version.number);
        let last = versions.first().map_or(0, |version| version.number);
        let form = compare_form(cx, shown, versions, first, last);
        view! { <Card id="compare" title=texts.desk_compare()>{form}</Card> }
    });
    let list = if versions.is_empty() && events.is_empty() {
        view! { <EmptyState icon=IconName::History title=texts.desk_history_none() /> }.into_any()
    } else {
        view! { <Timeline items=moments(cx, actor, shown, versions, events) /> }.into_any()
    };
    view! {
        <DeskHead
            title=texts.desk_history()
            crumbs=item_crumbs(cx, Some((&record.code, name)))
            crumbs_label=texts.desk_trail()
            kicker=record.code.to_string()
            pills=state_pills(texts, record)
        />
        {refused.view(cx)}
        <div class="desk-cols">
            <Card>{list}</Card>
            <div class="stack">{compare}</div>
        </div>
    }
    .into_any()
}

/// Versions and what became of them, the newest first; a version and its publication are one moment.
fn moments(
    cx: &Cx,
    actor: &Actor,
    shown: &Shown,
    versions: &[VersionHead],
    events: &[PublicationEvent],
) -> Vec<Moment> {
    let known: HashMap<i32, &VersionHead> = versions.iter().map(|version| (version.number, version)).collect();
    let mut moments: Vec<(chrono::DateTime<chrono::Utc>, Moment)> = versions
        .iter()
        .map(|version| (version.published_at, version_moment(cx, actor, shown, version, &known)))
        .collect();
    moments.extend(
        events
            .iter()
            .filter(|event| event.kind != EventKind::Published || !known.contains_key(&event.version))
            .map(|event| (event.at, event_moment(cx, event))),
    );
    moments.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    moments.into_iter().map(|(_, moment)| moment).collect()
}

fn version_moment(
    cx: &Cx,
    actor: &Actor,
    shown: &Shown,
    version: &VersionHead,
    known: &HashMap<i32, &VersionHead>,
) -> Moment {
    let texts = cx.texts;
    let record = &shown.record;
    let number = version.number;
    let is_live = record.live == Live::Published && record.version == Some(number);
    let before = number - 1;
    let compared = known.contains_key(&before).then(|| {
        let href = cx.href(&item_path(&record.code, &format!("/history?from={before}&to={number}")));
        view! { <a href=href>{texts.desk_compare_before(number.to_string())}</a> }
    });
    let revive = (shown.may(actor, Permission::EditItems)
        && record.work == Work::None
        && record.version != Some(number))
    .then(|| {
        view! {
            <form method="post" action=cx.href(&item_path(&record.code, "/revive"))>
                <input type="hidden" name="version" value=number.to_string() />
                <SubmitButton label=texts.desk_revive(number.to_string()) kind=ButtonKind::Quiet />
            </form>
        }
    });
    let moment = Moment::new(texts.desk_version(number.to_string()), when(cx, version.published_at))
        .moment(machine(version.published_at))
        .who(people_behind(texts, version))
        .text(version.note.clone())
        .more(view! { <div class="desk-buttons">{compared}{revive}</div> });
    if is_live { moment.pill(texts.desk_live_published(), Tone::Ok).now() } else { moment }
}

/// Who wrote, approved and published a version, in a line.
fn people_behind(texts: &Texts, version: &VersionHead) -> String {
    if version.cause == Cause::Import {
        return texts.desk_imported_by(version.published_by.clone());
    }
    let written = version.written_by.join(texts.list_separator());
    texts.desk_people_behind(version.approved_by.clone(), written)
}

fn event_moment(cx: &Cx, event: &PublicationEvent) -> Moment {
    let texts = cx.texts;
    let version = event.version.to_string();
    let (title, pill) = match event.kind {
        EventKind::Published => (texts.desk_event_published(version), None),
        EventKind::Withdrawn => {
            (texts.desk_event_withdrawn(version), Some((texts.desk_live_withdrawn(), Tone::Danger)))
        }
        EventKind::Expired => (texts.desk_event_expired(version), Some((texts.desk_live_expired(), Tone::Warn))),
        EventKind::Restored => (texts.desk_event_restored(version), None),
    };
    let moment = Moment::new(title, when(cx, event.at))
        .moment(machine(event.at))
        .who(event.by.clone())
        .text(event.reason.clone());
    match pill {
        Some((label, tone)) => moment.pill(label, tone),
        None => moment,
    }
}

fn compare_form(cx: &Cx, shown: &Shown, versions: &[VersionHead], from: i32, to: i32) -> AnyView {
    let texts = cx.texts;
    let options = |chosen: i32| {
        versions
            .iter()
            .map(|version| SelectOption {
                value: version.number.to_string(),
                label: texts.desk_version_at(when(cx, version.published_at), version.number.to_string()),
                selected: version.number == chosen,
            })
            .collect::<Vec<_>>()
    };
    view! {
        <form class="stack" method="get" action=cx.href(&item_path(&shown.record.code, "/history"))>
            <Select id="from" name="from" label=texts.desk_compare_from() options=options(from) />
            <Select id="to" name="to" label=texts.desk_compare_to() options=options(to) />
            <SubmitButton label=texts.desk_compare_do() kind=ButtonKind::Quiet />
        </form>
    }
    .into_any()
}

fn between_body(
    cx: &Cx,
    shown: &Shown,
    from: &Version,
    to: &Version,
    changes: &[FieldChange],
    versions: &[VersionHead],
) -> AnyView {
    let texts = cx.texts;
    let record = &shown.record;
    let mut crumbs = item_crumbs(cx, Some((&record.code, record.name.get(cx.language()))));
    crumbs.push(foundation::ui::Crumb {
        href: cx.href(&item_path(&record.code, "/history")),
        label: texts.desk_history().to_owned(),
    });
    let (first, second) = (from.head.number, to.head.number);
    let people = [from, to]
        .into_iter()
        .map(|version| {
            let who = people_behind(texts, &version.head);
            let at = when(cx, version.head.published_at);
            SummaryRow::new(
                texts.desk_version(version.head.number.to_string()),
                view! { <span>{who} " · " {at}</span> },
            )
        })
        .collect();
    let differing = if changes.is_empty() {
        view! { <Notice>{texts.desk_differs_nowhere()}</Notice> }.into_any()
    } else {
        let changes = difference(cx, changes);
        view! { <Card>{changes}</Card> }.into_any()
    };
    let title = texts.desk_between_title(first.to_string(), second.to_string());
    let form = compare_form(cx, shown, versions, first, second);
    view! {
        <DeskHead title=title crumbs=crumbs crumbs_label=texts.desk_trail() kicker=record.code.to_string() />
        <div class="desk-cols">
            <div class="stack">{differing}</div>
            <div class="stack">
                <Card id="people" title=texts.desk_people()><SummaryList items=people /></Card>
                <Card id="compare" title=texts.desk_compare()>{form}</Card>
            </div>
        </div>
    }
    .into_any()
}

/// The version whose text is used again.
#[derive(Debug, Deserialize)]
pub struct Revive {
    #[serde(default)]
    version: String,
}

/// `POST /desk/items/{code}/revive`: begins a draft with the text of an older version.
pub async fn revive(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(catalogue): State<Catalogue>,
    State(publishing): State<Publishing>,
    Path(code): Path<String>,
    Form(given): Form<Revive>,
) -> Result<Response, AppError> {
    let code = code_of(&code)?;
    let version = given.version.parse().map_err(|_| AppError::NotFound)?;
    match publishing.revive(&actor, &code, version).await {
        Ok(_) => Ok(Redirect::to(&cx.href(&item_path(&code, "/edit"))).into_response()),
        Err(error) => {
            let refused = Refused::by(error)?;
            Ok(history_page(&cx, &actor, &catalogue, &publishing, code.as_str(), refused).await?.into_response())
        }
    }
}
