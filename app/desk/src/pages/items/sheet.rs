//! The list as a file for spreadsheets.

use std::collections::VecDeque;

use axum::{
    body::{Body, Bytes},
    extract::{Query as QueryString, State},
    http::header,
    response::{IntoResponse as _, Response},
};
use futures_util::stream;

use super::{
    super::{super::city_time::machine, words::department_name},
    Asked, found,
};
use crate::Desk;
use catalogue::{
    Catalogue,
    publishing::{ListFilter, Publishing, PublishingError, Record},
};
use foundation::{context::Cx, error::AppError};
use identity::{Actor, SignedIn};

/// How many records are read at once.
const PAGE: u64 = 500;

/// `GET /desk/items.csv`: everything the filters leave, page by page as it is read.
pub async fn items_csv(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(desk): State<Desk>,
    State(catalogue): State<Catalogue>,
    State(publishing): State<Publishing>,
    QueryString(asked): QueryString<Asked>,
) -> Result<Response, AppError> {
    let filter = asked.filter(&catalogue)?;
    desk.note_export(&actor, &asked.query()).await?;
    let mut file =
        Export { cx, catalogue, publishing, actor, filter, next: Some(String::new()), ready: VecDeque::new() };
    // The first page is read before the answer begins, so that what cannot be read is said with a status.
    let head = file.head();
    file.ready.push_back(head);
    file.read_page().await?;
    let lines = stream::try_unfold(file, |mut file| async move {
        while file.ready.is_empty() && file.next.is_some() {
            file.read_page().await?;
        }
        Ok::<_, PublishingError>(file.ready.pop_front().map(|bytes| (bytes, file)))
    });
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"items.csv\""),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, Body::from_stream(lines)).into_response())
}

/// A file that is being written.
struct Export {
    cx: Cx,
    catalogue: Catalogue,
    publishing: Publishing,
    actor: Actor,
    filter: ListFilter,
    /// Where the next page begins; none after the last.
    next: Option<String>,
    ready: VecDeque<Bytes>,
}

impl Export {
    fn head(&self) -> Bytes {
        let texts = self.cx.texts;
        let names = [
            texts.desk_column_code(),
            texts.desk_column_name(),
            texts.desk_column_name_en(),
            texts.desk_column_department_id(),
            texts.desk_column_department(),
            texts.desk_filter_live(),
            texts.desk_filter_work(),
            texts.desk_column_version(),
            texts.desk_column_publish_at(),
            texts.desk_column_expire_at(),
            texts.desk_column_changed(),
            texts.desk_column_changed_by(),
        ];
        // The mark by which spreadsheets know UTF-8.
        Bytes::from(format!("\u{feff}{}", line(names.iter().map(|name| (*name).to_owned()))))
    }

    async fn read_page(&mut self) -> Result<(), PublishingError> {
        let Some(after) = self.next.take() else { return Ok(()) };
        let page = found::page(&self.catalogue, &self.publishing, &self.actor, &self.filter, &after, PAGE).await?;
        self.next = page.next;
        let lines: String = page.records.iter().map(|record| self.record(record)).collect();
        if !lines.is_empty() {
            self.ready.push_back(Bytes::from(lines));
        }
        Ok(())
    }

    fn record(&self, record: &Record) -> String {
        line([
            record.code.to_string(),
            record.name.zh.clone(),
            record.name.en.clone(),
            record.department.clone(),
            department_name(&self.catalogue, self.cx.language(), &record.department),
            record.live.code().to_owned(),
            record.work.code().to_owned(),
            record.version.map(|version| version.to_string()).unwrap_or_default(),
            record.publish_at.map(machine).unwrap_or_default(),
            record.expire_at.map(machine).unwrap_or_default(),
            machine(record.changed_at),
            record.changed_by.clone(),
        ])
    }
}

/// A line of the file (RFC 4180).
fn line(cells: impl IntoIterator<Item = String>) -> String {
    let cells: Vec<String> = cells.into_iter().map(|cell| escaped(&cell)).collect();
    format!("{}\r\n", cells.join(","))
}

/// A cell as spreadsheets take it for text: what begins like a formula gets an apostrophe before it.
fn escaped(cell: &str) -> String {
    let guard = if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    format!("\"{guard}{}\"", cell.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula_and_none_leaves_its_quotes() {
        let cells = ["=HYPERLINK(1)", "+1", "-1", "@a", "a\"b,c", "居住证"].map(str::to_owned);
        let expected = "\"'=HYPERLINK(1)\",\"'+1\",\"'-1\",\"'@a\",\"a\"\"b,c\",\"居住证\"\r\n";
        assert_eq!(line(cells), expected);
    }
}
