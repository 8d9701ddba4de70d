use axum::{
    Form,
    extract::{Query, State},
    http::header,
    response::{IntoResponse as _, Redirect, Response},
};
use leptos::prelude::*;

use super::{
    proofs::{Asked, Door, Refused, Shown, address, led_on, ways_view},
    second_factor::home_of,
};
use crate::{Browser, ContactKind, Holder, Identity, IdentityError, InAccount, codes::Purpose, factors::Proof};
use foundation::{
    context::{Client, Cx},
    error::AppError,
    page::{Page, Tab, safe_return},
    ui::{Notice, PageHead, Tone},
};

const DOOR: Door =
    Door { page: "/step-up", password: "/step-up/password", send: "/step-up/code", confirm: "/step-up/confirm" };

/// The way to prove again to be there, and on from there. Paths are of this site, without their language.
#[derive(Debug, Clone, Copy)]
pub struct StepUp<'a> {
    /// Where somebody goes once they proved it.
    pub page: &'a str,
    /// Where somebody goes who would rather not: a page that asks for no such proof, or they would only come back here.
    pub instead: &'a str,
    /// What it is for: names the sentence `step-up-why-<why>`.
    pub why: &'a str,
    /// Whether a form was sent that was not taken: what was typed in it is gone, and the page says so.
    pub lost: bool,
}

impl<'a> StepUp<'a> {
    /// From a page that everybody may see, to do more there.
    pub fn on(page: &'a str, why: &'a str) -> Self {
        Self { page, instead: page, why, lost: false }
    }

    /// To a page that nobody sees without.
    pub fn before(page: &'a str, why: &'a str, instead: &'a str) -> Self {
        Self { page, instead, why, lost: false }
    }

    /// After a form was sent that was not taken.
    #[must_use]
    pub fn after_form(self) -> Self {
        Self { lost: true, ..self }
    }

    /// The address.
    pub fn href(self, cx: &Cx) -> String {
        let asked = Asked {
            back: self.page.to_owned(),
            why: self.why.to_owned(),
            instead: self.instead.to_owned(),
            lost: if self.lost { "yes".to_owned() } else { String::new() },
            ..Asked::default()
        };
        cx.href(&address(DOOR.page, &asked))
    }

    /// Leads there.
    pub fn lead(self, cx: &Cx) -> Response {
        Redirect::to(&self.href(cx)).into_response()
    }
}

/// `GET /step-up`: why, and by which ways.
pub async fn step_up(
    cx: Cx,
    InAccount(holder): InAccount,
    State(identity): State<Identity>,
    Query(asked): Query<Asked>,
) -> Result<Response, AppError> {
    Ok(draw(&cx, &identity, &holder, &asked, None).await?.into_response())
}

/// `POST /step-up/password`: proves by the password.
pub async fn step_up_password(
    cx: Cx,
    client: Client,
    InAccount(holder): InAccount,
    browser: Browser,
    State(identity): State<Identity>,
    Form(shown): Form<Shown>,
) -> Result<Response, AppError> {
    match shown.proof() {
        Some(proof @ Proof::Password(_)) => prove(&cx, &client, &holder, &browser, &identity, &shown, proof).await,
        _ => Err(AppError::invalid("way", "unknown-choice")),
    }
}

/// `POST /step-up/code`: sends a code to an address of one's own.
pub async fn step_up_code(
    cx: Cx,
    client: Client,
    InAccount(holder): InAccount,
    browser: Browser,
    State(identity): State<Identity>,
    Form(shown): Form<Shown>,
) -> Result<Response, AppError> {
    let kind = ContactKind::parse(&shown.asked.to).ok_or_else(|| AppError::invalid("to", "unknown-choice"))?;
    let language = cx.language();
    match identity.send_proof_code(&holder, (Purpose::StepUp, kind), &browser.token, &client, language).await {
        Ok(id) => {
            let asked = Asked { code: id.to_string(), ..shown.asked.clone() };
            let mut response = Redirect::to(&cx.href(&address(DOOR.page, &asked))).into_response();
            response.headers_mut().append(header::SET_COOKIE, browser.cookie);
            Ok(response)
        }
        Err(error) => refused(&cx, &identity, &holder, &shown, error, None).await,
    }
}

/// `POST /step-up/confirm`: proves by a code.
pub async fn step_up_confirm(
    cx: Cx,
    client: Client,
    InAccount(holder): InAccount,
    browser: Browser,
    State(identity): State<Identity>,
    Form(shown): Form<Shown>,
) -> Result<Response, AppError> {
    match shown.proof() {
        Some(proof @ (Proof::Sent(..) | Proof::Totp(_))) => {
            prove(&cx, &client, &holder, &browser, &identity, &shown, proof).await
        }
        _ => Err(AppError::invalid("way", "unknown-choice")),
    }
}

async fn prove(
    cx: &Cx,
    client: &Client,
    holder: &Holder,
    browser: &Browser,
    identity: &Identity,
    shown: &Shown,
    proof: Proof,
) -> Result<Response, AppError> {
    match identity.step_up(holder, &proof, &browser.token, client).await {
        Ok(token) => Ok(led_on(cx, &shown.asked.back, home_of(holder), &token, holder.stays)),
        Err(error) => {
            let left = identity.proof_tries_left(holder, Purpose::StepUp, &proof, &browser.token).await?;
            refused(cx, identity, holder, shown, error, left).await
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
    let wait = refused.wait();
    Ok(Refused::answer(wait, draw(cx, identity, holder, &shown.asked, Some(refused)).await?))
}

async fn draw(
    cx: &Cx,
    identity: &Identity,
    holder: &Holder,
    asked: &Asked,
    refused: Option<Refused>,
) -> Result<Page, AppError> {
    let texts = cx.texts;
    let ways = identity.ways_to_step_up(holder).await?;
    let known = asked.why.len() <= 40 && asked.why.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
    let why = known.then(|| texts.by_key(&format!("step-up-why-{}", asked.why))).flatten();
    let why = why.unwrap_or_else(|| texts.step_up_why().to_owned());
    let title = texts.step_up_title();
    let full_title = if refused.is_some() { format!("{} · {title}", texts.form_errors(1)) } else { title.to_owned() };
    // The page somebody goes on to may need this very proof, so it is no way back unless it was named as one.
    let instead = if asked.instead.is_empty() { home_of(holder).to_owned() } else { safe_return(&asked.instead) };
    let cancel = cx.href(&instead);
    let lost = asked.lost == "yes";
    let (shown, asked) = (cx.clone(), asked.clone());
    Ok(Page::new(cx, full_title, move || {
        let forms = ways_view(&shown, DOOR, ways, &asked, refused.as_ref());
        let lost = lost.then(|| view! { <Notice tone=Tone::Warn><p>{texts.step_up_lost()}</p></Notice> });
        view! {
            <div class="stack column">
                <PageHead title=title><p class="lead">{why}</p></PageHead>
                {lost}
                {forms}
                <Notice><p>{texts.step_up_stays()}</p></Notice>
                <p><a href=cancel>{texts.step_up_cancel()}</a></p>
            </div>
        }
        .into_any()
    })
    .tab(Tab::Me)
    .unlisted()
    .uncached())
}
