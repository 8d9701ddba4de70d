//! What is done with one item from its own page: taken back, withdrawn, restored, given another time.

use axum::{
    Form,
    extract::{Path, State},
    response::{IntoResponse as _, Redirect, Response},
};
use chrono::{DateTime, Utc};
use leptos::prelude::*;
use serde::Deserialize;

use super::{
    super::{Place, city_time::parse_local, desk_page},
    item::{Shown, item_page},
    refused::Refused,
    words::{code_of, item_crumbs, item_path},
};
use catalogue::{
    Catalogue,
    model::ItemCode,
    publishing::{Effect, Live, Publishing, PublishingError},
};
use foundation::{
    context::Cx,
    error::AppError,
    page::Page,
    ui::{ButtonKind, Card, DeskHead, LinkButton, Notice, SubmitButton, TextArea, Tone},
};
use identity::{Actor, Permission, SignedIn};

/// The longest reason, in characters; the service has the last word.
const REASON: u32 = 500;

/// Back to the item where it was done; the item's page with what went wrong where it was not.
async fn answer(
    cx: &Cx,
    actor: &Actor,
    catalogue: &Catalogue,
    publishing: &Publishing,
    code: &ItemCode,
    outcome: Result<(), PublishingError>,
) -> Result<Response, AppError> {
    match outcome {
        Ok(()) => Ok(Redirect::to(&cx.href(&item_path(code, ""))).into_response()),
        Err(error) => {
            let refused = Refused::by(error)?;
            Ok(item_page(cx, actor, catalogue, publishing, code.as_str(), refused).await?.into_response())
        }
    }
}

/// `POST /desk/items/{code}/take-back`: takes a text back to be written on.
pub async fn take_back(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(catalogue): State<Catalogue>,
    State(publishing): State<Publishing>,
    Path(code): Path<String>,
) -> Result<Response, AppError> {
    let code = code_of(&code)?;
    let outcome = publishing.take_back(&actor, &code).await;
    answer(&cx, &actor, &catalogue, &publishing, &code, outcome).await
}

/// `POST /desk/items/{code}/restore`: brings an item back with its newest version.
pub async fn restore(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(catalogue): State<Catalogue>,
    State(publishing): State<Publishing>,
    Path(code): Path<String>,
) -> Result<Response, AppError> {
    let code = code_of(&code)?;
    let outcome = publishing.restore(&actor, &code).await;
    answer(&cx, &actor, &catalogue, &publishing, &code, outcome).await
}

/// When a text takes effect and ends, as two fields have it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Times {
    pub(super) publish_at: String,
    pub(super) expire_at: String,
}

impl Times {
    /// The times, or the field that holds none. Empty means at once, and never.
    pub(super) fn read(&self) -> Result<(Effect, Option<DateTime<Utc>>), PublishingError> {
        let read = |field: &'static str, text: &str| match text.trim() {
            "" => Ok(None),
            text => parse_local(text).map(Some).ok_or(PublishingError::Invalid { field, reason: "time" }),
        };
        let publish = read("publish_at", &self.publish_at)?;
        let expire = read("expire_at", &self.expire_at)?;
        Ok((publish.map_or(Effect::Now, Effect::At), expire))
    }
}

/// `POST /desk/items/{code}/reschedule`: gives an approved text other times.
pub async fn reschedule(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(catalogue): State<Catalogue>,
    State(publishing): State<Publishing>,
    Path(code): Path<String>,
    Form(times): Form<Times>,
) -> Result<Response, AppError> {
    let code = code_of(&code)?;
    let outcome = match times.read() {
        Ok((effect, expire_at)) => publishing.reschedule(&actor, &code, effect, expire_at).await,
        Err(error) => Err(error),
    };
    answer(&cx, &actor, &catalogue, &publishing, &code, outcome).await
}

/// `GET /desk/items/{code}/withdraw`: asks for the reason, and says what will happen.
pub async fn ask_withdraw(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(catalogue): State<Catalogue>,
    State(publishing): State<Publishing>,
    Path(code): Path<String>,
) -> Result<Page, AppError> {
    let shown = Shown::load(&publishing, &catalogue, &actor, &code).await?;
    withdraw_page(&cx, &actor, shown, String::new(), &Refused::default())
}

/// The reason of a withdrawal.
#[derive(Debug, Deserialize)]
pub struct Reason {
    #[serde(default)]
    reason: String,
}

/// `POST /desk/items/{code}/withdraw`: takes an item from the public at once.
pub async fn withdraw(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(catalogue): State<Catalogue>,
    State(publishing): State<Publishing>,
    Path(code): Path<String>,
    Form(given): Form<Reason>,
) -> Result<Response, AppError> {
    let code = code_of(&code)?;
    match publishing.withdraw(&actor, &code, &given.reason).await {
        Err(error) => {
            let refused = Refused::by(error)?;
            let shown = Shown::load(&publishing, &catalogue, &actor, code.as_str()).await?;
            Ok(withdraw_page(&cx, &actor, shown, given.reason, &refused)?.into_response())
        }
        outcome => answer(&cx, &actor, &catalogue, &publishing, &code, outcome).await,
    }
}

fn withdraw_page(cx: &Cx, actor: &Actor, shown: Shown, typed: String, refused: &Refused) -> Result<Page, AppError> {
    if !shown.may(actor, Permission::WithdrawItems) {
        return Err(AppError::Forbidden);
    }
    let texts = cx.texts;
    let (drawn, told) = (cx.clone(), refused.clone());
    let page = desk_page(cx, actor, Place::Items, texts.desk_withdraw_title(), move || {
        let (cx, record) = (&drawn, &shown.record);
        let name = record.name.get(cx.language());
        let path = |below: &str| cx.href(&item_path(&record.code, below));
        let public = (record.live != Live::Published)
            .then(|| view! { <Notice tone=Tone::Warn>{texts.desk_withdraw_not_public()}</Notice> });
        let (action, leave, error) = (path("/withdraw"), path(""), told.of(cx, "reason"));
        let effect = texts.desk_withdraw_effect(name.to_owned());
        view! {
            <DeskHead
                title=texts.desk_withdraw_title()
                crumbs=item_crumbs(cx, Some((&record.code, name)))
                crumbs_label=texts.desk_trail()
            />
            {told.view(cx)}
            {public}
            <Card>
                <form class="stack desk-form" method="post" action=action>
                    <p>{effect}</p>
                    <TextArea
                        id="reason" name="reason" label=texts.desk_reason() hint=texts.desk_reason_hint()
                        value=typed error=error maxlength=REASON
                    />
                    <div class="desk-buttons">
                        <SubmitButton label=texts.desk_withdraw_now() kind=ButtonKind::Danger />
                        <LinkButton href=leave label=texts.desk_leave() kind=ButtonKind::Quiet />
                    </div>
                </form>
            </Card>
        }
        .into_any()
    });
    Ok(refused.on(page))
}
