//! One job: how far it is, and how it went.

use axum::{
    extract::{Path, State},
    http::{HeaderName, HeaderValue, header},
    response::{IntoResponse as _, Redirect, Response},
};
use leptos::prelude::*;

use super::{
    super::super::{Place, desk_page},
    PATH, asked_at, job_path, job_title, report, state_word,
};
use catalogue::exchange::{Exchange, Task, report_of, task_of};
use foundation::{
    context::Cx,
    error::AppError,
    ids::JobId,
    jobs::Job,
    page::Page,
    ui::{ButtonKind, Card, Crumb, DeskHead, IconName, LinkButton, SubmitButton},
};
use identity::SignedIn;

/// Seconds between two looks at a job that is not over.
const LOOK_EVERY: HeaderValue = HeaderValue::from_static("2");

fn id_of(text: &str) -> Result<JobId, AppError> {
    JobId::parse(text).ok_or(AppError::NotFound)
}

/// `GET /desk/exchange/jobs/{id}`: a job; the page looks again by itself until it is over.
pub async fn job(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(exchange): State<Exchange>,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    let job = exchange.job(&actor, id_of(&id)?).await?;
    let is_over = job.state.is_over();
    let drawn = cx.clone();
    let title = job_title(cx.texts, &job);
    let page: Page = desk_page(&cx, &actor, Place::Exchange, title, move || body(&drawn, &job));
    let mut response = page.into_response();
    if !is_over {
        response.headers_mut().insert(HeaderName::from_static("refresh"), LOOK_EVERY);
    }
    Ok(response)
}

/// `POST /desk/exchange/jobs/{id}/cancel`: asks for its end.
pub async fn cancel(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(exchange): State<Exchange>,
    Path(id): Path<String>,
) -> Result<Redirect, AppError> {
    let id = id_of(&id)?;
    exchange.cancel(&actor, id).await?;
    Ok(Redirect::to(&cx.href(&job_path(id))))
}

/// `POST /desk/exchange/jobs/{id}/run`: stores what a dry run read.
pub async fn run(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(exchange): State<Exchange>,
    Path(id): Path<String>,
) -> Result<Redirect, AppError> {
    let started = exchange.run(&actor, id_of(&id)?).await?;
    Ok(Redirect::to(&cx.href(&job_path(started))))
}

/// `GET /desk/exchange/jobs/{id}/errors.csv`: every fault the report names.
pub async fn errors(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(exchange): State<Exchange>,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    let job = exchange.job(&actor, id_of(&id)?).await?;
    let known = report_of(&job).ok_or(AppError::NotFound)?;
    Ok(attachment("errors.csv", "text/csv; charset=utf-8", report::errors_csv(&cx, &known)))
}

/// `GET /desk/exchange/jobs/{id}/file`: the file a job made.
pub async fn file(
    SignedIn(actor): SignedIn,
    State(exchange): State<Exchange>,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    let file = exchange.download(&actor, id_of(&id)?).await?;
    let is_json = file.name.ends_with("json");
    let media_type = if is_json { "application/json" } else { "text/csv; charset=utf-8" };
    Ok(attachment(&file.name, media_type, file.content))
}

/// A file to be kept. Names are the program's own: letters, hyphens and a dot.
fn attachment(name: &str, media_type: &'static str, content: Vec<u8>) -> Response {
    let mut response = content.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    response
}

fn body(cx: &Cx, job: &Job) -> AnyView {
    let texts = cx.texts;
    let crumbs = vec![Crumb { href: cx.href(PATH), label: texts.desk_exchange().to_owned() }];
    let path = job_path(job.id);
    let file = job.input.as_ref().or(job.output.as_ref()).map(|file| file.name.clone()).unwrap_or_default();
    let meta = texts.exchange_asked(asked_at(cx, job));
    let cancel = (!job.state.is_over() && !job.cancel_asked).then(|| {
        let action = cx.href(&format!("{path}/cancel"));
        view! {
            <form method="post" action=action>
                <SubmitButton label=texts.exchange_cancel() kind=ButtonKind::Quiet />
            </form>
        }
    });
    let run = Exchange::may_run(job).then(|| {
        let action = cx.href(&format!("{path}/run"));
        view! {
            <form method="post" action=action>
                <SubmitButton label=texts.exchange_run_now() />
            </form>
        }
    });
    let download = job.output.is_some().then(|| {
        let href = cx.href(&format!("{path}/file"));
        view! { <LinkButton href=href label=texts.exchange_download() icon=IconName::Download /> }
    });
    let pills = vec![state_word(texts, job)];
    let how = if job.state.is_over() { end(cx, job) } else { progress(cx, job) };
    view! {
        <DeskHead
            title=job_title(texts, job)
            crumbs=crumbs
            crumbs_label=texts.breadcrumbs()
            kicker=file
            meta=meta
            pills=pills
        >
            {cancel}
            {download}
            {run}
        </DeskHead>
        {how}
    }
    .into_any()
}

/// How far it is: a bar where it is known of how much, and the stage in words.
fn progress(cx: &Cx, job: &Job) -> AnyView {
    let texts = cx.texts;
    let stage = texts.by_key(&format!("job-stage-{}", job.stage.name())).unwrap_or_default();
    let count = match (job.done, job.total) {
        (0, 0) => String::new(),
        (done, 0) => texts.exchange_done(done.to_string()),
        (done, total) => texts.exchange_done_of(done.to_string(), total.to_string()),
    };
    let (value, max) =
        if job.total > 0 { (Some(job.done.to_string()), job.total.to_string()) } else { (None, "1".to_owned()) };
    view! {
        <Card>
            <div class="job-progress">
                <p><label for="progress">{stage}</label></p>
                <progress id="progress" value=value max=max></progress>
                <p class="meta">{count}</p>
                <p class="meta">{texts.exchange_looks_again()}</p>
            </div>
        </Card>
    }
    .into_any()
}

fn end(cx: &Cx, job: &Job) -> AnyView {
    let is_import = matches!(task_of(job), Some(Task::Import(_)));
    match report_of(job) {
        Some(known) if is_import => report::report(cx, job, &known),
        _ => report::end(cx, job),
    }
}
