//! The page residents would see, before they see it.

use axum::{
    extract::{Path, State},
    response::{IntoResponse as _, Response},
};
use leptos::prelude::*;

use super::{code_of, item_href};
use crate::{Place, desk_page};
use catalogue::{
    Catalogue, PublishedItem,
    model::ItemCode,
    pages::unpublished_item,
    publishing::{Publishing, PublishingError, Sheet, Words},
};
use foundation::{
    context::{Cx, in_language},
    error::AppError,
    page::{Framing, Page},
    text::Language,
    ui::{ButtonKind, Card, Crumb, DeskHead, Lamp, LampState, LinkButton},
};
use identity::{Actor, SignedIn};

/// `GET /desk/items/{code}/preview`: the phone page beside what keeps it from being one.
pub async fn preview(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(catalogue): State<Catalogue>,
    State(publishing): State<Publishing>,
    Path(code): Path<String>,
) -> Result<Response, AppError> {
    let code = code_of(&code)?;
    let sheet = text_of(&actor, &publishing, &code).await?;
    let report = publishing.look_over(&catalogue, &sheet).await?;
    let words = Words::with(cx.texts, &catalogue.snapshot());
    let texts = cx.texts;
    let title = texts.editor_preview_title(sheet.get("name.zh").to_owned());
    let crumbs = vec![
        Crumb { href: cx.href("/desk/items"), label: texts.desk_items().to_owned() },
        Crumb { href: item_href(&cx, &code, ""), label: code.to_string() },
    ];
    let (edit, frame) = (item_href(&cx, &code, "/edit"), format!("/desk/items/{code}/preview/page"));
    let heading = title.clone();
    let page = desk_page(&cx, &actor, Place::Items, title, move || {
        let findings = report.findings.iter().map(|finding| {
            let state = if finding.key.starts_with("fault-") { LampState::Danger } else { LampState::Idle };
            let label = format!("{} · {}", words.place(&finding.path), texts.by_key(finding.key).unwrap_or_default());
            view! { <li><Lamp state=state label=label /></li> }
        });
        let findings = findings.collect_view();
        let frames = Language::all().map(|language| {
            let address = in_language(&frame, language);
            let name = texts.editor_preview_in(language.texts().language_name());
            view! {
                <figure class="phone">
                    <figcaption>{name.clone()}</figcaption>
                    <iframe src=address title=name></iframe>
                </figure>
            }
        });
        let frames = frames.collect_view();
        view! {
            <DeskHead title=heading crumbs=crumbs crumbs_label=texts.breadcrumbs()>
                <LinkButton href=edit label=texts.editor_go_on() kind=ButtonKind::Quiet />
            </DeskHead>
            <div class="phones">{frames}</div>
            <Card title=texts.editor_checks() id="checks" note=texts.editor_score(report.score())>
                <ul class="findings">{findings}</ul>
            </Card>
        }
        .into_any()
    });
    let mut response = page.into_response();
    response.extensions_mut().insert(Framing::Holds);
    Ok(response)
}

/// `GET /desk/items/{code}/preview/page`: the public page of the text being written; shown in a frame of ours only.
pub async fn preview_page(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(catalogue): State<Catalogue>,
    State(publishing): State<Publishing>,
    Path(code): Path<String>,
) -> Result<Response, AppError> {
    let code = code_of(&code)?;
    let sheet = text_of(&actor, &publishing, &code).await?;
    // Whatever makes no sense yet is left out.
    let item = sheet.make_out().0.ok_or(AppError::NotFound)?;
    let published = PublishedItem { item, updated_at: cx.site.clock.now() };
    let page: Page = unpublished_item(&cx, &catalogue, published).await?;
    let mut response = page.unlisted().uncached().into_response();
    response.extensions_mut().insert(Framing::Held);
    Ok(response)
}

/// The text being written; what residents have where nobody writes.
async fn text_of(actor: &Actor, publishing: &Publishing, code: &ItemCode) -> Result<Sheet, AppError> {
    match publishing.draft(actor, code).await {
        Ok(draft) => Ok(draft.sheet),
        Err(PublishingError::NotFound) => {
            let version = publishing.record(actor, code).await?.version.ok_or(AppError::NotFound)?;
            Ok(Sheet::of(&publishing.version(code, version).await?.item))
        }
        Err(error) => Err(error.into()),
    }
}
