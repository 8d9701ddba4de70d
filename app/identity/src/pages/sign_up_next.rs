use axum::{
    Form,
    extract::{Query, State},
    response::{IntoResponse as _, Redirect, Response},
};
use leptos::prelude::*;
use serde::Deserialize;

use super::{
    form::{Wrong, encoded, entry_page, failed, no_store, way_on},
    step_up::StepUp,
};
use crate::{Identity, IdentityError, InAccount};
use foundation::{
    context::Cx,
    error::AppError,
    page::Page,
    ui::{ButtonKind, Card, Details, ErrorSummary, Field, LinkButton, Row, Rows, SubmitButton},
};

/// Where the page leads afterwards, and the password where one is chosen.
#[derive(Debug, Default, Deserialize)]
pub struct Chosen {
    #[serde(default)]
    password: String,
    #[serde(default, rename = "return")]
    back: String,
}

/// `GET /sign-up/next`: asks how the person wants to sign in next time.
pub async fn next(
    cx: Cx,
    InAccount(holder): InAccount,
    State(identity): State<Identity>,
    Query(chosen): Query<Chosen>,
) -> Result<Response, AppError> {
    let has = identity.has_password(holder.account).await?;
    Ok(draw(&cx, &chosen.back, has, &Wrong::default()).into_response())
}

/// `POST /sign-up/password`: sets the first password.
pub async fn choose_password(
    cx: Cx,
    InAccount(holder): InAccount,
    State(identity): State<Identity>,
    Form(chosen): Form<Chosen>,
) -> Result<Response, AppError> {
    match identity.set_first_password(&holder, &chosen.password).await {
        Ok(()) => Ok(no_store(Redirect::to(&cx.href(&way_on(&chosen.back))).into_response())),
        Err(IdentityError::BadPassword(fault)) => {
            let wrong = Wrong::because(&cx, "password", fault.reason());
            Ok(draw(&cx, &chosen.back, false, &wrong).into_response())
        }
        Err(IdentityError::NotFresh) => {
            let here = format!("/sign-up/next?return={}", encoded(&way_on(&chosen.back)));
            Ok(StepUp::on(&here, "password").after_form().lead(&cx))
        }
        Err(IdentityError::Conflict) => Err(AppError::Conflict("password".to_owned())),
        Err(error) => failed(&cx, error),
    }
}

fn draw(cx: &Cx, back: &str, has_password: bool, wrong: &Wrong) -> Page {
    let texts = cx.texts;
    let target = way_on(back);
    let passkeys = cx.href(&format!("/me/security/passkeys?return={}", encoded(&target)));
    let (action, later) = (cx.href("/sign-up/password"), cx.href(&target));
    let (errors, error) = (wrong.items(), wrong.of("password"));
    let unfolded = !error.is_empty();
    entry_page(cx, texts.sign_up_done(), texts.sign_up_done_lead().to_owned(), wrong, move || {
        let password = if has_password {
            view! { <p class="meta">{texts.sign_up_password_has()}</p> }.into_any()
        } else {
            view! {
                <Card>
                    <Details summary=texts.sign_up_password() open=unfolded>
                        <form method="post" action=action class="stack">
                            <Field
                                id="password"
                                name="password"
                                label=texts.password_new()
                                hint=texts.password_hint_resident()
                                kind="password"
                                error=error
                                autocomplete="new-password"
                            />
                            <input type="hidden" name="return" value=target />
                            <SubmitButton label=texts.sign_up_password_set() kind=ButtonKind::Quiet full=true />
                        </form>
                    </Details>
                </Card>
            }
            .into_any()
        };
        view! {
            <ErrorSummary title=texts.form_errors(1) items=errors />
            <Card>
                <div class="stack">
                    <LinkButton href=passkeys label=texts.sign_up_passkey() full=true />
                    <p class="meta">{texts.sign_up_passkey_text()}</p>
                </div>
            </Card>
            {password}
            <Card flush=true><Rows items=vec![Row::new(later, texts.sign_up_later())] /></Card>
        }
        .into_any()
    })
}
