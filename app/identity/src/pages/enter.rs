use axum::{
    Form,
    extract::{Query, State},
    http::header,
    response::{IntoResponse as _, Redirect, Response},
};
use leptos::prelude::*;
use serde::Deserialize;

use super::{
    form::{Wrong, begun, entry_page, failed, no_store, place, stays_box, way_on, with_browser},
    other_ways::other_ways,
    passkey_entry::passkey_form,
};
use crate::{Browser, Ceremony, Identity, IdentityError, ShownToken, TypedPassword, cookie};
use foundation::{
    context::{Client, Cx},
    error::AppError,
    page::Page,
    ui::{ButtonKind, Card, Details, ErrorSummary, Field, IconName, Notice, Row, Rows, SubmitButton, Tone},
};

/// How the sign-in page was come to.
#[derive(Debug, Default, Deserialize)]
pub struct Entrance {
    #[serde(default, rename = "return")]
    back: String,
    #[serde(default)]
    way: String,
    /// Whom an application expects to sign in.
    #[serde(default)]
    name: String,
}

/// What somebody typed to sign in.
#[derive(Debug, Default, Deserialize)]
pub struct Typed {
    #[serde(default)]
    name: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    stays: String,
    #[serde(default, rename = "return")]
    back: String,
}

/// `GET /sign-in`: every way in; whoever is in is led on.
pub async fn entrance(
    cx: Cx,
    client: Client,
    ShownToken(token): ShownToken,
    State(identity): State<Identity>,
    Query(Entrance { back, way, name }): Query<Entrance>,
) -> Result<Response, AppError> {
    if let Some(token) = token
        && identity.actor(&token, &client).await?.is_some()
    {
        return Ok(no_store(Redirect::to(&cx.href(&way_on(&back))).into_response()));
    }
    let shown = Shown { back, name, by_code: way == "code", ..Shown::default() };
    Ok(draw(&cx, &identity, &shown, &Wrong::default()).await.into_response())
}

/// `POST /sign-in`: signs in with a password.
pub async fn enter(
    cx: Cx,
    client: Client,
    browser: Browser,
    ShownToken(old): ShownToken,
    State(identity): State<Identity>,
    Form(given): Form<Typed>,
) -> Result<Response, AppError> {
    // Keyboards of phones begin with a capital letter and end with a space.
    let name = given.name.trim().to_lowercase();
    let stays = given.stays == "yes";
    let typed = TypedPassword { name: &name, password: &given.password, stays, browser: Some(&browser.token) };
    match identity.enter(&typed, &client, old.as_ref()).await {
        Ok(session) => Ok(with_browser(begun(&cx, &session, &way_on(&given.back)), &browser)),
        Err(IdentityError::Wrong) => {
            let wrong = Wrong::saying("password", cx.texts.enter_wrong());
            let shown = Shown { back: given.back, name: given.name, stays, ..Shown::default() };
            Ok(draw(&cx, &identity, &shown, &wrong).await.into_response())
        }
        Err(error) => failed(&cx, error),
    }
}

/// `POST /sign-out`: ends the session, whether or not there still was one, and leads home.
pub async fn leave(
    cx: Cx,
    client: Client,
    ShownToken(token): ShownToken,
    State(identity): State<Identity>,
) -> Result<Response, AppError> {
    if let Some(token) = token
        && let Some((holder, _)) = identity.seen(&token, &client).await?
    {
        identity.sign_out(&holder.actor(), &token).await?;
    }
    let mut response = Redirect::to(&cx.href("/")).into_response();
    response.headers_mut().insert(header::SET_COOKIE, cookie::dropped(&cx.site));
    Ok(no_store(response))
}

/// What stands on the page again after something was wrong.
#[derive(Debug, Clone, Default)]
pub(super) struct Shown {
    pub(super) back: String,
    pub(super) name: String,
    pub(super) stays: bool,
    pub(super) address: String,
    /// Whether the way by code is unfolded.
    pub(super) by_code: bool,
}

/// The page. What was typed as a password is never sent back.
pub(super) async fn draw(cx: &Cx, identity: &Identity, shown: &Shown, wrong: &Wrong) -> Page {
    let texts = cx.texts;
    let lead = place(cx, identity, &shown.back).await.map(|place| texts.enter_back_to(place)).unwrap_or_default();
    let way_on = way_on(&shown.back);
    let back = super::form::encoded(&shown.back);
    let way = |path: &str| cx.href(&if back.is_empty() { path.to_owned() } else { format!("{path}?return={back}") });
    let (sign_up, recover) = (way("/sign-up"), way("/recover"));
    // Icons are found while the page is drawn, not before.
    let drawn = (cx.clone(), identity.clone(), shown.clone(), wrong.clone());
    entry_page(cx, texts.enter(), lead, wrong, move || {
        let (cx, identity, shown, wrong) = &drawn;
        let (errors, by_password) = (wrong.items(), password_form(cx, shown, wrong));
        let by_code = code_form(cx, shown, wrong);
        let passkey = passkey_form(cx, Ceremony::SignIn, &way_on, stays_box(cx, "passkey-stays", shown.stays));
        let others = other_ways(cx, identity.providers(), &way_on);
        let rows = vec![
            Row::new(sign_up, texts.enter_sign_up()).icon(IconName::User),
            Row::new(recover, texts.enter_lost()).icon(IconName::Help),
        ];
        view! {
            <ErrorSummary title=texts.form_errors(1) items=errors />
            {passkey}
            {by_password}
            {by_code}
            <Card flush=true><Rows items=rows /></Card>
            {others}
            <Notice tone=Tone::Main><p>{texts.enter_safety()}</p></Notice>
        }
        .into_any()
    })
}

fn password_form(cx: &Cx, shown: &Shown, wrong: &Wrong) -> AnyView {
    let texts = cx.texts;
    let (action, shown, error) = (cx.href("/sign-in"), shown.clone(), wrong.of("password"));
    let stays = stays_box(cx, "stays", shown.stays);
    view! {
        <Card>
            <Details summary=texts.enter_by_password() open=!shown.by_code>
                <form method="post" action=action class="stack">
                    <Field
                        id="name"
                        name="name"
                        label=texts.enter_name()
                        value=shown.name
                        autocomplete="username webauthn"
                    />
                    <Field
                        id="password"
                        name="password"
                        label=texts.password()
                        kind="password"
                        error=error
                        autocomplete="current-password"
                    />
                    {stays}
                    <input type="hidden" name="return" value=shown.back />
                    <SubmitButton label=texts.enter_submit() kind=ButtonKind::Quiet full=true />
                </form>
            </Details>
        </Card>
    }
    .into_any()
}

fn code_form(cx: &Cx, shown: &Shown, wrong: &Wrong) -> AnyView {
    let texts = cx.texts;
    let (action, shown, error) = (cx.href("/sign-in/code"), shown.clone(), wrong.of("address"));
    view! {
        <Card>
            <Details summary=texts.enter_by_code() open=shown.by_code>
                <form method="post" action=action class="stack">
                    <Field
                        id="address"
                        name="address"
                        label=texts.enter_address()
                        hint=texts.enter_code_lead()
                        value=shown.address
                        error=error
                        autocomplete="username"
                    />
                    <input type="hidden" name="return" value=shown.back />
                    <SubmitButton label=texts.code_ask() kind=ButtonKind::Quiet full=true />
                </form>
            </Details>
        </Card>
    }
    .into_any()
}
