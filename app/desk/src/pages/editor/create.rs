//! An item that was never there.

use std::collections::BTreeMap;

use axum::{
    Form,
    extract::State,
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use leptos::prelude::*;
use serde::Deserialize;

use super::{form::departments, item_href};
use crate::{Place, desk_page};
use catalogue::{
    Catalogue,
    model::{Bilingual, ItemCode},
    publishing::{Publishing, PublishingError},
};
use foundation::{
    context::Cx,
    error::AppError,
    page::Page,
    ui::{Card, Crumb, DeskHead, ErrorSummary, Field, FieldError, Select, SelectOption, SubmitButton},
};
use identity::{Actor, Permission, SignedIn};

/// What a new item begins with.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct NewItem {
    code: String,
    name_zh: String,
    name_en: String,
    department: String,
}

/// `GET /desk/items/new`: asks for what an item cannot be without.
pub async fn ask_new(cx: Cx, SignedIn(actor): SignedIn, State(catalogue): State<Catalogue>) -> Result<Page, AppError> {
    draw(&cx, &actor, &catalogue, NewItem::default(), BTreeMap::new())
}

/// `POST /desk/items/new`: begins an item.
pub async fn create(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(catalogue): State<Catalogue>,
    State(publishing): State<Publishing>,
    Form(given): Form<NewItem>,
) -> Result<Response, AppError> {
    let refused = match began(&actor, &publishing, &given).await {
        Ok(code) => return Ok(Redirect::to(&item_href(&cx, &code, "/edit")).into_response()),
        Err(PublishingError::Invalid { field, reason }) => BTreeMap::from([(field, reason)]),
        Err(error) => return Err(error.into()),
    };
    let sentence = |reason: &&str| {
        cx.texts.by_key(&format!("error-field-{reason}")).unwrap_or_else(|| cx.texts.fault_other().to_owned())
    };
    let refused = refused.iter().map(|(field, reason)| (*field, sentence(reason))).collect();
    Ok(draw(&cx, &actor, &catalogue, given, refused)?.status(StatusCode::BAD_REQUEST).into_response())
}

async fn began(actor: &Actor, publishing: &Publishing, given: &NewItem) -> Result<ItemCode, PublishingError> {
    let code = ItemCode::parse(given.code.trim());
    // `new` is the address of this page.
    let code = code.filter(|code| code.as_str() != "new");
    let code = code.ok_or(PublishingError::Invalid { field: "code", reason: "code-form" })?;
    let name = Bilingual::new(given.name_zh.trim(), given.name_en.trim());
    if [&name.zh, &name.en, &given.department].iter().any(|text| text.chars().any(char::is_control)) {
        return Err(PublishingError::Invalid { field: "name_zh", reason: "control" });
    }
    Ok(publishing.create(actor, &code, &name, &given.department).await?.code)
}

fn draw(
    cx: &Cx,
    actor: &Actor,
    catalogue: &Catalogue,
    given: NewItem,
    refused: BTreeMap<&'static str, String>,
) -> Result<Page, AppError> {
    if actor.scope(Permission::EditItems).is_empty() {
        return Err(AppError::Forbidden);
    }
    let texts = cx.texts;
    let known = departments(cx, actor, catalogue);
    let options: Vec<SelectOption> = known
        .into_iter()
        .map(|(value, label)| SelectOption { selected: value == given.department, value, label })
        .collect();
    let crumbs = vec![Crumb { href: cx.href("/desk/items"), label: texts.desk_items().to_owned() }];
    let action = cx.href("/desk/items/new");
    Ok(desk_page(cx, actor, Place::Items, texts.editor_new(), move || {
        let [code, name_zh, name_en, department] =
            ["code", "name_zh", "name_en", "department"].map(|field| refused.get(field).cloned().unwrap_or_default());
        let summary = refused.iter().map(|(field, text)| FieldError { field: (*field).to_owned(), text: text.clone() });
        let summary = summary.collect();
        view! {
            <DeskHead title=texts.editor_new() crumbs=crumbs crumbs_label=texts.breadcrumbs() />
            <ErrorSummary title=texts.editor_refused_title() items=summary />
            <Card>
                <form class="stack desk-form" method="post" action=action>
                    <Field
                        id="code" name="code" label=texts.field_code() hint=texts.field_code_help() value=given.code
                        error=code
                    />
                    <Field
                        id="name_zh" name="name_zh" label=texts.editor_name_chinese() hint=texts.field_name_help()
                        value=given.name_zh error=name_zh lang=Some("zh-CN")
                    />
                    <Field
                        id="name_en" name="name_en" label=texts.editor_name_english() value=given.name_en
                        error=name_en lang=Some("en")
                    />
                    <Select
                        id="department" name="department" label=texts.field_department() hint=texts.field_department_help()
                        options=options error=department
                    />
                    <SubmitButton label=texts.editor_begin() />
                </form>
            </Card>
        }
        .into_any()
    }))
}
