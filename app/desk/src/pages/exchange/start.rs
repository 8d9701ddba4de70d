//! The page files are brought in and asked for on.

use axum::{
    Form,
    extract::{
        Multipart, State,
        multipart::{Field as Part, MultipartError},
    },
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use leptos::prelude::*;
use serde::Deserialize;

use super::{
    super::super::{Place, desk_page},
    PATH, asked_at, job_path, job_title, kind_word, state_word,
};
use catalogue::{Format, Kind, exchange::Exchange};
use foundation::{
    context::Cx,
    error::{AppError, FieldError},
    jobs::{File, Job},
    page::Page,
    text::Texts,
    ui::{
        self, Card, ChoiceOption, Choices, DataColumn, DataRow, DataTable, DeskHead, EmptyState, ErrorSummary, Field,
        IconName, Notice, Pill, Select, SelectOption, SubmitButton,
    },
};
use identity::{Actor, SignedIn};

/// The longest value of a part that is no file.
const LONGEST_VALUE: usize = 200;

/// What was chosen for an import.
#[derive(Debug, Default)]
struct Chosen {
    kind: String,
    for_real: bool,
    skip_bad: bool,
}

/// What is wrong with a form.
#[derive(Debug, Default)]
struct Wrong {
    errors: Vec<FieldError>,
    status: StatusCode,
}

/// `GET /desk/exchange`: what was asked for, and the forms to ask for more.
pub async fn exchange(cx: Cx, SignedIn(actor): SignedIn, State(exchange): State<Exchange>) -> Result<Page, AppError> {
    page(&cx, &actor, &exchange, Chosen::default(), None).await
}

/// `POST /desk/exchange/import`: takes a file, and leads to the job that reads it.
pub async fn import(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(exchange): State<Exchange>,
    parts: Multipart,
) -> Result<Response, AppError> {
    // Before the first byte of the file is read.
    if Exchange::kinds(&actor).is_empty() {
        return Err(AppError::NotFound);
    }
    let Some(_place) = exchange.place_for_upload() else { return Err(AppError::Unavailable) };
    let (chosen, file) = match read(parts).await {
        Ok(read) => read,
        Err(wrong) => {
            return Ok(page(&cx, &actor, &exchange, Chosen::default(), Some(wrong)).await?.into_response());
        }
    };
    let asked = match Kind::parse(&chosen.kind) {
        None => Err(AppError::invalid("kind", "unknown-choice")),
        Some(kind) => exchange.import(&actor, kind, file, !chosen.for_real, chosen.skip_bad).await,
    };
    match asked {
        Ok(id) => Ok(Redirect::to(&cx.href(&job_path(id))).into_response()),
        Err(AppError::Invalid(errors)) => {
            let wrong = Wrong { errors, status: StatusCode::BAD_REQUEST };
            Ok(page(&cx, &actor, &exchange, chosen, Some(wrong)).await?.into_response())
        }
        Err(error) => Err(error),
    }
}

/// What is asked of an export.
#[derive(Debug, Deserialize)]
pub struct Asked {
    kind: String,
    format: String,
}

/// `POST /desk/exchange/export`: asks for a file, and leads to the job that makes it.
pub async fn export(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(exchange): State<Exchange>,
    Form(asked): Form<Asked>,
) -> Result<Redirect, AppError> {
    let kind = Kind::parse(&asked.kind).ok_or(AppError::invalid("kind", "unknown-choice"))?;
    let format = Format::parse(&asked.format).ok_or(AppError::invalid("format", "unknown-choice"))?;
    let id = exchange.export(&actor, kind, format).await?;
    Ok(Redirect::to(&cx.href(&job_path(id))))
}

async fn read(mut parts: Multipart) -> Result<(Chosen, File), Wrong> {
    let mut chosen = Chosen::default();
    let mut file = File { name: String::new(), content: Vec::new() };
    while let Some(part) = parts.next_field().await.map_err(broken)? {
        match part.name() {
            Some("file") => {
                part.file_name().unwrap_or_default().clone_into(&mut file.name);
                file.content = content(part).await?;
            }
            Some("kind") => chosen.kind = value(part).await?,
            Some("run") => chosen.for_real = value(part).await? == "real",
            Some("skip_bad") => chosen.skip_bad = value(part).await? == "yes",
            _ => {}
        }
    }
    Ok((chosen, file))
}

async fn content(mut part: Part<'_>) -> Result<Vec<u8>, Wrong> {
    let mut content = Vec::new();
    while let Some(chunk) = part.chunk().await.map_err(broken)? {
        content.extend_from_slice(&chunk);
    }
    Ok(content)
}

async fn value(mut part: Part<'_>) -> Result<String, Wrong> {
    let mut value = Vec::new();
    while let Some(chunk) = part.chunk().await.map_err(broken)? {
        if value.len() + chunk.len() > LONGEST_VALUE {
            let errors = vec![FieldError::new("kind", "unknown-choice")];
            return Err(Wrong { errors, status: StatusCode::BAD_REQUEST });
        }
        value.extend_from_slice(&chunk);
    }
    Ok(String::from_utf8_lossy(&value).into_owned())
}

fn broken(error: MultipartError) -> Wrong {
    let reason = if error.status() == StatusCode::PAYLOAD_TOO_LARGE { "file-too-large" } else { "no-file" };
    Wrong { errors: vec![FieldError::new("file", reason)], status: error.status() }
}

async fn page(
    cx: &Cx,
    actor: &Actor,
    exchange: &Exchange,
    chosen: Chosen,
    wrong: Option<Wrong>,
) -> Result<Page, AppError> {
    let kinds = Exchange::kinds(actor);
    if kinds.is_empty() {
        return Err(AppError::NotFound);
    }
    let jobs = exchange.jobs(actor).await?;
    let wrong = wrong.unwrap_or_default();
    let (drawn, status) = (cx.clone(), wrong.status);
    let page = desk_page(cx, actor, Place::Exchange, cx.texts.desk_exchange(), move || {
        let texts = drawn.texts;
        let items = wrong
            .errors
            .iter()
            .map(|error| ui::FieldError { field: error.field.clone(), text: sentence(texts, error) })
            .collect();
        view! {
            <DeskHead title=texts.desk_exchange() meta=texts.exchange_lead() />
            <ErrorSummary title=texts.form_refused_title() items=items />
            <div class="exchange-forms">
                {import_form(&drawn, &kinds, &chosen, &wrong.errors)}
                {export_form(&drawn, &kinds)}
            </div>
            {job_list(&drawn, &jobs)}
        }
        .into_any()
    });
    Ok(if status == StatusCode::OK { page } else { page.status(status) })
}

fn sentence(texts: &Texts, error: &FieldError) -> String {
    texts.by_key(&format!("error-field-{}", error.reason)).unwrap_or_default()
}

fn kind_options(texts: &Texts, kinds: &[Kind], chosen: &str) -> Vec<SelectOption> {
    kinds
        .iter()
        .map(|kind| SelectOption {
            value: kind.name().to_owned(),
            label: kind_word(texts, *kind),
            selected: kind.name() == chosen,
        })
        .collect()
}

fn import_form(cx: &Cx, kinds: &[Kind], chosen: &Chosen, errors: &[FieldError]) -> AnyView {
    let texts = cx.texts;
    let error = |field: &str| {
        errors.iter().find(|error| error.field == field).map(|error| sentence(texts, error)).unwrap_or_default()
    };
    let (kind_error, file_error) = (error("kind"), error("file"));
    let run = vec![
        ChoiceOption {
            value: "dry".to_owned(),
            label: texts.exchange_run_dry().to_owned(),
            note: texts.exchange_run_dry_note().to_owned(),
            checked: !chosen.for_real,
        },
        ChoiceOption {
            value: "real".to_owned(),
            label: texts.exchange_run_real().to_owned(),
            note: texts.exchange_run_real_note().to_owned(),
            checked: chosen.for_real,
        },
    ];
    let skip = vec![ChoiceOption {
        value: "yes".to_owned(),
        label: texts.exchange_skip_bad().to_owned(),
        note: texts.exchange_skip_bad_note().to_owned(),
        checked: chosen.skip_bad,
    }];
    let options = kind_options(texts, kinds, &chosen.kind);
    let drafts =
        kinds.contains(&Kind::Catalogue).then(|| view! { <Notice>{texts.exchange_items_are_drafts()}</Notice> });
    let action = cx.href(&format!("{PATH}/import"));
    view! {
        <Card title=texts.exchange_import() id="import">
            <form class="stack" method="post" enctype="multipart/form-data" action=action>
                <Select id="kind" name="kind" label=texts.exchange_kind() options=options error=kind_error />
                <Field id="file" name="file" kind="file" label=texts.exchange_file() hint=texts.exchange_file_hint() error=file_error />
                <Choices id="run" name="run" legend=texts.exchange_run() options=run />
                <Choices id="skip_bad" name="skip_bad" legend=texts.exchange_bad_rows() options=skip several=true />
                {drafts}
                <SubmitButton label=texts.exchange_send() />
            </form>
        </Card>
    }
    .into_any()
}

fn export_form(cx: &Cx, kinds: &[Kind]) -> AnyView {
    let texts = cx.texts;
    let options = kind_options(texts, kinds, "");
    let formats = [(Format::Csv, texts.exchange_format_csv()), (Format::Json, texts.exchange_format_json())]
        .into_iter()
        .map(|(format, label)| ChoiceOption {
            value: format.name().to_owned(),
            label: label.to_owned(),
            note: String::new(),
            checked: format == Format::Csv,
        })
        .collect();
    let action = cx.href(&format!("{PATH}/export"));
    view! {
        <Card title=texts.exchange_export() id="export">
            <form class="stack" method="post" action=action>
                <Select id="export-kind" name="kind" label=texts.exchange_export_kind() options=options />
                <Choices id="format" name="format" legend=texts.exchange_format() options=formats />
                <SubmitButton label=texts.exchange_make() kind=ui::ButtonKind::Quiet />
            </form>
        </Card>
    }
    .into_any()
}

fn job_list(cx: &Cx, jobs: &[Job]) -> AnyView {
    let texts = cx.texts;
    if jobs.is_empty() {
        return view! { <Card><EmptyState icon=IconName::File title=texts.exchange_no_jobs() /></Card> }.into_any();
    }
    let columns = vec![
        DataColumn::text(texts.exchange_column_job()),
        DataColumn::text(texts.exchange_column_file()),
        DataColumn::text(texts.exchange_column_state()),
        DataColumn::text(texts.exchange_column_asked()),
    ];
    let rows = jobs
        .iter()
        .map(|job| {
            let (title, href) = (job_title(texts, job), cx.href(&job_path(job.id)));
            let (label, tone) = state_word(texts, job);
            let file = job.input.as_ref().or(job.output.as_ref()).map(|file| file.name.clone()).unwrap_or_default();
            DataRow::new(view! { <a href=href>{title}</a> })
                .cell(file)
                .cell(view! { <Pill label=label tone=tone /> })
                .cell(asked_at(cx, job))
        })
        .collect();
    view! {
        <Card title=texts.exchange_jobs() id="jobs" flush=true>
            <DataTable caption=texts.exchange_jobs_caption() columns=columns rows=rows />
        </Card>
    }
    .into_any()
}
