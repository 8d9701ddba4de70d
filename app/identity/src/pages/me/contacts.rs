use axum::{
    Form,
    extract::{Query, State},
    http::{StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use leptos::prelude::*;
use serde::Deserialize;

use super::{
    super::{StepUp, account_page},
    parts::{Done, Wrong, done_notice},
};
use crate::{
    Browser, CODE_LASTS, Contact, ContactKind, Holder, Identity, IdentityError, InAccount, Purpose, UNDO_LASTS,
};
use foundation::{
    context::{Client, Cx},
    error::{AppError, FieldError},
    ids::CodeId,
    page::Page,
    ui::{ButtonKind, Card, ErrorSummary, Field, LinkButton, Notice, SubmitButton, Tone},
};

const HERE: &str = "/me/contacts";

/// An address somebody wants to make their own, or to be rid of.
#[derive(Debug, Default, Deserialize)]
pub struct Wanted {
    #[serde(default)]
    kind: String,
    #[serde(default)]
    address: String,
}

/// A code that was sent, and what somebody typed for it.
#[derive(Debug, Default, Deserialize)]
pub struct Typed {
    #[serde(default)]
    code: String,
    #[serde(default)]
    digits: String,
}

/// `GET /me/contacts`: the phone and the mailbox of the account.
pub async fn contacts(
    cx: Cx,
    InAccount(holder): InAccount,
    State(identity): State<Identity>,
    Query(Done { done }): Query<Done>,
) -> Result<Page, AppError> {
    draw(&cx, &holder, &identity, &done, &Wanted::default(), &[]).await
}

/// `POST /me/contacts`: sends a code to the new address.
pub async fn ask_contact(
    cx: Cx,
    client: Client,
    browser: Browser,
    InAccount(holder): InAccount,
    State(identity): State<Identity>,
    Form(wanted): Form<Wanted>,
) -> Result<Response, AppError> {
    let kind = ContactKind::parse(&wanted.kind).ok_or_else(|| AppError::invalid("kind", "unknown-choice"))?;
    let contact = Contact::parse(&wanted.address).filter(|contact| contact.kind() == kind);
    let asked = match contact {
        None => Err(FieldError::new(kind.code(), format!("contact-{}", kind.code()))),
        Some(contact) => match identity.ask_contact(&holder, &contact, &browser.token, &client, cx.language()).await {
            Ok(code) => Ok(code),
            Err(IdentityError::NotFresh) => return Ok(StepUp::on(HERE, "contacts").after_form().lead(&cx)),
            Err(IdentityError::OwnAddress) => Err(FieldError::new(kind.code(), "contact-own")),
            Err(error) => return Err(error.into()),
        },
    };
    match asked {
        Ok(code) => {
            let mut response = Redirect::to(&cx.href(&format!("{HERE}/confirm?code={code}"))).into_response();
            response.headers_mut().append(header::SET_COOKIE, browser.cookie);
            Ok(response)
        }
        Err(error) => {
            let page = draw(&cx, &holder, &identity, "", &wanted, &[error]).await?;
            Ok(page.status(StatusCode::BAD_REQUEST).into_response())
        }
    }
}

/// `GET /me/contacts/confirm`: asks for the code.
pub async fn ask_confirm(
    cx: Cx,
    InAccount(holder): InAccount,
    State(identity): State<Identity>,
    Query(typed): Query<Typed>,
) -> Result<Page, AppError> {
    let id = CodeId::parse(&typed.code).ok_or(AppError::NotFound)?;
    let contact = identity.asked_contact(&holder, id).await?;
    Ok(draw_confirm(&cx, id, &contact, Wrong::default()))
}

/// `POST /me/contacts/confirm`: makes the address the person's own where the code is right.
pub async fn confirm_contact(
    cx: Cx,
    client: Client,
    browser: Browser,
    InAccount(holder): InAccount,
    State(identity): State<Identity>,
    Form(typed): Form<Typed>,
) -> Result<Response, AppError> {
    let id = CodeId::parse(&typed.code).ok_or(AppError::NotFound)?;
    let contact = identity.asked_contact(&holder, id).await?;
    let confirmed =
        identity.confirm_contact(&holder, id, &browser.token, &typed.digits, &client, &cx.site.origin).await;
    match confirmed {
        Ok(_) => Ok(Redirect::to(&cx.href("/me/contacts?done=contacts-changed")).into_response()),
        Err(IdentityError::Wrong) => {
            let sent = identity.sent_code(id, Purpose::NewContact, &browser.token).await?;
            let wrong = Wrong::of_code(&cx, "digits", "code-wrong-or-old", sent.map(|sent| sent.tries_left));
            let page = draw_confirm(&cx, id, &contact, wrong);
            Ok(page.status(StatusCode::BAD_REQUEST).into_response())
        }
        Err(IdentityError::Taken) => Ok(draw_taken(&cx, &contact).status(StatusCode::CONFLICT).into_response()),
        Err(error) => Err(error.into()),
    }
}

/// `POST /me/contacts/remove`: takes an address away; one stays.
pub async fn remove_contact(
    cx: Cx,
    InAccount(holder): InAccount,
    State(identity): State<Identity>,
    Form(wanted): Form<Wanted>,
) -> Result<Response, AppError> {
    let kind = ContactKind::parse(&wanted.kind).ok_or_else(|| AppError::invalid("kind", "unknown-choice"))?;
    match identity.remove_contact(&holder, kind, &cx.site.origin).await {
        Ok(()) => Ok(Redirect::to(&cx.href("/me/contacts?done=contacts-removed")).into_response()),
        Err(IdentityError::NotFresh) => Ok(StepUp::on(HERE, "contacts").after_form().lead(&cx)),
        Err(IdentityError::LastAddress) => {
            let error = FieldError::new(kind.code(), "contact-last");
            let page = draw(&cx, &holder, &identity, "", &Wanted::default(), &[error]).await?;
            Ok(page.status(StatusCode::BAD_REQUEST).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

async fn draw(
    cx: &Cx,
    holder: &Holder,
    identity: &Identity,
    done: &str,
    wanted: &Wanted,
    errors: &[FieldError],
) -> Result<Page, AppError> {
    let texts = cx.texts;
    let own = identity.contacts(holder).await?;
    let fresh = holder.is_fresh(cx.site.clock.now());
    let wrong = Wrong::of(cx, errors);
    let (title, typed, asked) = (wrong.before(cx, texts.me_contacts()), wanted.address.clone(), wanted.kind.clone());
    let (drawn, notice) = (cx.clone(), done_notice(cx, done, &["contacts-changed", "contacts-removed"]));
    let page = account_page(cx, texts.me_contacts(), texts.contacts_lead(), move || {
        let cards = [ContactKind::Phone, ContactKind::Email].map(|kind| {
            let typed = if asked == kind.code() { typed.clone() } else { String::new() };
            card(&drawn, kind, &own, fresh, typed, wrong.with(kind.code()))
        });
        let step_up = (!fresh).then(|| {
            let href = StepUp::on(HERE, "contacts").href(&drawn);
            view! {
                <Notice><p>{texts.contacts_fresh()}</p></Notice>
                <LinkButton href=href label=texts.contacts_fresh_button() full=true />
            }
        });
        let (summary, items) = (wrong.title(&drawn), wrong.items());
        view! {
            {notice}
            <ErrorSummary title=summary items=items />
            {step_up}
            {cards.collect_view()}
            <p class="meta">{texts.contacts_old_told(UNDO_LASTS.num_days())}</p>
        }
        .into_any()
    });
    Ok(page.titled(title))
}

/// One kind of address: what it is, the way to another one, and the way to be rid of it.
fn card(cx: &Cx, kind: ContactKind, own: &[Contact], fresh: bool, typed: String, error: String) -> AnyView {
    let texts = cx.texts;
    let current = own.iter().find(|contact| contact.kind() == kind).map(Contact::masked);
    let (title, none, label, input, mode, complete) = match kind {
        ContactKind::Phone => {
            (texts.contacts_phone(), texts.contacts_phone_none(), texts.contacts_phone_new(), "tel", "tel", "tel")
        }
        ContactKind::Email => {
            (texts.contacts_email(), texts.contacts_email_none(), texts.contacts_email_new(), "email", "email", "email")
        }
    };
    let removable = current.clone().filter(|_| fresh && own.len() > 1);
    let remove = removable.map(|address| {
        view! {
            <form method="post" action=cx.href("/me/contacts/remove")>
                <input type="hidden" name="kind" value=kind.code() />
                <button class="btn btn-quiet" type="submit">
                    {texts.contacts_remove()}
                    <span class="vh">" "{texts.contacts_remove_which(address)}</span>
                </button>
            </form>
        }
    });
    let change = fresh.then(|| {
        view! {
            <form method="post" action=cx.href(HERE) class="stack">
                <input type="hidden" name="kind" value=kind.code() />
                <Field id=kind.code() name="address" label=label kind=input value=typed error=error
                    autocomplete=complete inputmode=mode />
                <SubmitButton label=texts.contacts_send() />
            </form>
        }
    });
    view! {
        <Card title=title id=format!("{}-card", kind.code())>
            <div class="stack">
                <p>{current.unwrap_or_else(|| none.to_owned())}</p>
                {change}
                {remove}
            </div>
        </Card>
    }
    .into_any()
}

fn draw_confirm(cx: &Cx, id: CodeId, contact: &Contact, wrong: Wrong) -> Page {
    let texts = cx.texts;
    let title = wrong.before(cx, texts.contacts_confirm());
    let lead = texts.contacts_confirm_lead(contact.masked(), CODE_LASTS.num_minutes());
    let drawn = cx.clone();
    let page = account_page(cx, texts.contacts_confirm(), lead, move || {
        let (summary, items, error) = (wrong.title(&drawn), wrong.items(), wrong.with("digits"));
        let (action, back) = (drawn.href("/me/contacts/confirm"), drawn.href(HERE));
        view! {
            <ErrorSummary title=summary items=items />
            <Card>
                <form method="post" action=action class="stack">
                    <input type="hidden" name="code" value=id.to_string() />
                    <Field id="digits" name="digits" label=texts.contacts_code() hint=texts.contacts_code_hint()
                        error=error autocomplete="one-time-code" inputmode="numeric" short=true />
                    <SubmitButton label=texts.contacts_confirm_button() full=true />
                </form>
            </Card>
            <p><a href=back>{texts.contacts_again()}</a></p>
        }
        .into_any()
    });
    page.titled(title)
}

/// Said only to whoever read the code that went to the address.
fn draw_taken(cx: &Cx, contact: &Contact) -> Page {
    let texts = cx.texts;
    let (drawn, words) = (cx.clone(), texts.contacts_taken(contact.masked()));
    account_page(cx, texts.contacts_taken_title(), "", move || {
        view! {
            <Notice tone=Tone::Warn><p>{words}</p></Notice>
            <LinkButton href=drawn.href(HERE) label=texts.contacts_taken_back() kind=ButtonKind::Quiet full=true />
        }
        .into_any()
    })
}
