use axum::{
    extract::{Query, State},
    http::header,
    response::{IntoResponse as _, Response},
};
use leptos::prelude::*;
use serde::Deserialize;

use crate::{Letter, Notifications};
use foundation::{
    context::Cx,
    error::AppError,
    page::Page,
    ui::{EmptyState, IconName, PageHead},
};

/// Longer than any address.
const LONGEST: usize = 254;

/// Whose messages are asked for.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    address: String,
}

/// `GET /dev/outbox`, in a demonstration only: what was sent to phones and mailboxes, the newest first. `?address=` asks for
/// those to one address.
pub async fn outbox(
    cx: Cx,
    State(notifications): State<Notifications>,
    Query(asked): Query<Asked>,
) -> Result<Response, AppError> {
    if !cx.site.demonstration {
        return Err(AppError::NotFound);
    }
    let address = address(&asked.address);
    if address.len() > LONGEST || address.chars().any(char::is_control) {
        return Err(AppError::NotFound);
    }
    let letters = notifications.sent((!address.is_empty()).then_some(address.as_str())).await?;
    let texts = cx.texts;
    let drawn = cx.clone();
    let page = Page::new(&cx, texts.outbox(), move || {
        let articles = letters.iter().map(|letter| draw(&drawn, letter)).collect_view();
        let empty = letters.is_empty();
        view! {
            <div class="stack column">
                <PageHead title=texts.outbox()><p class="lead">{texts.outbox_lead()}</p></PageHead>
                {articles}
                {empty.then(|| view! { <EmptyState icon=IconName::Info title=texts.outbox_empty() /> })}
            </div>
        }
        .into_any()
    });
    let mut response = page.unlisted().uncached().into_response();
    response.headers_mut().insert("x-robots-tag", header::HeaderValue::from_static("noindex"));
    Ok(response)
}

/// A phone's address begins with a plus, which forms send as a space where nobody escaped it; a number of the mainland may
/// come without.
fn address(asked: &str) -> String {
    let bare = asked.trim();
    let digits = !bare.is_empty() && bare.bytes().all(|byte| byte.is_ascii_digit());
    match bare.len() {
        11 if digits => format!("+86{bare}"),
        _ if digits => format!("+{bare}"),
        _ => bare.to_lowercase(),
    }
}

fn draw(cx: &Cx, letter: &Letter) -> AnyView {
    let texts = cx.texts;
    let channel = texts.by_key(&format!("outbox-{}", letter.channel)).unwrap_or_default();
    let body = letter.body.clone().unwrap_or_else(|| texts.outbox_erased().to_owned());
    let failure =
        (!letter.failure.is_empty()).then(|| view! { <p class="meta" lang="en">{letter.failure.clone()}</p> });
    view! {
        <article class="card" data-address=letter.address.clone() lang=letter.language.tag()>
            <h2>{letter.subject.clone()}</h2>
            <p class="meta" lang=cx.language().tag()>
                {channel} " · " {letter.address.clone()} " · "
                <time datetime=letter.told_at.to_rfc3339()>{letter.told_moment()}</time>
            </p>
            <p>{body}</p>
            {failure}
        </article>
    }
    .into_any()
}
