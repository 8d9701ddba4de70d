//! The editor's page.

use std::collections::BTreeMap;

use axum::extract::{Path, Query, State};
use leptos::prelude::*;
use serde::Deserialize;

use super::{
    attend, code_of,
    conflicts::conflicts,
    form::Form,
    item_href,
    load::{Asked, Shown},
    section_href,
    side::side,
};
use crate::{Place, city_time::local, desk_page};
use catalogue::{
    Catalogue,
    islands::Autosave,
    model::ItemCode,
    publishing::{Publishing, Section, Sheet, Standing, Work},
};
use foundation::{
    context::Cx,
    error::AppError,
    page::Page,
    text::Texts,
    ui::{
        ButtonKind, Card, Crumb, DeskHead, ErrorSummary, FieldError, Icon, IconName, LinkButton, Notice, SubmitButton,
        Tone,
    },
};
use identity::{Actor, SignedIn};

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asks {
    section: String,
    blank: String,
}

/// `GET /desk/items/{code}/edit`: one section of the text being written; begins it where nobody writes.
pub async fn edit(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(catalogue): State<Catalogue>,
    State(publishing): State<Publishing>,
    Path(code): Path<String>,
    Query(asks): Query<Asks>,
) -> Result<Page, AppError> {
    let code = code_of(&code)?;
    let mut asked = Asked::section(Section::parse(&asks.section).unwrap_or(Section::Basics));
    asked.blank = asks.blank;
    draw(&cx, &actor, &catalogue, &publishing, &code, asked).await
}

/// The editor with what was asked, typed and refused.
pub(super) async fn draw(
    cx: &Cx,
    actor: &Actor,
    catalogue: &Catalogue,
    publishing: &Publishing,
    code: &ItemCode,
    asked: Asked,
) -> Result<Page, AppError> {
    let shown = Shown::load(cx, actor, catalogue, publishing, code).await?;
    let name = shown.draft.sheet.get(if cx.language().is_first() { "name.zh" } else { "name.en" });
    let name = if name.is_empty() { shown.draft.sheet.get("name.zh") } else { name };
    let title = cx.texts.editor_title(name.to_owned());
    let (drawn, who, catalogue, name) = (cx.clone(), actor.clone(), catalogue.clone(), name.to_owned());
    Ok(desk_page(cx, actor, Place::Items, title, move || body(&drawn, &who, &catalogue, &shown, &asked, name)))
}

fn body(cx: &Cx, actor: &Actor, catalogue: &Catalogue, shown: &Shown, asked: &Asked, name: String) -> AnyView {
    let texts = cx.texts;
    let draft = &shown.draft;
    let code = &draft.code;
    let crumbs = vec![
        Crumb { href: cx.href("/desk/items"), label: texts.desk_items().to_owned() },
        Crumb { href: item_href(cx, code, ""), label: code.to_string() },
    ];
    let saved = texts.editor_saved_at(local(draft.changed_at).format("%H:%M").to_string());
    // Nothing at all where nobody is: the style hides what is empty.
    let others = Some(attend::said(cx, &shown.others)).filter(|said| !said.is_empty());
    let is_written = draft.state == Work::Draft;
    let locked = (!is_written).then(|| {
        let href = item_href(cx, code, "");
        view! { <Notice tone=Tone::Warn><p>{texts.editor_locked()}" "<a href=href>{texts.editor_to_item()}</a></p></Notice> }
    });
    let notice = (!asked.notice.is_empty()).then(|| {
        let notice = asked.notice.clone();
        view! { <div role="alert"><Notice tone=Tone::Danger><p>{notice}</p></Notice></div> }
    });
    let errors = errors(shown, asked);
    let summary =
        asked.refused.iter().map(|(field, text)| FieldError { field: field.clone(), text: text.clone() }).collect();
    let preview = item_href(cx, code, "/preview");
    let hand_in = is_written.then(|| view! { <LinkButton href="#submit" label=texts.editor_submit() /> });
    view! {
        <DeskHead title=name crumbs=crumbs crumbs_label=texts.breadcrumbs()>
            <p class="pill tone-plain" role="status" data-save-status data-failed=texts.editor_save_failed()>{saved}</p>
            <LinkButton href=preview label=texts.editor_preview() kind=ButtonKind::Quiet />
            {hand_in}
        </DeskHead>
        <ErrorSummary title=texts.editor_refused_title() items=summary />
        {notice}
        {locked}
        <p class="others" role="status" data-others>{others}</p>
        {conflicts(cx, draft, asked.section, &shown.words)}
        <div class="desk-cols three">
            {sections(cx, shown, asked.section)}
            {section_form(cx, actor, catalogue, shown, asked, &errors)}
            {side(cx, shown, asked)}
        </div>
    }
    .into_any()
}

/// What is wrong with each place of the section: what was refused, else what was found in what is stored.
fn errors(shown: &Shown, asked: &Asked) -> BTreeMap<String, String> {
    let mut errors: BTreeMap<String, String> = shown
        .report
        .errors()
        .filter(|finding| finding.key.starts_with("fault-"))
        .filter(|finding| asked.typed.is_none() || !asked.refused.is_empty() && finding.path.contains('.'))
        .map(|finding| (finding.path.clone(), shown.words.texts().by_key(finding.key).unwrap_or_default()))
        .collect();
    errors.extend(asked.refused.clone());
    errors
}

/// The sections with how each stands.
fn sections(cx: &Cx, shown: &Shown, current: Section) -> AnyView {
    let texts = cx.texts;
    let links = Section::ALL.into_iter().map(|section| {
        let (icon, class, state) = standing(texts, shown.report.standing(&shown.draft.sheet, section));
        let href = section_href(cx, &shown.draft.code, section);
        let name = shown.words.section(section);
        view! {
            <li>
                <a href=href aria-current=(section == current).then_some("page")>
                    <span class=class><Icon name=icon small=true /></span>
                    <span>{name}<span class="vh">" "{state}</span></span>
                </a>
            </li>
        }
    });
    view! { <nav class="editor-sections" aria-label=texts.editor_sections()><ol>{links.collect_view()}</ol></nav> }
        .into_any()
}

fn standing(texts: &'static Texts, standing: Standing) -> (IconName, &'static str, &'static str) {
    match standing {
        Standing::Wrong => (IconName::LampDanger, "lamp lamp-danger", texts.editor_section_wrong()),
        Standing::Empty => (IconName::LampIdle, "lamp lamp-idle", texts.editor_section_empty()),
        Standing::Fine => (IconName::LampOk, "lamp lamp-ok", texts.editor_section_fine()),
    }
}

fn section_form(
    cx: &Cx,
    actor: &Actor,
    catalogue: &Catalogue,
    shown: &Shown,
    asked: &Asked,
    errors: &BTreeMap<String, String>,
) -> AnyView {
    let texts = cx.texts;
    let draft = &shown.draft;
    let mut sheet = draft.sheet.clone();
    if let Some(typed) = &asked.typed {
        for field in asked.section.fields().filter(|field| field.is_written()) {
            sheet.replace_field(field.name, typed);
        }
    }
    let sheet: Sheet = sheet;
    let form = Form { cx, actor, catalogue, sheet: &sheet, words: &shown.words, errors, blank: &asked.blank };
    let fields = form.section(asked.section);
    let title = shown.words.section(asked.section);
    let (action, revision) = (item_href(cx, &draft.code, "/edit"), draft.revision.to_string());
    let attend = item_href(cx, &draft.code, "/attend");
    let is_written = draft.state == Work::Draft;
    let next = asked.section.next().map(|_| {
        view! { <SubmitButton name="act" value="next" label=texts.editor_save_and_next() /> }
    });
    let form = view! {
        <form class="stack" method="post" action=action data-attend=attend autocomplete="off">
            <input type="hidden" name="revision" value=revision />
            <input type="hidden" name="section" value=asked.section.code() />
            // What Enter in a field presses: the first button of a form, which must not be one that takes a row away.
            <button class="vh" type="submit" tabindex="-1" aria-hidden="true">{texts.editor_save()}</button>
            <fieldset class="stack editor-fields" disabled=!is_written>
                {fields}
                <div class="desk-buttons">
                    <SubmitButton label=texts.editor_save() kind=ButtonKind::Quiet />
                    {next}
                </div>
            </fieldset>
        </form>
    };
    let form = if is_written { view! { <Autosave>{form}</Autosave> }.into_any() } else { form.into_any() };
    view! { <Card title=title id="section">{form}</Card> }.into_any()
}
