use axum::{
    Form,
    extract::{Query, State},
    response::{IntoResponse, Redirect},
};
use chrono::{DateTime, Datelike as _, Utc};
use leptos::prelude::*;
use serde::Deserialize;

use super::logo;
use crate::{
    OpenId,
    model::{Scope, Scopes},
    store::connections::Connection,
};
use foundation::{
    clock::city_day,
    context::Cx,
    error::AppError,
    ui::{ButtonKind, Card, Details, EmptyState, IconName, Notice, SubmitButton, SummaryList, SummaryRow, Tone},
};
use identity::{InAccount, pages::account_page};

const HERE: &str = "/me/applications";

/// What was just done.
#[derive(Debug, Default, Deserialize)]
pub struct Done {
    #[serde(default)]
    done: String,
}

/// The application that loses everything.
#[derive(Debug, Default, Deserialize)]
pub struct Withdrawn {
    #[serde(default)]
    application: String,
}

/// `GET /me/applications`: the applications somebody signs in to by the portal, what each has, and since when.
pub async fn applications(
    cx: Cx,
    InAccount(holder): InAccount,
    State(openid): State<OpenId>,
    Query(Done { done }): Query<Done>,
) -> Result<impl IntoResponse, AppError> {
    let connections = openid.connections(&holder).await?;
    let (texts, drawn) = (cx.texts, cx.clone());
    let sign_ins = cx.href("/me/applications/sign-ins");
    Ok(account_page(&cx, texts.me_applications(), texts.applications_lead(), move || {
        let notice = (done == "withdrawn").then(|| {
            view! { <div role="status"><Notice tone=Tone::Ok><p>{texts.applications_withdrawn()}</p></Notice></div> }
        });
        let sign_ins = view! { <p><a href=sign_ins>{texts.app_logins_title()}</a></p> };
        if connections.is_empty() {
            return view! {
                {notice}
                <EmptyState icon=IconName::Share title=texts.applications_none() />
            }
            .into_any();
        }
        let cards = connections.iter().map(|connection| card(&drawn, connection)).collect_view();
        view! {
            {notice}
            {cards}
            {sign_ins}
        }
        .into_any()
    }))
}

/// `POST /me/applications`: takes back what was agreed to; the application is signed out of at its next step.
pub async fn withdraw(
    cx: Cx,
    InAccount(holder): InAccount,
    State(openid): State<OpenId>,
    Form(Withdrawn { application }): Form<Withdrawn>,
) -> Result<Redirect, AppError> {
    if application.chars().any(char::is_control) {
        return Err(AppError::NotFound);
    }
    let client = openid.named(&application).await?.ok_or(AppError::NotFound)?;
    if !openid.withdraw(&holder, &client).await? {
        return Err(AppError::NotFound);
    }
    Ok(Redirect::to(&cx.href(&format!("{HERE}?done=withdrawn"))))
}

fn card(cx: &Cx, connection: &Connection) -> AnyView {
    let texts = cx.texts;
    let definition = &connection.client.definition;
    let (name, client_id) = (definition.name.text(cx.language()).to_owned(), connection.client.client_id.clone());
    let items = vec![
        SummaryRow::new(texts.applications_has(), words(cx, &connection.scopes, definition.full_real_name)),
        SummaryRow::new(texts.applications_since(), day(cx, connection.agreed_at)),
        SummaryRow::new(texts.applications_used(), day(cx, connection.used_at)),
        SummaryRow::new(texts.applications_contact(), definition.contact.clone()),
    ];
    let purpose = definition.purpose.text(cx.language()).to_owned();
    let logo = logo(cx, &connection.client);
    let (action, summary) = (cx.href(HERE), texts.applications_withdraw_from(name.clone()));
    view! {
        <Card title=name id=format!("application-{client_id}") note=purpose>
            {logo}
            <SummaryList items=items />
            <Details summary=summary>
                <form method="post" action=action class="stack">
                    <p>{texts.applications_withdraw_text()}</p>
                    <input type="hidden" name="application" value=client_id />
                    <SubmitButton label=texts.applications_withdraw() kind=ButtonKind::Danger full=true />
                </form>
            </Details>
        </Card>
    }
    .into_any()
}

/// What scopes pass on, in a line.
fn words(cx: &Cx, scopes: &Scopes, whole: bool) -> String {
    let key = |scope: Scope| match scope {
        Scope::RealName if whole => "scope-realname-whole".to_owned(),
        scope => scope.key(),
    };
    let words: Vec<_> = scopes.iter().filter_map(|scope| cx.texts.by_key(&key(scope))).collect();
    words.join(cx.texts.list_separator())
}

/// The day a moment falls on in the city, as people read it.
fn day(cx: &Cx, moment: DateTime<Utc>) -> String {
    let day = city_day(moment);
    let month = if cx.language().is_first() { day.month().to_string() } else { day.format("%b").to_string() };
    cx.texts.date(day.day().to_string(), month, day.year().to_string())
}
