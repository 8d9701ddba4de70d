use axum::{
    Form,
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use leptos::prelude::*;
use serde::Deserialize;

use super::{frame::account_page, proofs::with_token, step_up::StepUp, tries};
use crate::{Holder, Identity, IdentityError, InAccount, PasswordRule, throttle::PASSWORD};
use foundation::{
    context::{Client, Cx},
    error::AppError,
    page::Page,
    ui::{Card, ErrorSummary, Field, FieldError, Notice, SubmitButton, Tone},
};

const PAGE: &str = "/me/security/password";
/// The page one comes from.
const SECURITY: &str = "/me/security";

/// Why the page is shown.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    why: String,
}

/// Passwords as the form sends them.
#[derive(Default, Deserialize)]
pub struct Change {
    #[serde(default)]
    old: String,
    #[serde(default)]
    new: String,
    #[serde(default)]
    again: String,
}

/// `GET /me/security/password`: the form; who cannot show an old password proves first to be there.
pub async fn own_password(
    cx: Cx,
    InAccount(holder): InAccount,
    State(identity): State<Identity>,
    Query(asked): Query<Asked>,
) -> Result<Response, AppError> {
    let has_old = identity.factors(&holder).await?.has_password;
    let fresh = holder.is_fresh(cx.site.clock.now());
    let not_me = asked.why == "not-me";
    if !has_old && !fresh {
        return Ok(StepUp::before(&cx.here(), "password", SECURITY).lead(&cx));
    }
    Ok(draw(&cx, &holder, has_old && !fresh, not_me, None).into_response())
}

/// `POST /me/security/password`: changes the password; all other sessions end.
pub async fn change_own_password(
    cx: Cx,
    client: Client,
    InAccount(holder): InAccount,
    State(identity): State<Identity>,
    Form(change): Form<Change>,
) -> Result<Response, AppError> {
    let fresh = holder.is_fresh(cx.site.clock.now());
    let words = |reason: &str| cx.texts.by_key(&format!("error-field-{reason}")).unwrap_or_default();
    let again_saying = |field: &'static str, text: String| {
        draw(&cx, &holder, !fresh, false, Some((field, text))).status(StatusCode::BAD_REQUEST).into_response()
    };
    let again = |field: &'static str, reason: &str| again_saying(field, words(reason));
    if change.new != change.again {
        return Ok(again("again", "password-differs"));
    }
    let new = match identity.chosen_password(holder.account, &change.new).await {
        Ok(new) => new,
        Err(IdentityError::BadPassword(fault)) => return Ok(again("new", fault.reason())),
        Err(error) => return Err(error.into()),
    };
    let old = (!fresh).then_some(change.old.as_str());
    match identity.change_password(&holder, old, new, &client).await {
        Ok(token) => {
            let response = Redirect::to(&cx.href("/me/security?done=password-changed")).into_response();
            Ok(with_token(&cx, response, &token, holder.stays))
        }
        Err(IdentityError::Wrong) => {
            let left = identity.tries_left(PASSWORD, &holder.name).await?;
            Ok(again_saying("old", tries::of_proof(&cx, &words("password-wrong"), left)))
        }
        Err(IdentityError::NotFresh) => Ok(StepUp::before(PAGE, "password", SECURITY).after_form().lead(&cx)),
        Err(IdentityError::TooMany { again_in }) => Ok(tries::too_many(again_in)),
        Err(error) => Err(error.into()),
    }
}

fn draw(cx: &Cx, holder: &Holder, asks_old: bool, not_me: bool, wrong: Option<(&'static str, String)>) -> Page {
    let texts = cx.texts;
    let (action, name) = (cx.href(PAGE), holder.name.clone());
    let hint = match PasswordRule::of(&holder.name) {
        PasswordRule::Staff => texts.password_hint(),
        PasswordRule::Resident => texts.password_hint_resident(),
    };
    account_page(cx, texts.password_change(), texts.password_change_lead(), move || {
        let error = |field: &str| {
            wrong.as_ref().filter(|(name, _)| *name == field).map(|(_, text)| text.clone()).unwrap_or_default()
        };
        let items: Vec<FieldError> =
            wrong.iter().map(|(field, text)| FieldError { field: (*field).to_owned(), text: text.clone() }).collect();
        let (new_error, again_error) = (error("new"), error("again"));
        let old = asks_old.then(|| {
            view! {
                <Field id="old" name="old" label=texts.password_old() kind="password" error=error("old")
                    autocomplete="current-password" short=true />
            }
        });
        let notice = not_me.then(|| {
            view! { <div role="status"><Notice tone=Tone::Ok><p>{texts.not_me_done()}</p></Notice></div> }
        });
        view! {
            {notice}
            <ErrorSummary title=texts.form_errors(1) items=items />
            <Card>
                <form method="post" action=action class="stack">
                    // So that what keeps passwords knows whose it is.
                    <input type="text" name="username" value=name autocomplete="username" hidden=true />
                    {old}
                    <Field id="new" name="new" label=texts.password_new() kind="password" hint=hint
                        error=new_error autocomplete="new-password" short=true />
                    <Field id="again" name="again" label=texts.password_again() kind="password" error=again_error
                        autocomplete="new-password" short=true />
                    <SubmitButton label=texts.password_change() />
                </form>
            </Card>
        }
        .into_any()
    })
}
