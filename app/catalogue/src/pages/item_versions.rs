//! What was public of an item: every version, and each as it was.

use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use leptos::prelude::*;

use super::{
    item::{ItemView, OldText, date, item_page},
    item_gone::gone_page,
};
use crate::{
    model::{Bilingual, ItemCode},
    publishing::{Cause, EventKind, PublicHistory, PublicationEvent, Publishing},
    service::{Catalogue, PublishedItem},
};
use foundation::{
    context::Cx,
    error::AppError,
    page::{Page, Tab},
    ui::{Breadcrumbs, Card, Crumb, PageHead, Row, Rows, Tone},
};

/// `GET /items/{code}/versions`: every version, with what residents were told about it.
pub async fn versions(
    cx: Cx,
    State(publishing): State<Publishing>,
    Path(code): Path<String>,
) -> Result<Page, AppError> {
    let code = ItemCode::parse(&code).ok_or(AppError::NotFound)?;
    let history = publishing.public_history(&code).await?;
    let newest = history.events.first().map_or(1, |event| event.version);
    let name = publishing.version(&code, newest).await?.item.name;
    let (texts, language) = (cx.texts, cx.language());
    let drawn = cx.clone();
    let title = texts.versions_of(name.get(language).to_owned());
    let page = Page::new(&cx, title.clone(), move || draw(&drawn, &code, &name, &history, title));
    Ok(page.tab(Tab::Services).unindexed())
}

fn draw(cx: &Cx, code: &ItemCode, name: &Bilingual, history: &PublicHistory, title: String) -> AnyView {
    let (texts, language) = (cx.texts, cx.language());
    let crumbs = vec![
        Crumb { href: cx.href("/services"), label: texts.tab_services().to_owned() },
        Crumb { href: cx.href(&format!("/items/{code}")), label: name.get(language).to_owned() },
    ];
    let rows = history.events.iter().map(|event| row(cx, code, history, event)).collect();
    view! {
        <Breadcrumbs label=texts.breadcrumbs() items=crumbs />
        <div class="stack">
            <PageHead title=title><p class="lead">{texts.versions_lead()}</p></PageHead>
            <Card flush=true><Rows items=rows /></Card>
        </div>
    }
    .into_any()
}

fn row(cx: &Cx, code: &ItemCode, history: &PublicHistory, event: &PublicationEvent) -> Row {
    let texts = cx.texts;
    let day = date(cx, event.at);
    let what = match event.kind {
        EventKind::Published => return version_row(cx, code, history, event),
        EventKind::Withdrawn => texts.version_withdrawn(),
        EventKind::Expired => texts.version_expired(),
        EventKind::Restored => texts.version_restored(),
    };
    let meta =
        if event.reason.is_empty() { day } else { format!("{day} · {}", texts.gone_reason(event.reason.clone())) };
    Row::new("", what).meta(meta)
}

fn version_row(cx: &Cx, code: &ItemCode, history: &PublicHistory, event: &PublicationEvent) -> Row {
    let texts = cx.texts;
    let number = event.version;
    let is_now = history.current() == Some(number);
    let href = if is_now { format!("/items/{code}") } else { format!("/items/{code}/versions/{number}") };
    let valid = match history.validity(number) {
        Some((from, Some(until))) => texts.version_valid(date(cx, from), date(cx, until)),
        _ => texts.version_valid_since(date(cx, event.at)),
    };
    let head = history.versions.iter().find(|head| head.number == number);
    let note = match head {
        Some(head) if !head.note.is_empty() => format!(" · {}", head.note),
        Some(head) if head.cause == Cause::Import => format!(" · {}", texts.version_imported()),
        _ => String::new(),
    };
    let row = Row::new(cx.href(&href), texts.version_number(number.to_string())).meta(format!("{valid}{note}"));
    if is_now { row.pill(texts.version_now(), Tone::Ok) } else { row }
}

/// `GET /items/{code}/versions/{number}`: the text residents had, and that they have another one now.
pub async fn version(
    cx: Cx,
    State(catalogue): State<Catalogue>,
    State(publishing): State<Publishing>,
    Path((code, number)): Path<(String, String)>,
) -> Result<Response, AppError> {
    let code = ItemCode::parse(&code).ok_or(AppError::NotFound)?;
    let number: i32 = number.parse().ok().filter(|number| *number > 0).ok_or(AppError::NotFound)?;
    let history = publishing.public_history(&code).await?;
    let version = publishing.version(&code, number).await?;
    let texts = cx.texts;
    let current = cx.href(&format!("/items/{code}"));
    if history.current() == Some(number) {
        return Ok(Redirect::to(&current).into_response());
    }
    if history.end().is_some_and(|end| end.version == number) {
        return Ok(gone_page(&cx, &catalogue, &history, version).await?.into_response());
    }
    let (from, until) = history.validity(number).ok_or(AppError::NotFound)?;
    let days = (date(&cx, from), date(&cx, until.unwrap_or(from)));
    let name = number.to_string();
    let old = match history.current() {
        Some(newest) => OldText {
            number,
            sentence: texts.version_notice(days.0, name, days.1),
            way_on: (current, texts.version_see_current(newest.to_string())),
        },
        None => OldText {
            number,
            sentence: texts.version_notice_gone(days.0, name, days.1),
            way_on: (current, texts.version_see_why().to_owned()),
        },
    };
    let published = PublishedItem { item: version.item, updated_at: version.head.published_at };
    let view = ItemView::of(&cx, &catalogue, published).await?;
    Ok(item_page(&cx, &catalogue, view, Some(old)).into_response())
}
