use axum::{
    Form,
    extract::{Query, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Redirect, Response},
};
use leptos::prelude::*;
use serde::Deserialize;

use super::{account_page, step_up::StepUp};
use crate::{
    Holder, InAccount,
    realname::{IdNumber, Paper, Person, PersonName, RealName, RealNameError, RealNameLevel, Rise, level_words},
};
use foundation::{
    context::{Client, Cx},
    error::{AppError, FieldError},
    page::{Page, safe_return},
    ui::{
        self, ButtonKind, Card, Details, ErrorSummary, Field, LinkButton, Notice, Step, StepState, Steps, SubmitButton,
        SummaryList, SummaryRow, Tone,
    },
};

const PATH: &str = "/me/real-name";
/// What may be told to have been done.
const DONE: [&str; 2] = ["realname-declared", "realname-verified"];

/// What was just done, and where the person came from to rise.
#[derive(Debug, Default, Deserialize)]
pub struct Done {
    #[serde(default)]
    done: String,
    #[serde(default, rename = "return")]
    back: String,
}

/// Where the person came from to rise.
#[derive(Debug, Default, Deserialize)]
pub struct Back {
    #[serde(default, rename = "return")]
    back: String,
}

/// A name and a number as typed.
#[derive(Default, Deserialize)]
pub struct Said {
    #[serde(default)]
    name: String,
    #[serde(default)]
    id_number: String,
    #[serde(default, rename = "return")]
    back: String,
}

/// What the page is drawn with.
#[derive(Default)]
struct Drawn {
    said: Said,
    errors: Vec<FieldError>,
    /// What stands above everything: a sentence and its tone.
    notice: Option<(String, Tone)>,
}

/// `GET /me/real-name`: the level one has, what each opens, and how to rise.
pub async fn real_name(
    cx: Cx,
    InAccount(holder): InAccount,
    State(real_name): State<RealName>,
    Query(Done { done, back }): Query<Done>,
) -> Result<Response, AppError> {
    let words = DONE.contains(&done.as_str()).then(|| cx.texts.by_key(&done)).flatten();
    let said = Said { back, ..Said::default() };
    let drawn = Drawn { said, notice: words.map(|words| (words, Tone::Ok)), ..Drawn::default() };
    Ok(draw(&cx, &holder, &real_name, drawn).await?.into_response())
}

/// `POST /me/real-name`: keeps name and number as the person says them.
pub async fn declare_real_name(
    cx: Cx,
    InAccount(holder): InAccount,
    State(real_name): State<RealName>,
    Form(said): Form<Said>,
) -> Result<Response, AppError> {
    let errors = match read(&said, &real_name) {
        Err(errors) => errors,
        Ok((name, number)) => match real_name.declare(&holder, &name, &number).await.map_err(AppError::from) {
            Ok(()) => return Ok(done(&cx, DONE[0], &said.back)),
            Err(AppError::Invalid(errors)) => errors,
            Err(error) => return Err(error),
        },
    };
    let page = draw(&cx, &holder, &real_name, Drawn { said, errors, notice: None }).await?;
    Ok(page.status(StatusCode::BAD_REQUEST).into_response())
}

/// `POST /me/real-name/verify`: has what was said checked against the register.
pub async fn verify_real_name(
    cx: Cx,
    client: Client,
    InAccount(holder): InAccount,
    State(real_name): State<RealName>,
    Form(Back { back }): Form<Back>,
) -> Result<Response, AppError> {
    let said = Said { back: back.clone(), ..Said::default() };
    let outcome = real_name.verify(&holder, &client, cx.language()).await;
    let (status, drawn, wait) = match outcome {
        Ok(()) => return Ok(done(&cx, DONE[1], &back)),
        Err(RealNameError::NotFresh) => {
            return Ok(StepUp::on(&address(&back), "real-name").after_form().lead(&cx));
        }
        Err(RealNameError::Unavailable) => {
            let words = cx.texts.realname_verify_later().to_owned();
            let drawn = Drawn { said, notice: Some((words, Tone::Warn)), ..Drawn::default() };
            (StatusCode::SERVICE_UNAVAILABLE, drawn, None)
        }
        Err(RealNameError::TooMany { again_in }) => {
            let seconds = again_in.as_secs().max(1);
            let hours = i64::try_from(seconds.div_ceil(3600)).unwrap_or(24);
            let notice = Some((cx.texts.realname_too_many(hours), Tone::Warn));
            let drawn = Drawn { said, notice, ..Drawn::default() };
            (StatusCode::TOO_MANY_REQUESTS, drawn, Some(seconds))
        }
        Err(error) => match AppError::from(error) {
            AppError::Invalid(errors) => (StatusCode::BAD_REQUEST, Drawn { said, errors, notice: None }, None),
            error => return Err(error),
        },
    };
    let mut response = draw(&cx, &holder, &real_name, drawn).await?.status(status).into_response();
    if let Some(seconds) = wait {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    Ok(response)
}

fn done(cx: &Cx, what: &str, back: &str) -> Response {
    let here = address(back);
    let and = if here.contains('?') { '&' } else { '?' };
    Redirect::to(&cx.href(&format!("{here}{and}done={what}"))).into_response()
}

/// This page, with where the person came from.
fn address(back: &str) -> String {
    if back.is_empty() { PATH.to_owned() } else { format!("{PATH}?return={}", encoded(&safe_return(back))) }
}

fn encoded(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

/// Reads both fields, so that everything that is wrong is said at once.
fn read(said: &Said, real_name: &RealName) -> Result<(PersonName, IdNumber), Vec<FieldError>> {
    let name = PersonName::parse(&said.name).map_err(|fault| FieldError::new("name", fault.reason()));
    let number = IdNumber::parse(&said.id_number, real_name.today());
    let number = number.map_err(|fault| FieldError::new("id_number", fault.reason()));
    match (name, number) {
        (Ok(name), Ok(number)) => Ok((name, number)),
        (name, number) => Err([name.err(), number.err()].into_iter().flatten().collect()),
    }
}

async fn draw(cx: &Cx, holder: &Holder, real_name: &RealName, drawn: Drawn) -> Result<Page, AppError> {
    let (person, rises) = (real_name.person(holder).await?, real_name.rises(holder).await?);
    let texts = cx.texts;
    let level = person.as_ref().map_or(RealNameLevel::Registered, |person| person.level);
    let lead = texts.realname_lead(level_words(cx.language(), level));
    let title = if drawn.errors.is_empty() {
        texts.realname().to_owned()
    } else {
        format!("{} · {}", count(cx, &drawn.errors), texts.realname())
    };
    let cx_drawn = cx.clone();
    Ok(account_page(cx, title, lead, move || body(&cx_drawn, level, person, rises, drawn)))
}

fn count(cx: &Cx, errors: &[FieldError]) -> String {
    cx.texts.form_errors(i64::try_from(errors.len()).unwrap_or(i64::MAX))
}

fn words(cx: &Cx, error: &FieldError) -> String {
    cx.texts.by_key(&format!("error-field-{}", error.reason)).unwrap_or_default()
}

fn body(cx: &Cx, level: RealNameLevel, person: Option<Person>, rises: Vec<Rise>, drawn: Drawn) -> AnyView {
    let texts = cx.texts;
    let Drawn { said, errors, notice } = drawn;
    let summary: Vec<ui::FieldError> =
        errors.iter().map(|error| ui::FieldError { field: error.field.clone(), text: words(cx, error) }).collect();
    let (summary_title, known) = (count(cx, &errors), person.map(|person| known(cx, &person)));
    let notice = notice.map(|(words, tone)| {
        view! { <div role="status"><Notice tone=tone><p>{words}</p></Notice></div> }
    });
    let way_back = (!said.back.is_empty()).then(|| {
        let href = cx.href(&safe_return(&said.back));
        view! { <LinkButton href=href label=texts.realname_back() kind=ButtonKind::Quiet full=true /> }
    });
    let (levels, next, history) = (line(cx, level), next(cx, level, &said, &errors), history(cx, &rises));
    view! {
        {notice}
        <ErrorSummary title=summary_title items=summary />
        <Card title=texts.realname_levels() id="levels"><Steps items=levels /></Card>
        {known}
        {next}
        {way_back}
        {history}
    }
    .into_any()
}

/// The four levels on a line, with what each opens.
fn line(cx: &Cx, level: RealNameLevel) -> Vec<Step> {
    RealNameLevel::ALL
        .into_iter()
        .map(|step| Step {
            title: level_words(cx.language(), step),
            note: cx.texts.by_key(&step.key().replace("realname-level-", "realname-opens-")).unwrap_or_default(),
            state: match step.cmp(&level) {
                std::cmp::Ordering::Less => StepState::Done,
                std::cmp::Ordering::Equal => StepState::Now,
                std::cmp::Ordering::Greater => StepState::Plain,
            },
        })
        .collect()
}

/// What the city knows, masked.
fn known(cx: &Cx, person: &Person) -> AnyView {
    let texts = cx.texts;
    let mut rows = vec![
        SummaryRow::new(texts.realname_name(), person.name.masked()),
        SummaryRow::new(texts.realname_number(), person.number.masked()),
        SummaryRow::new(texts.realname_kind(), texts.by_key(person.number.kind().key()).unwrap_or_default()),
        SummaryRow::new(texts.realname_since(), day(person.changed_at)),
    ];
    if let Some(Paper { kind, until }) = person.paper {
        let paper = texts.by_key(&kind.key()).unwrap_or_default();
        let paper = match until {
            Some(until) => texts.realname_paper_until(until.to_string(), paper),
            None => paper,
        };
        rows.push(SummaryRow::new(texts.realname_paper(), paper));
    }
    view! { <Card title=texts.realname_known() id="known"><SummaryList items=rows /></Card> }.into_any()
}

/// The day of a moment in the city.
fn day(moment: chrono::DateTime<chrono::Utc>) -> String {
    (moment + chrono::TimeDelta::hours(8)).date_naive().to_string()
}

/// How to rise from here.
fn next(cx: &Cx, level: RealNameLevel, said: &Said, errors: &[FieldError]) -> AnyView {
    let texts = cx.texts;
    let counter = || {
        let href = cx.href("/departments");
        view! {
            <Card title=texts.realname_counter_title() id="counter">
                <p>{texts.realname_counter_text()}</p>
                <LinkButton href=href label=texts.realname_counter_find() kind=ButtonKind::Quiet />
            </Card>
        }
    };
    match level {
        RealNameLevel::Registered => {
            let form = form(cx, texts.realname_declare(), said, errors);
            view! {
                <Card title=texts.realname_declare_title() id="declare">
                    <p>{texts.realname_declare_text()}</p>
                    {form}
                </Card>
                {counter()}
            }
            .into_any()
        }
        RealNameLevel::Declared => {
            let refused = errors.iter().any(|error| error.field != "verify");
            let error = errors.iter().find(|error| error.field == "verify").map(|error| words(cx, error));
            let action = cx.href("/me/real-name/verify");
            let back = said.back.clone();
            let again = form(cx, texts.realname_redeclare_save(), said, errors);
            view! {
                <Card title=texts.realname_verify_title() id="rise">
                    <p>{texts.realname_verify_text()}</p>
                    <form method="post" action=action class="stack" id="verify" tabindex="-1">
                        {error.map(|error| view! { <p class="error">{error}</p> })}
                        <input type="hidden" name="return" value=back />
                        <SubmitButton label=texts.realname_verify() full=true />
                    </form>
                    <Details summary=texts.realname_redeclare() open=refused>{again}</Details>
                </Card>
                {counter()}
            }
            .into_any()
        }
        RealNameLevel::Verified => view! { {counter()} <p class="meta">{texts.realname_change()}</p> }.into_any(),
        RealNameLevel::SeenInPerson => view! {
            <p>{texts.realname_top()}</p>
            <p class="meta">{texts.realname_change()}</p>
        }
        .into_any(),
    }
}

/// Name and number. What was typed stays: it is the person's own, and has to be corrected.
fn form(cx: &Cx, label: &'static str, said: &Said, errors: &[FieldError]) -> AnyView {
    let texts = cx.texts;
    let of = |field: &str| {
        errors.iter().find(|error| error.field == field).map(|error| words(cx, error)).unwrap_or_default()
    };
    let (name_error, number_error) = (of("name"), of("id_number"));
    let (name, number, back) = (said.name.clone(), said.id_number.clone(), said.back.clone());
    view! {
        <form method="post" action=cx.href(PATH) class="stack">
            <Field id="name" name="name" label=texts.realname_name() hint=texts.realname_name_hint()
                value=name error=name_error autocomplete="name" />
            <Field id="id_number" name="id_number" label=texts.realname_number() hint=texts.realname_number_hint()
                value=number error=number_error autocomplete="off" />
            <input type="hidden" name="return" value=back />
            <SubmitButton label=label full=true />
        </form>
    }
    .into_any()
}

fn history(cx: &Cx, rises: &[Rise]) -> Option<AnyView> {
    let texts = cx.texts;
    let lines = rises
        .iter()
        .map(|rise| {
            let how = texts.by_key(&format!("realname-how-{}", rise.how)).unwrap_or_default();
            let words = texts.realname_step(day(rise.at), how, level_words(cx.language(), rise.to));
            view! { <li>{words}</li> }
        })
        .collect_view();
    (!rises.is_empty()).then(|| {
        view! { <Card title=texts.realname_history() id="history"><ul class="stack">{lines}</ul></Card> }.into_any()
    })
}
