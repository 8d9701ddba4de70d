//! Stretches of a day in forms: from when until when, how many counters, how many places are kept back.

use leptos::prelude::*;

use super::{
    super::forms::Refused,
    form::{Reader, Sent, minute_text},
};
use appointments::model::Stretch;
use foundation::{context::Cx, ui::Field};

/// The fields of a stretch.
const FIELDS: [&str; 4] = ["begins", "ends", "counters", "walk_in"];

/// Puts a stretch into the fields of a row.
pub(super) fn put(sent: &mut Sent, row: usize, stretch: Stretch) {
    sent.put(format!("begins-{row}"), minute_text(stretch.begins));
    sent.put(format!("ends-{row}"), minute_text(stretch.ends));
    sent.put(format!("counters-{row}"), stretch.counters);
    sent.put(format!("walk_in-{row}"), stretch.walk_in);
}

/// Whether nothing is typed in a row.
pub(super) fn is_blank(sent: &Sent, row: usize) -> bool {
    FIELDS.iter().all(|field| sent.get(&format!("{field}-{row}")).is_empty())
}

/// Reads the stretch of a row.
pub(super) fn read(reader: &mut Reader<'_>, sent: &Sent, row: usize) -> Option<Stretch> {
    let begins = reader.minute(&format!("begins-{row}"), false);
    let ends = reader.minute(&format!("ends-{row}"), true);
    let counters = reader.number(&format!("counters-{row}"), (1, 500), "office-counters");
    let walk_in = match sent.get(&format!("walk_in-{row}")) {
        "" => Some(0),
        _ => reader.number(&format!("walk_in-{row}"), (0, 500), "office-walk-in"),
    };
    let (begins, ends, counters, walk_in) = (begins?, ends?, counters?, walk_in?);
    if begins >= ends {
        reader.wrong(format!("ends-{row}"), "office-ends");
        return None;
    }
    if walk_in > counters {
        reader.wrong(format!("walk_in-{row}"), "office-walk-in");
        return None;
    }
    Some(Stretch { begins, ends, counters, walk_in })
}

/// The fields of a row.
pub(super) fn fields(cx: &Cx, sent: &Sent, row: usize, refused: &Refused) -> AnyView {
    let texts = cx.texts;
    let field = |name: &str, kind: &'static str, label: &'static str| {
        let id = format!("{name}-{row}");
        let (value, error) = (sent.get(&id).to_owned(), refused.of(&id));
        let inputmode = (kind == "text").then_some("numeric");
        view! {
            <Field id=id.clone() name=id kind=kind label=label value=value error=error inputmode=inputmode
                autocomplete="off" short=true />
        }
    };
    view! {
        <div class="office-times">
            {field("begins", "time", texts.office_begins())}
            {field("ends", "time", texts.office_ends())}
            {field("counters", "text", texts.office_how_many())}
            {field("walk_in", "text", texts.office_walk_in())}
        </div>
    }
    .into_any()
}
