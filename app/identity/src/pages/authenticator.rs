//! An authenticator app, taken while signing in or later; its recovery codes, shown once.

use axum::{
    Form,
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use leptos::prelude::*;
use serde::Deserialize;

use super::{
    frame::account_page,
    passkey_entry,
    proofs::{Asked, address, with_token},
    second_factor::home_of,
    step_up::StepUp,
};
use crate::{
    Browser, Ceremony, Holder, Identity, IdentityError, InAccount, ShownToken,
    factors::{HOW_MANY, RecoveryCode, Secret},
    signed_in::InWaiting,
};
use foundation::{
    context::{Client, Cx},
    error::AppError,
    page::{Page, Tab, safe_return},
    ui::{ButtonKind, Card, ErrorSummary, Field, FieldError, LinkButton, Notice, PageHead, SubmitButton, Tone},
};

const ENROL: &str = "/sign-in/enrol";
const OWN: &str = "/me/security/second-factor/app";
/// The page one comes from to take an app later.
const TWO_STEP: &str = "/me/security/second-factor";

/// The code by which an app is confirmed.
#[derive(Default, Deserialize)]
pub struct Confirmed {
    #[serde(default)]
    value: String,
    #[serde(default, rename = "return")]
    back: String,
}

/// `GET /sign-in/enrol`: whoever must show a second factor and has none takes an app.
pub async fn enrol(
    cx: Cx,
    waiting: InWaiting,
    State(identity): State<Identity>,
    Query(asked): Query<Asked>,
) -> Result<Response, AppError> {
    if !identity.ways_to_finish(&waiting.holder).await?.is_empty() {
        return Ok(Redirect::to(&cx.href(&address("/sign-in/second-factor", &asked))).into_response());
    }
    let secret = identity.offered_secret(&waiting.holder, &waiting.token);
    Ok(offer(&cx, &waiting.holder, &secret, ENROL, asked.back, false).into_response())
}

/// `POST /sign-in/enrol`: the app counts, and signing in is finished.
pub async fn take_enrolled(
    cx: Cx,
    client: Client,
    waiting: InWaiting,
    browser: Browser,
    State(identity): State<Identity>,
    Form(given): Form<Confirmed>,
) -> Result<Response, AppError> {
    let InWaiting { holder, token } = waiting;
    let signing_in = Some((&browser.token, &client));
    match identity.take_app(&holder, &token, &given.value, signing_in).await {
        Ok(taken) => {
            let back = if given.back.is_empty() { home_of(&holder).to_owned() } else { safe_return(&given.back) };
            let page = codes_page(&cx, &taken.codes, &back);
            let mut response = with_token(&cx, page.into_response(), &taken.token, holder.stays);
            response.headers_mut().append(axum::http::header::SET_COOKIE, browser.cookie);
            Ok(response)
        }
        Err(IdentityError::Wrong) => {
            let secret = identity.offered_secret(&holder, &token);
            Ok(offer(&cx, &holder, &secret, ENROL, given.back, true).status(StatusCode::BAD_REQUEST).into_response())
        }
        Err(error) => Err(taken(error)),
    }
}

/// `GET /me/security/second-factor/app`: takes an app later.
pub async fn own_app(
    cx: Cx,
    InAccount(holder): InAccount,
    ShownToken(token): ShownToken,
    State(identity): State<Identity>,
) -> Result<Response, AppError> {
    let token = token.ok_or(AppError::Unauthenticated)?;
    if !holder.is_fresh(cx.site.clock.now()) {
        return Ok(StepUp::before(OWN, "second-factor", TWO_STEP).lead(&cx));
    }
    if identity.factors(&holder).await?.factors.totp.is_some() {
        return Ok(Redirect::to(&cx.href(TWO_STEP)).into_response());
    }
    let secret = identity.offered_secret(&holder, &token);
    Ok(offer(&cx, &holder, &secret, OWN, String::new(), false).into_response())
}

/// `POST /me/security/second-factor/app`: the app counts from now on.
pub async fn take_own_app(
    cx: Cx,
    InAccount(holder): InAccount,
    ShownToken(token): ShownToken,
    State(identity): State<Identity>,
    Form(given): Form<Confirmed>,
) -> Result<Response, AppError> {
    let token = token.ok_or(AppError::Unauthenticated)?;
    match identity.take_app(&holder, &token, &given.value, None).await {
        Ok(given) => {
            let page = codes_page(&cx, &given.codes, TWO_STEP);
            Ok(with_token(&cx, page.into_response(), &given.token, holder.stays))
        }
        Err(IdentityError::Wrong) => {
            let secret = identity.offered_secret(&holder, &token);
            Ok(offer(&cx, &holder, &secret, OWN, String::new(), true).status(StatusCode::BAD_REQUEST).into_response())
        }
        Err(IdentityError::NotFresh) => Ok(StepUp::before(OWN, "second-factor", TWO_STEP).after_form().lead(&cx)),
        Err(error) => Err(taken(error)),
    }
}

/// Of two at once the database takes one.
fn taken(error: IdentityError) -> AppError {
    match error {
        IdentityError::Conflict => AppError::Conflict("second-factor".to_owned()),
        error => error.into(),
    }
}

fn offer(cx: &Cx, holder: &Holder, secret: &Secret, action: &'static str, back: String, wrong: bool) -> Page {
    let texts = cx.texts;
    let (title, signing_in) = (texts.app_title(), action == ENROL);
    let lead = if signing_in { texts.app_enrol_lead() } else { texts.app_lead() };
    let (picture, text) = (secret.picture(&holder.name, texts.brand()), secret.text());
    let (target, out) = (cx.href(action), cx.href("/desk/sign-out"));
    let (shown, on) = (cx.clone(), if back.is_empty() { home_of(holder).to_owned() } else { back.clone() });
    let body = move || {
        let passkey = signing_in.then(|| passkey_entry(&shown, Ceremony::Registration, &on));
        let error = if wrong { texts.proof_code_wrong().to_owned() } else { String::new() };
        let items: Vec<FieldError> =
            wrong.then(|| FieldError { field: "app-code".to_owned(), text: error.clone() }).into_iter().collect();
        let leave = signing_in.then(|| {
            view! {
                <form method="post" action=out>
                    <SubmitButton label=texts.second_factor_cancel() kind=ButtonKind::Quiet />
                </form>
            }
        });
        view! {
            <ErrorSummary title=texts.form_errors(1) items=items />
            {passkey}
            <Card title=texts.app_scan_title() id="scan">
                <p>{texts.app_scan_text()}</p>
                <div class="qr" role="img" aria-label=texts.app_qr_label() inner_html=picture></div>
                <p>{texts.app_by_hand()}</p>
                <p><code class="secret">{text}</code></p>
            </Card>
            <Card title=texts.app_confirm_title() id="confirm">
                <form method="post" action=target class="stack">
                    <input type="hidden" name="return" value=back />
                    <Field id="app-code" name="value" label=texts.proof_totp_label() hint=texts.app_confirm_hint()
                        error=error autocomplete="one-time-code" inputmode="numeric" short=true />
                    <SubmitButton label=texts.app_confirm() />
                </form>
            </Card>
            {leave}
        }
        .into_any()
    };
    if signing_in { plain_page(cx, title, lead, body) } else { account_page(cx, title, lead, body) }
}

/// A page before somebody is signed in.
fn plain_page(
    cx: &Cx,
    title: &'static str,
    lead: &'static str,
    body: impl FnOnce() -> AnyView + Send + 'static,
) -> Page {
    Page::new(cx, title, move || {
        view! {
            <div class="stack column">
                <PageHead title=title><p class="lead">{lead}</p></PageHead>
                {body()}
            </div>
        }
        .into_any()
    })
    .tab(Tab::Me)
    .unlisted()
    .uncached()
}

/// Recovery codes, this once, and the way on.
pub(super) fn codes_page(cx: &Cx, codes: &[RecoveryCode], on: &str) -> Page {
    let texts = cx.texts;
    let codes: Vec<String> = codes.iter().map(RecoveryCode::text).collect();
    let on = cx.href(on);
    let lead = texts.recovery_lead(i64::try_from(HOW_MANY).unwrap_or_default());
    let title = texts.recovery_title();
    Page::new(cx, title, move || {
        let rows = codes.into_iter().map(|code| view! { <li><code>{code}</code></li> }).collect_view();
        view! {
            <div class="stack column">
                <PageHead title=title><p class="lead">{lead}</p></PageHead>
                <Notice tone=Tone::Warn><p>{texts.recovery_once()}</p></Notice>
                <Card><ol class="secrets">{rows}</ol></Card>
                <LinkButton href=on label=texts.recovery_kept() full=true />
            </div>
        }
        .into_any()
    })
    .tab(Tab::Me)
    .unlisted()
    .uncached()
}
