use axum::{
    Form,
    extract::{Query, State},
    response::{IntoResponse as _, Redirect, Response},
};
use leptos::prelude::*;
use serde::Deserialize;

use super::{frame::account_page, proofs::with_token};
use crate::{
    Holder, Identity, InAccount, ListedSession, Methods, device_words,
    factors::FactorsShown,
    security::{EVENT_ACTS, SecurityEvent},
};
use foundation::{
    audit::act_key,
    context::Cx,
    error::AppError,
    ids::SessionId,
    page::{Page, when},
    ui::{ButtonKind, Card, Notice, Pagination, Pill, Row, Rows, SubmitButton, Tone},
};

const PAGE: &str = "/me/security";

/// What was just done, for the page it leads to.
#[derive(Debug, Default, Deserialize)]
pub struct Done {
    #[serde(default)]
    pub(super) done: String,
}

/// What the page is asked for.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    done: String,
    /// Events before this number.
    #[serde(default)]
    before: String,
}

/// A session to end; `others` for all but this one.
#[derive(Debug, Default, Deserialize)]
pub struct Ended {
    #[serde(default)]
    session: String,
}

/// An event that was not the holder.
#[derive(Debug, Default, Deserialize)]
pub struct NotMe {
    #[serde(default)]
    event: String,
}

/// `GET /me/security`: where one is signed in, the ways in, and what happened.
pub async fn security(
    cx: Cx,
    InAccount(holder): InAccount,
    State(identity): State<Identity>,
    Query(asked): Query<Asked>,
) -> Result<Response, AppError> {
    let before = match asked.before.as_str() {
        "" => None,
        number => Some(number.parse::<i64>().map_err(|_| AppError::invalid("before", "cursor"))?),
    };
    let sessions = identity.sessions(&holder.actor()).await?;
    let factors = identity.factors(&holder).await?;
    let (events, more) = identity.security_events(&holder, before).await?;
    let done = ["me-session-ended", "sessions-ended", "password-changed"].contains(&asked.done.as_str());
    let done = done.then(|| cx.texts.by_key(&asked.done)).flatten();
    Ok(draw(&cx, holder, sessions, factors, events, more, done).into_response())
}

/// `POST /me/security/sessions`: ends one session, or all others.
pub async fn end_sessions(
    cx: Cx,
    InAccount(holder): InAccount,
    State(identity): State<Identity>,
    Form(ended): Form<Ended>,
) -> Result<Response, AppError> {
    let done = if ended.session == "others" {
        identity.end_other_sessions(&holder).await?;
        "sessions-ended"
    } else {
        let session = SessionId::parse(&ended.session).ok_or(AppError::NotFound)?;
        identity.end_session(&holder.actor(), session).await?;
        "me-session-ended"
    };
    Ok(Redirect::to(&cx.href(&format!("{PAGE}?done={done}"))).into_response())
}

/// `POST /me/security/not-me`: ends all other sessions and voids the password; leads to setting another one.
pub async fn not_me(
    cx: Cx,
    InAccount(holder): InAccount,
    State(identity): State<Identity>,
    Form(given): Form<NotMe>,
) -> Result<Response, AppError> {
    let event = match given.event.as_str() {
        "" => None,
        number => Some(number.parse().map_err(|_| AppError::invalid("event", "unknown-choice"))?),
    };
    let token = identity.not_me(&holder, event).await?;
    let response = Redirect::to(&cx.href("/me/security/password?why=not-me")).into_response();
    Ok(with_token(&cx, response, &token, holder.stays))
}

fn draw(
    cx: &Cx,
    holder: Holder,
    sessions: Vec<ListedSession>,
    factors: FactorsShown,
    events: Vec<SecurityEvent>,
    more: Option<i64>,
    done: Option<String>,
) -> Page {
    let texts = cx.texts;
    let shown = cx.clone();
    account_page(cx, texts.security_title(), texts.security_lead(), move || {
        let cx = shown;
        let notice = done.map(|text| view! { <div role="status"><Notice tone=Tone::Ok><p>{text}</p></Notice></div> });
        let several = sessions.len() > 1;
        let rows = sessions.iter().map(|session| session_row(&cx, session, holder.session)).collect_view();
        let others = several.then(|| {
            let action = cx.href("/me/security/sessions");
            view! {
                <form method="post" action=action>
                    <SubmitButton label=texts.sessions_end_others() name="session" value="others" kind=ButtonKind::Quiet />
                </form>
            }
        });
        let past = events.iter().map(|event| event_row(&cx, event)).collect_view();
        let next = more.map(|number| {
            let href = cx.href(&format!("{PAGE}?before={number}#events"));
            view! { <Pagination label=texts.security_events() href=href more=texts.security_more() /> }
        });
        view! {
            {notice}
            <Card title=texts.security_sessions() id="sessions">
                <ul class="stack entries">{rows}</ul>
                {others}
            </Card>
            <Card title=texts.security_ways() id="ways" flush=true><Rows items=ways(&cx, &factors) /></Card>
            <Card title=texts.security_events() id="events" note=texts.security_events_note()>
                <ol class="stack entries">{past}</ol>
                {next}
            </Card>
        }
        .into_any()
    })
}

/// The ways in, each with the page where it is changed.
fn ways(cx: &Cx, factors: &FactorsShown) -> Vec<Row> {
    let texts = cx.texts;
    let row = |path: &str, title: &'static str, meta: &'static str| Row::new(cx.href(path), title).meta(meta);
    let password = if factors.has_password { texts.way_password_set() } else { texts.way_password_none() };
    let second = if factors.on { texts.way_second_factor_on() } else { texts.way_second_factor_off() };
    vec![
        row("/me/security/passkeys", texts.method_passkey(), texts.way_passkeys()),
        row("/me/security/password", texts.method_password(), password),
        row("/me/security/second-factor", texts.two_step_title(), second),
    ]
}

fn device(cx: &Cx, device: &str) -> String {
    device_words(device).unwrap_or_else(|| cx.texts.device_unknown().to_owned())
}

fn method_words(cx: &Cx, methods: &Methods) -> String {
    let words =
        methods.iter().filter_map(|method| cx.texts.by_key(&format!("method-{}", method.code().replace('_', "-"))));
    words.collect::<Vec<_>>().join(cx.texts.list_separator())
}

fn session_row(cx: &Cx, session: &ListedSession, own: SessionId) -> AnyView {
    let texts = cx.texts;
    let opened = &session.opened;
    let (name, since) = (device(cx, &opened.device), when(cx, opened.created_at));
    let end = if opened.id == own {
        view! { <Pill label=texts.me_session_this() tone=Tone::Ok /> }.into_any()
    } else {
        let (action, id) = (cx.href("/me/security/sessions"), opened.id.to_string());
        let which = texts.me_session_end_which(since.clone());
        view! {
            <form method="post" action=action>
                <input type="hidden" name="session" value=id />
                <button class="btn btn-quiet" type="submit">{texts.me_session_end()}<span class="vh">" "{which}</span></button>
            </form>
        }
        .into_any()
    };
    let about = texts.session_about(
        method_words(cx, &session.methods),
        opened.network.clone(),
        when(cx, opened.seen_at),
        since,
    );
    view! {
        <li>
            <p><strong>{name}</strong></p>
            <p class="meta">{about}</p>
            <p class="meta">{texts.session_until(when(cx, session.until))}</p>
            {end}
        </li>
    }
    .into_any()
}

fn event_row(cx: &Cx, event: &SecurityEvent) -> AnyView {
    let texts = cx.texts;
    let act = texts.by_key(&act_key(&event.act)).unwrap_or_else(|| event.act.clone());
    let at = when(cx, event.at);
    let mut about = vec![at.clone()];
    if event.by_others {
        about.push(texts.event_by_others().to_owned());
    } else {
        about.push(texts.event_network(event.network.clone()));
    }
    if EVENT_ACTS.contains(&event.act.as_str()) {
        about.push(device(cx, &event.device));
    }
    let by = method_words(cx, &event.by);
    if !by.is_empty() {
        about.push(by);
    }
    let ask = (EVENT_ACTS.contains(&event.act.as_str()) && !event.by_others).then(|| {
        let (action, number, which) = (cx.href("/me/security/not-me"), event.number.to_string(), format!("{act} {at}"));
        view! {
            <form method="post" action=action>
                <input type="hidden" name="event" value=number />
                <button class="btn btn-quiet" type="submit">{texts.not_me()}<span class="vh">" "{which}</span></button>
            </form>
        }
    });
    view! {
        <li>
            <p><strong>{act}</strong></p>
            <p class="meta">{about.join(" · ")}</p>
            {ask}
        </li>
    }
    .into_any()
}
