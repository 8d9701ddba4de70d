//! What the forms of accounts share: what is wrong with one, a box to tick, and the way on from one.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Redirect, Response},
};
use leptos::prelude::*;

use super::{frame::below, tries};
use crate::{Awaits, Begun, Browser, Contact, Identity, IdentityError, Purpose, cookie};
use foundation::{
    context::Cx,
    error::AppError,
    ids::CodeId,
    page::{Page, Tab, safe_return},
    ui::{ChoiceOption, Choices, Crumb, EmptyState, FieldError, IconName, LinkButton},
};

/// The one thing that is wrong with a form, in words; nothing where none is.
#[derive(Debug, Clone, Default)]
pub(super) struct Wrong {
    field: &'static str,
    text: String,
}

impl Wrong {
    /// Puts the reason a field is refused for into words.
    pub(super) fn because(cx: &Cx, field: &'static str, reason: &str) -> Self {
        let text = cx.texts.by_key(&format!("error-field-{reason}")).unwrap_or_default();
        Self { field, text }
    }

    /// With words of its own.
    pub(super) fn saying(field: &'static str, text: &str) -> Self {
        Self { field, text: text.to_owned() }
    }

    /// Where the code was wrong that a page asks for: with how often it may still be typed.
    pub(super) fn of_code(self, cx: &Cx, tries_left: i64) -> Self {
        if self.text.is_empty() { self } else { Self { text: tries::of_code(cx, &self.text, tries_left), ..self } }
    }

    /// What is wrong with a field; empty where nothing is.
    pub(super) fn of(&self, field: &str) -> String {
        if self.field == field { self.text.clone() } else { String::new() }
    }

    /// The line of the summary.
    pub(super) fn items(&self) -> Vec<FieldError> {
        let line = FieldError { field: self.field.to_owned(), text: self.text.clone() };
        if self.text.is_empty() { Vec::new() } else { vec![line] }
    }

    /// The title of the page, which says first that something is wrong.
    pub(super) fn title(&self, cx: &Cx, title: &str) -> String {
        if self.text.is_empty() { title.to_owned() } else { format!("{} · {title}", cx.texts.form_errors(1)) }
    }

    /// The status of the page.
    pub(super) fn status(&self) -> StatusCode {
        if self.text.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST }
    }
}

/// A page of the way in: the way back, the title, a lead, the main part. Seen by nobody else and kept nowhere.
pub(super) fn entry_page(
    cx: &Cx,
    title: &str,
    lead: String,
    wrong: &Wrong,
    body: impl FnOnce() -> AnyView + Send + 'static,
) -> Page {
    let home = Crumb { href: cx.href("/"), label: cx.texts.tab_home().to_owned() };
    below(cx, home, wrong.title(cx, title), title.to_owned(), lead, body).status(wrong.status())
}

/// The question whether to stay signed in on this device. Pages that ask by more than one form give each box its own id.
pub(super) fn stays_box(cx: &Cx, id: &'static str, checked: bool) -> AnyView {
    let texts = cx.texts;
    let option = ChoiceOption {
        value: "yes".to_owned(),
        label: texts.enter_stays().to_owned(),
        note: texts.enter_stays_note().to_owned(),
        checked,
    };
    view! { <Choices id=id name="stays" legend=texts.enter_stays_question() options=vec![option] several=true /> }
        .into_any()
}

/// A part of a query, so that it can stand in an address.
pub(super) fn encoded(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

/// Where somebody who is in is led: where they came from, else to their account.
pub(super) fn way_on(back: &str) -> String {
    if back.is_empty() { "/me".to_owned() } else { safe_return(back) }
}

/// What the place is called to which somebody returns, where that is known.
pub(super) async fn place(cx: &Cx, identity: &Identity, back: &str) -> Option<String> {
    let back = if back.is_empty() { return None } else { safe_return(back) };
    if let Some(title) = identity.titles.title(&back, cx.language()).await {
        return Some(title);
    }
    let path = back.split('?').next().unwrap_or_default();
    let first = path.split('/').nth(1).unwrap_or_default();
    let texts = cx.texts;
    let words = match first {
        "me" => texts.place_me(),
        "items" => texts.place_item(),
        "settings" => texts.place_settings(),
        "desk" => texts.place_desk(),
        "oauth" => texts.place_application(),
        _ => return None,
    };
    Some(words.to_owned())
}

/// Leads on, and keeps the browser's secret in it: every answer that sends a code does.
pub(super) fn lead_with(cx: &Cx, browser: &Browser, path: &str) -> Response {
    with_browser(no_store(Redirect::to(&cx.href(path)).into_response()), browser)
}

/// An answer that keeps the browser's secret in it, by which a code is redeemed and a device is known again.
pub(super) fn with_browser(mut response: Response, browser: &Browser) -> Response {
    response.headers_mut().append(header::SET_COOKIE, browser.cookie.clone());
    response
}

/// Where somebody goes whose session began: where they wanted to, or first to what is missing in the session.
pub(super) fn way_after(awaits: Awaits, target: &str) -> String {
    match awaits {
        Awaits::Nothing => target.to_owned(),
        Awaits::SecondFactor => format!("/sign-in/second-factor?return={}", encoded(target)),
        Awaits::Enrolment => format!("/sign-in/enrol?return={}", encoded(target)),
    }
}

/// The address a code is asked for: as typed, or that of a code this browser was sent before. None where it is neither.
pub(super) async fn asked_contact(
    identity: &Identity,
    purpose: Purpose,
    browser: &Browser,
    (id, address): (&str, &str),
) -> Result<Option<Contact>, IdentityError> {
    let Some(id) = CodeId::parse(id) else { return Ok(Contact::parse(address)) };
    match identity.sent_before(id, purpose, &browser.token).await {
        Ok(contact) => Ok(Some(contact)),
        Err(IdentityError::Wrong) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Leads somebody whose session began on, with its token.
pub(super) fn begun(cx: &Cx, begun: &Begun, target: &str) -> Response {
    let path = way_after(begun.awaits, target);
    let mut response = Redirect::to(&cx.href(&path)).into_response();
    response.headers_mut().append(header::SET_COOKIE, cookie::kept_for(&cx.site, &begun.token, begun.stays));
    no_store(response)
}

pub(super) fn no_store(mut response: Response) -> Response {
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// What is no matter of a form becomes a page: too many tries with the time to wait, an account that was ended.
pub(super) fn failed(cx: &Cx, error: IdentityError) -> Result<Response, AppError> {
    match error {
        IdentityError::TooMany { again_in } => {
            let seconds = again_in.as_secs().max(1);
            let minutes = i64::try_from(seconds.div_ceil(60)).unwrap_or(i64::MAX);
            let page = dead_end(cx, cx.texts.error_too_many_title(), cx.texts.entry_later(minutes));
            let mut response = page.status(StatusCode::TOO_MANY_REQUESTS).into_response();
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
            Ok(response)
        }
        IdentityError::Unknown => {
            let page = dead_end(cx, cx.texts.entry_ended_title(), cx.texts.entry_ended().to_owned());
            Ok(page.status(StatusCode::FORBIDDEN).into_response())
        }
        error => Err(error.into()),
    }
}

fn dead_end(cx: &Cx, title: &str, sentence: String) -> Page {
    let texts = cx.texts;
    let (heading, home) = (title.to_owned(), cx.href("/"));
    Page::new(cx, title.to_owned(), move || {
        view! {
            <h1 class="vh">{heading}</h1>
            <EmptyState icon=IconName::Clock title=sentence>
                <LinkButton href=home label=texts.error_way_home() />
                <p class="meta">{texts.error_hotline()}</p>
            </EmptyState>
        }
        .into_any()
    })
    .tab(Tab::Me)
    .unlisted()
    .uncached()
}
