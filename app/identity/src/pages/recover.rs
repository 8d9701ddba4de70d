use axum::{
    Form,
    extract::{Query, State},
    response::{IntoResponse as _, Redirect, Response},
};
use leptos::prelude::*;
use serde::Deserialize;

use super::{
    code_page::{self, CodePage},
    form::{Wrong, asked_contact, begun, encoded, entry_page, failed, lead_with, way_on},
};
use crate::{Browser, Identity, IdentityError, Purpose, ShownToken, entry::Entering};
use foundation::{
    context::{Client, Cx},
    error::AppError,
    ids::CodeId,
    page::Page,
    ui::{Card, ErrorSummary, Field, Notice, SubmitButton},
};

/// What is sent on the way to another password.
#[derive(Debug, Default, Deserialize)]
pub struct Lost {
    #[serde(default)]
    address: String,
    #[serde(default)]
    id: String,
    #[serde(default)]
    code: String,
    #[serde(default)]
    password: String,
    #[serde(default, rename = "return")]
    back: String,
}

/// `GET /recover`: asks for an address that still works.
pub async fn recover_form(cx: Cx, Query(lost): Query<Lost>) -> Response {
    draw_address(&cx, lost, &Wrong::default()).into_response()
}

/// `POST /recover`: sends a code to an address, or again to the address of a code sent before.
pub async fn recover(
    cx: Cx,
    client: Client,
    browser: Browser,
    State(identity): State<Identity>,
    Form(lost): Form<Lost>,
) -> Result<Response, AppError> {
    let asked = asked_contact(&identity, Purpose::Recover, &browser, (&lost.id, &lost.address)).await;
    let contact = match asked {
        Ok(contact) => contact,
        Err(error) => return failed(&cx, error),
    };
    let Some(contact) = contact else {
        return Ok(draw_address(&cx, lost, &Wrong::because(&cx, "address", "contact")).into_response());
    };
    match identity.send_recovery_code(&contact, &browser.token, &client, cx.language()).await {
        Ok(id) => Ok(lead_with(&cx, &browser, &path("/recover/code", &id.to_string(), &lost.back))),
        Err(error) => failed(&cx, error),
    }
}

fn path(page: &str, id: &str, back: &str) -> String {
    let back = if back.is_empty() { String::new() } else { format!("&return={}", encoded(back)) };
    format!("{page}?id={id}{back}")
}

fn draw_address(cx: &Cx, lost: Lost, wrong: &Wrong) -> Page {
    let texts = cx.texts;
    let (action, errors, error) = (cx.href("/recover"), wrong.items(), wrong.of("address"));
    entry_page(cx, texts.recover(), texts.recover_lead().to_owned(), wrong, move || {
        view! {
            <ErrorSummary title=texts.form_errors(1) items=errors />
            <Card>
                <form method="post" action=action class="stack">
                    <Field
                        id="address"
                        name="address"
                        label=texts.enter_address()
                        value=lost.address
                        error=error
                        autocomplete="username"
                    />
                    <input type="hidden" name="return" value=lost.back />
                    <SubmitButton label=texts.code_ask() full=true />
                </form>
            </Card>
            <Notice><p>{texts.recover_other()}</p></Notice>
        }
        .into_any()
    })
}

/// `GET /recover/code`: asks for the code that was sent.
pub async fn recover_code_form(
    cx: Cx,
    browser: Browser,
    State(identity): State<Identity>,
    Query(lost): Query<Lost>,
) -> Result<Response, AppError> {
    draw_code(&cx, &browser, &identity, lost, Wrong::default()).await
}

/// `POST /recover/code`: takes the code and leads to the new password.
pub async fn recover_code(
    cx: Cx,
    client: Client,
    browser: Browser,
    State(identity): State<Identity>,
    Form(lost): Form<Lost>,
) -> Result<Response, AppError> {
    let Some(id) = CodeId::parse(&lost.id) else { return Err(AppError::invalid("code", "code-wrong")) };
    match identity.prove_recovery(id, &lost.code, &browser.token, &client).await {
        Ok(()) => Ok(lead_with(&cx, &browser, &path("/recover/password", &lost.id, &lost.back))),
        Err(IdentityError::Wrong) => {
            draw_code(&cx, &browser, &identity, lost, Wrong::because(&cx, "code", "code-wrong")).await
        }
        Err(error) => failed(&cx, error),
    }
}

async fn draw_code(
    cx: &Cx,
    browser: &Browser,
    identity: &Identity,
    lost: Lost,
    wrong: Wrong,
) -> Result<Response, AppError> {
    let known = match CodeId::parse(&lost.id) {
        Some(id) => identity.sent_code(id, Purpose::Recover, &browser.token).await?,
        None => None,
    };
    let Some(known) = known else {
        if wrong.items().is_empty() {
            return Ok(Redirect::to(&cx.href("/recover")).into_response());
        }
        return Ok(draw_address(cx, lost, &Wrong::because(cx, "address", "code-wrong")).into_response());
    };
    let asked = CodePage {
        id: lost.id,
        contact: &known.contact,
        back: lost.back,
        agreed: false,
        stays: None,
        action: "/recover/code",
        again: "/recover",
        other: "/recover",
        submit: cx.texts.recover_password(),
    };
    Ok(code_page::draw(cx, asked, &wrong.of_code(cx, known.tries_left)).into_response())
}

/// `GET /recover/password`: asks for another password.
pub async fn recover_password_form(
    cx: Cx,
    browser: Browser,
    State(identity): State<Identity>,
    Query(lost): Query<Lost>,
) -> Result<Response, AppError> {
    let proven = match CodeId::parse(&lost.id) {
        Some(id) => identity.proven_code(id, Purpose::Recover, &browser.token).await,
        None => Err(IdentityError::Wrong),
    };
    match proven {
        Ok(_) => Ok(draw_password(&cx, lost, &Wrong::default()).into_response()),
        Err(IdentityError::Wrong) => Ok(Redirect::to(&cx.href("/recover")).into_response()),
        Err(error) => Err(error.into()),
    }
}

/// `POST /recover/password`: sets it and begins a session.
pub async fn recover_password(
    cx: Cx,
    client: Client,
    browser: Browser,
    ShownToken(old): ShownToken,
    State(identity): State<Identity>,
    Form(lost): Form<Lost>,
) -> Result<Response, AppError> {
    let Some(code) = CodeId::parse(&lost.id) else { return Err(AppError::invalid("code", "code-wrong")) };
    let entering = Entering {
        code,
        browser: &browser.token,
        client: &client,
        language: cx.language(),
        agreed: false,
        stays: false,
        old: old.as_ref(),
    };
    match identity.recover(&lost.password, &entering).await {
        Ok(session) => Ok(begun(&cx, &session, &way_on(&lost.back))),
        Err(IdentityError::BadPassword(fault)) => {
            Ok(draw_password(&cx, lost, &Wrong::because(&cx, "password", fault.reason())).into_response())
        }
        Err(IdentityError::Wrong) => Err(AppError::invalid("code", "code-wrong")),
        Err(error) => failed(&cx, error),
    }
}

fn draw_password(cx: &Cx, lost: Lost, wrong: &Wrong) -> Page {
    let texts = cx.texts;
    let (action, errors, error) = (cx.href("/recover/password"), wrong.items(), wrong.of("password"));
    entry_page(cx, texts.recover_password(), texts.recover_done_lead().to_owned(), wrong, move || {
        view! {
            <ErrorSummary title=texts.form_errors(1) items=errors />
            <Card>
                <form method="post" action=action class="stack">
                    <input type="hidden" name="id" value=lost.id />
                    <input type="hidden" name="return" value=lost.back />
                    <Field
                        id="password"
                        name="password"
                        label=texts.password_new()
                        hint=texts.password_hint_resident()
                        kind="password"
                        error=error
                        autocomplete="new-password"
                    />
                    <SubmitButton label=texts.recover_set() full=true />
                </form>
            </Card>
        }
        .into_any()
    })
}
