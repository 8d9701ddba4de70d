use axum::{
    Form,
    extract::{Query, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Redirect, Response},
};
use leptos::prelude::*;
use serde::Deserialize;
use uuid::Uuid;

use super::{
    super::{Place, city_time, desk_page},
    accounts::grant_words,
    forms::{Refused, done_notice, refused, row_button},
};
use catalogue::Catalogue;
use foundation::{
    context::{Client, Cx},
    error::{AppError, FieldError},
    ids::SessionId,
    page::Page,
    ui::{
        Card, DataColumn, DataRow, DataTable, DeskHead, ErrorSummary, Field, Pill, SubmitButton, SummaryList,
        SummaryRow, Tone,
    },
};
use identity::{Identity, IdentityError, InSession, ListedSession, Password, device_words, session_cookie};

/// What was just done, for the page it leads to.
#[derive(Debug, Default, Deserialize)]
pub struct Done {
    #[serde(default)]
    pub(super) done: String,
}

/// `GET /desk/me`: one's own account, password and signed-in devices.
pub async fn me(
    cx: Cx,
    session: InSession,
    State(identity): State<Identity>,
    State(catalogue): State<Catalogue>,
    Query(Done { done }): Query<Done>,
) -> Result<Response, AppError> {
    Ok(draw(&cx, &session, &identity, &catalogue, &done, Refused::default()).await?.into_response())
}

/// What is asked for on one's own account.
#[derive(Debug, Deserialize)]
pub struct Change {
    #[serde(default)]
    act: String,
    #[serde(default)]
    session: String,
    #[serde(default)]
    old: String,
    #[serde(default)]
    new: String,
    #[serde(default)]
    again: String,
}

/// `POST /desk/me`: changes one's own password, or ends a session of one's own.
pub async fn change_me(
    cx: Cx,
    client: Client,
    session: InSession,
    State(identity): State<Identity>,
    State(catalogue): State<Catalogue>,
    Form(change): Form<Change>,
) -> Result<Response, AppError> {
    match change.act.as_str() {
        "end" => {
            let ended = Uuid::parse_str(&change.session).map_err(|_| AppError::NotFound)?;
            identity.end_session(&session.actor, SessionId::from_uuid(ended)).await?;
            Ok(Redirect::to(&cx.href("/desk/me?done=me-session-ended")).into_response())
        }
        "password" => {
            let problems = match check(&change) {
                Err(problems) => problems,
                Ok(new) => match identity.change_password(&session.holder, Some(&change.old), new, &client).await {
                    Ok(token) => {
                        let mut response = Redirect::to(&cx.href("/desk/me?done=password-changed")).into_response();
                        response.headers_mut().insert(header::SET_COOKIE, session_cookie(&cx.site, &token));
                        return Ok(response);
                    }
                    Err(IdentityError::Wrong) => vec![FieldError::new("old", "password-wrong")],
                    Err(IdentityError::TooMany { again_in }) => {
                        let mut response = AppError::TooMany.into_response();
                        response
                            .headers_mut()
                            .insert(header::RETRY_AFTER, HeaderValue::from(again_in.as_secs().max(1)));
                        return Ok(response);
                    }
                    Err(error) => return Err(error.into()),
                },
            };
            let page = draw(&cx, &session, &identity, &catalogue, "", refused(&cx, &problems)).await?;
            Ok(page.status(StatusCode::BAD_REQUEST).into_response())
        }
        _ => Err(AppError::invalid("act", "unknown-choice")),
    }
}

fn check(change: &Change) -> Result<Password, Vec<FieldError>> {
    if change.new != change.again {
        return Err(vec![FieldError::new("again", "password-differs")]);
    }
    Password::parse(&change.new).map_err(|fault| vec![FieldError::new("new", fault.reason())])
}

async fn draw(
    cx: &Cx,
    session: &InSession,
    identity: &Identity,
    catalogue: &Catalogue,
    done: &str,
    refused: Refused,
) -> Result<Page, AppError> {
    let texts = cx.texts;
    let actor = session.actor.clone();
    let sessions = identity.sessions(&actor).await?;
    let snapshot = catalogue.snapshot();
    let roles: Vec<String> = actor.grants.iter().map(|grant| grant_words(cx, &snapshot, grant)).collect();
    let (shown, own) = (cx.clone(), session.session);
    let notice = done_notice(cx, done, &["password-changed", "me-session-ended"]);
    Ok(desk_page(cx, &actor.clone(), Place::Me, texts.me(), move || {
        let cx = shown;
        let roles =
            if roles.is_empty() { texts.account_no_roles().to_owned() } else { roles.join(texts.list_separator()) };
        let about = vec![
            SummaryRow::new(texts.account_display_name(), actor.display_name.clone()),
            SummaryRow::new(texts.account_name(), actor.name.clone()),
            SummaryRow::new(texts.me_roles(), roles),
        ];
        let action = cx.href("/desk/me");
        let password_action = action.clone();
        let (old_error, new_error, again_error) = (refused.of("old"), refused.of("new"), refused.of("again"));
        let (title, items) = (refused.title(&cx), refused.items());
        let rows = sessions.iter().map(|one| session_row(&cx, one, own, &action)).collect();
        let columns = [
            texts.me_session_device(),
            texts.me_session_network(),
            texts.me_session_since(),
            texts.me_session_seen(),
            texts.me_session_end(),
        ];
        let columns: Vec<_> = columns.into_iter().map(DataColumn::text).collect();
        view! {
            <DeskHead title=texts.me() />
            {notice}
            <ErrorSummary title=title items=items />
            <Card><SummaryList items=about /></Card>
            <Card title=texts.me_sessions() id="sessions">
                <DataTable caption=texts.me_sessions_caption() columns=columns rows=rows />
            </Card>
            <Card title=texts.password_change() id="password">
                <form method="post" action=password_action class="stack">
                    <Field id="old" name="old" label=texts.password_old() kind="password" error=old_error
                        autocomplete="current-password" short=true />
                    <Field id="new" name="new" label=texts.password_new() kind="password" error=new_error
                        hint=texts.password_hint() autocomplete="new-password" short=true />
                    <Field id="again" name="again" label=texts.password_again() kind="password" error=again_error
                        autocomplete="new-password" short=true />
                    <input type="hidden" name="act" value="password" />
                    <SubmitButton label=texts.password_change() />
                </form>
            </Card>
        }
        .into_any()
    }))
}

fn session_row(cx: &Cx, listed: &ListedSession, own: SessionId, action: &str) -> DataRow {
    let (texts, session) = (cx.texts, &listed.opened);
    let device = device_words(&session.device).unwrap_or_else(|| texts.device_unknown().to_owned());
    let since = city_time::when(cx, session.created_at);
    let end = if session.id == own {
        view! { <Pill label=texts.me_session_this() tone=Tone::Ok /> }.into_any()
    } else {
        let (action, id) = (action.to_owned(), session.id.uuid().to_string());
        let button = row_button(texts.me_session_end(), texts.me_session_end_which(since.clone()));
        view! {
            <form method="post" action=action>
                <input type="hidden" name="act" value="end" />
                <input type="hidden" name="session" value=id />
                {button}
            </form>
        }
        .into_any()
    };
    DataRow::new(device).cell(session.network.clone()).cell(since).cell(city_time::when(cx, session.seen_at)).cell(end)
}
