use axum::{
    Form,
    extract::{Query, State},
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;

use super::{
    code_page::{self, CodePage},
    enter::{self, Shown},
    form::{Wrong, asked_contact, begun, encoded, failed, lead_with, way_on},
};
use crate::{
    Browser, Contact, Identity, IdentityError, Purpose, ShownToken,
    entry::{Entered, Entering},
};
use foundation::{
    context::{Client, Cx},
    error::AppError,
    ids::CodeId,
};

/// What is sent on the way in by code.
#[derive(Debug, Default, Deserialize)]
pub struct Sent {
    #[serde(default)]
    pub(super) address: String,
    #[serde(default)]
    pub(super) id: String,
    #[serde(default)]
    pub(super) code: String,
    #[serde(default)]
    pub(super) agreed: String,
    #[serde(default)]
    pub(super) stays: String,
    #[serde(default, rename = "return")]
    pub(super) back: String,
}

impl Sent {
    pub(super) fn is_agreed(&self) -> bool {
        self.agreed == "yes"
    }
}

/// `POST /sign-in/code`: sends a code to an address, or again to the address of a code sent before.
pub async fn ask_code(
    cx: Cx,
    client: Client,
    browser: Browser,
    State(identity): State<Identity>,
    Form(sent): Form<Sent>,
) -> Result<Response, AppError> {
    let asked = asked_contact(&identity, Purpose::SignIn, &browser, (&sent.id, &sent.address)).await;
    let contact = match asked {
        Ok(contact) => contact,
        Err(error) => return failed(&cx, error),
    };
    let Some(contact) = contact else {
        let shown = Shown { address: sent.address, back: sent.back, by_code: true, ..Shown::default() };
        let wrong = Wrong::because(&cx, "address", "contact");
        return Ok(enter::draw(&cx, &identity, &shown, &wrong).await.into_response());
    };
    send(&cx, &client, &browser, &identity, &contact, &sent).await
}

/// Sends a code and leads to the page that asks for it.
pub(super) async fn send(
    cx: &Cx,
    client: &Client,
    browser: &Browser,
    identity: &Identity,
    contact: &Contact,
    sent: &Sent,
) -> Result<Response, AppError> {
    match identity.send_entry_code(contact, &browser.token, client, cx.language()).await {
        Ok(id) => Ok(lead_with(cx, browser, &code_path("/sign-in/code", &id.to_string(), sent))),
        Err(error) => failed(cx, error),
    }
}

/// The address of a page on which a code goes on.
fn code_path(page: &str, id: &str, sent: &Sent) -> String {
    let agreed = if sent.is_agreed() { "&agreed=yes" } else { "" };
    let stays = if sent.stays == "yes" { "&stays=yes" } else { "" };
    let back = if sent.back.is_empty() { String::new() } else { format!("&return={}", encoded(&sent.back)) };
    format!("{page}?id={id}{agreed}{stays}{back}")
}

/// `GET /sign-in/code`: asks for the code that was sent.
pub async fn code_form(
    cx: Cx,
    browser: Browser,
    State(identity): State<Identity>,
    Query(sent): Query<Sent>,
) -> Result<Response, AppError> {
    draw(&cx, &browser, &identity, sent, Wrong::default()).await
}

/// `POST /sign-in/code/confirm`: lets somebody in who types the code, and makes the account where there is none.
pub async fn confirm_code(
    cx: Cx,
    client: Client,
    browser: Browser,
    ShownToken(old): ShownToken,
    State(identity): State<Identity>,
    Form(sent): Form<Sent>,
) -> Result<Response, AppError> {
    let Some(code) = CodeId::parse(&sent.id) else { return Err(AppError::invalid("code", "code-wrong")) };
    let entering = entering(&cx, &client, &browser, old.as_ref(), code, &sent);
    match identity.enter_by_code(&sent.code, &entering).await {
        Ok(Entered::Asked) => Ok(lead_with(&cx, &browser, &code_path("/sign-up/agree", &sent.id, &sent))),
        Ok(entered) => Ok(entered_response(&cx, entered, &sent)),
        Err(IdentityError::Wrong) => {
            draw(&cx, &browser, &identity, sent, Wrong::because(&cx, "code", "code-wrong")).await
        }
        Err(error) => failed(&cx, error),
    }
}

pub(super) fn entering<'a>(
    cx: &Cx,
    client: &'a Client,
    browser: &'a Browser,
    old: Option<&'a crate::Token>,
    code: CodeId,
    sent: &Sent,
) -> Entering<'a> {
    Entering {
        code,
        browser: &browser.token,
        client,
        language: cx.language(),
        agreed: sent.is_agreed(),
        stays: sent.stays == "yes",
        old,
    }
}

/// Where somebody who is in is led: who just signed up is asked how to sign in next time.
pub(super) fn entered_response(cx: &Cx, entered: Entered, sent: &Sent) -> Response {
    match entered {
        Entered::In(session) => begun(cx, &session, &way_on(&sent.back)),
        Entered::SignedUp(session) => {
            begun(cx, &session, &format!("/sign-up/next?return={}", encoded(&way_on(&sent.back))))
        }
        Entered::Asked => Redirect::to(&cx.href("/sign-in")).into_response(),
    }
}

/// The page with the field, where this browser asked for the code and it may still be used; else the way to another one.
async fn draw(cx: &Cx, browser: &Browser, identity: &Identity, sent: Sent, wrong: Wrong) -> Result<Response, AppError> {
    let id = CodeId::parse(&sent.id);
    let known = match id {
        Some(id) => identity.sent_code(id, Purpose::SignIn, &browser.token).await?,
        None => None,
    };
    let Some(known) = known else {
        if wrong.items().is_empty() {
            return Ok(Redirect::to(&cx.href("/sign-in?way=code")).into_response());
        }
        // Too old, used, or of another browser: only a new one helps, and the page for that says so.
        let shown = Shown { back: sent.back, by_code: true, ..Shown::default() };
        let wrong = Wrong::because(cx, "address", "code-wrong");
        return Ok(enter::draw(cx, identity, &shown, &wrong).await.into_response());
    };
    let agreed = sent.is_agreed();
    let asked = CodePage {
        id: sent.id,
        contact: &known.contact,
        back: sent.back,
        agreed,
        stays: Some(sent.stays == "yes"),
        action: "/sign-in/code/confirm",
        again: "/sign-in/code",
        other: if agreed { "/sign-up" } else { "/sign-in?way=code" },
        submit: if agreed { cx.texts.sign_up() } else { cx.texts.enter_submit() },
    };
    Ok(code_page::draw(cx, asked, &wrong.of_code(cx, known.tries_left)).into_response())
}
