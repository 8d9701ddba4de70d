//! What residents looked for in vain.

use axum::{
    Form,
    extract::{Query as QueryString, State},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use leptos::prelude::*;
use serde::Deserialize;

use super::{
    super::{
        super::{Place, city_time::when, desk_page},
        reasons::reason_in,
    },
    PATH, crumbs, encode,
};
use catalogue::vocabulary::{RecordError, Vocabulary, ZeroHit, ZeroHitPage};
use foundation::{
    context::Cx,
    error::AppError,
    page::Page,
    ui::{ButtonKind, Card, DeskHead, EmptyState, ErrorSummary, FieldError, IconName, Pagination, SubmitButton},
};
use identity::{Actor, SignedIn};

/// Queries a page shows: for each, the whole catalogue is looked through for words near to it.
const SHOWN: u64 = 20;

/// After which query the page begins.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    times: Option<String>,
    after: Option<String>,
}

/// `GET /desk/vocabulary/zero-hits`: queries that found nothing, each with official words near to it.
pub async fn zero_hits(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(vocabulary): State<Vocabulary>,
    QueryString(asked): QueryString<Asked>,
) -> Result<Page, AppError> {
    let times: Option<i64> = asked.times.as_deref().and_then(|times| times.parse().ok());
    let after = times.zip(asked.after.as_deref()).filter(|(_, query)| !query.chars().any(char::is_control));
    page(&cx, &actor, &vocabulary, after, None).await
}

/// A query, and what it is to mean.
#[derive(Debug, Deserialize)]
pub struct Meant {
    query: String,
    #[serde(default)]
    expansion: String,
    #[serde(default)]
    own: String,
}

/// `POST /desk/vocabulary/zero-hits/synonym`: lets a query mean official words.
pub async fn accept(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(vocabulary): State<Vocabulary>,
    Form(meant): Form<Meant>,
) -> Result<Response, AppError> {
    let expansion = if meant.expansion.is_empty() { &meant.own } else { &meant.expansion };
    let reason = match vocabulary.accept(&actor, &meant.query, expansion).await {
        Ok(()) => return Ok(Redirect::to(&cx.href(&format!("{PATH}/zero-hits"))).into_response()),
        Err(RecordError::NotFound) => return Err(AppError::NotFound),
        Err(RecordError::Store(fault)) => return Err(fault.into()),
        Err(RecordError::Faults(faults)) => faults.first().map(|(_, reason)| reason_in(cx.texts, reason)),
        Err(_) => None,
    };
    let reason = reason.unwrap_or_else(|| cx.texts.zero_hits_refused().to_owned());
    Ok(page(&cx, &actor, &vocabulary, None, Some(reason)).await?.status(StatusCode::BAD_REQUEST).into_response())
}

/// `POST /desk/vocabulary/zero-hits/dismiss`: takes a query that asks for no service off the list.
pub async fn dismiss(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(vocabulary): State<Vocabulary>,
    Form(meant): Form<Meant>,
) -> Result<Redirect, AppError> {
    vocabulary.dismiss(&actor, &meant.query).await?;
    Ok(Redirect::to(&cx.href(&format!("{PATH}/zero-hits"))))
}

async fn page(
    cx: &Cx,
    actor: &Actor,
    vocabulary: &Vocabulary,
    after: Option<(i64, &str)>,
    refused: Option<String>,
) -> Result<Page, AppError> {
    let found = vocabulary.zero_hits(actor, after, SHOWN).await?;
    let drawn = cx.clone();
    Ok(desk_page(cx, actor, Place::Vocabulary, cx.texts.zero_hits(), move || body(&drawn, found, refused)))
}

fn body(cx: &Cx, found: ZeroHitPage, refused: Option<String>) -> AnyView {
    let texts = cx.texts;
    let next = found.next.map(|(times, query)| {
        let href = cx.href(&format!("{PATH}/zero-hits?times={times}&after={}", encode(&query)));
        view! { <Pagination label=texts.pagination() href=href more=texts.vocabulary_more() /> }
    });
    let list = if found.hits.is_empty() {
        view! { <Card><EmptyState icon=IconName::Check title=texts.zero_hits_none() /></Card> }.into_any()
    } else {
        let rows = found.hits.iter().enumerate().map(|(at, hit)| row(cx, at, hit)).collect_view();
        view! { <Card flush=true><ul class="zero-hits">{rows}</ul></Card> }.into_any()
    };
    let errors = refused.into_iter().map(|text| FieldError { field: "own-0".to_owned(), text }).collect();
    view! {
        <DeskHead title=texts.zero_hits() crumbs=crumbs(cx, None) crumbs_label=texts.breadcrumbs() meta=texts.zero_hits_lead() />
        <ErrorSummary title=texts.form_refused_title() items=errors />
        {list}
        {next}
    }
    .into_any()
}

fn row(cx: &Cx, at: usize, hit: &ZeroHit) -> AnyView {
    let texts = cx.texts;
    let (accept, dismiss) =
        (cx.href(&format!("{PATH}/zero-hits/synonym")), cx.href(&format!("{PATH}/zero-hits/dismiss")));
    let proposals = hit
        .proposals
        .iter()
        .map(|word| {
            let label = texts.zero_hits_means(word.clone());
            view! { <SubmitButton label=label kind=ButtonKind::Quiet name="expansion" value=word.clone() /> }
        })
        .collect_view();
    let (own, query) = (format!("own-{at}"), hit.query.clone());
    let own_label = texts.zero_hits_own(hit.query.clone());
    let meta = texts.zero_hits_times(when(cx, hit.last_at), hit.times.to_string());
    view! {
        <li>
            <div>
                <strong>{query.clone()}</strong>
                <p class="meta">{meta}</p>
            </div>
            <form method="post" action=accept.clone() class="inline">
                <input type="hidden" name="query" value=query.clone() />
                {proposals}
            </form>
            <form method="post" action=accept class="zero-hit-own">
                <input type="hidden" name="query" value=query.clone() />
                <label class="vh" for=own.clone()>{own_label}</label>
                <input class="input" id=own name="own" maxlength="200" placeholder=texts.zero_hits_own_hint() />
                <SubmitButton label=texts.zero_hits_add() kind=ButtonKind::Quiet />
            </form>
            <form method="post" action=dismiss>
                <input type="hidden" name="query" value=query />
                <SubmitButton label=texts.zero_hits_dismiss() kind=ButtonKind::Quiet />
            </form>
        </li>
    }
    .into_any()
}
