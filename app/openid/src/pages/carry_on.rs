//! `/oauth/continue/{id}`: what an application asked waits here until the person signed in and answered.

use axum::{
    Form,
    extract::{Path, State},
    http::{HeaderValue, header},
    response::{IntoResponse as _, Redirect, Response},
};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;

use super::{Asking, choose::choose, consent::consent, leading::leading, not_led, prove::prove, rise::rise};
use crate::{
    OAuthError, OAuthErrorCode, OpenId,
    authorize::{NotGranted, Step, Waiting},
    http::no_store,
};
use foundation::{context::Cx, error::AppError};
use identity::{Holder, Identity, InAccount, ShownToken, session_cookie_dropped};

/// What somebody answers.
#[derive(Debug, Default, Deserialize)]
pub struct Given {
    #[serde(default)]
    answer: String,
}

const REFUSED: OAuthError = OAuthError::new(OAuthErrorCode::AccessDenied, "the person does not want to go on");
const TOO_LOW: OAuthError =
    OAuthError::new(OAuthErrorCode::UnmetAuthenticationRequirements, "the person did not raise their real-name level");

/// `GET /oauth/continue/{id}`: the next thing that is missing; where nothing is, the way to the application.
pub async fn carry_on(
    cx: Cx,
    holder: Result<InAccount, Response>,
    State(openid): State<OpenId>,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    let Some(waiting) = openid.waiting(&id).await? else { return Ok(over(&cx)) };
    let asking = Asking { cx: &cx, id: &id, waiting: &waiting };
    let (holder, way_in) = match holder {
        Ok(InAccount(holder)) => (Some(holder), None),
        Err(way_in) => (None, Some(way_in)),
    };
    if is_anothers(&waiting, holder.as_ref()) {
        return Ok(over(&cx));
    }
    let Waiting { client, asked, created_at, account, .. } = &waiting;
    let step = openid.next_step(client, asked, *created_at, *account, holder.as_ref()).await?;
    if let Some(error) = step.unshown().filter(|_| asked.prompts.none || step == Step::Refused) {
        return back_with(&openid, &asking, &error).await;
    }
    // Without a holder there is no step but the first.
    let Some(holder) = holder else {
        return Ok(way_in.map_or_else(|| over(&cx), |way_in| hinted(&cx, way_in, asked.login_hint.as_deref())));
    };
    let page = match step {
        Step::Done => return granted(&openid, &asking, &holder).await,
        Step::SignIn | Step::Refused => return Ok(over(&cx)),
        Step::ChooseAccount => choose(&asking, &holder, true),
        Step::AnotherAccount => choose(&asking, &holder, false),
        Step::ProveAgain => prove(&asking),
        Step::Rise(to) => rise(&asking, &holder, to),
        Step::Agree { before } => {
            let passed_on = openid.passed_on(&cx, client, &asked.passed_on(), &holder).await?;
            consent(&asking, passed_on, !before.is_empty())
        }
    };
    Ok(no_store(page))
}

/// `POST /oauth/continue/{id}`: what the person answers.
pub async fn answer(
    cx: Cx,
    InAccount(holder): InAccount,
    ShownToken(token): ShownToken,
    State(openid): State<OpenId>,
    State(identity): State<Identity>,
    Path(id): Path<String>,
    Form(Given { answer }): Form<Given>,
) -> Result<Response, AppError> {
    let Some(waiting) = openid.waiting(&id).await? else { return Ok(over(&cx)) };
    if is_anothers(&waiting, Some(&holder)) {
        return Ok(over(&cx));
    }
    let asking = Asking { cx: &cx, id: &id, waiting: &waiting };
    let Waiting { client, asked, created_at, account, .. } = &waiting;
    match answer.as_str() {
        "agree" => {
            let step = openid.next_step(client, asked, *created_at, *account, Some(&holder)).await?;
            // Nobody agrees to what they were not shown.
            if matches!(step, Step::Agree { .. }) {
                if !openid.choose_account(&waiting, &holder).await? {
                    return Ok(over(&cx));
                }
                openid.agree(&waiting, &holder).await?;
            }
        }
        "this" => {
            if !openid.choose_account(&waiting, &holder).await? {
                return Ok(over(&cx));
            }
        }
        "another" => {
            openid.leave_account(&waiting, &holder).await?;
            if let Some(token) = token {
                identity.sign_out(&holder.actor(), &token).await?;
            }
            return Ok(to_sign_in(&asking));
        }
        "refuse" => return back_with(&openid, &asking, &REFUSED).await,
        "later" => return back_with(&openid, &asking, &TOO_LOW).await,
        _ => return Err(AppError::invalid("answer", "unknown-choice")),
    }
    Ok(no_store(Redirect::to(&asking.action())))
}

fn is_anothers(waiting: &Waiting, holder: Option<&Holder>) -> bool {
    matches!((waiting.account, holder), (Some(account), Some(holder)) if account != holder.account)
}

fn over(cx: &Cx) -> Response {
    no_store(not_led(cx, cx.texts.not_led_over()))
}

/// Grants what was asked, and leads to the application.
async fn granted(openid: &OpenId, asking: &Asking<'_>, holder: &Holder) -> Result<Response, AppError> {
    let Waiting { id_hash, client, asked, .. } = asking.waiting;
    match openid.grant(Some(id_hash), client, asked, holder).await {
        Ok(address) => Ok(no_store(leading(asking, address))),
        Err(NotGranted::Over) => Ok(over(asking.cx)),
        Err(NotGranted::Unagreed) => Ok(no_store(Redirect::to(&asking.action()))),
        Err(NotGranted::Identity(error)) => Err(error.into()),
        Err(NotGranted::Fault(fault)) => Err(fault.into()),
    }
}

/// Ends what waits, and leads to the application with the reason.
async fn back_with(openid: &OpenId, asking: &Asking<'_>, error: &OAuthError) -> Result<Response, AppError> {
    if !openid.give_up(asking.waiting).await? {
        return Ok(over(asking.cx));
    }
    Ok(no_store(leading(asking, openid.back_with_error(&asking.waiting.asked.way, error))))
}

/// The way to the sign-in page, with whom the application expects.
fn hinted(cx: &Cx, mut way_in: Response, hint: Option<&str>) -> Response {
    let sign_in = cx.href("/sign-in?return=");
    let location = way_in.headers().get(header::LOCATION).and_then(|value| value.to_str().ok());
    if let (Some(hint), Some(location)) = (hint, location)
        && location.starts_with(&sign_in)
    {
        let with_name = format!("{location}&name={}", utf8_percent_encode(hint, NON_ALPHANUMERIC));
        if let Ok(value) = HeaderValue::from_str(&with_name) {
            way_in.headers_mut().insert(header::LOCATION, value);
        }
    }
    no_store(way_in)
}

/// Signed out, to sign in with another account and come back.
fn to_sign_in(asking: &Asking<'_>) -> Response {
    let back = utf8_percent_encode(&asking.path(), NON_ALPHANUMERIC).to_string();
    let mut response = Redirect::to(&asking.cx.href(&format!("/sign-in?return={back}"))).into_response();
    response.headers_mut().insert(header::SET_COOKIE, session_cookie_dropped(&asking.cx.site));
    no_store(response)
}
