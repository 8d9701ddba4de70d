use std::collections::BTreeMap;

use axum::extract::{Query as QueryString, State};
use chrono::{DateTime, Datelike as _, Months, NaiveDate, Utc, Weekday};
use leptos::prelude::*;
use serde::Deserialize;

use super::{
    super::{
        Desk, Place,
        city_time::{begin_of, day_of, local},
        desk_page,
    },
    words::{department_name, item_path},
};
use catalogue::{
    Catalogue,
    publishing::{Publishing, Record, Work},
};
use foundation::{
    calendar::{Day, WorkingDays},
    context::Cx,
    error::AppError,
    page::{Page, weekday},
    ui::{ButtonKind, Card, DeskHead, EmptyState, IconName, LinkButton, Notice, Pill, Tone},
};
use identity::SignedIn;

/// Which month; empty for this one.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    month: String,
}

/// What happens to an item at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Turn {
    Begins,
    Ends,
}

/// `GET /desk/calendar`: what becomes public or ends in a month, on the city's calendar of working days.
pub async fn calendar(
    cx: Cx,
    SignedIn(actor): SignedIn,
    State(desk): State<Desk>,
    State(catalogue): State<Catalogue>,
    State(publishing): State<Publishing>,
    QueryString(asked): QueryString<Asked>,
) -> Result<Page, AppError> {
    let today = day_of(cx.site.clock.now());
    let first = month_of(&asked.month, today)?;
    let until = first.checked_add_months(Months::new(1)).ok_or_else(no_such_month)?;
    let records = publishing.upcoming(&actor, begin_of(first), begin_of(until)).await?;
    let days = desk.days(first, until).await?;
    let drawn = cx.clone();
    Ok(desk_page(&cx, &actor, Place::Calendar, cx.texts.desk_calendar(), move || {
        Month { cx: &drawn, catalogue: &catalogue, today, first, until, records: &records, days: &days }.draw()
    }))
}

/// The first day of the month asked for.
fn month_of(text: &str, today: NaiveDate) -> Result<NaiveDate, AppError> {
    if text.is_empty() {
        return today.with_day(1).ok_or_else(no_such_month);
    }
    NaiveDate::parse_from_str(&format!("{text}-01"), "%Y-%m-%d")
        .ok()
        .filter(|first| text.len() == 7 && (2000..2200).contains(&first.year()))
        .ok_or_else(no_such_month)
}

fn no_such_month() -> AppError {
    AppError::invalid("month", "month")
}

/// What happens on each day, in the order of the clock.
type Turns<'a> = BTreeMap<NaiveDate, Vec<(DateTime<Utc>, Turn, &'a Record)>>;

/// A month while it is drawn.
struct Month<'a> {
    cx: &'a Cx,
    catalogue: &'a Catalogue,
    today: NaiveDate,
    first: NaiveDate,
    until: NaiveDate,
    records: &'a [Record],
    days: &'a [Day],
}

impl Month<'_> {
    fn draw(&self) -> AnyView {
        let texts = self.cx.texts;
        let turns = self.turns();
        let (before, after) = (self.first.checked_sub_months(Months::new(1)), Some(self.until));
        let link = |month: Option<NaiveDate>, label: &'static str| {
            month.map(|month| {
                let href = self.cx.href(&format!("/desk/calendar?month={}", month.format("%Y-%m")));
                view! { <LinkButton href=href label=label kind=ButtonKind::Quiet /> }
            })
        };
        let list = if turns.is_empty() {
            view! { <Card><EmptyState icon=IconName::Calendar title=texts.desk_calendar_nothing() /></Card> }.into_any()
        } else {
            ().into_any()
        };
        let (before, after) = (link(before, texts.desk_month_before()), link(after, texts.desk_month_after()));
        view! {
            <DeskHead title=texts.desk_calendar() meta=self.name()>
                {before}
                {after}
            </DeskHead>
            {self.conflicts()}
            {list}
            <div class="month-box">
                <p class="month-weekdays" aria-hidden="true">{self.weekdays()}</p>
                <ol class="month">{self.drawn_days(&turns)}</ol>
            </div>
        }
        .into_any()
    }

    fn name(&self) -> String {
        let month = if self.cx.language().is_first() {
            self.first.month().to_string()
        } else {
            self.first.format("%B").to_string()
        };
        self.cx.texts.desk_month(month, self.first.year().to_string())
    }

    /// What happens on each day, in the order of the clock.
    fn turns(&self) -> Turns<'_> {
        let mut turns = Turns::new();
        for record in self.records {
            let begins = record.publish_at.filter(|_| record.work == Work::Approved).map(|at| (at, Turn::Begins));
            let ends = record.expire_at.map(|at| (at, Turn::Ends));
            for (at, turn) in [begins, ends].into_iter().flatten() {
                let day = day_of(at);
                if (self.first..self.until).contains(&day) {
                    turns.entry(day).or_default().push((at, turn, record));
                }
            }
        }
        for day in turns.values_mut() {
            day.sort_by_key(|(at, turn, _)| (*at, *turn));
        }
        turns
    }

    fn weekdays(&self) -> AnyView {
        [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun]
            .map(|day| view! { <span>{weekday(self.cx.texts, day)}</span> })
            .into_iter()
            .collect_view()
            .into_any()
    }

    fn drawn_days(&self, turns: &Turns<'_>) -> AnyView {
        let working = WorkingDays::from_days(self.days.iter().cloned());
        self.first
            .iter_days()
            .take_while(|day| *day < self.until)
            .map(|day| {
                let known = self.days.iter().find(|known| known.date == day);
                let is_off = !working.is_working_day(day);
                let turns = turns.get(&day).map(Vec::as_slice).unwrap_or_default();
                self.day(day, known, is_off, turns)
            })
            .collect_view()
            .into_any()
    }

    fn day(
        &self,
        day: NaiveDate,
        known: Option<&Day>,
        is_off: bool,
        turns: &[(DateTime<Utc>, Turn, &Record)],
    ) -> AnyView {
        let texts = self.cx.texts;
        let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        let name = known.map(|known| known.name.clone()).unwrap_or_default();
        let (mark, tone) = match (is_off, weekend) {
            // A weekend day worked for a holiday is what people forget.
            (false, true) => (Some(texts.desk_day_worked().to_owned()), Tone::Warn),
            (true, _) if !name.is_empty() => (Some(name), Tone::Ok),
            (true, false) => (Some(texts.desk_day_off().to_owned()), Tone::Ok),
            _ => (None, Tone::Plain),
        };
        let mark = mark.map(|label| view! { <Pill label=label tone=tone /> });
        let shown = turns
            .iter()
            .map(|(at, turn, record)| {
                let (word, tone) = match turn {
                    Turn::Begins => (texts.desk_turn_begins(), Tone::Main),
                    Turn::Ends => (texts.desk_turn_ends(), Tone::Warn),
                };
                let href = self.cx.href(&item_path(&record.code, ""));
                let name = record.name.get(self.cx.language()).to_owned();
                let department = department_name(self.catalogue, self.cx.language(), &record.department);
                let time = local(*at).format("%H:%M").to_string();
                view! {
                    <li class=format!("turn {}", tone.class())>
                        <span class="meta">{time} " " {word}</span>
                        <a href=href>{name}</a>
                        <span class="meta">{department}</span>
                    </li>
                }
            })
            .collect_view();
        let mut class = vec!["day", WEEKDAY_CLASSES[day.weekday().num_days_from_monday() as usize]];
        class.extend(is_off.then_some("off"));
        class.extend(turns.is_empty().then_some("empty-day"));
        let today = (day == self.today).then_some("date");
        let (number, weekday) = (day.day().to_string(), weekday(self.cx.texts, day.weekday()));
        let list = (!turns.is_empty()).then(|| view! { <ul>{shown}</ul> });
        view! {
            <li class=class.join(" ") aria-current=today>
                <p class="day-head">
                    <time datetime=day.to_string()>{number}</time>
                    <span class="day-name">{weekday}</span>
                    {mark}
                </p>
                {list}
            </li>
        }
        .into_any()
    }

    /// What cannot be meant: an end before the beginning, a time that has passed.
    fn conflicts(&self) -> Option<AnyView> {
        let texts = self.cx.texts;
        let now = self.cx.site.clock.now();
        let lines: Vec<AnyView> = self
            .records
            .iter()
            .filter_map(|record| {
                let sentence = conflict_of(record, now).map(|conflict| match conflict {
                    Conflict::EndsFirst => texts.desk_conflict_ends_first(),
                    Conflict::Overdue => texts.desk_conflict_overdue(),
                    Conflict::Gap => texts.desk_conflict_gap(),
                })?;
                let href = self.cx.href(&item_path(&record.code, ""));
                let name = record.name.get(self.cx.language()).to_owned();
                Some(view! { <li><a href=href>{name}</a> " " {sentence}</li> }.into_any())
            })
            .collect();
        (!lines.is_empty()).then(|| {
            view! {
                <Notice tone=Tone::Warn>
                    <p>{texts.desk_conflicts()}</p>
                    <ul>{lines.collect_view()}</ul>
                </Notice>
            }
            .into_any()
        })
    }
}

/// The column a day stands in, as a class: the grid begins on Monday.
const WEEKDAY_CLASSES: [&str; 7] = ["d1", "d2", "d3", "d4", "d5", "d6", "d7"];

/// Why a plan cannot be meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Conflict {
    /// It ends before it begins.
    EndsFirst,
    /// It should have begun and has not.
    Overdue,
    /// What is public ends on the way, and what follows begins later.
    Gap,
}

fn conflict_of(record: &Record, now: DateTime<Utc>) -> Option<Conflict> {
    use catalogue::publishing::Live;
    let publish = record.publish_at.filter(|_| record.work == Work::Approved);
    match (publish, record.expire_at) {
        (Some(publish), Some(expire)) if expire <= publish => {
            Some(if record.live == Live::Published { Conflict::Gap } else { Conflict::EndsFirst })
        }
        // Due texts are published within seconds; one that waits longer is stuck.
        (Some(publish), _) if publish + chrono::TimeDelta::minutes(1) < now => Some(Conflict::Overdue),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use catalogue::{
        model::{Bilingual, ItemCode},
        publishing::Live,
    };

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn record(live: Live, publish: Option<&str>, expire: Option<&str>) -> Record {
        Record {
            code: ItemCode::parse("510100-06-001").unwrap(),
            department: "CD06".into(),
            name: Bilingual::zh("居住证办理"),
            live,
            version: None,
            work: Work::Approved,
            publish_at: publish.map(at),
            expire_at: expire.map(at),
            changed_at: at("2026-11-01T00:00:00Z"),
            changed_by: "a".into(),
        }
    }

    #[test]
    fn plans_that_cannot_be_meant_are_found() {
        let now = at("2026-11-20T00:00:00Z");
        let (early, late) = (Some("2026-12-01T00:00:00Z"), Some("2026-12-02T00:00:00Z"));
        assert_eq!(conflict_of(&record(Live::Never, early, late), now), None);
        assert_eq!(conflict_of(&record(Live::Never, late, early), now), Some(Conflict::EndsFirst));
        assert_eq!(conflict_of(&record(Live::Published, late, early), now), Some(Conflict::Gap));
        assert_eq!(conflict_of(&record(Live::Never, Some("2026-11-01T00:00:00Z"), None), now), Some(Conflict::Overdue));
    }

    #[test]
    fn what_is_no_month_is_refused() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
        assert_eq!(month_of("", today).unwrap().to_string(), "2026-11-01");
        assert_eq!(month_of("2027-02", today).unwrap().to_string(), "2027-02-01");
        for text in ["2026", "2026-13", "2026-1", "9999-01", "x", "2026-11-01"] {
            assert!(month_of(text, today).is_err(), "{text}");
        }
    }
}
