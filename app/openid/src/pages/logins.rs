use axum::{
    extract::State,
    response::{IntoResponse as _, Response},
};
use leptos::prelude::*;

use crate::{ApplicationLogin, OpenId, Told};
use foundation::{
    context::Cx,
    error::AppError,
    ui::{Card, Row, Rows, Tone},
};
use identity::{
    InAccount,
    pages::{account_page, when},
};

/// `GET /me/applications/sign-ins`: where one signed in by way of the portal, and what became of signing out there.
pub async fn application_logins(
    cx: Cx,
    InAccount(holder): InAccount,
    State(openid): State<OpenId>,
) -> Result<Response, AppError> {
    let logins = openid.application_logins(&holder).await?;
    let texts = cx.texts;
    let shown = cx.clone();
    Ok(account_page(&cx, texts.app_logins_title(), texts.app_logins_lead(), move || {
        if logins.is_empty() {
            return view! { <p>{texts.app_logins_none()}</p> }.into_any();
        }
        let rows = logins.iter().map(|login| row(&shown, login)).collect();
        view! { <Card flush=true><Rows items=rows /></Card> }.into_any()
    })
    .into_response())
}

fn row(cx: &Cx, login: &ApplicationLogin) -> Row {
    let texts = cx.texts;
    let (state, tone) = match (login.ended_at, login.told) {
        (None, _) => (texts.app_login_open(), Tone::Ok),
        (Some(_), None) => (texts.app_login_ended(), Tone::Plain),
        (Some(_), Some(Told::Yes)) => (texts.app_login_told(), Tone::Plain),
        (Some(_), Some(Told::Trying)) => (texts.app_login_trying(), Tone::Info),
        (Some(_), Some(Told::No)) => (texts.app_login_untold(), Tone::Warn),
    };
    let began = texts.app_login_began(when(cx, login.began_at));
    let times = match login.ended_at {
        Some(ended) => format!("{began} · {}", texts.app_login_ended_at(when(cx, ended))),
        None => began,
    };
    Row::new("", login.client.definition.name.text(cx.language()).to_owned()).meta(times).pill(state, tone)
}
