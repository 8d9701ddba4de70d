use leptos::prelude::*;

use super::{
    super::{
        super::city_time::when,
        words::{department_name, drawn_pills, item_path, name_view, next_effect, state_pills},
    },
    Asked, list_path,
};
use catalogue::{Catalogue, publishing::Record};
use foundation::{
    context::Cx,
    ui::{ButtonKind, DataColumn, DataRow, DataTable, Icon, IconName, LinkButton, SortOrder, SubmitButton},
};
use identity::{Actor, Permission};

/// Id of the form the boxes of the table belong to.
const BULK: &str = "bulk";

/// The table of a page.
pub(super) fn table(cx: &Cx, catalogue: &Catalogue, asked: &Asked, records: &[Record], picks: bool) -> AnyView {
    let texts = cx.texts;
    let sorted = |value: &str| cx.href(&list_path(&asked.query_with("sort", value)));
    let by_code = asked.sort == "code";
    let order = |is_it: bool, order: SortOrder| if is_it { order } else { SortOrder::Not };
    let columns = vec![
        DataColumn::text(texts.desk_column_name()),
        DataColumn::text(texts.desk_column_code()).sorted(sorted("code"), order(by_code, SortOrder::Ascending)),
        DataColumn::text(texts.desk_column_department()),
        DataColumn::text(texts.desk_column_state()),
        DataColumn::number(texts.desk_column_version()),
        DataColumn::text(texts.desk_column_next()),
        DataColumn::text(texts.desk_column_changed()).sorted(sorted(""), order(!by_code, SortOrder::Descending)),
    ];
    let rows = records
        .iter()
        .map(|record| {
            let name = name_view(cx.language(), &record.name);
            let href = cx.href(&item_path(&record.code, ""));
            let code = record.code.to_string();
            let row = DataRow::new(view! { <a href=href>{name}</a> })
                .cell(code.clone())
                .cell(department_name(catalogue, cx.language(), &record.department))
                .cell(drawn_pills(state_pills(texts, record)))
                .cell(record.version.map(|version| version.to_string()))
                .cell(next_effect(cx, record))
                .cell(view! { <span>{when(cx, record.changed_at)} <small>{record.changed_by.clone()}</small></span> });
            if picks { row.pick(code, texts.desk_pick(record.name.get(cx.language()).to_owned())) } else { row }
        })
        .collect();
    let (pick_name, pick_form) = if picks { ("code", BULK) } else { ("", "") };
    view! {
        <DataTable
            caption=texts.desk_list_caption(records.len().to_string())
            columns=columns
            rows=rows
            pick_name=pick_name
            pick_form=pick_form
            pick_label=texts.desk_pick_column()
        />
    }
    .into_any()
}

/// The ways to the pages before and after.
pub(super) fn pager(cx: &Cx, asked: &Asked, next: Option<&str>) -> Option<AnyView> {
    let texts = cx.texts;
    let previous = asked.previous().map(|query| {
        view! { <LinkButton href=cx.href(&list_path(&query)) label=texts.desk_page_before() kind=ButtonKind::Quiet /> }
    });
    let next = next.map(|cursor| {
        let href = cx.href(&list_path(&asked.next(cursor)));
        view! { <LinkButton href=href label=texts.desk_page_after() kind=ButtonKind::Quiet /> }
    });
    (previous.is_some() || next.is_some())
        .then(|| view! { <nav class="desk-pager" aria-label=texts.pagination()>{previous}{next}</nav> }.into_any())
}

/// What can be done with the items that were picked.
pub(super) fn bulk_bar(cx: &Cx, actor: &Actor, asked: &Asked) -> AnyView {
    let texts = cx.texts;
    let may = |permission: Permission| !actor.scope(permission).is_empty();
    let withdraw = may(Permission::WithdrawItems).then(|| {
        view! {
            <SubmitButton label=texts.desk_bulk_withdraw() kind=ButtonKind::Danger name="act" value="withdraw" />
        }
    });
    let edit = may(Permission::EditItems).then(|| {
        view! {
            <SubmitButton label=texts.desk_bulk_retag() kind=ButtonKind::Quiet name="act" value="retag" />
            <SubmitButton label=texts.desk_bulk_reassign() kind=ButtonKind::Quiet name="act" value="reassign" />
        }
    });
    view! {
        <form class="bulk-bar" id=BULK method="post" action=cx.href("/desk/items/bulk") aria-label=texts.desk_bulk()>
            <p><Icon name=IconName::Check small=true />{texts.desk_bulk_hint()}</p>
            <input type="hidden" name="return" value=asked.query() />
            {edit}
            {withdraw}
        </form>
    }
    .into_any()
}
