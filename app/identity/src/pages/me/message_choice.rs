use axum::{
    Form,
    extract::{Query, State},
    response::Redirect,
};
use leptos::prelude::*;

use super::{
    super::account_page,
    parts::{Done, done_notice},
};
use crate::{Channels, Contact, ContactKind, Identity, InAccount, MessageKind};
use foundation::{
    context::Cx,
    error::AppError,
    page::Page,
    ui::{ButtonKind, Card, ChoiceOption, Choices, LinkButton, SubmitButton},
};

const HERE: &str = "/me/messages";
const DONE: &str = "message-choice-saved";

/// `GET /me/messages`: which messages reach the person by phone and by mail.
pub async fn message_choice(
    cx: Cx,
    InAccount(holder): InAccount,
    State(identity): State<Identity>,
    Query(Done { done }): Query<Done>,
) -> Result<Page, AppError> {
    let texts = cx.texts;
    let own = identity.contacts(&holder).await?;
    let choices = identity.message_choices(&holder).await?;
    let (drawn, notice) = (cx.clone(), done_notice(&cx, &done, &[DONE]));
    Ok(account_page(&cx, texts.message_choice(), texts.message_choice_lead(), move || {
        let choosing = if own.is_empty() { no_address(&drawn) } else { form(&drawn, &own, &choices) };
        view! {
            {notice}
            <Card title=texts.message_kind_security() id="security">
                <p>{texts.message_kind_security_about()}</p>
                <p class="meta">{texts.message_kind_security_always()}</p>
            </Card>
            {choosing}
        }
        .into_any()
    }))
}

/// `POST /me/messages`: keeps what was ticked, each box named after a kind of message and worth a kind of address.
pub async fn choose_messages(
    cx: Cx,
    InAccount(holder): InAccount,
    State(identity): State<Identity>,
    Form(ticked): Form<Vec<(String, String)>>,
) -> Result<Redirect, AppError> {
    let mut choices = MessageKind::ALL.map(|kind| (kind, Channels::default()));
    for (kind, channels) in &mut choices {
        for (_, way) in ticked.iter().filter(|(name, _)| name == kind.code()) {
            let way = ContactKind::parse(way).ok_or_else(|| AppError::invalid(kind.code(), "unknown-choice"))?;
            *channels = channels.and(way);
        }
    }
    identity.choose_messages(&holder, &choices).await?;
    Ok(Redirect::to(&cx.href(&format!("{HERE}?done={DONE}"))))
}

fn form(cx: &Cx, own: &[Contact], choices: &[(MessageKind, Channels)]) -> AnyView {
    let texts = cx.texts;
    let questions = choices
        .iter()
        .map(|(kind, channels)| {
            let options = own
                .iter()
                .map(|contact| ChoiceOption {
                    value: contact.kind().code().to_owned(),
                    label: match contact.kind() {
                        ContactKind::Phone => texts.message_by_phone(contact.masked()),
                        ContactKind::Email => texts.message_by_email(contact.masked()),
                    },
                    note: String::new(),
                    checked: channels.include(contact.kind()),
                })
                .collect();
            let key = format!("message-kind-{}", kind.code());
            let legend = texts.by_key(&key).unwrap_or_default();
            let about = texts.by_key(&format!("{key}-about")).unwrap_or_default();
            view! { <Choices id=kind.code() name=kind.code() legend=legend hint=about options=options several=true /> }
        })
        .collect_view();
    let action = cx.href(HERE);
    view! {
        <Card>
            <form method="post" action=action class="stack">
                {questions}
                <SubmitButton label=texts.message_choice_save() full=true />
            </form>
        </Card>
    }
    .into_any()
}

/// Whoever is reached nowhere has nothing to choose.
fn no_address(cx: &Cx) -> AnyView {
    let (texts, contacts) = (cx.texts, cx.href("/me/contacts"));
    view! {
        <Card title=texts.message_kind_account() id="account">
            <p>{texts.message_choice_no_address()}</p>
            <LinkButton href=contacts label=texts.me_contacts() kind=ButtonKind::Quiet full=true />
        </Card>
    }
    .into_any()
}
