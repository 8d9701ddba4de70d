//! All kinds, and the records of one.

use axum::extract::{Path, Query as QueryString, State};
use leptos::prelude::*;
use serde::Deserialize;
use serde_json::Value;

use super::{
    super::{
        super::{Place, desk_page},
        exchange::kind_word,
    },
    PATH, crumbs, encode, field_word, kind_of, kind_path, record_path,
};
use catalogue::{
    Kind,
    vocabulary::{Record, RecordPage, Vocabulary},
};
use foundation::{
    context::Cx,
    error::AppError,
    page::Page,
    ui::{
        ButtonKind, Card, CountTile, DataColumn, DataRow, DataTable, DeskHead, EmptyState, Field, IconName, LinkButton,
        Notice, Pagination, SubmitButton, TileGrid, Tone,
    },
};
use identity::SignedIn;

/// Records a page shows.
const SHOWN: usize = 50;

/// `GET /desk/vocabulary`: every kind with its count.
pub async fn overview(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(vocabulary): State<Vocabulary>,
) -> Result<Page, AppError> {
    let (counts, zero_hits) = vocabulary.overview(&actor).await?;
    let missing = vocabulary.missing_year().await?;
    let drawn = cx.clone();
    Ok(desk_page(&cx, &actor, Place::Vocabulary, cx.texts.desk_vocabulary(), move || {
        let texts = drawn.texts;
        let notice = missing.map(|year| year_notice(&drawn, year));
        let tiles = counts
            .into_iter()
            .map(|(kind, count)| {
                let href = drawn.href(&kind_path(kind));
                let (label, icon) = (kind_word(texts, kind), icon_of(kind));
                view! { <CountTile href=href label=label count=count.to_string() icon=icon /> }
            })
            .collect_view();
        let zero = drawn.href(&format!("{PATH}/zero-hits"));
        view! {
            <DeskHead title=texts.desk_vocabulary() meta=texts.vocabulary_lead() />
            {notice}
            <TileGrid>
                {tiles}
                <CountTile
                    href=zero
                    label=texts.zero_hits()
                    count=zero_hits.to_string()
                    icon=IconName::Search
                    note=texts.zero_hits_note()
                    wanted=zero_hits != 0
                />
            </TileGrid>
        }
        .into_any()
    }))
}

/// Next year's days are missing: said where the calendar can be filled in.
pub(super) fn year_notice(cx: &Cx, year: i32) -> AnyView {
    let texts = cx.texts;
    let href = cx.href(&format!("{PATH}/calendar?year={year}"));
    view! {
        <Notice tone=Tone::Warn>
            <p>{texts.calendar_missing(year.to_string())} " " <a href=href>{texts.calendar_fill()}</a></p>
        </Notice>
    }
    .into_any()
}

fn icon_of(kind: Kind) -> IconName {
    match kind {
        Kind::Departments => IconName::Hall,
        Kind::Areas => IconName::Layers,
        Kind::LifeEvents => IconName::Family,
        Kind::Divisions => IconName::Globe,
        Kind::Places => IconName::Pin,
        Kind::Synonyms => IconName::Message,
        Kind::Boosts => IconName::Star,
        Kind::Calendar => IconName::Calendar,
        Kind::Catalogue => IconName::Services,
    }
}

/// What a list is narrowed by.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    after: String,
}

/// `GET /desk/vocabulary/{kind}`: the records of a kind.
pub async fn records(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(vocabulary): State<Vocabulary>,
    Path(kind): Path<String>,
    QueryString(asked): QueryString<Asked>,
) -> Result<Page, AppError> {
    let kind = kind_of(&kind)?;
    let after = Some(asked.after.as_str()).filter(|after| !after.is_empty());
    let found = vocabulary.list(&actor, kind, &asked.q, after, SHOWN).await?;
    let drawn = cx.clone();
    Ok(desk_page(&cx, &actor, Place::Vocabulary, kind_word(cx.texts, kind), move || {
        body(&drawn, kind, &asked.q, found)
    }))
}

fn body(cx: &Cx, kind: Kind, text: &str, found: RecordPage) -> AnyView {
    let texts = cx.texts;
    let word = kind_word(texts, kind);
    let next = found.next.map(|key| {
        let query = format!("?q={}&after={}", encode(text), encode(&key));
        let href = cx.href(&format!("{}{query}", kind_path(kind)));
        view! { <Pagination label=texts.pagination() href=href more=texts.vocabulary_more() /> }
    });
    let list = if found.records.is_empty() {
        view! { <Card><EmptyState icon=IconName::Search title=texts.vocabulary_nothing() /></Card> }.into_any()
    } else {
        let caption = texts.vocabulary_count(found.total.to_string());
        let fields = columns(kind);
        let mut heads = vec![DataColumn::text(field_word(cx, Vocabulary::key_field(kind)))];
        heads.extend(fields.iter().map(|field| DataColumn::text(field_word(cx, field))));
        let rows = found.records.iter().map(|record| row(cx, kind, fields, record)).collect();
        view! { <Card flush=true><DataTable caption=caption columns=heads rows=rows /></Card> }.into_any()
    };
    let (action, new) = (cx.href(&kind_path(kind)), cx.href(&record_path(kind, None)));
    let search = text.to_owned();
    view! {
        <DeskHead title=word crumbs=crumbs(cx, None) crumbs_label=texts.breadcrumbs()>
            <LinkButton href=new label=texts.vocabulary_new() />
        </DeskHead>
        <form class="vocabulary-search" method="get" action=action role="search">
            <Field id="q" name="q" kind="search" label=texts.vocabulary_search() value=search />
            <SubmitButton label=texts.vocabulary_search_button() kind=ButtonKind::Quiet />
        </form>
        {list}
        {next}
    }
    .into_any()
}

/// What stands beside the key in a list.
fn columns(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Departments => &["name", "parent", "website"],
        Kind::Areas => &["name", "summary"],
        Kind::LifeEvents => &["name", "summary", "order"],
        Kind::Divisions => &["name", "level", "parent"],
        Kind::Places => &["name", "address", "phone"],
        Kind::Synonyms => &["expansions"],
        Kind::Boosts => &["factor"],
        Kind::Calendar => &["name", "is_workday"],
        Kind::Catalogue => &[],
    }
}

fn row(cx: &Cx, kind: Kind, fields: &[&str], record: &Record) -> DataRow {
    let (href, key) = (cx.href(&record_path(kind, Some(&record.key))), record.key.clone());
    fields.iter().fold(DataRow::new(view! { <a href=href>{key}</a> }), |row, field| {
        row.cell(shown(cx, field, record.fields.get(*field)))
    })
}

/// A value in a cell.
fn shown(cx: &Cx, field: &str, value: Option<&Value>) -> String {
    match value {
        Some(Value::String(text)) if field == "level" => {
            cx.texts.by_key(&format!("division-level-{text}")).unwrap_or_else(|| text.clone())
        }
        Some(Value::String(text)) => text.clone(),
        Some(Value::Bool(true)) => cx.texts.vocabulary_yes().to_owned(),
        Some(Value::Bool(false)) => cx.texts.vocabulary_no().to_owned(),
        Some(Value::Number(number)) => number.to_string(),
        Some(Value::Array(list)) => {
            let words: Vec<&str> = list.iter().filter_map(Value::as_str).collect();
            words.join(cx.texts.list_separator())
        }
        Some(Value::Object(both)) => {
            let side = |name: &str| both.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
            let (zh, en) = (side("zh"), side("en"));
            let chosen = if cx.language().is_first() { zh.or(en) } else { en.or(zh) };
            chosen.unwrap_or_default().to_owned()
        }
        Some(Value::Null) | None => String::new(),
    }
}
