use axum::{
    Json,
    extract::Request,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use leptos::prelude::*;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::json;

use super::{Page, Tab, answer::Drawn, safe_return};
use crate::{
    context::Cx,
    error::AppError,
    ui::{ButtonKind, EmptyState, IconName, LinkButton},
};

impl IntoResponse for AppError {
    /// The bare status, with the error beside it: [`render_faults`] draws it for whoever asked.
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// Draws every failure: a page in the person's language, or problem details (RFC 9457) for machines.
///
/// Failures nobody named (an unknown path, a method not allowed, a body too large) are named here by their status.
pub async fn render_faults(cx: Cx, request: Request, next: Next) -> Response {
    let wants_page = !cx.path.starts_with("/api/") && accepts_html(&request);
    let came_from = page_before(&cx, request.headers());
    let response = next.run(request).await;
    let status = response.status();
    if !(status.is_client_error() || status.is_server_error()) || response.extensions().get::<Drawn>().is_some() {
        return response;
    }
    let error = response.extensions().get::<AppError>().cloned().unwrap_or_else(|| name_of(status));
    let mut drawn = if wants_page {
        fault_page(&cx, &error, status, &came_from).into_response()
    } else {
        problem(&cx, &error, status)
    };
    *drawn.status_mut() = status;
    for name in [header::ALLOW, header::RETRY_AFTER, header::WWW_AUTHENTICATE] {
        if let Some(value) = response.headers().get(&name) {
            drawn.headers_mut().insert(name, value.clone());
        }
    }
    drawn
}

/// The page of ours a form was sent from, without its language; the person's own page where the browser does not tell.
fn page_before(cx: &Cx, headers: &HeaderMap) -> String {
    headers
        .get(header::REFERER)
        .and_then(|referer| referer.to_str().ok())
        .and_then(|referer| referer.strip_prefix(cx.site.origin.as_str()))
        .filter(|path| path.starts_with('/'))
        .map_or_else(|| "/me".to_owned(), safe_return)
}

fn accepts_html(request: &Request) -> bool {
    request
        .headers()
        .get(header::ACCEPT)
        .and_then(|accept| accept.to_str().ok())
        .is_none_or(|accept| accept.contains("text/html") || accept.contains("*/*") || accept.is_empty())
}

fn name_of(status: StatusCode) -> AppError {
    match status {
        StatusCode::NOT_FOUND => AppError::NotFound,
        StatusCode::UNAUTHORIZED => AppError::Unauthenticated,
        StatusCode::FORBIDDEN => AppError::Forbidden,
        StatusCode::TOO_MANY_REQUESTS => AppError::TooMany,
        StatusCode::SERVICE_UNAVAILABLE | StatusCode::GATEWAY_TIMEOUT | StatusCode::REQUEST_TIMEOUT => {
            AppError::Unavailable
        }
        status if status.is_client_error() => AppError::Invalid(Vec::new()),
        _ => AppError::Internal { reference: String::new() },
    }
}

/// Problem details for machines.
pub fn problem(cx: &Cx, error: &AppError, status: StatusCode) -> Response {
    let (name, title) = kind(cx, error);
    let mut problem = json!({
        "type": format!("{}/problems/{name}", cx.site.origin),
        "title": title,
        "status": status.as_u16(),
        "instance": &*cx.request_id.0,
    });
    if let AppError::Conflict(reason) = error {
        problem["reason"] = reason.as_str().into();
    }
    if let AppError::Invalid(fields) = error
        && !fields.is_empty()
    {
        let errors: Vec<_> = fields
            .iter()
            .map(|field| {
                let detail = cx.texts.by_key(&format!("error-field-{}", field.reason)).unwrap_or_default();
                json!({ "field": field.field, "reason": field.reason, "detail": detail })
            })
            .collect();
        problem["errors"] = errors.into();
    }
    let mut response = (status, Json(problem)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// The problem's type and title. A collision with a title of its own (`problem-…`) is a type of its own: a machine that lost a race
/// does something else than one that came too late.
fn kind<'a>(cx: &Cx, error: &'a AppError) -> (&'a str, String) {
    let own = match error {
        AppError::Conflict(reason) => {
            cx.texts.by_key(&format!("problem-{reason}")).map(|title| (reason.as_str(), title))
        }
        _ => None,
    };
    own.unwrap_or_else(|| (error.name(), title(cx, error)))
}

fn title(cx: &Cx, error: &AppError) -> String {
    cx.texts.by_key(&format!("error-{}-title", error.name())).unwrap_or_default()
}

fn fault_page(cx: &Cx, error: &AppError, status: StatusCode, came_from: &str) -> Page {
    let texts = cx.texts;
    let title = title(cx, error);
    let mut sentence = texts.by_key(&format!("error-{}-text", error.name())).unwrap_or_default();
    if let AppError::Invalid(fields) = error {
        for field in fields {
            if let Some(reason) = texts.by_key(&format!("error-field-{}", field.reason)) {
                sentence.push(' ');
                sentence.push_str(&reason);
            }
        }
    }
    // Who has only to prove again to be there is led to that, and back to the form.
    let prove = (*error == AppError::NotFresh).then(|| {
        let page = utf8_percent_encode(came_from, NON_ALPHANUMERIC);
        cx.href(&format!("/step-up?return={page}&lost=yes"))
    });
    let reference = texts.error_reference(cx.request_id.0.to_string());
    let (home, search) = (cx.href("/"), cx.href("/search"));
    let heading = title.clone();
    Page::new(cx, title, move || {
        let home_kind = if prove.is_some() { ButtonKind::Quiet } else { ButtonKind::Primary };
        view! {
            <h1 class="vh">{heading}</h1>
            <EmptyState icon=IconName::Help title=sentence>
                {prove.map(|href| view! { <LinkButton href=href kind=ButtonKind::Primary label=texts.error_way_prove() /> })}
                <LinkButton href=home kind=home_kind label=texts.error_way_home() />
                <LinkButton href=search kind=ButtonKind::Quiet label=texts.error_way_search() />
                <p class="meta">{reference}</p>
                <p class="meta">{texts.error_hotline()}</p>
            </EmptyState>
        }
        .into_any()
    })
    .tab(Tab::None)
    .unlisted()
    .status(status)
}
