//! One record: its form, saving it, taking it away.

use axum::{
    Form,
    extract::{Path, Query as QueryString, State},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use leptos::prelude::*;
use serde::Deserialize;

use super::{
    super::{
        super::{Place, desk_page},
        exchange::kind_word,
    },
    crumbs,
    form::{self, Sent},
    kind_of, kind_path, record_path,
};
use catalogue::{
    Kind,
    vocabulary::{Record, RecordError, Vocabulary},
};
use foundation::{
    context::Cx,
    error::AppError,
    page::Page,
    ui::{ButtonKind, Card, DeskHead, ErrorSummary, Field, LinkButton, Notice, SubmitButton, Tone},
};
use identity::{Actor, SignedIn};

/// The field that tells what the form showed.
const SEEN: &str = "seen";

/// Which record is asked for, and what a boost is tried on.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    key: Option<String>,
    #[serde(default)]
    q: String,
    #[serde(default)]
    factor: String,
}

/// What became of a form.
#[derive(Default)]
struct Told {
    faults: Vec<(String, String)>,
    problem: Option<String>,
    status: StatusCode,
}

/// `GET /desk/vocabulary/{kind}/record`: the form of a record, or of a new one.
pub async fn record(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(vocabulary): State<Vocabulary>,
    Path(kind): Path<String>,
    QueryString(asked): QueryString<Asked>,
) -> Result<Page, AppError> {
    let kind = kind_of(&kind)?;
    let known = if let Some(key) = &asked.key {
        Some(vocabulary.record(&actor, kind, key).await?)
    } else {
        // Who may not change anything is told so before filling in a form.
        vocabulary.overview(&actor).await?;
        None
    };
    let sent = known.as_ref().map(|record| form::shown(kind, &record.fields)).unwrap_or_default();
    let effect = known.as_ref().filter(|_| kind == Kind::Boosts).map(|record| {
        let now = record.fields.get("factor").and_then(serde_json::Value::as_f64).unwrap_or(1.0);
        let factor = asked.factor.trim().parse().ok().filter(|factor| *factor > 0.0 && *factor <= 10.0).unwrap_or(now);
        let places = (!asked.q.trim().is_empty()).then(|| vocabulary.effect(&record.key, now, factor, &asked.q));
        effect_form(&cx, record, &asked.q, factor, places)
    });
    Ok(page(&cx, &actor, kind, known.as_ref(), sent, Told::default(), effect))
}

/// `POST /desk/vocabulary/{kind}/record`: saves a record by the rules of files.
pub async fn save(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(vocabulary): State<Vocabulary>,
    Path(kind): Path<String>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, AppError> {
    let kind = kind_of(&kind)?;
    let mut sent: Sent = pairs.into_iter().collect();
    let seen = sent.remove(SEEN).filter(|seen| !seen.is_empty());
    let key = sent.get(Vocabulary::key_field(kind)).cloned().unwrap_or_default();
    let fields = form::read(kind, &sent);
    let outcome = vocabulary.save(&actor, kind, fields, seen.clone().map(|seen| (key.clone(), seen))).await;
    let told = match outcome {
        Ok(_) => return Ok(Redirect::to(&cx.href(&kind_path(kind))).into_response()),
        Err(error) => told(&cx, error)?,
    };
    // What was typed stays; a save after it is compared with what the form showed, as before.
    let known = seen.map(|fingerprint| Record { key, fields: serde_json::Map::new(), fingerprint });
    Ok(page(&cx, &actor, kind, known.as_ref(), sent, told, None).into_response())
}

/// Which record is to be taken away.
#[derive(Debug, Deserialize)]
pub struct Removed {
    key: String,
    seen: String,
}

/// `POST /desk/vocabulary/{kind}/remove`: takes a record away that nothing refers to.
pub async fn remove(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(vocabulary): State<Vocabulary>,
    Path(kind): Path<String>,
    Form(asked): Form<Removed>,
) -> Result<Response, AppError> {
    let kind = kind_of(&kind)?;
    let told = match vocabulary.remove(&actor, kind, &asked.key, &asked.seen).await {
        Ok(()) => return Ok(Redirect::to(&cx.href(&kind_path(kind))).into_response()),
        Err(RecordError::InUse) => {
            let (items, own) = vocabulary.references(&actor, kind, &asked.key).await?;
            let problem = cx.texts.vocabulary_in_use(items.to_string(), own.to_string());
            Told { problem: Some(problem), status: StatusCode::CONFLICT, ..Told::default() }
        }
        Err(error) => told(&cx, error)?,
    };
    let known = vocabulary.record(&actor, kind, &asked.key).await?;
    let sent = form::shown(kind, &known.fields);
    Ok(page(&cx, &actor, kind, Some(&known), sent, told, None).into_response())
}

fn told(cx: &Cx, error: RecordError) -> Result<Told, AppError> {
    let conflict =
        |problem: &str| Told { problem: Some(problem.to_owned()), status: StatusCode::CONFLICT, ..Told::default() };
    match error {
        RecordError::NotFound => Err(AppError::NotFound),
        RecordError::Changed => Ok(conflict(cx.texts.vocabulary_changed())),
        RecordError::Taken => Ok(conflict(cx.texts.vocabulary_taken())),
        RecordError::InUse => Ok(conflict(cx.texts.vocabulary_used())),
        RecordError::Faults(faults) => Ok(Told { faults, problem: None, status: StatusCode::BAD_REQUEST }),
        RecordError::Store(fault) => Err(fault.into()),
    }
}

fn page(
    cx: &Cx,
    actor: &Actor,
    kind: Kind,
    known: Option<&Record>,
    sent: Sent,
    told: Told,
    effect: Option<AnyView>,
) -> Page {
    let texts = cx.texts;
    let (drawn, status) = (cx.clone(), told.status);
    let known = known.map(|record| (record.key.clone(), record.fingerprint.clone()));
    let title = known.as_ref().map_or_else(|| texts.vocabulary_new_of(kind_word(texts, kind)), |(key, _)| key.clone());
    let heading = title.clone();
    let page = desk_page(cx, actor, Place::Vocabulary, title, move || {
        let cx = &drawn;
        let texts = cx.texts;
        let key = known.as_ref().map(|(key, _)| key.as_str());
        let action = cx.href(&record_path(kind, None));
        let again = key.map(|key| cx.href(&record_path(kind, Some(key))));
        let problem = told.problem.map(|problem| {
            let again = again.map(|href| view! { " " <a href=href>{texts.vocabulary_see_now()}</a> });
            view! { <div role="alert"><Notice tone=Tone::Danger><p>{problem}{again}</p></Notice></div> }
        });
        let faults = form::summary(cx, kind, &told.faults);
        let seen = known.as_ref().map(|(_, seen)| seen.clone()).unwrap_or_default();
        let fields = form::fields(cx, kind, &sent, key, &told.faults);
        let remove = known.clone().map(|(key, seen)| remove_form(cx, kind, key, seen));
        let back = cx.href(&kind_path(kind));
        view! {
            <DeskHead title=heading crumbs=crumbs(cx, Some(kind)) crumbs_label=texts.breadcrumbs() />
            {problem}
            <ErrorSummary title=texts.form_refused_title() items=faults />
            <Card>
                <form class="stack" method="post" action=action>
                    <input type="hidden" name=SEEN value=seen />
                    {fields}
                    <div class="inline">
                        <SubmitButton label=texts.vocabulary_save() />
                        <LinkButton href=back label=texts.vocabulary_back() kind=ButtonKind::Quiet />
                    </div>
                </form>
            </Card>
            {effect}
            {remove}
        }
        .into_any()
    });
    if status == StatusCode::OK { page } else { page.status(status) }
}

fn remove_form(cx: &Cx, kind: Kind, key: String, seen: String) -> AnyView {
    let texts = cx.texts;
    let action = cx.href(&format!("{}/remove", kind_path(kind)));
    view! {
        <Card title=texts.vocabulary_remove_title() id="remove" note=texts.vocabulary_remove_note()>
            <form method="post" action=action>
                <input type="hidden" name="key" value=key />
                <input type="hidden" name="seen" value=seen />
                <SubmitButton label=texts.vocabulary_remove() kind=ButtonKind::Danger />
            </form>
        </Card>
    }
    .into_any()
}

/// Tries a factor on a query, without saving it.
fn effect_form(
    cx: &Cx,
    record: &Record,
    query: &str,
    factor: f64,
    places: Option<catalogue::vocabulary::Effect>,
) -> AnyView {
    let texts = cx.texts;
    let place = |place: Option<usize>| {
        place.map_or_else(|| texts.boost_nowhere().to_owned(), |place| texts.boost_place(place.to_string()))
    };
    let outcome = places.map(|effect| {
        let sentence = texts.boost_effect(place(effect.after), place(effect.before));
        view! { <Notice><p>{sentence}</p></Notice> }
    });
    let (key, query) = (record.key.clone(), query.to_owned());
    let action = cx.href(&format!("{}/record", kind_path(Kind::Boosts)));
    view! {
        <Card title=texts.boost_try() id="try" note=texts.boost_try_note()>
            <form class="stack" method="get" action=action>
                <input type="hidden" name="key" value=key />
                <Field id="try-query" name="q" kind="search" label=texts.boost_query() value=query />
                <Field id="try-factor" name="factor" label=texts.boost_factor() value=factor.to_string() inputmode=Some("decimal") short=true />
                <SubmitButton label=texts.boost_look() kind=ButtonKind::Quiet />
            </form>
            {outcome}
        </Card>
    }
    .into_any()
}
