use std::collections::BTreeSet;

use axum::{
    Form,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use leptos::prelude::*;

use super::{
    super::{
        super::{Place, desk_page},
        forms::refused,
    },
    authority,
    check::{Checked, Draft, check},
    counters_path, crumbs,
    fields::line,
    form::{Reader, Sent, boxes},
    kept, kept_counters, path_of,
    problem::Before,
};
use appointments::{
    Appointments, EditError, KeptOffice, NewCounters,
    model::{CounterSettings, KeptCounters, Slug, SupplyChange},
};
use catalogue::{Bilingual, Catalogue};
use foundation::{
    context::Cx,
    error::{AppError, FieldError},
    ids::CounterGroupId,
    page::Page,
    ui::{Card, ChoiceOption, DeskHead, ErrorSummary, SubmitButton, SummaryList, SummaryRow},
};
use identity::{Actor, SignedIn};

/// The longest name, in characters of Chinese.
const NAME: usize = 40;

/// Matters to choose from.
type Matters = Vec<(Slug, Bilingual)>;

/// `GET /desk/offices/{code}/counters/new`: the form of counters that are new.
pub async fn new_counters(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(appointments): State<Appointments>,
    State(catalogue): State<Catalogue>,
    Path(code): Path<String>,
) -> Result<Page, AppError> {
    let authority = authority(&actor, &catalogue);
    let office = kept(&appointments, &authority, &code).await?;
    let matters = appointments.matters_to_serve(&authority).await?;
    let mut sent = Sent::default();
    sent.put("id", CounterGroupId::new());
    sent.put("slot_minutes", 15);
    sent.put("horizon_days", 21);
    Ok(draw(&cx, &actor, (office, None), &matters, sent, &Before::default()))
}

/// `POST /desk/offices/{code}/counters/new`: adds counters.
pub async fn add_counters(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(appointments): State<Appointments>,
    State(catalogue): State<Catalogue>,
    Path(code): Path<String>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, AppError> {
    let authority = authority(&actor, &catalogue);
    let office = kept(&appointments, &authority, &code).await?;
    let matters = appointments.matters_to_serve(&authority).await?;
    let sent = Sent(pairs);
    let mut reader = Reader::new(&sent);
    let slot_minutes = reader.number("slot_minutes", (5, 120), "office-slot-minutes");
    let errors = match read(reader, &sent, &matters) {
        Err(errors) => errors,
        Ok(settings) => {
            // A form that names no key gets one.
            let id = CounterGroupId::parse(sent.get("id")).unwrap_or_default();
            let new = NewCounters { id, slot_minutes: slot_minutes.unwrap_or_default(), settings };
            match appointments.add_counters(&authority, &office.office.code, new).await {
                Ok(group) => {
                    // Counters without hours are of no use: those are next.
                    let target = cx.href(&path_of(&office, &format!("/counters/{group}/hours")));
                    return Ok(Redirect::to(&target).into_response());
                }
                Err(EditError::Invalid(errors)) => errors,
                Err(error) => return Err(error.into()),
            }
        }
    };
    let page = draw(&cx, &actor, (office, None), &matters, sent, &Before::wrong(errors));
    Ok(page.status(StatusCode::BAD_REQUEST).into_response())
}

/// `GET /desk/offices/{code}/counters/{group}`: what counters are called, serve, and how far ahead they can be booked.
pub async fn counters_form(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(appointments): State<Appointments>,
    State(catalogue): State<Catalogue>,
    Path((code, group)): Path<(String, String)>,
) -> Result<Page, AppError> {
    let authority = authority(&actor, &catalogue);
    let (office, kept) = kept_counters(&appointments, &authority, (&code, &group)).await?;
    let matters = appointments.matters_to_serve(&authority).await?;
    let mut sent = Sent::default();
    sent.put("name_zh", &kept.group.name.zh);
    sent.put("name_en", &kept.group.name.en);
    sent.put("horizon_days", kept.group.horizon_days);
    for matter in &kept.group.matters {
        sent.put("matters", matter);
    }
    sent.put("revision", kept.revision);
    Ok(draw(&cx, &actor, (office, Some(kept)), &matters, sent, &Before::default()))
}

/// `POST /desk/offices/{code}/counters/{group}`: shows what a change would do, and does it.
pub async fn change_counters(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(appointments): State<Appointments>,
    State(catalogue): State<Catalogue>,
    Path((code, group)): Path<(String, String)>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, AppError> {
    let authority = authority(&actor, &catalogue);
    let (office, kept) = kept_counters(&appointments, &authority, (&code, &group)).await?;
    let matters = appointments.matters_to_serve(&authority).await?;
    let sent = Sent(pairs);
    let (status, before) = match read(Reader::new(&sent), &sent, &matters) {
        Err(errors) => (StatusCode::BAD_REQUEST, Before::wrong(errors)),
        Ok(_) if sent.get("step") == "edit" => (StatusCode::OK, Before::default()),
        Ok(settings) => {
            let draft = Draft {
                office: &office,
                change: SupplyChange::Counters(kept.group.id, settings),
                sent: &sent,
                action: counters_path(&office, &kept, ""),
                title: cx.texts.office_counters_settings().to_owned(),
                done: "office-done-counters",
            };
            match check(&cx, &actor, &appointments, &authority, draft).await? {
                Checked::Answer(answer) => return Ok(answer),
                Checked::Changed => (StatusCode::CONFLICT, Before::changed()),
            }
        }
    };
    Ok(draw(&cx, &actor, (office, Some(kept)), &matters, sent, &before).status(status).into_response())
}

fn read(mut reader: Reader<'_>, sent: &Sent, matters: &Matters) -> Result<CounterSettings, Vec<FieldError>> {
    let name = reader.bilingual("name", NAME, true);
    let horizon_days = reader.number("horizon_days", (1, 366), "office-horizon");
    let known = |code: &str| matters.iter().find(|(known, _)| known.as_str() == code).map(|(known, _)| known.clone());
    let chosen: BTreeSet<Slug> = sent.all("matters").filter_map(known).collect();
    if chosen.is_empty() {
        reader.wrong("matters", "office-matters");
    }
    reader.done(|| Some(CounterSettings { name, horizon_days: horizon_days?, matters: chosen }))
}

fn draw(
    cx: &Cx,
    actor: &Actor,
    (office, kept): (KeptOffice, Option<KeptCounters>),
    matters: &Matters,
    sent: Sent,
    before: &Before,
) -> Page {
    let texts = cx.texts;
    let (drawn, refused) = (cx.clone(), refused(cx, &before.errors));
    let problem = before.view(cx);
    let changed = before.changed;
    let matters = matters.iter().map(|(code, name)| ChoiceOption {
        value: code.to_string(),
        label: name.get(cx.language()).to_owned(),
        note: String::new(),
        checked: sent.has("matters", code.as_str()),
    });
    let matters: Vec<ChoiceOption> = matters.collect();
    let title = if kept.is_some() { texts.office_counters_settings() } else { texts.office_counters_new() };
    desk_page(cx, actor, Place::Offices, title, move || {
        let cx = drawn;
        let (summary, items) = (refused.title(&cx), refused.items());
        let number = |field, label, hint| line(&cx, &sent, &refused, (field, "number"), label, hint);
        let name = |field| line(&cx, &sent, &refused, (field, "text"), texts.office_counters_name(), "");
        let names = ["name_zh", "name_en"].map(name).into_iter().collect_view();
        let horizon = number("horizon_days", texts.office_horizon(), texts.office_horizon_hint());
        let (action, slot, revision) = match &kept {
            None => {
                let field = number("slot_minutes", texts.office_slot_minutes(), texts.office_slot_minutes_hint());
                let id = sent.get("id").to_owned();
                let field = view! {
                    <input type="hidden" name="id" value=id />
                    {field}
                };
                (path_of(&office, "/counters/new"), field.into_any(), None)
            }
            Some(kept) => {
                let said = texts.office_minutes(kept.group.slot_minutes);
                let row = SummaryRow::new(texts.office_slot_minutes(), said);
                let fixed = view! {
                    <SummaryList items=vec![row] />
                    <p class="meta">{texts.office_slot_minutes_fixed()}</p>
                };
                let revision = if changed { kept.revision } else { sent.revision() };
                (counters_path(&office, kept, ""), fixed.into_any(), Some(revision))
            }
        };
        let label = if kept.is_some() { texts.office_look() } else { texts.office_counters_new() };
        let revision = revision.map(|revision| view! { <input type="hidden" name="revision" value=revision /> });
        let serves =
            boxes("matters".to_owned(), "matters".to_owned(), texts.office_matters(), matters, refused.of("matters"));
        view! {
            <DeskHead title=title crumbs=crumbs(&cx, &office) crumbs_label=texts.breadcrumbs() />
            <ErrorSummary title=summary items=items />
            {problem}
            <form method="post" action=cx.href(&action) class="stack">
                {revision}
                <Card>
                    <div class="stack">
                        {names}
                        {slot}
                        {horizon}
                        {serves}
                    </div>
                </Card>
                <SubmitButton label=label />
            </form>
        }
        .into_any()
    })
}
