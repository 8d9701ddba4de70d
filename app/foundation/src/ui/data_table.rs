//! A table to work in: rows that lead somewhere, can be picked, and are sorted by links. On the phone each row is a card.

use leptos::prelude::*;

/// One column.
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct DataColumn {
    /// Its heading; on the phone it stands before each value.
    pub label: String,
    /// Numbers stand at the end.
    pub number: bool,
    /// How the table is sorted by it, where it can be.
    pub sort: Option<SortLink>,
}

impl DataColumn {
    /// A column of text.
    pub fn text(label: impl Into<String>) -> Self {
        Self { label: label.into(), ..Self::default() }
    }

    /// A column of numbers.
    pub fn number(label: impl Into<String>) -> Self {
        Self { label: label.into(), number: true, ..Self::default() }
    }

    /// Sorted by a link.
    pub fn sorted(mut self, href: impl Into<String>, order: SortOrder) -> Self {
        self.sort = Some(SortLink { href: href.into(), order });
        self
    }
}

/// The link in a column's heading.
#[derive(Clone, Debug)]
pub struct SortLink {
    /// The same list, sorted by this column.
    pub href: String,
    /// How it is sorted now.
    pub order: SortOrder,
}

/// How a column is sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SortOrder {
    /// By something else.
    Not,
    /// The smallest first.
    Ascending,
    /// The largest first.
    Descending,
}

impl SortOrder {
    const fn aria(self) -> Option<&'static str> {
        match self {
            Self::Not => None,
            Self::Ascending => Some("ascending"),
            Self::Descending => Some("descending"),
        }
    }
}

/// One row.
#[must_use]
pub struct DataRow {
    cells: Vec<AnyView>,
    pick: Option<(String, String, bool)>,
}

impl DataRow {
    /// A row; its first cell names it and is normally a link.
    pub fn new(first: impl IntoView + 'static) -> Self {
        Self { cells: vec![first.into_view().into_any()], pick: None }
    }

    /// One more cell.
    pub fn cell(mut self, cell: impl IntoView + 'static) -> Self {
        self.cells.push(cell.into_view().into_any());
        self
    }

    /// Makes the row one that can be picked: the value sent, and what screen readers call it.
    pub fn pick(mut self, value: impl Into<String>, label: impl Into<String>) -> Self {
        self.pick = Some((value.into(), label.into(), false));
        self
    }

    /// Picked from the start.
    pub fn picked(mut self) -> Self {
        if let Some((_, _, checked)) = &mut self.pick {
            *checked = true;
        }
        self
    }
}

/// A table to work in.
#[component]
pub fn DataTable(
    /// What the table shows; read out, and drawn faintly above.
    #[prop(into)]
    caption: String,
    /// The columns.
    columns: Vec<DataColumn>,
    /// The rows; each has as many cells as there are columns.
    rows: Vec<DataRow>,
    /// Name of the value of the boxes, where rows can be picked.
    #[prop(optional, into)]
    pick_name: String,
    /// Id of the form the boxes belong to, where the table does not stand in it.
    #[prop(optional, into)]
    pick_form: String,
    /// Heading of the boxes, for screen readers.
    #[prop(optional, into)]
    pick_label: String,
) -> AnyView {
    let picks = !pick_name.is_empty();
    let head = columns
        .iter()
        .cloned()
        .map(|column| {
            let end = column.number.then_some("r");
            let order = column.sort.as_ref().and_then(|sort| sort.order.aria());
            let label = match column.sort {
                Some(sort) => view! { <a class="sort" href=sort.href>{column.label}</a> }.into_any(),
                None => column.label.into_any(),
            };
            view! { <th scope="col" role="columnheader" class=end aria-sort=order>{label}</th> }
        })
        .collect_view();
    let body = rows
        .into_iter()
        .map(|row| {
            let pick = row.pick.map(|(value, label, checked)| {
                let form = (!pick_form.is_empty()).then(|| pick_form.clone());
                view! {
                    <td class="pick" role="cell">
                        <label>
                            <input type="checkbox" name=pick_name.clone() value=value form=form checked=checked />
                            <span class="vh">{label}</span>
                        </label>
                    </td>
                }
                .into_any()
            });
            let pick = pick.or_else(|| picks.then(|| view! { <td class="pick" role="cell"></td> }.into_any()));
            let cells = row
                .cells
                .into_iter()
                .zip(&columns)
                .enumerate()
                .map(|(index, (cell, column))| {
                    let end = column.number.then_some("r");
                    match index {
                        0 => view! { <th scope="row" role="rowheader" class=end>{cell}</th> }.into_any(),
                        _ => view! { <td role="cell" class=end data-label=column.label.clone()>{cell}</td> }.into_any(),
                    }
                })
                .collect_view();
            view! { <tr role="row">{pick}{cells}</tr> }
        })
        .collect_view();
    let pick_head = picks
        .then(|| view! { <th scope="col" role="columnheader" class="pick"><span class="vh">{pick_label}</span></th> });
    // The roles are those the elements have anyway: browsers forget them where a table is drawn as cards.
    view! {
        <div class="data-box">
            <table class="data" role="table">
                <caption>{caption}</caption>
                <thead role="rowgroup"><tr role="row">{pick_head}{head}</tr></thead>
                <tbody role="rowgroup">{body}</tbody>
            </table>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sorted_column_says_so_and_boxes_belong_to_their_form() {
        let columns =
            vec![DataColumn::text("名称").sorted("?sort=name", SortOrder::Ascending), DataColumn::number("版本")];
        let rows = vec![DataRow::new("居住证").cell("3").pick("x-1", "选居住证")];
        let html = view! {
            <DataTable caption="事项" columns=columns rows=rows pick_name="code" pick_form="bulk" pick_label="选" />
        }
        .to_html();
        assert!(html.contains(r#"aria-sort="ascending""#), "{html}");
        assert!(html.contains(r#"name="code""#) && html.contains(r#"form="bulk""#), "{html}");
        assert!(html.contains(r#"data-label="版本""#), "{html}");
    }
}
