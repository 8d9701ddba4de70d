//! The way to another provider and back.

use axum::{
    Form,
    extract::{Path, Query, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Redirect, Response},
};
use leptos::prelude::*;
use serde::Deserialize;

use super::{form::way_after, other_ways::begin_at, step_up::StepUp};
use crate::{
    Begun, Browser, Holder, IdentityError, InAccount, ShownToken, cookie,
    upstream::{Answer, Arrival, Upstream, UpstreamError, Waiting},
};
use foundation::{
    context::{Client, Cx},
    error::AppError,
    ids::AttemptId,
    page::{Page, Tab, safe_return},
    ui::{ButtonKind, Card, LinkButton, Notice, PageHead, SubmitButton, SummaryList, SummaryRow, Tone},
};

/// Where somebody goes once they are signed in.
#[derive(Debug, Default, Deserialize)]
pub struct Back {
    #[serde(default, rename = "return")]
    back: String,
}

/// What waits for its owner.
#[derive(Debug, Default, Deserialize)]
pub struct Attempt {
    #[serde(default)]
    attempt: String,
}

fn attempt(text: &str) -> Result<AttemptId, UpstreamError> {
    AttemptId::parse(text).ok_or(UpstreamError::Over)
}

/// What an attempt of this browser waits with.
async fn waiting(
    upstream: &Upstream,
    provider: &str,
    asked: &Attempt,
    browser: &Browser,
) -> Result<Waiting, UpstreamError> {
    upstream.waiting(provider, attempt(&asked.attempt)?, &browser.token).await
}

/// `GET /sign-in/with/{provider}`: leads to the provider.
pub async fn provider_begin(
    cx: Cx,
    client: Client,
    browser: Browser,
    State(upstream): State<Upstream>,
    Path(provider): Path<String>,
    Query(Back { back }): Query<Back>,
) -> Result<Response, AppError> {
    let back = if back.is_empty() { "/me".to_owned() } else { safe_return(&back) };
    // The provider leads back to one address, in no language: the one spoken here goes along with the way on.
    let back = cx.href(&back);
    let mut response = match upstream.begin(&provider, &browser.token, &client, &back).await {
        Ok(address) => Redirect::to(&address).into_response(),
        Err(error) => nowhere(&cx, &upstream, &provider, error)?,
    };
    response.headers_mut().append(header::SET_COOKIE, browser.cookie);
    Ok(kept_nowhere(response))
}

/// `GET /sign-in/with/{provider}/return`: where the provider leads back to.
pub async fn provider_return(
    cx: Cx,
    client: Client,
    browser: Browser,
    ShownToken(old): ShownToken,
    State(upstream): State<Upstream>,
    Path(provider): Path<String>,
    Query(answer): Query<Answer>,
) -> Result<Response, AppError> {
    Ok(match upstream.finish(&provider, answer, &browser.token, &client, old.as_ref()).await {
        Ok(Arrival::SignedIn { begun, return_to }) => signed_in(&cx, &begun, &return_to),
        Ok(Arrival::Nobodys(attempt, return_to)) => {
            let (cx, _) = cx.along(&return_to);
            let target = cx.href(&format!("/sign-in/with/{provider}/new?attempt={attempt}"));
            kept_nowhere(Redirect::to(&target).into_response())
        }
        Err(error) => nowhere(&cx, &upstream, &provider, error)?,
    })
}

/// `GET /sign-in/with/{provider}/new`: whose is it, whom the provider names? A new account's, or that of one there is.
pub async fn provider_new(
    cx: Cx,
    browser: Browser,
    State(upstream): State<Upstream>,
    Path(provider): Path<String>,
    Query(asked): Query<Attempt>,
) -> Result<Response, AppError> {
    match waiting(&upstream, &provider, &asked, &browser).await {
        Ok(waiting) => Ok(ask_whose(&cx, &upstream, &provider, &asked.attempt, &waiting).into_response()),
        Err(error) => nowhere(&cx, &upstream, &provider, error),
    }
}

/// `POST /sign-in/with/{provider}/new`: makes the new account.
pub async fn provider_make(
    cx: Cx,
    client: Client,
    browser: Browser,
    ShownToken(old): ShownToken,
    State(upstream): State<Upstream>,
    Path(provider): Path<String>,
    Form(given): Form<Attempt>,
) -> Result<Response, AppError> {
    let made = match attempt(&given.attempt) {
        Ok(attempt) => {
            let language = cx.language();
            upstream.make_account(&provider, attempt, &browser.token, &client, language, old.as_ref()).await
        }
        Err(error) => Err(error),
    };
    match made {
        Ok((begun, return_to)) => Ok(signed_in(&cx, &begun, &return_to)),
        Err(error) => nowhere(&cx, &upstream, &provider, error),
    }
}

/// `GET /sign-in/with/{provider}/link`: asks whoever is signed in whether the provider is to be linked to this account.
pub async fn provider_link(
    cx: Cx,
    InAccount(holder): InAccount,
    browser: Browser,
    State(upstream): State<Upstream>,
    Path(provider): Path<String>,
    Query(asked): Query<Attempt>,
) -> Result<Response, AppError> {
    match waiting(&upstream, &provider, &asked, &browser).await {
        Ok(_) if !holder.is_fresh(cx.site.clock.now()) => Ok(StepUp::before(&cx.here(), "provider", "/me").lead(&cx)),
        Ok(waiting) => Ok(confirm(&cx, &upstream, &provider, &asked.attempt, &waiting, &holder).into_response()),
        Err(error) => nowhere(&cx, &upstream, &provider, error),
    }
}

/// `POST /sign-in/with/{provider}/link`: links it.
pub async fn provider_linked(
    cx: Cx,
    InAccount(holder): InAccount,
    browser: Browser,
    State(upstream): State<Upstream>,
    Path(provider): Path<String>,
    Form(given): Form<Attempt>,
) -> Result<Response, AppError> {
    let linked = match attempt(&given.attempt) {
        Ok(attempt) => upstream.link(&holder, &provider, attempt, &browser.token, cx.language()).await,
        Err(error) => Err(error),
    };
    match linked {
        Ok(_) => Ok(Redirect::to(&cx.href("/me/security/providers?done=linked")).into_response()),
        Err(UpstreamError::Identity(IdentityError::NotFresh)) => {
            let page = format!("/sign-in/with/{provider}/link?attempt={}", given.attempt);
            Ok(StepUp::before(&page, "provider", "/me").after_form().lead(&cx))
        }
        Err(error) => nowhere(&cx, &upstream, &provider, error),
    }
}

fn kept_nowhere(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // The address came with a code.
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}

fn signed_in(cx: &Cx, begun: &Begun, return_to: &str) -> Response {
    let (cx, return_to) = cx.along(return_to);
    let target = way_after(begun.awaits, &return_to);
    let mut response = Redirect::to(&cx.href(&target)).into_response();
    response.headers_mut().insert(header::SET_COOKIE, cookie::kept(&cx.site, &begun.token));
    kept_nowhere(response)
}

/// Says in words why a way led nowhere, and which ways remain.
fn nowhere(cx: &Cx, upstream: &Upstream, provider: &str, error: UpstreamError) -> Result<Response, AppError> {
    let texts = cx.texts;
    let known = upstream.providers.get(provider).ok_or(AppError::NotFound)?;
    let name = known.name(cx.language()).to_owned();
    let (status, sentence) = match error {
        UpstreamError::Unknown => return Err(AppError::NotFound),
        UpstreamError::Over => (StatusCode::BAD_REQUEST, texts.provider_over().to_owned()),
        UpstreamError::Declined => (StatusCode::BAD_REQUEST, texts.provider_declined(name.clone())),
        UpstreamError::Down => (StatusCode::SERVICE_UNAVAILABLE, texts.provider_down(name.clone())),
        UpstreamError::Unbelievable => (StatusCode::BAD_GATEWAY, texts.provider_unbelievable(name.clone())),
        UpstreamError::Identity(IdentityError::Conflict) => (StatusCode::CONFLICT, texts.provider_taken(name.clone())),
        UpstreamError::Identity(IdentityError::Wrong) => (StatusCode::FORBIDDEN, texts.provider_closed().to_owned()),
        UpstreamError::Identity(error) => return Err(error.into()),
    };
    let title = texts.provider_sign_in_with(name);
    let (again, others) = (begin_at(cx, provider, "/me"), cx.href("/sign-in"));
    let page = frame(cx, title, move || {
        view! {
            <div role="alert"><Notice tone=Tone::Warn>{sentence}</Notice></div>
            <LinkButton href=again label=texts.try_again() full=true />
            <LinkButton href=others label=texts.provider_others() kind=ButtonKind::Quiet full=true />
        }
        .into_any()
    });
    Ok(kept_nowhere(page.status(status).into_response()))
}

fn frame(cx: &Cx, title: String, body: impl FnOnce() -> AnyView + Send + 'static) -> Page {
    let head = title.clone();
    Page::new(cx, title, move || view! { <div class="stack column"><PageHead title=head />{body()}</div> }.into_any())
        .tab(Tab::None)
        .unlisted()
        .uncached()
}

fn said(cx: &Cx, provider: &str, waiting: &Waiting) -> AnyView {
    let texts = cx.texts;
    let level = texts.by_key(waiting.level.key()).unwrap_or_default();
    let mut rows = vec![SummaryRow::new(texts.provider(), provider.to_owned())];
    rows.extend(waiting.name.clone().map(|name| SummaryRow::new(texts.provider_name(), name)));
    rows.push(SummaryRow::new(texts.provider_level(), level));
    view! { <Card flush=true><SummaryList items=rows /></Card> }.into_any()
}

fn ask_whose(cx: &Cx, upstream: &Upstream, provider: &str, attempt: &str, waiting: &Waiting) -> Page {
    let texts = cx.texts;
    let known = upstream.providers.get(provider);
    let name = known.map(|known| known.name(cx.language()).to_owned()).unwrap_or_default();
    let said = said(cx, &name, waiting);
    let action = cx.href(&format!("/sign-in/with/{provider}/new"));
    let link = cx.href(&format!("/sign-in/with/{provider}/link?attempt={attempt}"));
    let attempt = attempt.to_owned();
    frame(cx, texts.provider_whose().to_owned(), move || {
        view! {
            <p class="lead">{texts.provider_whose_lead(name)}</p>
            {said}
            <Card title=texts.provider_have_account() id="have">
                <p>{texts.provider_have_account_text()}</p>
                <LinkButton href=link label=texts.provider_link_existing() full=true />
            </Card>
            <Card title=texts.provider_no_account() id="none">
                <p>{texts.provider_no_account_text()}</p>
                <form method="post" action=action>
                    <input type="hidden" name="attempt" value=attempt />
                    <SubmitButton label=texts.provider_make_account() kind=ButtonKind::Quiet full=true />
                </form>
            </Card>
        }
        .into_any()
    })
}

fn confirm(cx: &Cx, upstream: &Upstream, provider: &str, attempt: &str, waiting: &Waiting, holder: &Holder) -> Page {
    let texts = cx.texts;
    let known = upstream.providers.get(provider);
    let name = known.map(|known| known.name(cx.language()).to_owned()).unwrap_or_default();
    let said = said(cx, &name, waiting);
    let lead = texts.provider_link_lead(holder.display_name.clone(), name);
    let action = cx.href(&format!("/sign-in/with/{provider}/link"));
    let (attempt, no) = (attempt.to_owned(), cx.href("/me"));
    frame(cx, texts.provider_link_title().to_owned(), move || {
        view! {
            <p class="lead">{lead}</p>
            {said}
            <form method="post" action=action class="stack">
                <input type="hidden" name="attempt" value=attempt />
                <SubmitButton label=texts.provider_link_confirm() full=true />
            </form>
            <LinkButton href=no label=texts.provider_link_not() kind=ButtonKind::Quiet full=true />
        }
        .into_any()
    })
}
