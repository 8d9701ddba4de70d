use axum::{
    Form,
    extract::State,
    response::{IntoResponse as _, Redirect, Response},
};
use leptos::prelude::*;
use serde::Deserialize;

use super::{Asked, list_path};
use crate::{Desk, SavedFilter};
use foundation::{
    context::Cx,
    error::AppError,
    ui::{ButtonKind, Chip, ChipRow, Field, Icon, IconName, SubmitButton},
};
use identity::SignedIn;

/// A filter to keep: a name beside the fields of the list's own form.
#[derive(Debug, Deserialize)]
pub struct ToSave {
    #[serde(default)]
    name: String,
    #[serde(default)]
    q: String,
    #[serde(default)]
    department: String,
    #[serde(default)]
    live: String,
    #[serde(default)]
    work: String,
    #[serde(default)]
    area: String,
    #[serde(default)]
    sort: String,
}

/// `POST /desk/items/filters`: keeps what is filtered now under a name.
pub async fn save_filter(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(desk): State<Desk>,
    State(catalogue): State<catalogue::Catalogue>,
    Form(given): Form<ToSave>,
) -> Result<Response, AppError> {
    let ToSave { name, q, department, live, work, area, sort } = given;
    let asked = Asked { q, department, live, work, area, sort, ..Asked::default() };
    asked.filter(&catalogue)?;
    let query = Asked { q: asked.text(), ..asked }.query();
    desk.save_filter(&actor, &name, &query).await?;
    Ok(Redirect::to(&cx.href(&list_path(&query))).into_response())
}

/// The name of a filter to forget.
#[derive(Debug, Deserialize)]
pub struct ToRemove {
    name: String,
}

/// `POST /desk/items/filters/remove`: forgets a filter.
pub async fn remove_filter(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(desk): State<Desk>,
    Form(given): Form<ToRemove>,
) -> Result<Response, AppError> {
    desk.remove_filter(&actor, &given.name).await?;
    Ok(Redirect::to(&cx.href("/desk/items")).into_response())
}

/// The filters this person keeps, and the form that keeps what is filtered now.
pub(super) fn saved_filters(cx: &Cx, asked: &Asked, saved: &[SavedFilter]) -> Option<AnyView> {
    let texts = cx.texts;
    let query = asked.query();
    if saved.is_empty() && !asked.narrows() {
        return None;
    }
    let chips = (!saved.is_empty()).then(|| {
        let chips = saved
            .iter()
            .map(|filter| {
                let href = cx.href(&list_path(&filter.query));
                view! { <Chip href=href label=filter.name.clone() current=filter.query == query /> }
            })
            .collect_view();
        view! { <ChipRow label=texts.desk_saved_filters()>{chips}</ChipRow> }
    });
    let current = saved.iter().find(|filter| filter.query == query);
    let change = match current {
        Some(filter) => Some(remove_form(cx, &filter.name)),
        None => asked.narrows().then(|| save_form(cx, asked)),
    };
    Some(view! { <div class="saved-filters">{chips}{change}</div> }.into_any())
}

fn remove_form(cx: &Cx, name: &str) -> AnyView {
    view! {
        <form method="post" action=cx.href("/desk/items/filters/remove")>
            <input type="hidden" name="name" value=name.to_owned() />
            <SubmitButton label=cx.texts.desk_filter_forget(name.to_owned()) kind=ButtonKind::Quiet />
        </form>
    }
    .into_any()
}

fn save_form(cx: &Cx, asked: &Asked) -> AnyView {
    let texts = cx.texts;
    let hidden = [
        ("q", asked.text()),
        ("department", asked.department.clone()),
        ("live", asked.live.clone()),
        ("work", asked.work.clone()),
        ("area", asked.area.clone()),
        ("sort", asked.sort.clone()),
    ]
    .into_iter()
    .filter(|(_, value)| !value.is_empty())
    .map(|(name, value)| view! { <input type="hidden" name=name value=value /> })
    .collect_view();
    view! {
        <details class="filters">
            <summary><Icon name=IconName::Star small=true />{texts.desk_filter_keep()}</summary>
            <form class="inline-form" method="post" action=cx.href("/desk/items/filters")>
                {hidden}
                <Field id="f-name" name="name" label=texts.desk_filter_name() hint=texts.desk_filter_name_hint() short=true />
                <SubmitButton label=texts.save() kind=ButtonKind::Quiet />
            </form>
        </details>
    }
    .into_any()
}
