use axum::{
    body::Bytes,
    extract::{RawQuery, State},
    http::{HeaderValue, header},
    response::{IntoResponse, Redirect, Response},
};

use crate::{
    OpenId,
    authorize::{Asked, NotGranted, Refusal, Step},
    model::Client,
    pages::not_led,
};
use foundation::{context::Cx, error::AppError};
use identity::{Holder, InAccount};

/// `GET /oauth/authorize`: the authorization endpoint (OpenID Connect Core 1.0 §3.1.2). Where nothing is missing, the application
/// has its code at once; else the person is led to what is.
pub async fn authorize(
    cx: Cx,
    holder: Result<InAccount, Response>,
    State(openid): State<OpenId>,
    RawQuery(query): RawQuery,
) -> Result<Response, AppError> {
    let (client, asked) = match openid.read_request(query.unwrap_or_default().as_bytes()).await {
        Ok(read) => read,
        Err(refusal) => return refused(&cx, refusal),
    };
    let holder = holder.ok().map(|InAccount(holder)| holder);
    let step = openid.next_step(&client, &asked, cx.site.clock.now(), None, holder.as_ref()).await?;
    match (step, holder) {
        (Step::Done, Some(holder)) => match granted(&openid, &client, &asked, &holder).await? {
            Some(address) => Ok(no_store(Redirect::to(&address))),
            None => led_on(&cx, &openid, &client, &asked).await,
        },
        (step, _) => match step.unshown().filter(|_| asked.prompts.none || step == Step::Refused) {
            Some(error) => Ok(no_store(Redirect::to(&openid.back_with_error(&asked.way, &error)))),
            None => led_on(&cx, &openid, &client, &asked).await,
        },
    }
}

/// `POST /oauth/authorize`: the same with a form (OpenID Connect Core 1.0 §3.1.2.1). Sent by another site it comes without the
/// session's cookie, so who is signed in is seen where it leads to.
pub async fn authorize_by_form(cx: Cx, State(openid): State<OpenId>, body: Bytes) -> Result<Response, AppError> {
    match openid.read_request(&body).await {
        Ok((client, asked)) => led_on(&cx, &openid, &client, &asked).await,
        Err(refusal) => refused(&cx, refusal),
    }
}

/// The way back with a code; none where what was agreed to was taken back at this very moment.
async fn granted(openid: &OpenId, client: &Client, asked: &Asked, holder: &Holder) -> Result<Option<String>, AppError> {
    match openid.grant(None, client, asked, holder).await {
        Ok(address) => Ok(Some(address)),
        Err(NotGranted::Over | NotGranted::Unagreed) => Ok(None),
        Err(NotGranted::Identity(error)) => Err(error.into()),
        Err(NotGranted::Fault(fault)) => Err(fault.into()),
    }
}

/// Leads to where what is missing is asked for, in the language the application wants.
async fn led_on(cx: &Cx, openid: &OpenId, client: &Client, asked: &Asked) -> Result<Response, AppError> {
    let path = openid.keep(client, asked).await?;
    let cx = match asked.language() {
        Some(language) if !cx.visitor.prefixed => cx.along(&format!("/{}", language.prefix())).0,
        _ => cx.clone(),
    };
    Ok(no_store(Redirect::to(&cx.href(&path))))
}

fn refused(cx: &Cx, refusal: Refusal) -> Result<Response, AppError> {
    match refusal {
        Refusal::SentBack(address) => Ok(no_store(Redirect::to(&address))),
        Refusal::UnknownApplication => Ok(not_led(cx, cx.texts.not_led_application()).into_response()),
        Refusal::UnknownAddress => Ok(not_led(cx, cx.texts.not_led_address()).into_response()),
        Refusal::Over => Ok(not_led(cx, cx.texts.not_led_over()).into_response()),
        Refusal::Fault(fault) => Err(fault.into()),
    }
}

/// An answer of one person's, kept nowhere.
pub(crate) fn no_store(answer: impl IntoResponse) -> Response {
    let mut response = answer.into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
