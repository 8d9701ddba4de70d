use axum::{
    Form,
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use chrono::{DateTime, Utc};
use leptos::prelude::*;
use serde::Deserialize;

use super::{account_page, other_ways::begin_at, step_up::StepUp};
use crate::{
    IdentityError, InAccount,
    upstream::{Linked, Upstream, UpstreamError},
};
use foundation::{
    context::Cx,
    error::AppError,
    page::Page,
    ui::{ButtonKind, Card, IconName, Notice, Row, Rows, SubmitButton, SummaryList, SummaryRow, Tone},
};
use notifications::day_of;

/// Where the page is.
const HERE: &str = "/me/security/providers";

/// What was just done.
#[derive(Debug, Default, Deserialize)]
pub struct Done {
    #[serde(default)]
    done: String,
}

/// Which provider is to go.
#[derive(Debug, Default, Deserialize)]
pub struct Unlink {
    #[serde(default)]
    provider: String,
}

/// `GET /me/security/providers`: the providers one may sign in with, and those one could.
pub async fn providers(
    cx: Cx,
    InAccount(holder): InAccount,
    State(upstream): State<Upstream>,
    Query(Done { done }): Query<Done>,
) -> Result<Page, AppError> {
    let linked = upstream.linked(&holder).await?;
    let said = match done.as_str() {
        "linked" => Some((Tone::Ok, cx.texts.provider_linked())),
        "unlinked" => Some((Tone::Ok, cx.texts.provider_unlinked())),
        _ => None,
    };
    Ok(draw(&cx, &upstream, linked, said))
}

/// `POST /me/security/providers`: takes one away.
pub async fn unlink_provider(
    cx: Cx,
    InAccount(holder): InAccount,
    State(upstream): State<Upstream>,
    Form(Unlink { provider }): Form<Unlink>,
) -> Result<Response, AppError> {
    match upstream.unlink(&holder, &provider, cx.language()).await {
        Ok(()) => Ok(Redirect::to(&cx.href(&format!("{HERE}?done=unlinked"))).into_response()),
        Err(UpstreamError::Identity(IdentityError::NotFresh)) => {
            Ok(StepUp::on(HERE, "provider").after_form().lead(&cx))
        }
        Err(UpstreamError::Identity(IdentityError::Own)) => {
            let linked = upstream.linked(&holder).await?;
            let page = draw(&cx, &upstream, linked, Some((Tone::Warn, cx.texts.provider_last_way())));
            Ok(page.status(StatusCode::BAD_REQUEST).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

fn draw(cx: &Cx, upstream: &Upstream, linked: Vec<Linked>, said: Option<(Tone, &'static str)>) -> Page {
    let texts = cx.texts;
    let language = cx.language();
    let others: Vec<Row> = upstream
        .providers
        .iter()
        .filter(|provider| !linked.iter().any(|known| known.provider == provider.id()))
        .map(|provider| {
            let name = provider.name(language).to_owned();
            Row::new(begin_at(cx, provider.id(), HERE), texts.provider_link_with(name)).icon(IconName::User)
        })
        .collect();
    let cards: Vec<AnyView> = linked
        .into_iter()
        .map(|known| {
            // One that is configured no more is still taken away.
            let name = upstream.providers.get(&known.provider).map(|provider| provider.name(language).to_owned());
            card(cx, name.unwrap_or_else(|| known.provider.clone()), known)
        })
        .collect();
    let none = cards.is_empty();
    account_page(cx, texts.providers(), texts.providers_lead(), move || {
        let said = said.map(|(tone, words)| {
            let role = if tone == Tone::Ok { "status" } else { "alert" };
            view! { <div role=role><Notice tone=tone>{words}</Notice></div> }
        });
        view! {
            {said}
            {cards}
            {none.then(|| view! { <p>{texts.providers_none()}</p> })}
            {(!others.is_empty()).then(|| view! {
                <Card title=texts.providers_more() id="more" flush=true><Rows items=others /></Card>
            })}
        }
        .into_any()
    })
}

fn day(cx: &Cx, moment: DateTime<Utc>) -> String {
    day_of(moment).format(if cx.language().is_first() { "%Y年%-m月%-d日" } else { "%-d %b %Y" }).to_string()
}

fn card(cx: &Cx, name: String, known: Linked) -> AnyView {
    let texts = cx.texts;
    let level = texts.by_key(known.level.key()).unwrap_or_default();
    let rows = vec![
        SummaryRow::new(texts.provider_level(), level),
        SummaryRow::new(texts.provider_since(), day(cx, known.linked_at)),
        SummaryRow::new(texts.provider_used(), day(cx, known.used_at)),
    ];
    let (id, action) = (format!("provider-{}", known.provider), cx.href(HERE));
    view! {
        <Card title=name.clone() id=id>
            <SummaryList items=rows />
            <form method="post" action=action>
                <input type="hidden" name="provider" value=known.provider />
                <SubmitButton label=texts.provider_unlink(name) kind=ButtonKind::Quiet />
            </form>
        </Card>
    }
    .into_any()
}
