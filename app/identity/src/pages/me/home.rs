use axum::{
    extract::{Query, State},
    response::IntoResponse,
};
use leptos::prelude::*;

use super::parts::{Done, done_notice};
use crate::{
    Contact, Holder, Identity, InAccount,
    realname::{RealNameLevel, level_words},
};
use foundation::{
    context::Cx,
    error::AppError,
    page::{Page, Tab},
    ui::{ButtonKind, Card, IconName, PageHead, Pill, Row, Rows, SubmitButton, Tone},
};
use notifications::Notifications;

/// `GET /me`: what waits for the person, who they are here, and everything that is theirs.
pub async fn me(
    cx: Cx,
    InAccount(holder): InAccount,
    State(identity): State<Identity>,
    State(notifications): State<Notifications>,
    Query(Done { done }): Query<Done>,
) -> Result<impl IntoResponse, AppError> {
    let contacts = identity.contacts(&holder).await?;
    let unread = notifications.unread(holder.account).await?;
    let drawn = cx.clone();
    Ok(Page::new(&cx, cx.texts.tab_me(), move || draw(&drawn, &holder, &contacts, unread, &done))
        .tab(Tab::Me)
        .unlisted()
        .uncached())
}

/// What the person can do now, the most useful first. Whoever works at the desks is known there by name.
fn waiting(cx: &Cx, holder: &Holder, contacts: &[Contact]) -> Vec<Row> {
    let texts = cx.texts;
    let mut rows = Vec::new();
    if holder.grants.is_empty() && holder.level == RealNameLevel::Registered {
        rows.push(
            Row::new(cx.href("/me/real-name"), texts.me_waiting_real_name())
                .meta(texts.me_waiting_real_name_note())
                .icon(IconName::IdCard),
        );
    }
    if contacts.len() == 1 {
        rows.push(
            Row::new(cx.href("/me/contacts"), texts.me_waiting_second_address())
                .meta(texts.me_waiting_second_address_note())
                .icon(IconName::Phone),
        );
    }
    rows
}

fn draw(cx: &Cx, holder: &Holder, contacts: &[Contact], unread: u64, done: &str) -> AnyView {
    let texts = cx.texts;
    let row = |path: &str, title: &'static str, icon| Row::new(cx.href(path), title).icon(icon);
    let masked: Vec<String> = contacts.iter().map(Contact::masked).collect();
    let masked =
        if masked.is_empty() { texts.me_contacts_none().to_owned() } else { masked.join(texts.list_separator()) };
    let rise = texts.by_key(&holder.level.key().replace("realname-level-", "me-rise-")).unwrap_or_default();
    let level = level_words(cx.language(), holder.level);
    let waiting = waiting(cx, holder, contacts);
    let waiting = if waiting.is_empty() {
        view! { <Card title=texts.me_waiting() id="waiting"><p>{texts.me_waiting_none()}</p></Card> }.into_any()
    } else {
        view! { <Card title=texts.me_waiting() id="waiting" flush=true><Rows items=waiting /></Card> }.into_any()
    };
    let mut messages = row("/messages", texts.me_messages(), IconName::Message).meta(texts.me_messages_note());
    if unread > 0 {
        messages = messages.end(texts.messages_unread(i64::try_from(unread).unwrap_or(i64::MAX)));
    }
    let mine = vec![
        row("/me/profile", texts.me_profile(), IconName::User).meta(texts.me_profile_note()),
        row("/me/real-name", texts.me_level(), IconName::IdCard).meta(rise).end(level.clone()),
        row("/me/appointments", texts.appointments(), IconName::Calendar).meta(texts.me_appointments_note()),
        row("/me/family", texts.me_family(), IconName::Family).meta(texts.me_family_note()),
        row("/me/companies", texts.me_companies(), IconName::Work).meta(texts.me_companies_note()),
        messages,
    ];
    let mut account = vec![
        row("/me/contacts", texts.me_contacts(), IconName::Phone).meta(masked.clone()),
        row("/me/security", texts.me_security(), IconName::Shield).meta(texts.me_security_note()),
        row("/me/applications", texts.me_applications(), IconName::Share).meta(texts.me_applications_note()),
        row("/settings", texts.settings(), IconName::Type).meta(texts.me_settings_note()),
        row("/me/data", texts.me_data(), IconName::Download).meta(texts.me_data_note()),
    ];
    if !holder.grants.is_empty() {
        account.insert(0, row("/desk", texts.me_desk(), IconName::Inbox).meta(texts.me_desk_note()));
    }
    let name = holder.display_name.clone();
    let action = cx.href("/sign-out");
    let notice = done_notice(cx, done, &["closing-kept"]);
    view! {
        <div class="stack column">
            {notice}
            <PageHead title=name meta=masked><p class="pills"><Pill label=level tone=Tone::Main icon=IconName::IdCard /></p></PageHead>
            {waiting}
            <Card title=texts.me_home_mine() id="mine" flush=true><Rows items=mine /></Card>
            <Card title=texts.me_home_account() id="account" flush=true><Rows items=account /></Card>
            <form method="post" action=action>
                <SubmitButton label=texts.me_sign_out() kind=ButtonKind::Quiet full=true />
            </form>
        </div>
    }
    .into_any()
}
