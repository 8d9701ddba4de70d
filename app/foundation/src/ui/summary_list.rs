//! Names and values, row by row.

use leptos::prelude::*;

/// One name with its value.
#[must_use]
pub struct SummaryRow {
    label: String,
    value: AnyView,
}

impl SummaryRow {
    /// A row; the value may be text or a view with links.
    pub fn new(label: impl Into<String>, value: impl IntoView + 'static) -> Self {
        Self { label: label.into(), value: value.into_view().into_any() }
    }
}

/// A description list in rows.
#[component]
pub fn SummaryList(
    /// The rows.
    items: Vec<SummaryRow>,
) -> AnyView {
    let rows =
        items.into_iter().map(|row| view! { <div><dt>{row.label}</dt><dd>{row.value}</dd></div> }).collect_view();
    view! { <dl class="summary">{rows}</dl> }.into_any()
}
