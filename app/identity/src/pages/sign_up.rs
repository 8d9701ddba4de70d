use axum::{
    Form,
    extract::{Query, State},
    response::{IntoResponse as _, Redirect, Response},
};
use leptos::prelude::*;

use super::{
    code::{self, Sent, entered_response, entering},
    form::{Wrong, encoded, entry_page, failed, no_store, way_on},
};
use crate::{Browser, Contact, Identity, IdentityError, Purpose, ShownToken};
use foundation::{
    context::{Client, Cx},
    error::AppError,
    ids::CodeId,
    page::Page,
    ui::{Card, ChoiceOption, Choices, ErrorSummary, Field, Row, Rows, SubmitButton},
};

/// `GET /sign-up`: asks for an address; whoever is in is led on.
pub async fn sign_up_form(
    cx: Cx,
    client: Client,
    ShownToken(token): ShownToken,
    State(identity): State<Identity>,
    Query(sent): Query<Sent>,
) -> Result<Response, AppError> {
    if let Some(token) = token
        && identity.actor(&token, &client).await?.is_some()
    {
        return Ok(no_store(Redirect::to(&cx.href(&way_on(&sent.back))).into_response()));
    }
    Ok(draw(&cx, &sent, &Wrong::default()).into_response())
}

/// `POST /sign-up`: sends a code to the address.
pub async fn sign_up(
    cx: Cx,
    client: Client,
    browser: Browser,
    State(identity): State<Identity>,
    Form(sent): Form<Sent>,
) -> Result<Response, AppError> {
    let Some(contact) = Contact::parse(&sent.address) else {
        return Ok(draw(&cx, &sent, &Wrong::because(&cx, "address", "contact")).into_response());
    };
    if !sent.is_agreed() {
        return Ok(draw(&cx, &sent, &Wrong::because(&cx, "agreed", "not-agreed")).into_response());
    }
    code::send(&cx, &client, &browser, &identity, &contact, &sent).await
}

fn draw(cx: &Cx, sent: &Sent, wrong: &Wrong) -> Page {
    let texts = cx.texts;
    let (action, privacy) = (cx.href("/sign-up"), cx.href("/privacy"));
    let sign_in = if sent.back.is_empty() {
        cx.href("/sign-in")
    } else {
        cx.href(&format!("/sign-in?return={}", encoded(&sent.back)))
    };
    let (errors, error, back, address) = (wrong.items(), wrong.of("address"), sent.back.clone(), sent.address.clone());
    let agreed = agreement(cx, sent.is_agreed(), wrong);
    entry_page(cx, texts.sign_up(), texts.sign_up_lead().to_owned(), wrong, move || {
        let rows = vec![Row::new(privacy, texts.sign_up_agree_link()), Row::new(sign_in, texts.sign_up_have())];
        view! {
            <ErrorSummary title=texts.form_errors(1) items=errors />
            <Card>
                <form method="post" action=action class="stack">
                    <Field
                        id="address"
                        name="address"
                        label=texts.enter_address()
                        value=address
                        error=error
                        autocomplete="username"
                    />
                    {agreed}
                    <input type="hidden" name="return" value=back />
                    <SubmitButton label=texts.code_ask() full=true />
                </form>
            </Card>
            <Card flush=true><Rows items=rows /></Card>
        }
        .into_any()
    })
}

fn agreement(cx: &Cx, agreed: bool, wrong: &Wrong) -> AnyView {
    let texts = cx.texts;
    let option = ChoiceOption {
        value: "yes".to_owned(),
        label: texts.sign_up_agree().to_owned(),
        checked: agreed,
        ..ChoiceOption::default()
    };
    let (question, error) = (texts.sign_up_agree_question(), wrong.of("agreed"));
    view! { <Choices id="agreed" name="agreed" legend=question options=vec![option] several=true error=error /> }
        .into_any()
}

/// `GET /sign-up/agree`: whose code was right and who has no account is asked whether to make one.
pub async fn agree_form(
    cx: Cx,
    browser: Browser,
    State(identity): State<Identity>,
    Query(sent): Query<Sent>,
) -> Result<Response, AppError> {
    draw_agreement(&cx, &browser, &identity, sent, &Wrong::default()).await
}

/// `POST /sign-up/agree`: makes the account.
pub async fn agree(
    cx: Cx,
    client: Client,
    browser: Browser,
    ShownToken(old): ShownToken,
    State(identity): State<Identity>,
    Form(sent): Form<Sent>,
) -> Result<Response, AppError> {
    let Some(code) = CodeId::parse(&sent.id) else { return Err(AppError::invalid("code", "code-wrong")) };
    if !sent.is_agreed() {
        let wrong = Wrong::because(&cx, "agreed", "not-agreed");
        return draw_agreement(&cx, &browser, &identity, sent, &wrong).await;
    }
    let entering = entering(&cx, &client, &browser, old.as_ref(), code, &sent);
    match identity.enter_agreed(&entering).await {
        Ok(entered) => Ok(entered_response(&cx, entered, &sent)),
        Err(IdentityError::Wrong) => Err(AppError::invalid("code", "code-wrong")),
        Err(error) => failed(&cx, error),
    }
}

async fn draw_agreement(
    cx: &Cx,
    browser: &Browser,
    identity: &Identity,
    sent: Sent,
    wrong: &Wrong,
) -> Result<Response, AppError> {
    let proven = match CodeId::parse(&sent.id) {
        Some(id) => identity.proven_code(id, Purpose::SignIn, &browser.token).await,
        None => Err(IdentityError::Wrong),
    };
    let contact = match proven {
        Ok(proven) => proven.contact,
        Err(IdentityError::Wrong) => return Ok(Redirect::to(&cx.href("/sign-up")).into_response()),
        Err(error) => return Err(error.into()),
    };
    let texts = cx.texts;
    let (action, privacy) = (cx.href("/sign-up/agree"), cx.href("/privacy"));
    let (errors, agreed) = (wrong.items(), agreement(cx, false, wrong));
    let lead = texts.sign_up_new_lead(contact.masked());
    let page = entry_page(cx, texts.sign_up_new_title(), lead, wrong, move || {
        view! {
            <ErrorSummary title=texts.form_errors(1) items=errors />
            <Card>
                <form method="post" action=action class="stack">
                    <input type="hidden" name="id" value=sent.id />
                    <input type="hidden" name="return" value=sent.back />
                    <input type="hidden" name="stays" value=sent.stays />
                    {agreed}
                    <SubmitButton label=texts.sign_up_make() full=true />
                </form>
            </Card>
            <Card flush=true><Rows items=vec![Row::new(privacy, texts.sign_up_agree_link())] /></Card>
        }
        .into_any()
    });
    Ok(page.into_response())
}
