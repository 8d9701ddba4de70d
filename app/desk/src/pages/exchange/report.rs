//! How an import went, for whoever mends the file.

use std::fmt::Write as _;

use leptos::prelude::*;

use super::{super::reasons::reason_in, job_path};
use catalogue::Report;
use foundation::{
    context::Cx,
    jobs::{Job, State},
    ui::{
        ButtonKind, Card, DataColumn, DataRow, DataTable, IconName, LinkButton, Notice, SummaryList, SummaryRow, Tone,
    },
};

/// Faults a page shows; the file of faults has them all.
const SHOWN: usize = 100;

/// What an import found and did.
pub(super) fn report(cx: &Cx, job: &Job, report: &Report) -> AnyView {
    let texts = cx.texts;
    let (tone, outcome) = match (report.applied, report.bad_rows, report.created + report.changed) {
        (true, 0, 0) => (Tone::Ok, texts.exchange_outcome_same()),
        (true, 0, _) => (Tone::Ok, texts.exchange_outcome_stored()),
        (true, ..) => (Tone::Warn, texts.exchange_outcome_partly()),
        (false, 0, 0) => (Tone::Info, texts.exchange_outcome_dry_same()),
        (false, 0, _) => (Tone::Info, texts.exchange_outcome_dry()),
        (false, ..) => (Tone::Danger, texts.exchange_outcome_bad()),
    };
    let counts = vec![
        SummaryRow::new(texts.exchange_rows(), report.rows.to_string()),
        SummaryRow::new(texts.exchange_created(), report.created.to_string()),
        SummaryRow::new(texts.exchange_changed(), report.changed.to_string()),
        SummaryRow::new(texts.exchange_unchanged(), report.unchanged.to_string()),
        SummaryRow::new(texts.exchange_bad(), report.bad_rows.to_string()),
    ];
    view! {
        <Notice tone=tone><p>{outcome}</p></Notice>
        <Card title=texts.exchange_report() id="report"><SummaryList items=counts /></Card>
        {bad_rows(cx, job, report)}
        {unverified(cx, report)}
        {notes(cx, report)}
    }
    .into_any()
}

fn bad_rows(cx: &Cx, job: &Job, report: &Report) -> Option<AnyView> {
    if report.bad.is_empty() {
        return None;
    }
    let texts = cx.texts;
    let columns = vec![
        DataColumn::text(texts.exchange_column_line()),
        DataColumn::text(texts.exchange_column_column()),
        DataColumn::text(texts.exchange_column_reason()),
    ];
    let rows = report
        .bad
        .iter()
        .take(SHOWN)
        .map(|bad| {
            DataRow::new(texts.exchange_line(bad.line.to_string()))
                .cell(bad.column.clone())
                .cell(reason_in(texts, &bad.reason))
        })
        .collect();
    let all = report.bad.len() + report.left_out.bad;
    let caption = texts.exchange_faults_shown(all.to_string(), report.bad.len().min(SHOWN).to_string());
    let href = cx.href(&format!("{}/errors.csv", job_path(job.id)));
    let view = view! {
        <Card title=texts.exchange_faults() id="faults" flush=true>
            <DataTable caption=caption columns=columns rows=rows />
        </Card>
        <p><LinkButton href=href label=texts.exchange_faults_file() kind=ButtonKind::Quiet icon=IconName::Download /></p>
    };
    Some(view.into_any())
}

fn unverified(cx: &Cx, report: &Report) -> Option<AnyView> {
    let texts = cx.texts;
    let columns = vec![
        DataColumn::text(texts.exchange_column_line()),
        DataColumn::text(texts.exchange_column_column()),
        DataColumn::text(texts.exchange_column_value()),
        DataColumn::text(texts.exchange_column_reason()),
    ];
    let rows = report
        .unverified
        .iter()
        .take(SHOWN)
        .map(|kept| {
            DataRow::new(texts.exchange_line(kept.line.to_string()))
                .cell(kept.column.clone())
                .cell(kept.value.clone())
                .cell(reason_in(texts, &kept.reason))
        })
        .collect();
    let all = report.unverified.len() + report.left_out.unverified;
    let caption = texts.exchange_faults_shown(all.to_string(), report.unverified.len().min(SHOWN).to_string());
    (!report.unverified.is_empty()).then(|| {
        view! {
            <Card title=texts.exchange_unverified() id="unverified" flush=true>
                <DataTable caption=caption columns=columns rows=rows />
            </Card>
        }
        .into_any()
    })
}

fn notes(cx: &Cx, report: &Report) -> Option<AnyView> {
    let texts = cx.texts;
    let lines = report
        .notes
        .iter()
        .take(SHOWN)
        .map(|note| {
            let line = note.line.map(|line| format!("{} ", texts.exchange_line(line.to_string())));
            view! { <li>{line}{note.text.clone()}</li> }
        })
        .collect_view();
    (!report.notes.is_empty()).then(|| {
        view! { <Card title=texts.exchange_notes() id="notes"><ul class="job-notes">{lines}</ul></Card> }.into_any()
    })
}

/// How a job ended that has no such report.
pub(super) fn end(cx: &Cx, job: &Job) -> AnyView {
    let texts = cx.texts;
    match job.state {
        State::Cancelled => {
            view! { <Notice tone=Tone::Plain><p>{texts.exchange_was_cancelled()}</p></Notice> }.into_any()
        }
        State::Failed => {
            let key = job.report.get("refused").and_then(|key| key.as_str()).unwrap_or("broken");
            let sentence =
                texts.by_key(&format!("import-error-{key}")).unwrap_or_else(|| texts.import_error_broken().to_owned());
            let detail = job.report.get("text").and_then(|text| text.as_str()).unwrap_or_default().to_owned();
            view! { <Notice tone=Tone::Danger><p>{sentence}</p><p class="meta" lang="en">{detail}</p></Notice> }
                .into_any()
        }
        _ => view! { <Notice tone=Tone::Ok><p>{texts.exchange_is_made()}</p></Notice> }.into_any(),
    }
}

/// Every fault of a report as a table that spreadsheets open: what stands in a cell is never read as a formula.
pub(super) fn errors_csv(cx: &Cx, report: &Report) -> Vec<u8> {
    let texts = cx.texts;
    let mut lines = format!(
        "\u{feff}{},{},{}\r\n",
        cell(texts.exchange_column_line()),
        cell(texts.exchange_column_column()),
        cell(texts.exchange_column_reason()),
    );
    for bad in &report.bad {
        let (column, reason) = (cell(&bad.column), cell(&reason_in(texts, &bad.reason)));
        // Writing into a text cannot fail.
        let _ = write!(lines, "{},{column},{reason}\r\n", bad.line);
    }
    lines.into_bytes()
}

fn cell(text: &str) -> String {
    let guard = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    format!("\"{guard}{}\"", text.replace('"', "\"\""))
}
