//! 导入导出: files in and out, as jobs one can watch.

mod job;
mod report;
mod start;

pub use self::{
    job::{cancel, errors, file, job, run},
    start::{exchange, export, import},
};

use super::super::city_time::when;
use catalogue::{
    Kind,
    exchange::{Task, task_of},
};
use foundation::{
    context::Cx,
    ids::JobId,
    jobs::{Job, State},
    text::Texts,
    ui::Tone,
};

/// Where the pages of this desk begin.
const PATH: &str = "/desk/exchange";

fn job_path(id: JobId) -> String {
    format!("{PATH}/jobs/{id}")
}

/// What a kind of file is called.
pub(super) fn kind_word(texts: &Texts, kind: Kind) -> String {
    texts.by_key(&format!("kind-{}", kind.name())).unwrap_or_else(|| kind.name().to_owned())
}

/// What a job does, in a line.
fn job_title(texts: &Texts, job: &Job) -> String {
    match task_of(job) {
        Some(Task::Import(order)) if order.dry_run => texts.exchange_title_dry_run(kind_word(texts, order.kind)),
        Some(Task::Import(order)) => texts.exchange_title_import(kind_word(texts, order.kind)),
        Some(Task::Export(order)) => texts.exchange_title_export(kind_word(texts, order.kind)),
        None => String::new(),
    }
}

/// Where a job stands, in a word with its tone.
fn state_word(texts: &Texts, job: &Job) -> (String, Tone) {
    if job.cancel_asked && !job.state.is_over() {
        return (texts.exchange_state_cancelling().to_owned(), Tone::Warn);
    }
    match job.state {
        State::Queued => (texts.exchange_state_queued().to_owned(), Tone::Plain),
        State::Running => (texts.exchange_state_running().to_owned(), Tone::Info),
        State::Done => (texts.exchange_state_done().to_owned(), Tone::Ok),
        State::Failed => (texts.exchange_state_failed().to_owned(), Tone::Danger),
        State::Cancelled => (texts.exchange_state_cancelled().to_owned(), Tone::Plain),
    }
}

/// When a job was asked for.
fn asked_at(cx: &Cx, job: &Job) -> String {
    when(cx, job.requested_at)
}
