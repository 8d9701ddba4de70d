use axum::extract::{Path, Query, State};
use leptos::prelude::*;
use serde::Deserialize;

use super::{
    super::{
        super::{Place, desk_page},
        accounts::department_words,
        forms::done_notice,
    },
    PATH, authority, counters_path, kept, path_of, words,
};
use appointments::{
    Appointments, KeptOffice, Settled,
    model::{KeptCounters, Slug},
};
use catalogue::{Bilingual, Catalogue, Snapshot};
use foundation::{
    clock::city_day,
    context::Cx,
    error::AppError,
    page::Page,
    ui::{ButtonKind, Card, Crumb, DeskHead, LinkButton, Notice, SummaryList, SummaryRow, Tone},
};
use identity::SignedIn;

/// What was done may be told after each of these.
const DONE: [&str; 7] = [
    "office-done-add",
    "office-done-change",
    "office-done-counters",
    "office-done-hours",
    "office-done-day",
    "office-done-close",
    "office-done-reopen",
];

/// What was just done, and what became of visits.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Done {
    done: String,
    moved: String,
    called_off: String,
    left: String,
    without: String,
}

/// Where a change that was made leads: to the office, with what became of visits.
pub(super) fn done_path(office: &KeptOffice, done: &str, settled: Settled) -> String {
    let Settled { moved, called_off, left, without_place } = settled;
    let visits = format!("&moved={moved}&called_off={called_off}&left={left}&without={without_place}");
    path_of(office, &format!("?done={done}{visits}"))
}

/// `GET /desk/offices/{code}`: an office with its counters, and when it is closed.
pub async fn office(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(appointments): State<Appointments>,
    State(catalogue): State<Catalogue>,
    Path(code): Path<String>,
    Query(done): Query<Done>,
) -> Result<Page, AppError> {
    let authority = authority(&actor, &catalogue);
    let office = kept(&appointments, &authority, &code).await?;
    let matters = appointments.matters_to_serve(&authority).await?;
    let (drawn, snapshot) = (cx.clone(), catalogue.snapshot());
    let title = office.office.content.name.get(cx.language()).to_owned();
    Ok(desk_page(&cx, &actor, Place::Offices, title, move || draw(&drawn, &snapshot, &office, &matters, &done)))
}

fn draw(cx: &Cx, snapshot: &Snapshot, office: &KeptOffice, matters: &[(Slug, Bilingual)], done: &Done) -> AnyView {
    let texts = cx.texts;
    let crumbs = vec![Crumb { href: cx.href(PATH), label: texts.desk_offices().to_owned() }];
    let kept = &office.office;
    let name = kept.content.name.get(cx.language()).to_owned();
    let pill = if kept.is_open { (texts.office_open(), Tone::Ok) } else { (texts.office_not_open(), Tone::Plain) };
    let pills = vec![(pill.0.to_owned(), pill.1)];
    let acts = [
        ("/edit", texts.office_edit(), ButtonKind::Quiet),
        ("/closures", texts.office_closures(), ButtonKind::Quiet),
        ("/week", texts.office_week(), ButtonKind::Primary),
    ];
    let acts = acts
        .map(|(below, label, kind)| {
            view! { <LinkButton href=cx.href(&path_of(office, below)) label=label kind=kind /> }
        })
        .into_iter()
        .collect_view();
    let counters = office.counters.iter().map(|kept| counters_card(cx, office, kept, matters)).collect_view();
    let none = office.counters.is_empty().then(|| view! { <Notice><p>{texts.office_no_counters()}</p></Notice> });
    let new = cx.href(&path_of(office, "/counters/new"));
    view! {
        <DeskHead title=name crumbs=crumbs crumbs_label=texts.breadcrumbs() kicker=kept.code.to_string() pills=pills>
            {acts}
        </DeskHead>
        {done_notice(cx, &done.done, &DONE)}
        {settled(cx, done)}
        {closures(cx, office)}
        {counters}
        {none}
        <p><LinkButton href=new label=texts.office_counters_new() kind=ButtonKind::Quiet /></p>
        {about(cx, snapshot, office)}
    }
    .into_any()
}

/// What became of the visits a change hit.
fn settled(cx: &Cx, done: &Done) -> Option<AnyView> {
    let texts = cx.texts;
    // What is no number tells of nothing.
    let count = |text: &str| text.parse::<usize>().unwrap_or_default();
    let [moved, called_off, left, without] =
        [&done.moved, &done.called_off, &done.left, &done.without].map(|text| count(text));
    let lines = [
        (moved, texts.office_settled_moved(moved)),
        (called_off, texts.office_settled_called_off(called_off)),
        (left, texts.office_settled_left(left)),
        (without, texts.office_settled_without(without)),
    ];
    let lines: Vec<_> = lines.into_iter().filter(|(count, _)| *count > 0).map(|(_, line)| line).collect();
    if !DONE.contains(&done.done.as_str()) || lines.is_empty() {
        return None;
    }
    let tone = if without > 0 { Tone::Warn } else { Tone::Info };
    let lines = lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
    Some(view! { <Notice tone=tone><ul>{lines}</ul></Notice> }.into_any())
}

fn closures(cx: &Cx, office: &KeptOffice) -> Option<AnyView> {
    let texts = cx.texts;
    let lines = office.closures.iter().map(|closure| {
        let days = texts.office_span(closure.from.to_string(), closure.until.to_string());
        let reason = closure.reason.get(cx.language()).to_owned();
        view! { <li>{days} " " {reason}</li> }
    });
    let lines = lines.collect_view();
    (!office.closures.is_empty()).then(|| {
        view! { <Notice tone=Tone::Warn><p>{texts.office_closed_on()}</p><ul>{lines}</ul></Notice> }.into_any()
    })
}

fn counters_card(cx: &Cx, office: &KeptOffice, kept: &KeptCounters, matters: &[(Slug, Bilingual)]) -> AnyView {
    let texts = cx.texts;
    let today = city_day(cx.site.clock.now());
    let group = &kept.group;
    let hours = kept
        .openings
        .iter()
        .map(|opening| {
            let line = words::opening(cx, opening, today);
            view! { <p>{line}</p> }
        })
        .collect_view();
    let hours = if kept.openings.is_empty() { texts.office_no_hours().into_any() } else { hours.into_any() };
    let days = kept
        .exceptions
        .iter()
        .map(|(day, stretches)| format!("{} {}", words::day_words(cx, *day), words::stretches(cx, stretches)));
    let days: Vec<String> = days.collect();
    let name = |code: &Slug| {
        let known = matters.iter().find(|(known, _)| known == code);
        known.map_or_else(|| code.to_string(), |(_, name)| name.get(cx.language()).to_owned())
    };
    let serves: Vec<String> = group.matters.iter().map(name).collect();
    let mut rows = vec![
        SummaryRow::new(texts.office_hours(), hours),
        SummaryRow::new(texts.office_matters(), serves.join(texts.list_separator())),
        SummaryRow::new(texts.office_slots(), texts.office_slots_of(group.horizon_days, group.slot_minutes)),
    ];
    if !days.is_empty() {
        let lines = days.into_iter().map(|line| view! { <p>{line}</p> }).collect_view();
        rows.push(SummaryRow::new(texts.office_days(), lines));
    }
    let acts =
        [("/hours", texts.office_hours()), ("/days", texts.office_days()), ("", texts.office_counters_settings())];
    let title = group.name.get(cx.language()).to_owned();
    let acts = acts
        .map(|(below, label)| {
            // Buttons of every counter have the same words: which they are of is said to those who do not see it.
            let which = title.clone();
            let href = cx.href(&counters_path(office, kept, below));
            view! { <a class="btn btn-quiet" href=href>{label}<span class="vh">" "{which}</span></a> }
        })
        .into_iter()
        .collect_view();
    let id = format!("counters-{}", group.id);
    view! {
        <Card title=title id=id>
            <SummaryList items=rows />
            <div class="office-acts">{acts}</div>
        </Card>
    }
    .into_any()
}

fn about(cx: &Cx, snapshot: &Snapshot, office: &KeptOffice) -> AnyView {
    let (texts, kept) = (cx.texts, &office.office);
    let content = &kept.content;
    let division = snapshot.district(&kept.division).map(|district| district.name.get(cx.language()).to_owned());
    let access: Vec<String> =
        content.access.iter().map(|access| words::word(cx, "office-access", access.code())).collect();
    let position = content.position.map(|position| format!("{}, {}", position.latitude, position.longitude));
    let rows = [
        (texts.account_department(), department_words(cx, snapshot, &kept.department)),
        (texts.office_division(), division.unwrap_or_default()),
        (texts.office_address(), content.address.get(cx.language()).to_owned()),
        (texts.office_way(), content.way.get(cx.language()).to_owned()),
        (texts.office_phone(), content.phone.clone()),
        (texts.office_position(), position.unwrap_or_default()),
        (texts.office_access(), access.join(texts.list_separator())),
    ];
    let rows = rows.into_iter().filter(|(_, value)| !value.is_empty());
    let rows: Vec<SummaryRow> = rows.map(|(label, value)| SummaryRow::new(label, value)).collect();
    view! { <Card title=texts.office_about() id="about"><SummaryList items=rows /></Card> }.into_any()
}
