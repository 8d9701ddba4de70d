use axum::{
    Form,
    extract::{Query, State},
    response::{IntoResponse as _, Redirect, Response},
};
use chrono::{Datelike as _, NaiveDate};
use leptos::prelude::*;
use serde::Deserialize;

use super::account_page;
use crate::InAccount;
use foundation::{
    context::Cx,
    error::AppError,
    ids::MessageId,
    page::Page,
    ui::{ButtonKind, EmptyState, IconName, Pagination, Pill, SubmitButton, Tone},
};
use notifications::{Letter, Notifications, day_of};

/// From where on the inbox is read.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    before: String,
}

/// What was read: one, or all where none is named.
#[derive(Debug, Default, Deserialize)]
pub struct Read {
    #[serde(default)]
    message: String,
}

/// `GET /messages`: what the city told the holder of an account, by day, the newest first.
pub async fn messages(
    cx: Cx,
    InAccount(holder): InAccount,
    State(notifications): State<Notifications>,
    Query(Asked { before }): Query<Asked>,
) -> Result<Page, AppError> {
    let before = if before.is_empty() {
        None
    } else {
        Some(MessageId::parse(&before).ok_or_else(|| AppError::invalid("before", "cursor"))?)
    };
    let page = notifications.inbox(holder.account, before).await?;
    let texts = cx.texts;
    let drawn = cx.clone();
    let unread = i64::try_from(page.unread).unwrap_or(i64::MAX);
    let lead = if unread == 0 { String::new() } else { texts.messages_unread(unread) };
    Ok(account_page(&cx, texts.messages(), lead, move || {
        let (action, empty) = (drawn.href("/messages/read"), page.letters.is_empty());
        let all = (unread > 0).then(|| {
            view! {
                <form method="post" action=action>
                    <SubmitButton label=texts.messages_read_all() kind=ButtonKind::Quiet />
                </form>
            }
        });
        let settings = drawn.href("/me/messages");
        let more = page.next.map(|next| {
            let href = drawn.href(&format!("/messages?before={next}"));
            view! { <Pagination label=texts.messages_pages() href=href more=texts.messages_older() /> }
        });
        view! {
            {all}
            {by_day(&drawn, page.letters)}
            {empty.then(|| view! { <EmptyState icon=IconName::Info title=texts.messages_none() /> })}
            {more}
            <p><a href=settings>{texts.message_choice()}</a></p>
        }
        .into_any()
    }))
}

/// `POST /messages/read`: marks one, or all, as read.
pub async fn read_messages(
    cx: Cx,
    InAccount(holder): InAccount,
    State(notifications): State<Notifications>,
    Form(Read { message }): Form<Read>,
) -> Result<Response, AppError> {
    let only = if message.is_empty() { None } else { Some(MessageId::parse(&message).ok_or(AppError::NotFound)?) };
    notifications.mark_read(holder.account, only).await?;
    Ok(Redirect::to(&cx.href("/messages")).into_response())
}

fn by_day(cx: &Cx, letters: Vec<Letter>) -> AnyView {
    let mut days: Vec<(NaiveDate, Vec<Letter>)> = Vec::new();
    for letter in letters {
        match days.last_mut() {
            Some((day, same)) if *day == letter.told_on() => same.push(letter),
            _ => days.push((letter.told_on(), vec![letter])),
        }
    }
    days.into_iter()
        .map(|(day, letters)| {
            let id = format!("day-{day}");
            let labelled_by = id.clone();
            let letters = letters.into_iter().map(|letter| draw(cx, letter)).collect_view();
            view! {
                <section aria-labelledby=labelled_by class="stack">
                    <h2 id=id>{day_words(cx, day)}</h2>
                    {letters}
                </section>
            }
        })
        .collect_view()
        .into_any()
}

fn day_words(cx: &Cx, day: NaiveDate) -> String {
    let (texts, today) = (cx.texts, day_of(cx.site.clock.now()));
    if day == today {
        return texts.messages_today().to_owned();
    }
    if Some(day) == today.pred_opt() {
        return texts.messages_yesterday().to_owned();
    }
    let format = match (cx.language().is_first(), day.year() == today.year()) {
        (true, true) => "%-m月%-d日",
        (true, false) => "%Y年%-m月%-d日",
        (false, true) => "%-d %B",
        (false, false) => "%-d %B %Y",
    };
    day.format(format).to_string()
}

fn draw(cx: &Cx, letter: Letter) -> AnyView {
    let texts = cx.texts;
    let id = format!("m-{}", letter.id);
    let labelled_by = id.clone();
    let unread = (!letter.read).then(|| view! { " " <Pill label=texts.messages_new() tone=Tone::Info /> });
    let mark = (!letter.read).then(|| {
        let action = cx.href("/messages/read");
        view! {
            <form method="post" action=action>
                <input type="hidden" name="message" value=letter.id.to_string() />
                <SubmitButton label=texts.messages_read() kind=ButtonKind::Quiet />
            </form>
        }
    });
    let language = (letter.language != cx.language()).then(|| letter.language.tag());
    view! {
        <article class="card" aria-labelledby=labelled_by>
            <h3 id=id><span lang=language>{letter.subject.clone()}</span>{unread}</h3>
            <p class="meta"><time datetime=letter.told_at.to_rfc3339()>{letter.told_time()}</time></p>
            <p lang=language>{letter.body.clone()}</p>
            {mark}
        </article>
    }
    .into_any()
}
