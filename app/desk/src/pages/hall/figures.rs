//! How the days went, by matter and hour; and the same as CSV.

use std::collections::HashMap;

use axum::{
    extract::{Path, Query, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use chrono::NaiveDate;
use leptos::prelude::*;
use serde::Deserialize;

use super::{
    super::{
        super::{Place, desk_page},
        forms::refused,
    },
    at_desk, crumbs, named, path_of,
};
use ::hall::{
    Hall, HallError,
    model::{Figures, Statistics},
};
use appointments::model::{Matter, Office, Slug};
use catalogue::Catalogue;
use foundation::{
    audit::harmless,
    context::Cx,
    error::{AppError, FieldError},
    ui::{ButtonKind, Card, Column, DeskHead, ErrorSummary, Field, LinkButton, SubmitButton, Table},
};
use identity::InSession;

/// The days counted where none are asked for, today among them.
const DAYS: u64 = 7;
/// The columns of the file, as its first line names them.
const COLUMNS: [&str; 12] = [
    "by",
    "what",
    "numbers",
    "booked",
    "waiting_median_minutes",
    "waiting_90_percent_minutes",
    "handling_median_minutes",
    "handling_90_percent_minutes",
    "bookings",
    "missed",
    "places_bookable",
    "places_taken",
];

/// Which days.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    from: String,
    #[serde(default)]
    until: String,
}

impl Asked {
    /// The days as typed; those before today where nothing is.
    fn days(&self, today: NaiveDate) -> Result<(NaiveDate, NaiveDate), Vec<FieldError>> {
        let read = |field: &str, text: &str, otherwise: NaiveDate| match text.trim() {
            "" => Ok(otherwise),
            text => NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_| FieldError::new(field, "hall-date")),
        };
        let begin = today.checked_sub_days(chrono::Days::new(DAYS - 1)).unwrap_or(today);
        match (read("from", &self.from, begin), read("until", &self.until, today)) {
            (Ok(from), Ok(until)) => Ok((from, until)),
            (from, until) => Err(from.err().into_iter().chain(until.err()).collect()),
        }
    }
}

type Counted = (Office, Statistics, HashMap<Slug, Matter>);

async fn counted(
    (hall, catalogue): (&Hall, &Catalogue),
    session: &InSession,
    office: &str,
    asked: &Asked,
) -> Result<Result<(Counted, (NaiveDate, NaiveDate)), (Office, Vec<FieldError>)>, AppError> {
    let (desk, code) = (at_desk(session, catalogue), named(office)?);
    // Whoever may not be here is told nothing of the form.
    let office = hall.office_at(&desk, &code).await?;
    let days = match asked.days(hall.today()) {
        Ok(days) => days,
        Err(errors) => return Ok(Err((office, errors))),
    };
    match hall.statistics(&desk, &code, days).await {
        Ok(counted) => Ok(Ok((counted, days))),
        Err(HallError::Invalid { field, reason }) => Ok(Err((office, vec![FieldError::new(field, reason)]))),
        Err(error) => Err(error.into()),
    }
}

/// `GET /desk/hall/{office}/statistics`: use, waiting, handling and who did not come, over some days.
pub async fn statistics(
    cx: Cx,
    session: InSession,
    State(hall): State<Hall>,
    State(catalogue): State<Catalogue>,
    Path(office): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, AppError> {
    let (office, shown, errors) = match counted((&hall, &catalogue), &session, &office, &asked).await? {
        Ok(((office, statistics, matters), days)) => (office, Some((statistics, matters, days)), Vec::new()),
        Err((office, errors)) => (office, None, errors),
    };
    let (texts, drawn, is_whole) = (cx.texts, cx.clone(), errors.is_empty());
    let page = desk_page(&cx, &session.actor, Place::Hall, texts.hall_statistics(), move || {
        let cx = &drawn;
        let wrong = refused(cx, &errors);
        let (summary, items) = (wrong.title(cx), wrong.items());
        let (from_error, until_error) = (wrong.of("from"), wrong.of("until"));
        let (from, until) = match &shown {
            Some((_, _, (from, until))) => (from.to_string(), until.to_string()),
            None => (asked.from, asked.until),
        };
        let path = path_of(&office.code, "/statistics");
        let file = shown.is_some().then(|| {
            let href = cx.href(&format!("{path}.csv?from={from}&until={until}"));
            view! { <LinkButton href=href label=texts.hall_statistics_csv() kind=ButtonKind::Quiet /> }
        });
        let lead = shown.is_some().then(|| texts.hall_statistics_lead(from.clone(), until.clone()));
        let tables = shown.as_ref().map(|(statistics, matters, _)| tables(cx, statistics, matters));
        let name = office.content.name.get(cx.language()).to_owned();
        let action = cx.href(&path);
        view! {
            <DeskHead title=texts.hall_statistics() crumbs=crumbs(cx, Some((&office.code, name)))
                crumbs_label=texts.breadcrumbs() meta=lead.unwrap_or_default()>{file}</DeskHead>
            <ErrorSummary title=summary items=items />
            <form method="get" action=action class="find">
                <Field id="from" name="from" kind="date" label=texts.hall_statistics_from() value=from error=from_error short=true />
                <Field id="until" name="until" kind="date" label=texts.hall_statistics_until() value=until error=until_error
                    short=true />
                <SubmitButton label=texts.hall_statistics_show() kind=ButtonKind::Quiet />
            </form>
            {tables}
        }
        .into_any()
    });
    Ok(if is_whole { page } else { page.status(StatusCode::BAD_REQUEST) }.into_response())
}

fn tables(cx: &Cx, statistics: &Statistics, matters: &HashMap<Slug, Matter>) -> AnyView {
    let texts = cx.texts;
    let office = vec![cells(cx, texts.hall_statistics_office().to_owned(), &statistics.office)];
    let by_matter = statistics.by_matter.iter().map(|(code, figures)| cells(cx, called(cx, matters, code), figures));
    let by_hour = statistics.by_hour.iter().map(|(hour, figures)| cells(cx, texts.hall_hour(*hour), figures));
    let table = |caption: &'static str, rows: Vec<Vec<String>>| {
        let heads = [
            texts.hall_figure_what(),
            texts.hall_figure_numbers(),
            texts.hall_figure_booked(),
            texts.hall_figure_waited(),
            texts.hall_figure_waited_most(),
            texts.hall_figure_handled(),
            texts.hall_figure_handled_most(),
            texts.hall_figure_expected(),
            texts.hall_figure_missed(),
            texts.hall_figure_use(),
        ];
        let columns: Vec<Column> = heads
            .into_iter()
            .enumerate()
            .map(|(index, label)| Column { label: label.to_owned(), number: index > 0 })
            .collect();
        view! { <Table caption=caption columns=columns rows=rows /> }
    };
    let office = table(texts.hall_statistics_office(), office);
    let by_matter = table(texts.hall_statistics_matter(), by_matter.collect());
    let by_hour = table(texts.hall_statistics_hour(), by_hour.collect());
    view! {
        <Card>
            <div class="hall-figures">{office}{by_matter}{by_hour}</div>
            <p class="meta">{texts.hall_statistics_note()}</p>
        </Card>
    }
    .into_any()
}

fn called(cx: &Cx, matters: &HashMap<Slug, Matter>, code: &Slug) -> String {
    matters.get(code).map_or_else(|| code.to_string(), |matter| matter.content.name.get(cx.language()).to_owned())
}

fn cells(cx: &Cx, what: String, figures: &Figures) -> Vec<String> {
    let texts = cx.texts;
    let or_dash = |text: Option<String>| text.unwrap_or_else(|| "–".to_owned());
    let minutes = |minutes: Option<u32>| or_dash(minutes.map(|minutes| texts.hall_minutes(minutes)));
    vec![
        what,
        figures.numbers.to_string(),
        figures.booked.to_string(),
        minutes(figures.waited.median()),
        minutes(figures.waited.ninth_decile()),
        minutes(figures.handled.median()),
        minutes(figures.handled.ninth_decile()),
        figures.expected.to_string(),
        figures.missed.to_string(),
        or_dash(figures.use_percent().map(|percent| texts.hall_percent(percent))),
    ]
}

/// `GET /desk/hall/{office}/statistics.csv`: the same as a file (RFC 4180).
pub async fn statistics_csv(
    cx: Cx,
    session: InSession,
    State(hall): State<Hall>,
    State(catalogue): State<Catalogue>,
    Path(office): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, AppError> {
    let ((_, statistics, matters), _) = match counted((&hall, &catalogue), &session, &office, &asked).await? {
        Ok(counted) => counted,
        Err((_, errors)) => return Err(AppError::Invalid(errors)),
    };
    // The mark by which spreadsheets know UTF-8.
    let mut file = String::from("\u{feff}");
    line(&mut file, COLUMNS.map(str::to_owned));
    line(&mut file, row("office", cx.texts.hall_statistics_office().to_owned(), &statistics.office));
    for (code, figures) in &statistics.by_matter {
        line(&mut file, row("matter", called(&cx, &matters, code), figures));
    }
    for (hour, figures) in &statistics.by_hour {
        line(&mut file, row("hour", format!("{hour:02}:00"), figures));
    }
    let mut response = file.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"statistics.csv\""));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

fn row(by: &str, what: String, figures: &Figures) -> [String; 12] {
    let minutes = |minutes: Option<u32>| minutes.map(|minutes| minutes.to_string()).unwrap_or_default();
    [
        by.to_owned(),
        what,
        figures.numbers.to_string(),
        figures.booked.to_string(),
        minutes(figures.waited.median()),
        minutes(figures.waited.ninth_decile()),
        minutes(figures.handled.median()),
        minutes(figures.handled.ninth_decile()),
        figures.expected.to_string(),
        figures.missed.to_string(),
        figures.bookable.to_string(),
        figures.taken.to_string(),
    ]
}

fn line(file: &mut String, cells: [String; 12]) {
    let quoted = cells.map(|cell| format!("\"{}\"", harmless(cell).replace('"', "\"\"")));
    file.push_str(&quoted.join(","));
    file.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::line;

    #[test]
    fn no_name_of_a_matter_is_a_formula_or_leaves_its_cell() {
        let mut file = String::new();
        line(&mut file, std::array::from_fn(|index| if index == 1 { "=1+\"1\"".to_owned() } else { String::new() }));
        assert!(file.starts_with("\"\",\"'=1+\"\"1\"\"\",\"\""), "{file}");
    }
}
