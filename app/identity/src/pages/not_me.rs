use axum::{
    Form,
    extract::{Query, State},
    http::{HeaderValue, header},
    response::{IntoResponse as _, Response},
};
use leptos::prelude::*;
use serde::Deserialize;

use crate::{Identity, IdentityError, Token};
use foundation::{
    context::{Client, Cx},
    error::AppError,
    page::{Page, Tab},
    ui::{ButtonKind, Card, LinkButton, Notice, PageHead, SubmitButton, Tone},
};

/// The link of a message.
#[derive(Default, Deserialize)]
pub struct Link {
    #[serde(default)]
    link: String,
}

/// `GET /not-me`: what the link of a message does, once it is pressed. Opening it does nothing: mail programs open links too.
pub async fn not_me_link(
    cx: Cx,
    State(identity): State<Identity>,
    Query(Link { link }): Query<Link>,
) -> Result<Response, AppError> {
    let works = match Token::parse(&link) {
        Some(token) => identity.is_not_me_link(&token).await?,
        None => false,
    };
    let page = if works { ask(&cx, link) } else { over(&cx) };
    Ok(unshared(page))
}

/// `POST /not-me`: ends every session and voids the password.
pub async fn use_not_me_link(
    cx: Cx,
    client: Client,
    State(identity): State<Identity>,
    Form(Link { link }): Form<Link>,
) -> Result<Response, AppError> {
    let Some(token) = Token::parse(&link) else { return Ok(unshared(over(&cx))) };
    match identity.not_me_by_link(&token, &client).await {
        Ok(()) => Ok(unshared(done(&cx))),
        Err(IdentityError::Unknown) => Ok(unshared(over(&cx))),
        Err(error) => Err(error.into()),
    }
}

/// The address holds what the link proves: no other site is told of it.
fn unshared(page: Page) -> Response {
    let mut response = page.into_response();
    response.headers_mut().insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}

fn page(cx: &Cx, title: &'static str, lead: &'static str, rest: impl FnOnce() -> AnyView + Send + 'static) -> Page {
    Page::new(cx, title, move || {
        view! {
            <div class="stack column">
                <PageHead title=title><p class="lead">{lead}</p></PageHead>
                {rest()}
            </div>
        }
        .into_any()
    })
    .tab(Tab::Me)
    .unlisted()
    .uncached()
}

fn ask(cx: &Cx, link: String) -> Page {
    let (texts, action) = (cx.texts, cx.href("/not-me"));
    page(cx, texts.not_me_title(), texts.not_me_lead(), move || {
        view! {
            <Card>
                <form method="post" action=action class="stack">
                    <input type="hidden" name="link" value=link />
                    <p>{texts.not_me_text()}</p>
                    <SubmitButton label=texts.not_me_confirm() kind=ButtonKind::Danger />
                </form>
            </Card>
        }
        .into_any()
    })
}

fn done(cx: &Cx) -> Page {
    let (texts, sign_in) = (cx.texts, cx.href("/sign-in"));
    page(cx, texts.not_me_title(), texts.not_me_closed(), move || {
        view! {
            <Notice tone=Tone::Ok><p>{texts.not_me_next()}</p></Notice>
            <LinkButton href=sign_in label=texts.not_me_sign_in() />
        }
        .into_any()
    })
}

fn over(cx: &Cx) -> Page {
    let (texts, sign_in) = (cx.texts, cx.href("/sign-in"));
    page(cx, texts.not_me_title(), texts.not_me_over(), move || {
        view! { <LinkButton href=sign_in label=texts.not_me_sign_in() kind=ButtonKind::Quiet /> }.into_any()
    })
}
