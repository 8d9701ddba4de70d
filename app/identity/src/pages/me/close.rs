use axum::{
    Form,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use leptos::prelude::*;
use serde::Deserialize;

use super::{
    super::{StepUp, account_page},
    parts::{Wrong, day},
};
use crate::{Hindrance, Identity, IdentityError, InAccount, cookie};
use foundation::{
    context::Cx,
    error::{AppError, FieldError},
    page::{Page, Tab},
    ui::{ButtonKind, Card, ChoiceOption, Choices, ErrorSummary, LinkButton, Notice, PageHead, SubmitButton, Tone},
};

const HERE: &str = "/me/close";
/// The page one comes from.
const DATA: &str = "/me/data";

/// What was ticked.
#[derive(Debug, Default, Deserialize)]
pub struct Sure {
    #[serde(default)]
    sure: String,
}

/// `GET /me/close`: what happens when an account is closed.
pub async fn ask_close(
    cx: Cx,
    InAccount(holder): InAccount,
    State(identity): State<Identity>,
) -> Result<Response, AppError> {
    if let Some(hindrance) = identity.hindrance(&holder).await? {
        return Ok(draw_hindered(&cx, hindrance).into_response());
    }
    if !holder.is_fresh(cx.site.clock.now()) {
        return Ok(StepUp::before(HERE, "close", DATA).lead(&cx));
    }
    Ok(draw(&cx, &identity, &[]).into_response())
}

/// `POST /me/close`: asks for the account to be closed.
pub async fn close(
    cx: Cx,
    InAccount(holder): InAccount,
    State(identity): State<Identity>,
    Form(Sure { sure }): Form<Sure>,
) -> Result<Response, AppError> {
    if let Some(hindrance) = identity.hindrance(&holder).await? {
        return Ok(draw_hindered(&cx, hindrance).status(StatusCode::CONFLICT).into_response());
    }
    if sure != "yes" {
        let page = draw(&cx, &identity, &[FieldError::new("sure", "close-sure")]);
        return Ok(page.status(StatusCode::BAD_REQUEST).into_response());
    }
    match identity.close(&holder).await {
        Ok(_) => {
            let mut response = Redirect::to(&cx.href("/closing")).into_response();
            response.headers_mut().insert(header::SET_COOKIE, cookie::dropped(&cx.site));
            Ok(response)
        }
        Err(IdentityError::NotFresh) => Ok(StepUp::before(HERE, "close", DATA).after_form().lead(&cx)),
        Err(IdentityError::Hindered(hindrance)) => {
            Ok(draw_hindered(&cx, hindrance).status(StatusCode::CONFLICT).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// `GET /closing`: what happens now; there is no session any more.
pub async fn closing_asked(cx: Cx, State(identity): State<Identity>) -> Page {
    let texts = cx.texts;
    let (days, home) = (identity.closing_days(), cx.href("/"));
    Page::new(&cx, texts.closing_asked_title(), move || {
        view! {
            <div class="stack column">
                <PageHead title=texts.closing_asked_title()><p class="lead">{texts.closing_asked_text(days)}</p></PageHead>
                <LinkButton href=home label=texts.error_way_home() kind=ButtonKind::Quiet full=true />
            </div>
        }
        .into_any()
    })
    .tab(Tab::Me)
    .unlisted()
}

/// `GET /me/closing`: whoever comes back in time is asked whether to keep the account.
pub async fn closing(cx: Cx, InAccount(holder): InAccount) -> Response {
    let Some(closes_at) = holder.closes_at else { return Redirect::to(&cx.href("/me")).into_response() };
    let texts = cx.texts;
    let (drawn, lead) = (cx.clone(), texts.closing_lead(day(&cx, closes_at)));
    Page::new(&cx, texts.closing_title(), move || {
        view! {
            <div class="stack column">
                <PageHead title=texts.closing_title()><p class="lead">{lead}</p></PageHead>
                <p>{texts.closing_text()}</p>
                <form method="post" action=drawn.href("/me/closing")>
                    <SubmitButton label=texts.closing_keep() full=true />
                </form>
                <form method="post" action=drawn.href("/sign-out")>
                    <SubmitButton label=texts.me_sign_out() kind=ButtonKind::Quiet full=true />
                </form>
            </div>
        }
        .into_any()
    })
    .tab(Tab::Me)
    .unlisted()
    .uncached()
    .into_response()
}

/// `POST /me/closing`: keeps the account.
pub async fn keep(
    cx: Cx,
    InAccount(holder): InAccount,
    State(identity): State<Identity>,
) -> Result<Redirect, AppError> {
    identity.keep(&holder).await?;
    Ok(Redirect::to(&cx.href("/me?done=closing-kept")))
}

fn draw(cx: &Cx, identity: &Identity, errors: &[FieldError]) -> Page {
    let texts = cx.texts;
    let wrong = Wrong::of(cx, errors);
    let title = wrong.before(cx, texts.close_title());
    let until = texts.close_what_2(day(cx, identity.would_close_at()), identity.closing_days());
    let drawn = cx.clone();
    let page = account_page(cx, texts.close_title(), texts.close_lead(), move || {
        let sure = vec![ChoiceOption {
            value: "yes".to_owned(),
            label: texts.close_sure().to_owned(),
            ..ChoiceOption::default()
        }];
        let (summary, items, error) = (wrong.title(&drawn), wrong.items(), wrong.with("sure"));
        let (download, action) = (drawn.href(DATA), drawn.href(HERE));
        view! {
            <ErrorSummary title=summary items=items />
            <Card>
                <div class="prose"><ul>
                    <li>{texts.close_what_1()}</li>
                    <li>{until}</li>
                    <li>{texts.close_what_3()}</li>
                    <li>{texts.close_what_4()}</li>
                    <li>{texts.close_what_5()}</li>
                </ul></div>
            </Card>
            <Notice><p><a href=download>{texts.close_take_along()}</a></p></Notice>
            <Card>
                <form method="post" action=action class="stack">
                    <Choices id="sure" name="sure" legend=texts.close_question() options=sure several=true error=error />
                    <SubmitButton label=texts.close_button() kind=ButtonKind::Danger full=true />
                </form>
            </Card>
        }
        .into_any()
    });
    page.titled(title)
}

fn draw_hindered(cx: &Cx, hindrance: Hindrance) -> Page {
    let texts = cx.texts;
    let words = texts.by_key(hindrance.key()).unwrap_or_default();
    let drawn = cx.clone();
    account_page(cx, texts.close_hindered_title(), "", move || {
        view! {
            <Notice tone=Tone::Warn><p>{words}</p></Notice>
            <LinkButton href=drawn.href("/me") label=texts.tab_me() kind=ButtonKind::Quiet full=true />
        }
        .into_any()
    })
}
