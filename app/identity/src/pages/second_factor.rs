use axum::{
    Form,
    extract::{Query, State},
    http::header,
    response::{IntoResponse as _, Redirect, Response},
};
use leptos::prelude::*;

use super::proofs::{Asked, Door, Refused, Shown, address, led_on, ways_view};
use crate::{
    Browser, ContactKind, Holder, Identity, IdentityError, codes::Purpose, factors::Ways, signed_in::InWaiting,
};
use foundation::{
    context::{Client, Cx},
    error::AppError,
    page::{Page, Tab},
    ui::{ButtonKind, Notice, PageHead, SubmitButton},
};

const DOOR: Door = Door {
    page: "/sign-in/second-factor",
    password: "/sign-in/second-factor",
    send: "/sign-in/second-factor/code",
    confirm: "/sign-in/second-factor",
};

/// Where somebody who finished signing in is at home.
pub(super) fn home_of(holder: &Holder) -> &'static str {
    if holder.grants.is_empty() { "/me" } else { "/desk" }
}

/// `GET /sign-in/second-factor`: the ways to finish signing in; whoever has none makes one.
pub async fn second_factor(
    cx: Cx,
    waiting: InWaiting,
    State(identity): State<Identity>,
    Query(asked): Query<Asked>,
) -> Result<Response, AppError> {
    let ways = identity.ways_to_finish(&waiting.holder).await?;
    if ways.is_empty() {
        return Ok(Redirect::to(&cx.href(&address("/sign-in/enrol", &asked))).into_response());
    }
    Ok(draw(&cx, ways, &asked, None).into_response())
}

/// `POST /sign-in/second-factor/code`: sends a code to the phone.
pub async fn send_second_factor(
    cx: Cx,
    client: Client,
    waiting: InWaiting,
    browser: Browser,
    State(identity): State<Identity>,
    Form(shown): Form<Shown>,
) -> Result<Response, AppError> {
    let kind = ContactKind::parse(&shown.asked.to).ok_or_else(|| AppError::invalid("to", "unknown-choice"))?;
    let (holder, language) = (&waiting.holder, cx.language());
    match identity.send_proof_code(holder, (Purpose::SecondFactor, kind), &browser.token, &client, language).await {
        Ok(id) => {
            let asked = Asked { code: id.to_string(), ..shown.asked.clone() };
            let mut response = Redirect::to(&cx.href(&address(DOOR.page, &asked))).into_response();
            response.headers_mut().append(header::SET_COOKIE, browser.cookie);
            Ok(response)
        }
        Err(error) => refused(&cx, &identity, holder, &shown, error, None).await,
    }
}

/// `POST /sign-in/second-factor`: finishes signing in.
pub async fn show_second_factor(
    cx: Cx,
    client: Client,
    waiting: InWaiting,
    browser: Browser,
    State(identity): State<Identity>,
    Form(shown): Form<Shown>,
) -> Result<Response, AppError> {
    let proof = shown.proof().ok_or_else(|| AppError::invalid("way", "unknown-choice"))?;
    let holder = &waiting.holder;
    match identity.finish(holder, &proof, &browser.token, &client).await {
        Ok(token) => {
            let mut response = led_on(&cx, &shown.asked.back, home_of(holder), &token, holder.stays);
            response.headers_mut().append(header::SET_COOKIE, browser.cookie);
            Ok(response)
        }
        Err(error) => {
            let left = identity.proof_tries_left(holder, Purpose::SecondFactor, &proof, &browser.token).await?;
            refused(&cx, &identity, holder, &shown, error, left).await
        }
    }
}

async fn refused(
    cx: &Cx,
    identity: &Identity,
    holder: &Holder,
    shown: &Shown,
    error: IdentityError,
    tries_left: Option<i64>,
) -> Result<Response, AppError> {
    let refused = Refused::by(cx, shown.field(), error, tries_left)?;
    let (ways, wait) = (identity.ways_to_finish(holder).await?, refused.wait());
    Ok(Refused::answer(wait, draw(cx, ways, &shown.asked, Some(refused))))
}

fn draw(cx: &Cx, ways: Ways, asked: &Asked, refused: Option<Refused>) -> Page {
    let texts = cx.texts;
    let title = texts.second_factor_title();
    let full_title = if refused.is_some() { format!("{} · {title}", texts.form_errors(1)) } else { title.to_owned() };
    let (shown, asked) = (cx.clone(), asked.clone());
    Page::new(cx, full_title, move || {
        let cx = shown;
        let forms = ways_view(&cx, DOOR, ways, &asked, refused.as_ref());
        let out = cx.href("/desk/sign-out");
        view! {
            <div class="stack column">
                <PageHead title=title><p class="lead">{texts.second_factor_lead()}</p></PageHead>
                {forms}
                <Notice><p>{texts.second_factor_lost()}</p></Notice>
                <form method="post" action=out>
                    <SubmitButton label=texts.second_factor_cancel() kind=ButtonKind::Quiet />
                </form>
            </div>
        }
        .into_any()
    })
    .tab(Tab::Me)
    .unlisted()
    .uncached()
}
