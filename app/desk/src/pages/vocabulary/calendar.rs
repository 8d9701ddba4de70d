//! The calendar, a year at a time, filled in from the State Council's notice.

use axum::{
    Form,
    extract::{Query as QueryString, State},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use chrono::{Datelike as _, NaiveDate};
use leptos::prelude::*;
use serde::Deserialize;

use super::{
    super::super::{Place, desk_page},
    PATH, crumbs,
    list::year_notice,
};
use catalogue::vocabulary::{Notice as StateNotice, NoticeFault, Vocabulary};
use foundation::{
    calendar::Day,
    context::Cx,
    error::AppError,
    page::Page,
    ui::{ButtonKind, Card, DeskHead, ErrorSummary, FieldError, LinkButton, Notice, SubmitButton, TextArea, Tone},
};
use identity::{Actor, SignedIn};

/// Years a page shows.
const YEARS: std::ops::RangeInclusive<i32> = 2000..=2099;

/// Which year is shown.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    year: Option<String>,
}

/// What was typed of a notice.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Typed {
    year: String,
    #[serde(default)]
    rests: String,
    #[serde(default)]
    worked: String,
    #[serde(default)]
    seen: String,
    #[serde(default)]
    act: String,
}

/// What a page tells beside the stored year.
#[derive(Default)]
struct Told {
    typed: Option<Typed>,
    faults: Vec<NoticeFault>,
    preview: Option<Vec<Day>>,
    changed: bool,
}

/// `GET /desk/vocabulary/calendar`: a year's holidays and the weekend days worked for them.
pub async fn calendar(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(vocabulary): State<Vocabulary>,
    QueryString(asked): QueryString<Asked>,
) -> Result<Page, AppError> {
    let year = match asked.year {
        None => vocabulary.this_year(),
        Some(year) => year.parse().ok().filter(|year| YEARS.contains(year)).ok_or(AppError::NotFound)?,
    };
    page(&cx, &actor, &vocabulary, year, Told::default()).await
}

/// `POST /desk/vocabulary/calendar/year`: shows what a notice makes of a year, or stores it.
pub async fn save_calendar(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(vocabulary): State<Vocabulary>,
    Form(typed): Form<Typed>,
) -> Result<Response, AppError> {
    let is_year = typed.year.trim().parse().ok().filter(|year| YEARS.contains(year));
    let year = is_year.unwrap_or_else(|| vocabulary.this_year());
    let notice = match StateNotice::parse(&typed.year, &typed.rests, &typed.worked) {
        Ok(notice) => notice,
        Err(faults) => {
            let told = Told { typed: Some(typed), faults, ..Told::default() };
            let page = page(&cx, &actor, &vocabulary, year, told).await?;
            return Ok(page.status(StatusCode::BAD_REQUEST).into_response());
        }
    };
    if typed.act != "save" {
        let told = Told { typed: Some(typed), preview: Some(notice.days()), ..Told::default() };
        return Ok(page(&cx, &actor, &vocabulary, year, told).await?.into_response());
    }
    match vocabulary.save_year(&actor, &notice, &typed.seen).await {
        Ok(()) => Ok(Redirect::to(&cx.href(&format!("{PATH}/calendar?year={year}"))).into_response()),
        Err(AppError::Conflict(_)) => {
            let told = Told { typed: Some(typed), changed: true, ..Told::default() };
            let page = page(&cx, &actor, &vocabulary, year, told).await?;
            Ok(page.status(StatusCode::CONFLICT).into_response())
        }
        Err(error) => Err(error),
    }
}

async fn page(cx: &Cx, actor: &Actor, vocabulary: &Vocabulary, year: i32, told: Told) -> Result<Page, AppError> {
    let stored = vocabulary.year(actor, year).await?;
    let missing = vocabulary.missing_year().await?;
    let drawn = cx.clone();
    let title = cx.texts.calendar_year(year.to_string());
    let heading = title.clone();
    Ok(desk_page(cx, actor, Place::Vocabulary, title, move || {
        let cx = &drawn;
        let texts = cx.texts;
        let link = |year: i32, label: String| {
            let href = cx.href(&format!("{PATH}/calendar?year={year}"));
            view! { <LinkButton href=href label=label kind=ButtonKind::Quiet /> }
        };
        let (before, after) = (
            link(year - 1, texts.calendar_year((year - 1).to_string())),
            link(year + 1, texts.calendar_year((year + 1).to_string())),
        );
        let notice = missing.filter(|missing| *missing != year).map(|missing| year_notice(cx, missing));
        let typed = told.typed.clone().unwrap_or_else(|| typed_of(year, &stored.days, &stored.fingerprint));
        // A save after a collision is compared with what this page shows.
        let seen = if told.changed { stored.fingerprint.clone() } else { typed.seen.clone() };
        let collision = told.changed.then(|| {
            view! { <div role="alert"><Notice tone=Tone::Danger><p>{texts.vocabulary_changed()}</p></Notice></div> }
        });
        let errors = told
            .faults
            .iter()
            .map(|fault| FieldError { field: fault.field.to_owned(), text: sentence(cx, fault) })
            .collect();
        let is_preview = told.preview.is_some();
        let days = told.preview.unwrap_or(stored.days);
        let shown = if is_preview { texts.calendar_preview() } else { texts.calendar_stored() };
        let body = if days.is_empty() {
            view! { <Notice tone=Tone::Warn><p>{texts.calendar_unknown()}</p></Notice> }.into_any()
        } else {
            months(cx, &days)
        };
        view! {
            <DeskHead title=heading crumbs=crumbs(cx, None) crumbs_label=texts.breadcrumbs()>
                {before}
                {after}
            </DeskHead>
            {notice}
            {collision}
            <ErrorSummary title=texts.form_refused_title() items=errors />
            <Card title=shown id="days">{body}</Card>
            {form(cx, &typed, &seen, &told.faults, is_preview)}
        }
        .into_any()
    }))
}

fn sentence(cx: &Cx, fault: &NoticeFault) -> String {
    let reason = cx.texts.by_key(&format!("error-field-{}", fault.reason)).unwrap_or_default();
    if fault.line == 0 { reason } else { cx.texts.calendar_line(fault.line.to_string(), reason) }
}

fn form(cx: &Cx, typed: &Typed, seen: &str, faults: &[NoticeFault], is_preview: bool) -> AnyView {
    let texts = cx.texts;
    let error = |field: &str| {
        faults.iter().find(|fault| fault.field == field).map(|fault| sentence(cx, fault)).unwrap_or_default()
    };
    let (rests_error, worked_error) = (error("rests"), error("worked"));
    let action = cx.href(&format!("{PATH}/calendar/year"));
    let (rests, worked) = (typed.rests.clone(), typed.worked.clone());
    let (year, seen) = (typed.year.clone(), seen.to_owned());
    // The loud button is the next step: look first, then keep what was looked at.
    let (look, save) =
        if is_preview { (ButtonKind::Quiet, ButtonKind::Primary) } else { (ButtonKind::Primary, ButtonKind::Quiet) };
    view! {
        <Card title=texts.calendar_notice() id="notice" note=texts.calendar_notice_note()>
            <form class="stack" method="post" action=action>
                <input type="hidden" name="year" value=year id="year" />
                <input type="hidden" name="seen" value=seen />
                <TextArea id="rests" name="rests" label=texts.calendar_rests() hint=texts.calendar_rests_hint() value=rests error=rests_error rows=8 />
                <TextArea id="worked" name="worked" label=texts.calendar_worked() hint=texts.calendar_worked_hint() value=worked error=worked_error rows=6 />
                <div class="inline">
                    <SubmitButton label=texts.calendar_look() kind=look name="act" value="look" />
                    <SubmitButton label=texts.calendar_save() kind=save name="act" value="save" />
                </div>
            </form>
        </Card>
    }
    .into_any()
}

/// A stored year as its notice would be typed.
fn typed_of(year: i32, days: &[Day], fingerprint: &str) -> Typed {
    let mut rests: Vec<(&str, NaiveDate, NaiveDate)> = Vec::new();
    for day in days.iter().filter(|day| day.is_holiday || day.is_in_lieu) {
        match rests.last_mut() {
            Some((name, _, to)) if *name == day.name && to.succ_opt() == Some(day.date) => *to = day.date,
            _ => rests.push((&day.name, day.date, day.date)),
        }
    }
    let rests: Vec<String> = rests.into_iter().map(|(name, from, to)| format!("{name} {from} {to}")).collect();
    let worked: Vec<String> = days
        .iter()
        .filter(|day| day.is_workday && !day.name.is_empty())
        .map(|day| format!("{} {}", day.date, day.name))
        .collect();
    Typed {
        year: year.to_string(),
        rests: rests.join("\n"),
        worked: worked.join("\n"),
        seen: fingerprint.to_owned(),
        act: String::new(),
    }
}

/// Twelve months, with what is off and what is worked marked in words.
fn months(cx: &Cx, days: &[Day]) -> AnyView {
    let tables = (1..=12u32)
        .map(|month| {
            let own: Vec<&Day> = days.iter().filter(|day| day.date.month() == month).collect();
            month_table(cx, month, &own)
        })
        .collect_view();
    view! { <div class="year">{tables}</div> }.into_any()
}

fn month_table(cx: &Cx, month: u32, days: &[&Day]) -> AnyView {
    let texts = cx.texts;
    let heads = (1..=7)
        .map(|day| view! { <th scope="col">{texts.by_key(&format!("weekday-{day}")).unwrap_or_default()}</th> })
        .collect_view();
    let blank = days.first().map_or(0, |day| day.date.weekday().num_days_from_monday() as usize);
    let cells: Vec<Option<&Day>> = std::iter::repeat_n(None, blank).chain(days.iter().copied().map(Some)).collect();
    let weeks = cells
        .chunks(7)
        .map(|week| {
            let cells = week
                .iter()
                .map(|day| match day {
                    None => view! { <td></td> }.into_any(),
                    Some(day) => day_cell(cx, day),
                })
                .collect_view();
            view! { <tr>{cells}</tr> }
        })
        .collect_view();
    let caption = texts.by_key(&format!("month-{month}")).unwrap_or_default();
    view! {
        <table class="month">
            <caption>{caption}</caption>
            <thead><tr>{heads}</tr></thead>
            <tbody>{weeks}</tbody>
        </table>
    }
    .into_any()
}

fn day_cell(cx: &Cx, day: &Day) -> AnyView {
    let texts = cx.texts;
    let (class, mark) = if day.is_holiday || day.is_in_lieu {
        ("off", texts.calendar_mark_off())
    } else if day.is_workday && !day.name.is_empty() {
        ("moved", texts.calendar_mark_worked())
    } else if day.is_workday {
        ("", "")
    } else {
        ("weekend", "")
    };
    let mark = (!mark.is_empty()).then(|| view! { <small>{mark}</small> });
    let title = (!day.name.is_empty()).then(|| day.name.clone());
    view! { <td class=class title=title>{day.date.day()}{mark}</td> }.into_any()
}
