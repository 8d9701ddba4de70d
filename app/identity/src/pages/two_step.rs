use axum::{
    Form,
    extract::{Query, State},
    response::{IntoResponse as _, Redirect, Response},
};
use leptos::prelude::*;
use serde::Deserialize;

use super::{authenticator::codes_page, frame::account_page, security::Done, step_up::StepUp};
use crate::{Holder, Identity, IdentityError, InAccount, factors::FactorsShown};
use foundation::{
    context::Cx,
    error::AppError,
    page::when,
    ui::{ButtonKind, Card, LinkButton, Notice, SubmitButton, Tone},
};

const PAGE: &str = "/me/security/second-factor";

/// What is asked for about second factors.
#[derive(Debug, Default, Deserialize)]
pub struct Change {
    #[serde(default)]
    act: String,
}

/// `GET /me/security/second-factor`: the second factors of an account, and whether signing in asks for one.
pub async fn two_step(
    cx: Cx,
    InAccount(holder): InAccount,
    State(identity): State<Identity>,
    Query(Done { done }): Query<Done>,
) -> Result<Response, AppError> {
    let shown = identity.factors(&holder).await?;
    let done = ["factor-on-done", "factor-off-done", "factor-app-dropped"].contains(&done.as_str()).then_some(done);
    let done = done.and_then(|key| cx.texts.by_key(&key));
    let (drawn, texts) = (cx.clone(), cx.texts);
    let page =
        account_page(&cx, texts.two_step_title(), texts.two_step_lead(), move || draw(&drawn, &holder, &shown, done));
    Ok(page.into_response())
}

/// `POST /me/security/second-factor`: turns asking on or off, takes the app away, or gives new recovery codes.
pub async fn change_two_step(
    cx: Cx,
    InAccount(holder): InAccount,
    State(identity): State<Identity>,
    Form(change): Form<Change>,
) -> Result<Response, AppError> {
    let outcome = match change.act.as_str() {
        "on" => identity.ask_for_second_factor(&holder, true).await.map(|()| "factor-on-done"),
        "off" => identity.ask_for_second_factor(&holder, false).await.map(|()| "factor-off-done"),
        "drop-app" => identity.drop_app(&holder).await.map(|()| "factor-app-dropped"),
        "codes" => match identity.new_recovery_codes(&holder).await {
            Ok(codes) => return Ok(codes_page(&cx, &codes, PAGE).into_response()),
            Err(error) => Err(error),
        },
        _ => return Err(AppError::invalid("act", "unknown-choice")),
    };
    match outcome {
        Ok(done) => Ok(Redirect::to(&cx.href(&format!("{PAGE}?done={done}"))).into_response()),
        Err(IdentityError::NotFresh) => Ok(StepUp::on(PAGE, "second-factor").after_form().lead(&cx)),
        Err(error) => Err(error.into()),
    }
}

fn draw(cx: &Cx, holder: &Holder, shown: &FactorsShown, done: Option<String>) -> AnyView {
    let texts = cx.texts;
    let action = cx.href(PAGE);
    let button = |act: &'static str, label: &'static str, kind: ButtonKind| {
        let action = action.clone();
        view! {
            <form method="post" action=action>
                <SubmitButton label=label name="act" value=act kind=kind />
            </form>
        }
        .into_any()
    };
    let notice = done.map(|text| view! { <div role="status"><Notice tone=Tone::Ok><p>{text}</p></Notice></div> });
    let staff = !holder.grants.is_empty();
    let state = match (staff, shown.on) {
        (true, _) => view! { <p>{texts.two_step_staff()}</p> }.into_any(),
        (false, true) => view! {
            <p>{texts.two_step_on()}</p>
            {button("off", texts.two_step_turn_off(), ButtonKind::Quiet)}
        }
        .into_any(),
        (false, false) if shown.may_be_on() => view! {
            <p>{texts.two_step_off()}</p>
            {button("on", texts.two_step_turn_on(), ButtonKind::Primary)}
        }
        .into_any(),
        (false, false) => view! { <p>{texts.two_step_needs()}</p> }.into_any(),
    };
    let app = if let Some(since) = shown.factors.totp {
        view! {
            <p>{texts.two_step_app_since(when(cx, since))}</p>
            {button("drop-app", texts.two_step_app_drop(), ButtonKind::Danger)}
        }
        .into_any()
    } else {
        let href = cx.href("/me/security/second-factor/app");
        view! {
            <p>{texts.two_step_app_none()}</p>
            <LinkButton href=href label=texts.two_step_app_add() />
        }
        .into_any()
    };
    let phone = match &shown.factors.phone {
        Some(phone) => texts.two_step_phone(phone.masked()),
        None => texts.two_step_phone_none().to_owned(),
    };
    let codes = shown.factors.totp.is_some().then(|| {
        let left = i64::try_from(shown.factors.recovery).unwrap_or_default();
        let renew = button("codes", texts.recovery_renew(), ButtonKind::Quiet);
        view! {
            <Card title=texts.recovery_title() id="recovery">
                <div class="stack">
                    <p>{texts.recovery_left(left)}</p>
                    {renew}
                </div>
            </Card>
        }
    });
    view! {
        {notice}
        <Card title=texts.two_step_state() id="state"><div class="stack">{state}</div></Card>
        <Card title=texts.two_step_app() id="app"><div class="stack">{app}</div></Card>
        <Card title=texts.two_step_phone_title() id="phone"><p>{phone}</p></Card>
        {codes}
    }
    .into_any()
}
