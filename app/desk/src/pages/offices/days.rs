use axum::{
    Form,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use leptos::prelude::*;

use super::{
    super::{
        super::{Place, desk_page},
        forms::{refused, row_button},
    },
    authority,
    check::{Checked, Draft, check},
    counters_path, crumbs,
    fields::line,
    form::{Reader, Sent},
    kept_counters,
    problem::Before,
    stretches,
    words::{day_words, stretches as stretches_words, word},
};
use appointments::{
    Appointments, KeptOffice,
    model::{KeptCounters, SupplyChange},
};
use catalogue::Catalogue;
use foundation::{
    clock::city_day,
    context::Cx,
    error::{AppError, FieldError},
    page::Page,
    ui::{Card, ChoiceOption, Choices, DataColumn, DataRow, DataTable, DeskHead, ErrorSummary, SubmitButton},
};
use identity::{Actor, SignedIn};

/// Stretches a day may have of its own.
const ROWS: usize = 3;
/// What a day can have: hours of its own, none, or those of the week again.
const KINDS: [&str; 2] = ["own", "closed"];

/// `GET /desk/offices/{code}/counters/{group}/days`: days on which counters have hours of their own.
pub async fn days(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(appointments): State<Appointments>,
    State(catalogue): State<Catalogue>,
    Path((code, group)): Path<(String, String)>,
) -> Result<Page, AppError> {
    let authority = authority(&actor, &catalogue);
    let (office, kept) = kept_counters(&appointments, &authority, (&code, &group)).await?;
    let mut sent = Sent::default();
    sent.put("kind", KINDS[0]);
    sent.put("revision", kept.revision);
    Ok(draw(&cx, &actor, (office, kept), sent, &Before::default()))
}

/// `POST /desk/offices/{code}/counters/{group}/days`: shows what other hours of a day would do, and keeps them.
pub async fn change_days(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(appointments): State<Appointments>,
    State(catalogue): State<Catalogue>,
    Path((code, group)): Path<(String, String)>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, AppError> {
    let authority = authority(&actor, &catalogue);
    let (office, kept) = kept_counters(&appointments, &authority, (&code, &group)).await?;
    let sent = Sent(pairs);
    let (status, before) = match (sent.get("step"), read(&cx, &sent, &kept)) {
        ("edit", _) => (StatusCode::OK, Before::default()),
        (_, Err(errors)) => (StatusCode::BAD_REQUEST, Before::wrong(errors)),
        (_, Ok(change)) => {
            let draft = Draft {
                office: &office,
                change,
                sent: &sent,
                action: counters_path(&office, &kept, "/days"),
                title: cx.texts.office_days().to_owned(),
                done: "office-done-day",
            };
            match check(&cx, &actor, &appointments, &authority, draft).await? {
                Checked::Answer(answer) => return Ok(answer),
                Checked::Changed => (StatusCode::CONFLICT, Before::changed()),
            }
        }
    };
    Ok(draw(&cx, &actor, (office, kept), sent, &before).status(status).into_response())
}

fn read(cx: &Cx, sent: &Sent, kept: &KeptCounters) -> Result<SupplyChange, Vec<FieldError>> {
    let mut reader = Reader::new(sent);
    let day = reader.day("day");
    if day.is_some_and(|day| day < city_day(cx.site.clock.now())) {
        reader.wrong("day", "past");
    }
    let stretches = match sent.get("kind") {
        "week" => None,
        "closed" => Some(Vec::new()),
        "own" => {
            let rows: Vec<usize> = (0..ROWS).filter(|row| !stretches::is_blank(sent, *row)).collect();
            if rows.is_empty() {
                reader.wrong("begins-0", "office-time");
            }
            let mut own = Vec::new();
            for row in rows {
                let Some(stretch) = stretches::read(&mut reader, sent, row) else { continue };
                if own.iter().any(|other| stretch.meets(other)) {
                    reader.wrong(format!("begins-{row}"), "office-openings-meet");
                }
                own.push(stretch);
            }
            Some(own)
        }
        _ => {
            reader.wrong("kind", "required");
            None
        }
    };
    reader.done(|| Some(SupplyChange::Day(kept.group.id, day?, stretches)))
}

fn draw(cx: &Cx, actor: &Actor, (office, kept): (KeptOffice, KeptCounters), sent: Sent, before: &Before) -> Page {
    let texts = cx.texts;
    let (drawn, refused, problem) = (cx.clone(), refused(cx, &before.errors), before.view(cx));
    let revision = if before.changed { kept.revision } else { sent.revision() };
    desk_page(cx, actor, Place::Offices, texts.office_days(), move || {
        let cx = drawn;
        let (summary, items) = (refused.title(&cx), refused.items());
        let action = cx.href(&counters_path(&office, &kept, "/days"));
        let name = kept.group.name.get(cx.language()).to_owned();
        let kinds = KINDS.map(|kind| ChoiceOption {
            value: kind.to_owned(),
            label: word(&cx, "office-day-kind", kind),
            note: String::new(),
            checked: sent.get("kind") == kind,
        });
        let kind_error = refused.of("kind");
        let day = line(&cx, &sent, &refused, ("day", "date"), texts.office_day(), "");
        let rows = (0..ROWS).map(|row| {
            let fields = stretches::fields(&cx, &sent, row, &refused);
            view! { <fieldset class="office-row"><legend>{texts.office_stretch(row + 1)}</legend>{fields}</fieldset> }
        });
        let rows = rows.collect_view();
        let there = there(&cx, &kept, &action);
        view! {
            <DeskHead title=texts.office_days() crumbs=crumbs(&cx, &office) crumbs_label=texts.breadcrumbs()
                kicker=name meta=texts.office_days_lead() />
            <ErrorSummary title=summary items=items />
            {problem}
            {there}
            <Card title=texts.office_day_new() id="new">
                <form method="post" action=action class="stack">
                    <input type="hidden" name="revision" value=revision />
                    {day}
                    <Choices id="kind" name="kind" legend=texts.office_day_kind() options=kinds.to_vec() error=kind_error />
                    {rows}
                    <SubmitButton label=texts.office_look() name="step" value="check" />
                </form>
            </Card>
        }
        .into_any()
    })
}

/// The days there are, each with the way back to the hours of the week.
fn there(cx: &Cx, kept: &KeptCounters, action: &str) -> Option<AnyView> {
    let texts = cx.texts;
    let rows = kept.exceptions.iter().map(|(day, hours)| {
        let words = day_words(cx, *day);
        let form = view! {
            <form method="post" action=action.to_owned()>
                <input type="hidden" name="revision" value=kept.revision />
                <input type="hidden" name="day" value=day.to_string() />
                <input type="hidden" name="kind" value="week" />
                {row_button(texts.office_day_week(), words.clone())}
            </form>
        };
        DataRow::new(words).cell(stretches_words(cx, hours)).cell(form)
    });
    let rows: Vec<DataRow> = rows.collect();
    let columns = [texts.office_day(), texts.office_hours(), texts.office_act()].map(DataColumn::text).to_vec();
    (!rows.is_empty()).then(|| {
        view! {
            <Card flush=true><DataTable caption=texts.office_days_caption() columns=columns rows=rows /></Card>
        }
        .into_any()
    })
}
