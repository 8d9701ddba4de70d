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
        forms::{Refused, refused},
    },
    authority,
    check::{Checked, Draft, check},
    counters_path, crumbs,
    form::{Reader, Sent, boxes, parse_day},
    kept_counters,
    problem::Before,
    stretches,
    words::{DAYS, word},
};
use appointments::{
    Appointments, KeptOffice,
    model::{KeptCounters, Opening, SupplyChange, Weekdays, first_that_meet},
};
use catalogue::Catalogue;
use foundation::{
    clock::city_day,
    context::Cx,
    error::{AppError, FieldError},
    page::{Page, weekday},
    ui::{ButtonKind, ChoiceOption, DeskHead, ErrorSummary, Field, SubmitButton},
};
use identity::{Actor, SignedIn};

/// The most stretches of a form.
const MOST: usize = 40;
/// What weekend days are called in forms that are worked for holidays.
const WORKED: &str = "worked";

/// `GET /desk/offices/{code}/counters/{group}/hours`: the hours of counters, week by week and season by season.
pub async fn hours(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(appointments): State<Appointments>,
    State(catalogue): State<Catalogue>,
    Path((code, group)): Path<(String, String)>,
) -> Result<Page, AppError> {
    let authority = authority(&actor, &catalogue);
    let (office, kept) = kept_counters(&appointments, &authority, (&code, &group)).await?;
    let mut sent = Sent::default();
    for (row, opening) in kept.openings.iter().enumerate() {
        stretches::put(&mut sent, row, &opening.stretch);
        let days = DAYS.iter().filter(|(day, _)| opening.weekdays.contain(*day)).map(|(_, name)| *name);
        for day in days.chain(opening.weekdays.contain_worked_weekends().then_some(WORKED)) {
            sent.put(format!("days-{row}"), day);
        }
        sent.put(format!("from-{row}"), opening.from);
        sent.put(format!("until-{row}"), opening.until.map(|until| until.to_string()).unwrap_or_default());
    }
    sent.put("rows", kept.openings.len());
    sent.put("revision", kept.revision);
    Ok(draw(&cx, &actor, (office, kept), sent, &Before::default()))
}

/// `POST /desk/offices/{code}/counters/{group}/hours`: shows what other hours would do, and keeps them.
pub async fn change_hours(
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
    let (status, before) = match (sent.get("step"), read(&sent)) {
        ("edit" | "more", _) => (StatusCode::OK, Before::default()),
        (_, Err(errors)) => (StatusCode::BAD_REQUEST, Before::wrong(errors)),
        (_, Ok(openings)) => {
            let draft = Draft {
                office: &office,
                change: SupplyChange::Hours(kept.group.id, openings),
                sent: &sent,
                action: counters_path(&office, &kept, "/hours"),
                title: cx.texts.office_hours().to_owned(),
                done: "office-done-hours",
            };
            match check(&cx, &actor, &appointments, &authority, draft).await? {
                Checked::Answer(answer) => return Ok(answer),
                Checked::Changed => (StatusCode::CONFLICT, Before::changed()),
            }
        }
    };
    Ok(draw(&cx, &actor, (office, kept), sent, &before).status(status).into_response())
}

/// How many rows a form has; one more where somebody asked for it.
fn rows(sent: &Sent) -> usize {
    let rows: usize = sent.get("rows").parse().unwrap_or_default();
    (rows + usize::from(sent.get("step") == "more")).clamp(1, MOST)
}

fn read(sent: &Sent) -> Result<Vec<Opening>, Vec<FieldError>> {
    let mut reader = Reader::new(sent);
    let mut read: Vec<(usize, Opening)> = Vec::new();
    for row in 0..rows(sent) {
        if stretches::is_blank(sent, row) || sent.has(&format!("drop-{row}"), "yes") {
            continue;
        }
        let days = DAYS.iter().filter(|(_, name)| sent.has(&format!("days-{row}"), name)).map(|(day, _)| *day);
        let mut weekdays = Weekdays::of(days);
        if sent.has(&format!("days-{row}"), WORKED) {
            weekdays = weekdays.and_worked_weekends();
        }
        if weekdays.is_empty() {
            reader.wrong(format!("days-{row}"), "office-weekdays");
        }
        let stretch = stretches::read(&mut reader, sent, row);
        let from = reader.day(&format!("from-{row}"));
        let until = sent.get(&format!("until-{row}"));
        let last = parse_day(until);
        if !until.is_empty() && (last.is_none() || last < from) {
            reader.wrong(format!("until-{row}"), "office-until");
        }
        if let (Some(stretch), Some(from)) = (stretch, from) {
            read.push((row, Opening { weekdays, from, until: last, stretch }));
        }
    }
    let openings: Vec<Opening> = read.iter().map(|(_, opening)| *opening).collect();
    if let Some((_, other)) = first_that_meet(&openings) {
        reader.wrong(format!("begins-{}", read[other].0), "office-openings-meet");
    }
    reader.done(|| Some(openings))
}

fn draw(cx: &Cx, actor: &Actor, (office, kept): (KeptOffice, KeptCounters), sent: Sent, before: &Before) -> Page {
    let texts = cx.texts;
    let (drawn, refused, problem) = (cx.clone(), refused(cx, &before.errors), before.view(cx));
    let revision = if before.changed { kept.revision } else { sent.revision() };
    desk_page(cx, actor, Place::Offices, texts.office_hours(), move || {
        let cx = drawn;
        let (summary, items) = (refused.title(&cx), refused.items());
        let action = cx.href(&counters_path(&office, &kept, "/hours"));
        let count = rows(&sent);
        let rows = (0..count).map(|row| fields(&cx, &sent, row, &refused)).collect_view();
        let name = kept.group.name.get(cx.language()).to_owned();
        view! {
            <DeskHead title=texts.office_hours() crumbs=crumbs(&cx, &office) crumbs_label=texts.breadcrumbs()
                kicker=name meta=texts.office_hours_lead() />
            <ErrorSummary title=summary items=items />
            {problem}
            <form method="post" action=action class="stack">
                <input type="hidden" name="revision" value=revision />
                <input type="hidden" name="rows" value=count />
                {rows}
                <div class="office-acts">
                    <SubmitButton label=texts.office_look() name="step" value="check" />
                    <SubmitButton label=texts.office_more_hours() name="step" value="more" kind=ButtonKind::Quiet />
                </div>
            </form>
        }
        .into_any()
    })
}

fn fields(cx: &Cx, sent: &Sent, row: usize, refused: &Refused) -> AnyView {
    let texts = cx.texts;
    let days_name = format!("days-{row}");
    let days = DAYS.iter().map(|(day, name)| (*name, weekday(texts, *day).to_owned()));
    let days = days.chain([(WORKED, texts.office_worked_weekends().to_owned())]).map(|(name, label)| ChoiceOption {
        value: name.to_owned(),
        label,
        note: String::new(),
        checked: sent.has(&days_name, name),
    });
    let days =
        boxes(days_name.clone(), days_name.clone(), texts.office_weekdays(), days.collect(), refused.of(&days_name));
    let date = |name: &str, hint: &'static str, otherwise: String| {
        let id = format!("{name}-{row}");
        let sent = sent.get(&id).to_owned();
        let value = if sent.is_empty() { otherwise } else { sent };
        let (label, error) = (word(cx, "office", name), refused.of(&id));
        view! {
            <Field id=id.clone() name=id kind="date" label=label hint=hint value=value error=error autocomplete="off"
                short=true />
        }
    };
    // Hours that are new hold from today on, unless somebody says otherwise.
    let today = city_day(cx.site.clock.now()).to_string();
    let drop = (!stretches::is_blank(sent, row)).then(|| {
        let name = format!("drop-{row}");
        let options = vec![ChoiceOption {
            value: "yes".to_owned(),
            label: texts.office_drop_hours().to_owned(),
            note: String::new(),
            checked: sent.has(&name, "yes"),
        }];
        boxes(name.clone(), name, texts.office_drop_hours_legend(), options, String::new())
    });
    view! {
        <fieldset class="office-row">
            <legend>{texts.office_stretch(row + 1)}</legend>
            {days}
            {stretches::fields(cx, sent, row, refused)}
            <div class="office-times">
                {date("from", "", today)}
                {date("until", texts.office_until_hint(), String::new())}
            </div>
            {drop}
        </fieldset>
    }
    .into_any()
}
