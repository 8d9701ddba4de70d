//! Who waits, and who is set aside.

use leptos::prelude::*;

use super::{
    super::{super::city_time::local, forms::row_button},
    path_of,
};
use ::hall::model::{Board, Line, Waiting};
use foundation::{
    context::Cx,
    ui::{Card, DataColumn, DataRow, DataTable},
};

/// Who waits, in order; `acts`: somebody may be called out of turn.
pub(super) fn waiting(cx: &Cx, board: &Board, acts: bool) -> AnyView {
    let texts = cx.texts;
    let rows: Vec<&Waiting> = board.waiting.iter().filter(|one| !one.is_parked).collect();
    if rows.is_empty() {
        return view! { <Card title=texts.hall_waiting() id="waiting"><p>{texts.hall_waiting_none()}</p></Card> }
            .into_any();
    }
    let rows =
        rows.into_iter().map(|one| row(cx, board, one, acts.then_some(("call", texts.hall_call_this())))).collect();
    table(cx, texts.hall_waiting_caption(), rows, acts)
}

/// Who is set aside; nothing where nobody is.
pub(super) fn parked(cx: &Cx, board: &Board, acts: bool) -> Option<AnyView> {
    let texts = cx.texts;
    let rows: Vec<DataRow> = board
        .waiting
        .iter()
        .filter(|one| one.is_parked)
        .map(|one| row(cx, board, one, acts.then_some(("back", texts.hall_put_back()))))
        .collect();
    (!rows.is_empty()).then(|| table(cx, texts.hall_parked_caption(), rows, acts))
}

fn table(cx: &Cx, caption: &'static str, rows: Vec<DataRow>, acts: bool) -> AnyView {
    let texts = cx.texts;
    let mut columns = vec![
        DataColumn::text(texts.hall_number()),
        DataColumn::text(texts.hall_matter()),
        DataColumn::text(texts.hall_since()),
        DataColumn::number(texts.hall_waits()),
        DataColumn::text(texts.hall_remark()),
    ];
    if acts {
        columns.push(DataColumn::text(texts.office_act()));
    }
    view! { <DataTable caption=caption columns=columns rows=rows /> }.into_any()
}

fn row(cx: &Cx, board: &Board, one: &Waiting, act: Option<(&'static str, &'static str)>) -> DataRow {
    let (texts, language) = (cx.texts, cx.language());
    let matter = board.matters.get(&one.matter).map(|matter| matter.content.name.get(language).to_owned());
    let since = local(one.issued_at).format("%H:%M").to_string();
    let minutes = texts.hall_minutes((board.at - one.issued_at).num_minutes().max(0));
    let mut remarks = Vec::new();
    if one.place.line == Line::Booked {
        remarks.push(texts.hall_booked().to_owned());
    }
    if one.place.ready_at > board.at {
        remarks.push(texts.hall_early(local(one.place.ready_at).format("%H:%M").to_string()));
    }
    if one.priority.is_some() {
        remarks.extend(texts.by_key(&format!("hall-priority-{}", one.priority.code())));
    }
    let number = one.number.clone();
    let row = DataRow::new(view! { <strong>{number}</strong> })
        .cell(matter.unwrap_or_default())
        .cell(since)
        .cell(minutes)
        .cell(remarks.join(texts.list_separator()));
    let Some((act, label)) = act else { return row };
    let (action, id) = (cx.href(&path_of(&board.office.code, "")), one.id.to_string());
    row.cell(view! {
        <form method="post" action=action>
            <input type="hidden" name="act" value=act />
            <input type="hidden" name="ticket" value=id />
            {row_button(label, one.number.clone())}
        </form>
    })
}
