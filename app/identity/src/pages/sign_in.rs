use axum::{
    Form,
    extract::{Query, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Redirect, Response},
};
use leptos::prelude::*;
use serde::Deserialize;

use crate::{
    Begun, Browser, Ceremony, Identity, IdentityError, ShownToken, TypedPassword, cookie, pages::passkey_entry,
};
use foundation::{
    context::{Client, Cx},
    error::AppError,
    page::{Page, Tab, safe_return},
    ui::{Card, ErrorSummary, Field, FieldError, PageHead, SubmitButton},
};

/// Where the page leads once somebody is signed in.
#[derive(Debug, Default, Deserialize)]
pub struct Back {
    #[serde(default, rename = "return")]
    back: String,
}

/// What somebody typed to sign in.
#[derive(Debug, Default, Deserialize)]
pub struct Credentials {
    #[serde(default)]
    name: String,
    #[serde(default)]
    password: String,
    #[serde(default, rename = "return")]
    back: String,
}

/// `GET /desk/sign-in`: the form; whoever is signed in to the desk is led on.
pub async fn sign_in_form(
    cx: Cx,
    client: Client,
    ShownToken(token): ShownToken,
    State(identity): State<Identity>,
    Query(Back { back }): Query<Back>,
) -> Result<Response, AppError> {
    if let Some(token) = token
        && identity.actor(&token, &client).await?.is_some_and(|actor| !actor.grants.is_empty())
    {
        return Ok(Redirect::to(&cx.href(&way_on(&back))).into_response());
    }
    Ok(draw(&cx, &Credentials { back, ..Credentials::default() }, None, StatusCode::OK).into_response())
}

/// `POST /desk/sign-in`: begins a session; the page it leads to asks for the second factor.
pub async fn sign_in(
    cx: Cx,
    client: Client,
    ShownToken(old): ShownToken,
    browser: Browser,
    State(identity): State<Identity>,
    Form(given): Form<Credentials>,
) -> Result<Response, AppError> {
    // Keyboards of phones begin with a capital letter and end with a space.
    let name = given.name.trim().to_lowercase();
    let typed = TypedPassword { name: &name, password: &given.password, stays: false, browser: Some(&browser.token) };
    match identity.enter(&typed, &client, old.as_ref()).await {
        Ok(Begun { token, .. }) => {
            let mut response = Redirect::to(&cx.href(&way_on(&given.back))).into_response();
            let headers = response.headers_mut();
            headers.insert(header::SET_COOKIE, cookie::kept(&cx.site, &token));
            headers.append(header::SET_COOKIE, browser.cookie);
            headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
            Ok(response)
        }
        Err(IdentityError::Wrong) => {
            let wrong = cx.texts.sign_in_wrong().to_owned();
            Ok(draw(&cx, &given, Some(wrong), StatusCode::BAD_REQUEST).into_response())
        }
        Err(IdentityError::TooMany { again_in }) => {
            let seconds = again_in.as_secs().max(1);
            let later = cx.texts.sign_in_too_many(i64::try_from(seconds.div_ceil(60)).unwrap_or(15));
            let mut response = draw(&cx, &given, Some(later), StatusCode::TOO_MANY_REQUESTS).into_response();
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
            Ok(response)
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /desk/sign-out`: ends the session, whether or not there still was one.
pub async fn sign_out(
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
    let mut response = Redirect::to(&cx.href("/desk/sign-in")).into_response();
    let headers = response.headers_mut();
    headers.insert(header::SET_COOKIE, cookie::dropped(&cx.site));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

fn way_on(back: &str) -> String {
    if back.is_empty() { "/desk".to_owned() } else { safe_return(back) }
}

/// The form. What was typed as a password is never sent back.
fn draw(cx: &Cx, given: &Credentials, error: Option<String>, status: StatusCode) -> Page {
    let texts = cx.texts;
    let title = match &error {
        Some(_) => format!("{} · {}", texts.form_errors(1), texts.sign_in()),
        None => texts.sign_in().to_owned(),
    };
    let (action, name, back) = (cx.href("/desk/sign-in"), given.name.clone(), given.back.clone());
    let errors: Vec<FieldError> =
        error.iter().map(|text| FieldError { field: "name".to_owned(), text: text.clone() }).collect();
    let error = error.unwrap_or_default();
    let (shown, way_on) = (cx.clone(), way_on(&given.back));
    Page::new(cx, title, move || {
        let passkey = passkey_entry(&shown, Ceremony::SignIn, &way_on);
        view! {
            <div class="stack column">
                <PageHead title=texts.sign_in()><p class="lead">{texts.sign_in_lead()}</p></PageHead>
                <ErrorSummary title=texts.form_errors(1) items=errors />
                <Card>
                    {passkey}
                    <form method="post" action=action class="stack">
                        <Field
                            id="name"
                            name="name"
                            label=texts.account_name()
                            value=name
                            error=error
                            autocomplete="username webauthn"
                        />
                        <Field
                            id="password"
                            name="password"
                            label=texts.password()
                            kind="password"
                            autocomplete="current-password"
                        />
                        <input type="hidden" name="return" value=back />
                        <SubmitButton label=texts.sign_in() full=true />
                    </form>
                </Card>
                <p class="meta">{texts.sign_in_help()}</p>
            </div>
        }
        .into_any()
    })
    .tab(Tab::None)
    .unlisted()
    .uncached()
    .status(status)
}
