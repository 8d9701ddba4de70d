//! A table of text and numbers.

use leptos::prelude::*;

/// One column.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its heading.
    pub label: String,
    /// Numbers stand at the end.
    pub number: bool,
}

/// A table; the first cell of each row names it.
#[component]
pub fn Table(
    /// What the table shows.
    #[prop(into)]
    caption: String,
    /// The columns.
    columns: Vec<Column>,
    /// The cells, row by row.
    rows: Vec<Vec<String>>,
) -> AnyView {
    let ends: Vec<Option<&str>> = columns.iter().map(|column| column.number.then_some("r")).collect();
    let head = columns
        .into_iter()
        .zip(&ends)
        .map(|(column, end)| view! { <th scope="col" class=*end>{column.label}</th> })
        .collect_view();
    let body = rows
        .into_iter()
        .map(|row| {
            let cells = row
                .into_iter()
                .zip(&ends)
                .enumerate()
                .map(|(index, (cell, end))| match index {
                    0 => view! { <th scope="row" class=*end>{cell}</th> }.into_any(),
                    _ => view! { <td class=*end>{cell}</td> }.into_any(),
                })
                .collect_view();
            view! { <tr>{cells}</tr> }
        })
        .collect_view();
    let name = caption.clone();
    view! {
        <div class="table-box" role="region" tabindex="0" aria-label=name>
            <table class="table">
                <caption>{caption}</caption>
                <thead><tr>{head}</tr></thead>
                <tbody>{body}</tbody>
            </table>
        </div>
    }
    .into_any()
}
