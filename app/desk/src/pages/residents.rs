use axum::{
    Form,
    extract::{Path, Query, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Redirect, Response},
};
use chrono::NaiveDate;
use leptos::prelude::*;
use serde::Deserialize;

use super::{
    super::{Place, city_time, desk_page},
    forms::{Refused, done_notice, refused},
    me::Done,
};
use foundation::{
    context::{Client, Cx},
    error::{AppError, FieldError},
    page::Page,
    ui::{
        Card, ChoiceOption, Choices, Crumb, DeskHead, ErrorSummary, Field, Select, SelectOption, SubmitButton,
        SummaryList, SummaryRow,
    },
};
use identity::{
    Actor, Contact, Permission, SignedIn,
    realname::{
        IdNumber, LookedUp, Paper, PaperKind, PersonName, RealName, RealNameError, RealNameLevel, ResidentAccount,
        level_words,
    },
};

/// By what somebody is looked up, as typed. Comes in a body only: addresses of pages are written down all over.
#[derive(Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    who: String,
}

/// What a clerk reads off the paper.
#[derive(Default, Deserialize)]
pub struct Seen {
    #[serde(default)]
    name: String,
    #[serde(default)]
    id_number: String,
    #[serde(default)]
    paper: String,
    #[serde(default)]
    until: String,
    #[serde(default)]
    confirm: String,
}

/// `GET /desk/residents`: whose account is it.
#[expect(clippy::unused_async, reason = "a handler is a future")]
pub async fn residents(cx: Cx, SignedIn(actor): SignedIn) -> Result<Response, AppError> {
    permitted(&actor)?;
    Ok(draw_search(&cx, &actor, Refused::default()).into_response())
}

/// `POST /desk/residents`: finds the account of an address or a whole ID number.
pub async fn find_resident(
    cx: Cx,
    client: Client,
    SignedIn(actor): SignedIn,
    State(real_name): State<RealName>,
    Form(asked): Form<Asked>,
) -> Result<Response, AppError> {
    permitted(&actor)?;
    let (status, reason, wait) = match looked_up(&asked.who, &real_name) {
        None => (StatusCode::BAD_REQUEST, "resident-by", None),
        Some(by) => match real_name.look_up(&actor, &client, &by).await {
            Ok(Some(name)) => return Ok(Redirect::to(&cx.href(&format!("/desk/residents/{name}"))).into_response()),
            Ok(None) => (StatusCode::BAD_REQUEST, "resident-none", None),
            Err(RealNameError::Several) => (StatusCode::BAD_REQUEST, "resident-several", None),
            Err(RealNameError::TooMany { again_in }) => {
                (StatusCode::TOO_MANY_REQUESTS, "resident-too-many", Some(again_in.as_secs().max(1)))
            }
            Err(error) => return Err(error.into()),
        },
    };
    let page = draw_search(&cx, &actor, refused(&cx, &[FieldError::new("who", reason)]));
    let mut response = page.status(status).into_response();
    if let Some(seconds) = wait {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    Ok(response)
}

/// `GET /desk/residents/{name}`: one account, masked, and the form for seeing its holder.
pub async fn resident(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(real_name): State<RealName>,
    Path(name): Path<String>,
    Query(Done { done }): Query<Done>,
) -> Result<Response, AppError> {
    let account = real_name.resident(&actor, &name).await?;
    Ok(draw(&cx, &actor, account, &done, Seen::default(), &[]).into_response())
}

/// `POST /desk/residents/{name}`: the clerk saw the person with the paper.
pub async fn see_resident(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(real_name): State<RealName>,
    Path(name): Path<String>,
    Form(seen): Form<Seen>,
) -> Result<Response, AppError> {
    let account = real_name.resident(&actor, &name).await?;
    let errors = match read(&seen, &real_name) {
        Err(errors) => errors,
        Ok((person, number, paper)) => {
            match real_name.seen_in_person(&actor, &account.name, (&person, &number), paper).await {
                Ok(()) => {
                    let target = format!("/desk/residents/{}?done=resident-seen-done", account.name);
                    return Ok(Redirect::to(&cx.href(&target)).into_response());
                }
                Err(RealNameError::Taken) => vec![FieldError::new("id_number", "real-name-taken-desk")],
                Err(error) => match AppError::from(error) {
                    AppError::Invalid(errors) => errors,
                    error => return Err(error),
                },
            }
        }
    };
    let page = draw(&cx, &actor, account, "", seen, &errors);
    Ok(page.status(StatusCode::BAD_REQUEST).into_response())
}

/// Whoever works at a counter sees residents there; for everybody else there is no such page.
pub(super) fn permitted(actor: &Actor) -> Result<(), AppError> {
    if actor.scope(Permission::WorkCases).is_empty() { Err(AppError::NotFound) } else { Ok(()) }
}

/// An ID number where it is one; else an address.
fn looked_up(who: &str, real_name: &RealName) -> Option<LookedUp> {
    match IdNumber::parse(who, real_name.today()) {
        Ok(number) => Some(LookedUp::Number(number)),
        Err(_) => Contact::parse(who).map(LookedUp::Contact),
    }
}

/// Reads every field, so that everything that is wrong is said at once.
fn read(seen: &Seen, real_name: &RealName) -> Result<(PersonName, IdNumber, Paper), Vec<FieldError>> {
    let name = PersonName::parse(&seen.name).map_err(|fault| FieldError::new("name", fault.reason()));
    let number = IdNumber::parse(&seen.id_number, real_name.today());
    let number = number.map_err(|fault| FieldError::new("id_number", fault.reason()));
    let kind = PaperKind::parse(&seen.paper).ok_or_else(|| FieldError::new("paper", "paper-kind"));
    let until = match seen.until.trim() {
        "" => Ok(None),
        text => match NaiveDate::parse_from_str(text, "%Y-%m-%d") {
            // What a `date` field sends; no paper outlives that.
            Ok(day) if text.len() == 10 => Ok(Some(day)),
            _ => Err(FieldError::new("until", "paper-day")),
        },
    };
    let confirm = (seen.confirm == "yes").then_some(()).ok_or_else(|| FieldError::new("seen", "paper-confirm"));
    match (name, number, kind, until, confirm) {
        (Ok(name), Ok(number), Ok(kind), Ok(until), Ok(())) => Ok((name, number, Paper { kind, until })),
        (name, number, kind, until, confirm) => {
            let errors = [name.err(), number.err(), kind.err(), until.err(), confirm.err()];
            Err(errors.into_iter().flatten().collect())
        }
    }
}

fn draw_search(cx: &Cx, actor: &Actor, refused: Refused) -> Page {
    let texts = cx.texts;
    let shown = cx.clone();
    desk_page(cx, actor, Place::Residents, texts.residents(), move || {
        let cx = shown;
        let (title, items, error) = (refused.title(&cx), refused.items(), refused.of("who"));
        let action = cx.href("/desk/residents");
        view! {
            <DeskHead title=texts.residents() />
            <ErrorSummary title=title items=items />
            <p>{texts.residents_lead()}</p>
            <Card>
                <form method="post" action=action class="stack">
                    <Field id="who" name="who" label=texts.residents_by() hint=texts.residents_by_hint()
                        error=error autocomplete="off" />
                    <SubmitButton label=texts.residents_find() />
                </form>
            </Card>
        }
        .into_any()
    })
}

fn draw(cx: &Cx, actor: &Actor, account: ResidentAccount, done: &str, seen: Seen, errors: &[FieldError]) -> Page {
    let texts = cx.texts;
    let (shown, refused) = (cx.clone(), refused(cx, errors));
    let notice = done_notice(cx, done, &["resident-seen-done"]);
    desk_page(cx, actor, Place::Residents, texts.resident_title(), move || {
        let cx = shown;
        let crumbs = vec![Crumb { href: cx.href("/desk/residents"), label: texts.residents().to_owned() }];
        let (title, items) = (refused.title(&cx), refused.items());
        let form = form(&cx, &account.name, seen, &refused);
        view! {
            <DeskHead title=texts.resident_title() crumbs=crumbs crumbs_label=texts.breadcrumbs() />
            {notice}
            <ErrorSummary title=title items=items />
            <Card><SummaryList items=about(&cx, account) /></Card>
            <Card title=texts.resident_see_title() id="see" note=texts.resident_see_text()>{form}</Card>
        }
        .into_any()
    })
}

fn about(cx: &Cx, account: ResidentAccount) -> Vec<SummaryRow> {
    let texts = cx.texts;
    let unknown = || texts.resident_unknown().to_owned();
    let mut rows = vec![
        SummaryRow::new(texts.resident_account(), account.name),
        SummaryRow::new(texts.resident_level(), level_words(cx.language(), account.level)),
        SummaryRow::new(texts.realname_name(), account.masked_name.unwrap_or_else(unknown)),
        SummaryRow::new(texts.realname_number(), account.masked_number.unwrap_or_else(unknown)),
    ];
    if let Some(changed_at) = account.changed_at.filter(|_| account.level > RealNameLevel::Registered) {
        rows.push(SummaryRow::new(texts.realname_since(), city_time::when(cx, changed_at)));
    }
    if let Some(Paper { kind, until }) = account.paper {
        let paper = texts.by_key(&kind.key()).unwrap_or_default();
        let paper = match until {
            Some(until) => texts.realname_paper_until(until.to_string(), paper),
            None => paper,
        };
        rows.push(SummaryRow::new(texts.realname_paper(), paper));
    }
    rows
}

fn form(cx: &Cx, name: &str, seen: Seen, refused: &Refused) -> AnyView {
    let texts = cx.texts;
    let action = cx.href(&format!("/desk/residents/{name}"));
    let papers = PaperKind::ALL
        .into_iter()
        .map(|kind| SelectOption {
            value: kind.code().to_owned(),
            label: texts.by_key(&kind.key()).unwrap_or_default(),
            selected: seen.paper == kind.code(),
        })
        .collect();
    let confirm = vec![ChoiceOption {
        value: "yes".to_owned(),
        label: texts.resident_confirm().to_owned(),
        note: String::new(),
        checked: seen.confirm == "yes",
    }];
    let (name_error, number_error) = (refused.of("name"), refused.of("id_number"));
    let (paper_error, until_error, seen_error) = (refused.of("paper"), refused.of("until"), refused.of("seen"));
    view! {
        <form method="post" action=action class="stack">
            <Field id="name" name="name" label=texts.realname_name() value=seen.name error=name_error autocomplete="off" />
            <Field id="id_number" name="id_number" label=texts.realname_number() value=seen.id_number error=number_error
                autocomplete="off" />
            <Select id="paper" name="paper" label=texts.resident_paper() options=papers error=paper_error />
            <Field id="until" name="until" label=texts.resident_until() hint=texts.resident_until_hint() kind="date"
                value=seen.until error=until_error short=true />
            <Choices id="seen" name="confirm" legend=texts.resident_see_title() options=confirm several=true
                error=seen_error />
            <SubmitButton label=texts.resident_seen() />
        </form>
    }
    .into_any()
}
