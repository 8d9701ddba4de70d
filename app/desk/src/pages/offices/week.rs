use axum::extract::{Path, Query, State};
use chrono::{Datelike as _, Days, NaiveDate, Weekday};
use leptos::prelude::*;
use serde::Deserialize;

use super::{
    super::super::{Place, desk_page},
    authority, crumbs,
    form::parse_day,
    kept, path_of,
};
use appointments::{
    Appointments, Cell, Week, WeekCounters, WeekDay,
    model::{DayKind, Slug},
};
use catalogue::Catalogue;
use foundation::{
    clock::city_day,
    context::Cx,
    error::AppError,
    page::{Page, weekday},
    ui::{ButtonKind, Card, DeskHead, LinkButton, Notice},
};
use identity::SignedIn;

/// A day of the week that is shown; this one where none is said.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    from: String,
}

/// `GET /desk/offices/{code}/week`: an office through a week: what is free, taken and kept back, hour by hour.
pub async fn week(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(appointments): State<Appointments>,
    State(catalogue): State<Catalogue>,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Page, AppError> {
    let authority = authority(&actor, &catalogue);
    let office = kept(&appointments, &authority, &code).await?;
    let code = Slug::parse(&code).ok_or(AppError::NotFound)?;
    // What is no day shows this week.
    let day = parse_day(&asked.from).unwrap_or_else(|| city_day(cx.site.clock.now()));
    let week = appointments.week(&authority, &code, day).await?;
    let (drawn, texts) = (cx.clone(), cx.texts);
    Ok(desk_page(&cx, &actor, Place::Offices, texts.office_week(), move || {
        let cx = drawn;
        let path = path_of(&office, "/week");
        let monday = week.days.first().map_or(day, |first| first.day);
        let turn = |label: &'static str, to: Option<NaiveDate>| {
            let href = cx.href(&to.map_or_else(|| path.clone(), |to| format!("{path}?from={to}")));
            view! { <LinkButton href=href label=label kind=ButtonKind::Quiet /> }
        };
        let turns = view! {
            {turn(texts.office_week_before(), monday.checked_sub_days(Days::new(7)))}
            {turn(texts.office_week_this(), None)}
            {turn(texts.office_week_after(), monday.checked_add_days(Days::new(7)))}
        };
        let sunday = week.days.last().map_or(day, |last| last.day);
        let span = texts.office_span(monday.to_string(), sunday.to_string());
        let counters = week.counters.iter().map(|counters| table(&cx, &week, counters)).collect_view();
        let none = week.counters.is_empty().then(|| view! { <Notice><p>{texts.office_no_counters()}</p></Notice> });
        view! {
            <DeskHead title=texts.office_week() crumbs=crumbs(&cx, &office) crumbs_label=texts.breadcrumbs()
                meta=texts.office_week_lead() />
            <nav class="office-turns" aria-label=texts.office_week_turns()>
                <p>{span}</p>
                <div class="office-acts">{turns}</div>
            </nav>
            {counters}
            {none}
        }
        .into_any()
    }))
}

/// What stands in the head of a day: why nothing is open, or that a weekend is worked.
fn day_note(cx: &Cx, day: &WeekDay) -> Option<String> {
    let texts = cx.texts;
    if let Some(reason) = &day.closed {
        return Some(texts.office_closed_for(reason.get(cx.language()).to_owned()));
    }
    let named = |otherwise: &str| if day.name.is_empty() { otherwise.to_owned() } else { day.name.clone() };
    match day.kind {
        DayKind::Holiday => Some(named(texts.office_holiday())),
        DayKind::WorkedWeekend => Some(texts.office_worked().to_owned()),
        DayKind::Ordinary => None,
    }
}

fn table(cx: &Cx, week: &Week, counters: &WeekCounters) -> AnyView {
    let texts = cx.texts;
    let today = city_day(cx.site.clock.now());
    let heads = week.days.iter().map(|day| {
        let date = day.day.format("%m-%d").to_string();
        let name = weekday(texts, day.day.weekday());
        let note = day_note(cx, day).map(|note| view! { <small>{note}</small> });
        let is_off = day.closed.is_some()
            || day.kind == DayKind::Holiday
            || (day.kind == DayKind::Ordinary && matches!(day.day.weekday(), Weekday::Sat | Weekday::Sun));
        let class = is_off.then_some("off");
        let current = (day.day == today).then_some("date");
        view! {
            <th scope="col" class=class aria-current=current>
                <span>{name}</span> " " <time datetime=day.day.to_string()>{date}</time>
                {note}
            </th>
        }
    });
    let heads = heads.collect_view();
    let rows = counters.hours.iter().map(|(hour, days)| {
        let cells = days.iter().map(|cell| drawn_cell(cx, *cell)).collect_view();
        view! { <tr><th scope="row">{format!("{hour}:00")}</th>{cells}</tr> }
    });
    let rows = rows.collect_view();
    let name = counters.counters.name.get(cx.language()).to_owned();
    let id = format!("week-{}", counters.counters.id);
    let body = if counters.hours.is_empty() {
        view! { <p class="office-none">{texts.office_week_none()}</p> }.into_any()
    } else {
        // Its own name: the card around it bears the counters'.
        let label = texts.office_week_caption(name.clone());
        view! {
            <div class="table-box" role="region" tabindex="0" aria-label=label>
                <table class="table office-week">
                    <caption class="vh">{texts.office_week_caption(name.clone())}</caption>
                    <thead><tr><th scope="col">{texts.office_hour()}</th>{heads}</tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        }
        .into_any()
    };
    view! { <Card title=name id=id>{body}</Card> }.into_any()
}

/// An hour: what is free first, then what is taken and kept back, both as far as there is any.
fn drawn_cell(cx: &Cx, cell: Option<Cell>) -> AnyView {
    let texts = cx.texts;
    let Some(cell) = cell else { return view! { <td class="off"></td> }.into_any() };
    let taken = (cell.taken > 0).then(|| texts.office_cell_taken(cell.taken));
    let kept = (cell.kept > 0).then(|| texts.office_cell_kept(cell.kept));
    // Hours were cut, and visits stand: somebody has to see to them.
    let over = (cell.taken > cell.places).then(|| texts.office_cell_over(cell.taken - cell.places));
    let class = match (cell.taken > cell.places, cell.free) {
        (true, _) => Some("over"),
        (false, 0) => Some("full"),
        _ => None,
    };
    let notes = [taken, kept, over].into_iter().flatten().map(|note| view! { <small>{note}</small> }).collect_view();
    view! { <td class=class><b>{texts.office_cell_free(cell.free)}</b>{notes}</td> }.into_any()
}
