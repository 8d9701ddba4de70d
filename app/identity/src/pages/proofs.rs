//! The ways by which the holder of a session proves more: what step-up and the second factor share.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Redirect, Response},
};
use leptos::prelude::*;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;

use super::{passkey_entry, tries};
use crate::{
    Ceremony, Contact, ContactKind, IdentityError, Token, cookie,
    factors::{Proof, Ways},
};
use foundation::{
    context::Cx,
    error::AppError,
    ids::CodeId,
    page::{Page, safe_return},
    ui::{ButtonKind, Card, Details, ErrorSummary, Field, FieldError, SubmitButton},
};

/// What the address of such a page says.
#[derive(Clone, Default, Deserialize)]
pub struct Asked {
    #[serde(default, rename = "return")]
    pub(super) back: String,
    #[serde(default)]
    pub(super) why: String,
    /// Where somebody goes who would rather not.
    #[serde(default)]
    pub(super) instead: String,
    /// Whether a form was sent before and not taken.
    #[serde(default)]
    pub(super) lost: String,
    /// A code that was sent, and to what kind of address.
    #[serde(default)]
    pub(super) code: String,
    #[serde(default)]
    pub(super) to: String,
}

/// What such a page sends: what its address said, and a proof.
#[derive(Default, Deserialize)]
pub struct Shown {
    #[serde(flatten)]
    pub(super) asked: Asked,
    #[serde(default)]
    way: String,
    #[serde(default)]
    value: String,
}

impl Shown {
    /// The proof somebody sent.
    pub(super) fn proof(&self) -> Option<Proof> {
        // The longest that could be right is a password.
        let value: String = self.value.chars().take(200).collect();
        match self.way.as_str() {
            "password" => Some(Proof::Password(value)),
            "totp" => Some(Proof::Totp(value)),
            "recovery" => Some(Proof::Recovery(value)),
            "sent" => CodeId::parse(&self.asked.code).map(|id| Proof::Sent(id, value)),
            _ => None,
        }
    }

    /// The field that was wrong.
    pub(super) fn field(&self) -> &'static str {
        match self.way.as_str() {
            "password" => "password",
            "totp" => "totp",
            "recovery" => "recovery",
            _ => "sent",
        }
    }
}

/// Where such a page sends what.
#[derive(Clone, Copy)]
pub(super) struct Door {
    pub(super) page: &'static str,
    pub(super) password: &'static str,
    pub(super) send: &'static str,
    pub(super) confirm: &'static str,
}

/// What was wrong: the field, what to say, and how many seconds to wait where there were too many tries.
pub(super) struct Refused {
    field: &'static str,
    text: String,
    wait: Option<u64>,
}

impl Refused {
    /// A proof that was not taken, in words, with how many more are; what has no words is an error of its own.
    pub(super) fn by(
        cx: &Cx,
        field: &'static str,
        error: IdentityError,
        tries_left: Option<i64>,
    ) -> Result<Self, AppError> {
        let texts = cx.texts;
        match error {
            IdentityError::Wrong => {
                let text = if field == "password" { texts.proof_password_wrong() } else { texts.proof_code_wrong() };
                let text = match tries_left {
                    Some(left) if field == "sent" => tries::of_code(cx, text, left),
                    Some(left) => tries::of_proof(cx, text, left),
                    None => text.to_owned(),
                };
                Ok(Self { field, text, wait: None })
            }
            IdentityError::TooMany { again_in } => {
                let seconds = again_in.as_secs().max(1);
                let minutes = i64::try_from(seconds.div_ceil(60)).unwrap_or(15);
                Ok(Self { field, text: texts.proof_too_many(minutes), wait: Some(seconds) })
            }
            error => Err(error.into()),
        }
    }

    /// The answer: the page again, with the status of what was wrong.
    pub(super) fn answer(wait: Option<u64>, page: Page) -> Response {
        match wait {
            None => page.status(StatusCode::BAD_REQUEST).into_response(),
            Some(seconds) => {
                let mut response = page.status(StatusCode::TOO_MANY_REQUESTS).into_response();
                response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
                response
            }
        }
    }

    pub(super) fn wait(&self) -> Option<u64> {
        self.wait
    }
}

/// The address of such a page.
pub(super) fn address(page: &str, asked: &Asked) -> String {
    let part = |name: &str, value: &str| {
        (!value.is_empty()).then(|| format!("{name}={}", utf8_percent_encode(value, NON_ALPHANUMERIC)))
    };
    let parts = [
        part("return", &asked.back),
        part("why", &asked.why),
        part("instead", &asked.instead),
        part("lost", &asked.lost),
        part("code", &asked.code),
        part("to", &asked.to),
    ];
    format!("{page}?{}", parts.into_iter().flatten().collect::<Vec<_>>().join("&"))
}

/// Leads on once something was proven, with the session's new token.
pub(super) fn led_on(cx: &Cx, back: &str, home: &str, token: &Token, stays: bool) -> Response {
    let target = if back.is_empty() { home.to_owned() } else { safe_return(back) };
    with_token(cx, Redirect::to(&cx.href(&target)).into_response(), token, stays)
}

/// An answer that gives the browser another token.
pub(super) fn with_token(cx: &Cx, mut response: Response, token: &Token, stays: bool) -> Response {
    let headers = response.headers_mut();
    headers.append(header::SET_COOKIE, cookie::kept_for(&cx.site, token, stays));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// The errors on top of the page, and its ways, the quickest first.
pub(super) fn ways_view(cx: &Cx, door: Door, ways: Ways, asked: &Asked, refused: Option<&Refused>) -> AnyView {
    let texts = cx.texts;
    let error = |field: &str| {
        refused.filter(|refused| refused.field == field).map(|refused| refused.text.clone()).unwrap_or_default()
    };
    let items: Vec<FieldError> = refused
        .map(|refused| FieldError { field: refused.field.to_owned(), text: refused.text.clone() })
        .into_iter()
        .collect();
    let form = Form { cx: cx.clone(), door, asked: asked.clone() };
    let passkey = ways.passkey.then(|| {
        let without = without_passkey(cx, door, &ways, asked);
        view! {
            {passkey_entry(cx, Ceremony::StepUp, &asked.back)}
            {without}
        }
    });
    let totp = ways.totp.then(|| {
        let field = view! {
            <Field id="totp" name="value" label=texts.proof_totp_label() hint=texts.proof_totp_hint() error=error("totp")
                autocomplete="one-time-code" inputmode="numeric" short=true />
        };
        form.card("by-totp", texts.proof_totp_title(), "totp", door.confirm, field.into_any())
    });
    let sent = (!ways.contacts.is_empty()).then(|| form.sent(&ways.contacts, error("sent")));
    let password = ways.password.then(|| {
        let field = view! {
            <Field id="password" name="value" label=texts.password() kind="password" error=error("password")
                autocomplete="current-password" short=true />
        };
        form.card("by-password", texts.proof_password_title(), "password", door.password, field.into_any())
    });
    let recovery = ways.recovery.then(|| {
        let (error, action, hidden) = (error("recovery"), form.cx.href(door.confirm), form.hidden("recovery"));
        let open = !error.is_empty();
        view! {
            <Details summary=texts.proof_recovery_title() open=open>
                <form method="post" action=action class="stack">
                    {hidden}
                    <Field id="recovery" name="value" label=texts.proof_recovery_label()
                        hint=texts.proof_recovery_hint() error=error autocomplete="off" />
                    <SubmitButton label=texts.proof_confirm() kind=ButtonKind::Quiet />
                </form>
            </Details>
        }
    });
    view! {
        <ErrorSummary title=texts.form_errors(1) items=items />
        {passkey}
        {totp}
        {sent}
        {password}
        {recovery}
    }
    .into_any()
}

/// What whoever has a passkey can do where the browser knows none, or runs no scripts. The passkeys' script hides it elsewhere.
fn without_passkey(cx: &Cx, door: Door, ways: &Ways, asked: &Asked) -> AnyView {
    let texts = cx.texts;
    if !ways.is_empty_without_passkey() {
        return view! { <p class="meta" data-passkey-without="">{texts.proof_passkey_others()}</p> }.into_any();
    }
    let again = cx.href(&address(door.page, asked));
    let by_code = ways.by_new_password.then(|| {
        let back = utf8_percent_encode(&asked.back, NON_ALPHANUMERIC);
        let recover = cx.href(&format!("/recover?return={back}"));
        view! { <p><a href=recover>{texts.proof_passkey_recover()}</a></p> }
    });
    view! {
        <div data-passkey-without="">
            <Card title=texts.proof_passkey_title() id="without-passkey">
                <p>{texts.proof_passkey_only()}</p>
                <p><a href=again>{texts.proof_passkey_again()}</a></p>
                {by_code}
            </Card>
        </div>
    }
    .into_any()
}

struct Form {
    cx: Cx,
    door: Door,
    asked: Asked,
}

impl Form {
    fn hidden(&self, way: &'static str) -> AnyView {
        view! {
            <input type="hidden" name="way" value=way />
            <input type="hidden" name="return" value=self.asked.back.clone() />
            <input type="hidden" name="why" value=self.asked.why.clone() />
            <input type="hidden" name="instead" value=self.asked.instead.clone() />
            <input type="hidden" name="lost" value=self.asked.lost.clone() />
        }
        .into_any()
    }

    fn card(&self, id: &'static str, title: &'static str, way: &'static str, action: &str, field: AnyView) -> AnyView {
        let (action, hidden, label) = (self.cx.href(action), self.hidden(way), self.cx.texts.proof_confirm());
        view! {
            <Card title=title id=id>
                <form method="post" action=action class="stack">
                    {hidden}
                    {field}
                    <SubmitButton label=label />
                </form>
            </Card>
        }
        .into_any()
    }

    /// Codes to the person's own addresses: a button each, and the field for the one that was sent.
    fn sent(&self, contacts: &[Contact], error: String) -> AnyView {
        let (texts, asked) = (self.cx.texts, &self.asked);
        let was_sent = CodeId::parse(&asked.code)
            .and_then(|id| Some((id, contacts.iter().find(|contact| contact.kind().code() == asked.to)?.masked())));
        let loose_error = if was_sent.is_none() { error.clone() } else { String::new() };
        let typed = was_sent.map(|(id, masked)| {
            let (action, hidden, to) = (self.cx.href(self.door.confirm), self.hidden("sent"), asked.to.clone());
            view! {
                <form method="post" action=action class="stack">
                    {hidden}
                    <input type="hidden" name="code" value=id.to_string() />
                    <input type="hidden" name="to" value=to />
                    <Field id="sent" name="value" label=texts.proof_sent_label() hint=texts.proof_sent_hint(masked)
                        error=error autocomplete="one-time-code" inputmode="numeric" short=true />
                    <SubmitButton label=texts.proof_confirm() />
                </form>
            }
        });
        let again = typed.is_some();
        let buttons = contacts
            .iter()
            .map(|contact| {
                let (action, hidden) = (self.cx.href(self.door.send), self.hidden("sent"));
                let label = match (contact.kind(), again) {
                    (ContactKind::Phone, false) => texts.proof_send_phone(contact.masked()),
                    (ContactKind::Phone, true) => texts.proof_send_phone_again(contact.masked()),
                    (ContactKind::Email, false) => texts.proof_send_email(contact.masked()),
                    (ContactKind::Email, true) => texts.proof_send_email_again(contact.masked()),
                };
                let kind = if again { ButtonKind::Quiet } else { ButtonKind::default() };
                view! {
                    <form method="post" action=action>
                        {hidden}
                        <input type="hidden" name="to" value=contact.kind().code() />
                        <SubmitButton label=label kind=kind />
                    </form>
                }
            })
            .collect_view();
        let loose =
            (!loose_error.is_empty()).then(|| view! { <p class="error" id="sent" tabindex="-1">{loose_error}</p> });
        view! {
            <Card title=texts.proof_sent_title() id="by-code">
                <div class="stack">{typed}{loose}{buttons}</div>
            </Card>
        }
        .into_any()
    }
}
